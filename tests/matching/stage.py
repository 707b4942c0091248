"""A hogeschool with a recognised route, and what happens there: done by the services, as whoever would do it."""

from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.enums import Answer, Side
from matching.models import Application, Match, Offer, Position
from matching.offer_changes import fingerprint
from matching.services.applications import admit_application, submit_application
from matching.services.matches import answer_match, propose_match
from matching.services.offers import publish_offer
from matching.services.positions import offer_position
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.models import Workplace
from tests import cast

COORDINATOR = "Sanne de Wit, Hogeschool"
COMPANY = "Karim Bakker, Bouwbedrijf"
TERMS = {
    "title": "Assistent-uitvoerder",
    "tasks": "Planning bijhouden.",
    "learning": "Uitvoering voorbereiden.",
    "hours_per_week": 32,
    "working_days": "maandag tot en met donderdag",
    "salary_from": 2600,
    "salary_per": "month",
    "salary_hours": 40,
    "contract_months": 24,
    "capacity": 1,
    "starts_on": date(2027, 9, 1),
    "supervisor_name": "Wim Dekker",
    "supervisor_function": "Uitvoerder",
    "supervisor_email": "wim@voorbeeld.test",
    "supervisor_phone": "",
    "signatory_name": "Karim Bakker",
    "signatory_function": "Directeur",
    "signatory_email": "karim@voorbeeld.test",
}
DETAILS = {
    "phone": "06 12345678",
    "city": "Utrecht",
    "province": "utrecht",
    "background": "mbo4",
    "prior_education": "Mbo 4 Bouw",
    "employer_name": "",
    "employer_plan": "seeks",
    "motivation": "Ik wil uitvoerder worden.",
}


def tenant(name: str = "Hogeschool Voorbeeld") -> cast.Tenant:
    made = cast.tenant(name)
    forget_mails()
    return made


def workplace(tenant: cast.Tenant) -> Workplace:
    with acting_as(tenant.contact.actor):
        return Workplace.objects.first()


def offered(tenant: cast.Tenant, routes=None, *, published=True, **terms) -> Position:
    """By the company; and published by the hogeschool of each route."""
    place = workplace(tenant)
    with acting_as(tenant.contact.actor):
        position = offer_position(
            key=uuid4(),
            organisation_id=tenant.company.pk,
            workplace=place,
            routes=routes or [tenant.route],
            terms={**TERMS, **terms},
            who=COMPANY,
        )
    if published:
        publish(position)
    return position


def publish(position: Position) -> None:
    """What waits for it, by whoever may; the mails about it are not what a scene is for."""
    with acting_as(SYSTEM):
        for offer in Offer.objects.select_related("position").filter(position=position, state="waiting"):
            publish_offer(offer, seen=fingerprint(offer), who=COORDINATOR)
        Message.objects.filter(kind="position_published").delete()


def applied(tenant: cast.Tenant, name: str = "Noor Visser", **details) -> tuple[cast.Person, Application]:
    person = cast.person(name)
    with acting_as(person.actor):
        application, _ = submit_application(
            tenant.route,
            student_id=person.user.pk,
            email=person.user.email,
            details={**DETAILS, "name": name, **details},
        )
    return person, application


def admitted(tenant: cast.Tenant, name: str = "Noor Visser") -> tuple[cast.Person, Application]:
    person, application = applied(tenant, name)
    with acting_as(tenant.coordinator.actor):
        admit_application(application, who=COORDINATOR)
    return person, application


def proposed(tenant: cast.Tenant, position: Position | None = None, name: str = "Noor Visser"):
    """The person and her match."""
    position = position or offered(tenant)
    person, application = admitted(tenant, name)
    with acting_as(tenant.coordinator.actor):
        offer = Offer.objects.get(position=position, route=tenant.route)
        return person, propose_match(application, offer, who=COORDINATOR, note="Jullie wonen dicht bij elkaar.")


def says(person: cast.Person, match: Match, side: Side, answer: Answer, reason: str = "") -> Match:
    with acting_as(person.actor):
        found = Match.objects.select_related("application").get(pk=match.pk)
        return answer_match(found, side=side, answer=answer, who="Iemand", reason=reason)


def confirmed(tenant: cast.Tenant):
    person, match = proposed(tenant)
    says(person, match, Side.STUDENT, Answer.YES)
    return person, says(tenant.contact, match, Side.COMPANY, Answer.YES)


def now(row):
    """As it stands in the database."""
    with acting_as(SYSTEM):
        return type(row).objects.get(pk=row.pk)


def mails(*kinds: str) -> list[tuple[str, str]]:
    """(kind, address) of what was posted; only these kinds where some are given."""
    with acting_as(SYSTEM):
        found = list(Message.objects.order_by("created_at").values_list("kind", "to_email"))
    return [(kind, address) for kind, address in found if not kinds or kind in kinds]


def forget_mails() -> None:
    with acting_as(SYSTEM):
        Message.objects.all().delete()


def events(application: Application, actor=SYSTEM) -> list[str]:
    with acting_as(actor):
        return list(application.events.order_by("at").values_list("kind", flat=True))


def logged_in(client, person: cast.Person):
    client.force_login(person.user)
    return client


def statements(client, url: str) -> int:
    """How many a request sends: what the test's own transaction adds is left out, entering counts for one."""
    client.get(url)  # a process keeps some things
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    sent = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    doors = [sql for sql in sent if "set_config('role'" in sql or "current_setting('role')" in sql]
    return len(sent) - len(doors) + 1
