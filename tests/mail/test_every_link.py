"""Every link in every kind of mail opens for who gets it. A template without a case here fails."""

from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreements import notices, notices_cards, notices_endings, notices_practice
from agreements.alerts import News
from agreements.enums import AlertKind, State
from agreements.models import Addendum, Agreement, EndingConfirmation, PartyCard, PracticeLink, Signing
from agreements.queries import SEALED_WITHIN
from agreements.services import alerting, reminding, seal_warning
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.links import absolute
from mkbroute.organisations.adapters import AccountAdapter
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Invitation, Organisation
from mkbroute.organisations.services.people import resend_invitation
from routes.enums import Phase
from routes.models import Decision, RouteAssessor, RoutePartner
from routes.models import Route as RouteModel
from routes.services import notices as of_routes
from tests import cast

from .cases import CASES, WHO, WHY, case
from .follow import Post, follow

for module in sorted(Path(__file__).parent.glob("of_*.py")):  # what each posts adds itself to CASES
    import_module(f"{__package__}.{module.stem}")

pytestmark = pytest.mark.django_db
Tenant = cast.Tenant


@pytest.fixture
def mine():
    """Everybody who gets a mail by the name of an organisation has an account, so that her links are opened with it."""
    mine = cast.tenant()
    with acting_as(SYSTEM):
        RouteModel.objects.filter(pk=mine.route.pk).update(contact_email=mine.coordinator.user.email)
        for row, person in (
            (mine.company, mine.contact),
            (mine.branche, mine.adviser),
            (mine.employer, mine.employer_contact),
        ):
            Organisation.objects.filter(pk=row.pk).update(email=person.user.email)
        Organisation.objects.filter(kind=Kind.PROGRAMME).update(email="")
        Organisation.objects.filter(pk=mine.programme.pk).update(email=mine.assessor.user.email)
    return mine


def test_every_template_has_a_case():
    folder = Path(settings.BASE_DIR, "templates", "mail")
    assert set(CASES) == {each.stem for each in folder.glob("*.txt")}
    assert {each.stem for each in folder.glob("*.html")} - {"layout"} == set(CASES)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_every_link_opens_for_who_gets_it(mine, kind):
    post = Post()
    with acting_as(SYSTEM):
        CASES[kind](mine)
    if mail.outbox:  # at once: a code that someone waits for
        (sent,) = mail.outbox
        follow(kind, sent.to[0], sent.body, sent.alternatives[0][0])
        return
    post.follow_all()
    assert kind in post.kinds


# -- accounts ---------------------------------------------------------------------------------------------------------


@case("account_changed")
def _(mine):
    AccountAdapter().send_notification_mail("account/email/password_changed", mine.contact.user)


@case("account_code")
def _(mine):
    AccountAdapter().send_mail("account/email/login_code", mine.contact.user.email, {"code": "123456"})


@case("account_unknown")
def _(mine):
    AccountAdapter().send_mail("account/email/unknown_account", "wie@voorbeeld.test", {})


@case("invitation")
def _(mine):
    resend_invitation(Invitation.objects.get(organisation=mine.hogeschool, invited_by=mine.hogeschool))


# -- routes -----------------------------------------------------------------------------------------------------------


def a_route(mine) -> RouteModel:
    route = RouteModel.objects.select_related("hogeschool").get(pk=mine.route.pk)
    route.submitted_at = timezone.now()
    return route


def a_decision(mine, **changed) -> Decision:
    decision = Decision.objects.select_related("route__hogeschool", "document").get(route=mine.route)
    for name, value in changed.items():
        setattr(decision, name, value)
    return decision


def a_partner(mine) -> RoutePartner:
    found = RoutePartner.objects.select_related("route__hogeschool", "organisation")
    return found.get(route=mine.route, organisation=mine.branche)


def an_assessor(mine) -> RouteAssessor:
    return RouteAssessor.objects.filter(route=mine.route).latest("pk")


@case("route_recognised")
def _(mine):
    of_routes.decided(a_decision(mine), mine.document)


@case("route_rejected")
def _(mine):
    decision = a_decision(mine, outcome="rejected", reason=WHY, reconsider_until=date(2027, 1, 1))
    of_routes.decided(decision, mine.document)


@case("route_returned")
def _(mine):
    of_routes.returned(a_decision(mine, outcome="returned", reason=WHY))


@case("assessor_asked")
def _(mine):
    of_routes.assessor_asked(a_route(mine), an_assessor(mine), email=mine.assessor.user.email)


@case("assessor_called_back")
def _(mine):
    of_routes.assessor_called_back(a_route(mine), an_assessor(mine), email=mine.assessor.user.email)


@case("assessor_relieved")
def _(mine):
    told = {"email": mine.assessor.user.email, "reason": WHY, "who": WHO}
    of_routes.assessor_relieved(a_route(mine), an_assessor(mine), **told)


@case("route_questions")
def _(mine):
    questions = [{"title": "4. Salaris", "text": "Hoe zit dit?"}]
    of_routes.asked(a_route(mine), questions, who=WHO)


@case("route_answers")
def _(mine):
    of_routes.answered(a_route(mine), number=1, who=WHO)


@case("route_submitted")
def _(mine):
    of_routes.submitted(a_route(mine), who=WHO)


@case("route_phase")
def _(mine):
    of_routes.phase_changed(a_route(mine), Phase.STARTING, reason=WHY, who=WHO)


@case("route_changed")
def _(mine):
    of_routes.recognised_changed(a_route(mine), [("Titel", "Bouw", "Bouwkunde")], who=WHO)


@case("route_flagged")
def _(mine):
    of_routes.flagged(a_route(mine), raised=["Te weinig mkb."], cleared=["Salaris."])


for name, told in (
    ("objection", of_routes.objected),
    ("reopened", of_routes.reopened),
    ("withdrawn", of_routes.withdrawn),
):
    CASES[f"route_{name}"] = partial(lambda told, mine: told(a_route(mine), reason=WHY, who=WHO), told)


@case("partner_asked")
def _(mine):
    of_routes.partner_asked(a_partner(mine), who=WHO)


@case("partner_confirmed")
def _(mine):
    of_routes.partner_confirmed(a_partner(mine), a_route(mine))


@case("partner_retracted")
def _(mine):
    of_routes.partner_retracted(a_partner(mine), a_route(mine), reason=WHY, who=WHO)


# -- data of the parties ----------------------------------------------------------------------------------------------


def a_card(mine) -> tuple[PartyCard, str]:
    related = ("agreement__route", "agreement__hogeschool", "agreement__organisation")
    card = PartyCard.objects.select_related(*related).get(pk=mine.card.pk)
    return card, absolute(reverse("agreements:card", args=[mine.card_token]))


@case("card_request")
def _(mine):
    notices_cards.ask_for_data(*a_card(mine), who=WHO)


@case("card_requests")
def _(mine):
    notices_cards.ask_for_data_of_many([a_card(mine), a_card(mine)], who=WHO)


@case("card_passed_on")
def _(mine):
    notices_cards.tell_passed_on(*a_card(mine), by="Karim Bakker")


@case("card_link")
def _(mine):
    notices_cards.send_card_link(*a_card(mine))


# -- signing ----------------------------------------------------------------------------------------------------------


def a_signing(mine) -> tuple[Signing, str]:
    related = ("version__addendum", "agreement__route", "agreement__hogeschool", "agreement__organisation")
    signing = Signing.objects.select_related(*related).get(pk=mine.signing.pk)
    signing.version.agreement = signing.agreement
    return signing, absolute(reverse("agreements:sign", args=[mine.token]))


def of_signing(tell) -> Callable[[Tenant], None]:
    return lambda mine: tell(a_signing(mine)[0])


CASES |= {
    "sign_request": lambda mine: notices.ask_to_sign(*a_signing(mine), who=WHO),
    "sign_requests": lambda mine: notices.ask_to_sign_many([a_signing(mine), a_signing(mine)], who=WHO),
    "sign_link": lambda mine: notices.send_new_link(*a_signing(mine), by_account=False),
    "sign_forwarded": lambda mine: notices.pass_on(*a_signing(mine), forwarder="Karim Bakker", reason=WHY),
    "sign_code": of_signing(lambda signing: notices.send_code(signing, "123456")),
    "sign_code_many": of_signing(lambda signing: notices.send_code_for_many([signing], "123456")),
    "sign_declined": of_signing(notices.tell_declined),
    "sign_declined_coordinator": of_signing(notices.tell_declined),
    "sign_not_asked": of_signing(lambda signing: notices.tell_not_asked(signing, signing.version)),
    "sign_forwarded_coordinator": of_signing(
        lambda signing: notices.tell_forwarded(signing, forwarder="Karim Bakker", reason=WHY)
    ),
    "agreement_reopened": of_signing(lambda signing: notices.tell_reopened(signing, WHY)),
    "agreement_cancelled": of_signing(lambda signing: notices.tell_cancelled(signing, WHY)),
    "seal_stuck": of_signing(lambda signing: notices.tell_seal_stuck(signing.agreement)),
}


@case("addendum_request")
def _(mine):
    signing, address = a_signing(mine)
    signing.version.addendum = Addendum.objects.get(pk=mine.addendum.pk)
    notices.ask_to_sign(signing, address, who=WHO)


@case("agreement_sealed", "agreement_sealed_coordinator")
def _(mine):
    notices.tell_sealed(a_signing(mine)[0].version, mine.document)


def a_reader(mine):
    return mine.agreement.readers.select_related("agreement__route", "agreement__hogeschool").get(pk=mine.reader.pk)


@case("read_along")
def _(mine):
    notices.invite_to_read(a_reader(mine), absolute(reverse("agreements:read_along", args=[mine.reader_token])))


@case("read_again")
def _(mine):
    address = absolute(reverse("agreements:read_along", args=[mine.reader_token]))
    notices.invite_to_read_again(a_reader(mine), address, a_signing(mine)[0].version)


CASES |= {
    "read_reopened": lambda mine: notices.tell_readers("read_reopened", a_reader(mine).agreement, WHY),
    "read_cancelled": lambda mine: notices.tell_readers("read_cancelled", a_reader(mine).agreement, WHY),
    "read_withdrawn": lambda mine: notices.tell_withdrawn(a_reader(mine), a_reader(mine).agreement),
}


@case("seal_stuck_team")
def _(mine):
    long_ago = timezone.now() - SEALED_WITHIN
    Agreement.objects.filter(pk=mine.agreement.pk).update(state=State.SIGNED, changed_at=long_ago)
    seal_warning.warn_of_stuck_seal(mine.agreement.pk, "event 3 is missing")


@case("seal_ends")
def _(mine):
    assert seal_warning.warn_of_seal_ending()


# -- what waits, and what comes ---------------------------------------------------------------------------------------


@case("reminder")
def _(mine):
    reminding.remind_person(mine.hogeschool.pk, mine.contact.user.email, who=WHO)


@case("daily_alerts")
def _(mine):
    news = [News(kind, an_agreement(mine), date(2027, 6, 30), 30, who="Karim Bakker") for kind in AlertKind]
    alerting._post(a_route(mine), news)


def an_agreement(mine) -> Agreement:
    return Agreement.objects.select_related("route", "hogeschool", "organisation").get(pk=mine.agreement.pk)


# -- the practice -----------------------------------------------------------------------------------------------------


def a_link(mine, moment) -> PracticeLink:
    return PracticeLink.objects.select_related("agreement__route", "moment").get(
        agreement=mine.agreement, moment=moment
    )


def talk(kind: str, mine) -> None:
    moment = mine.moment
    moment.agreement = an_agreement(mine)
    moment.invited = [
        {"voice": "student", "name": "Joris Kok", "email": mine.student.user.email},
        {"voice": "company", "name": "Wim Dekker", "email": "wim.dekker@voorbeeld.test"},
        {"voice": "hogeschool", "name": "Sanne de Wit", "email": mine.coordinator.user.email},
    ]
    links = {"wim.dekker@voorbeeld.test": absolute(reverse("agreements:talk", args=[mine.practice_token]))}
    if kind == "talk_left":
        notices_practice.tell_one(kind, moment, moment.invited[1], who=WHO, links={})
    elif kind == "talk_handed":
        for person in (moment.invited[0], moment.invited[2]):
            notices_practice.tell_one(kind, moment, person, who=WHO, links={}, new="Els Bos", former="Wim Dekker")
    else:
        notices_practice.tell_those_who_come(kind, moment, who=WHO, links=links, silent=["student"])


TALKS = ("planned", "moved", "off", "held", "near", "left", "handed")
CASES |= {f"talk_{what}": partial(talk, f"talk_{what}") for what in TALKS}


@case("attendance_request")
def _(mine):
    address = absolute(reverse("agreements:attendance_link", args=[mine.attendance_token]))
    notices_practice.send_attendance_link(a_link(mine, None), address)


@case("practice_link")
def _(mine):
    address = absolute(reverse("agreements:talk", args=[mine.practice_token]))
    notices_practice.send_practice_link(a_link(mine, mine.moment), address)


# -- the end ----------------------------------------------------------------------------------------------------------


def a_confirmation(mine) -> EndingConfirmation:
    related = ("ending__agreement", "agreement__route", "agreement__hogeschool", "agreement__organisation")
    return EndingConfirmation.objects.select_related(*related).get(pk=mine.confirmation.pk)


@case("ending_request")
def _(mine):
    address = absolute(reverse("agreements:confirm", args=[mine.confirm_token]))
    notices_endings.ask_to_confirm(a_confirmation(mine), address, who=WHO)


@case("ending_withdrawn")
def _(mine):
    notices_endings.tell_withdrawn(a_confirmation(mine), WHY)


@case("ending_lapsed")
def _(mine):
    ending = a_confirmation(mine).ending
    ending.agreement = an_agreement(mine)
    notices_endings.tell_lapsed(ending, date(2027, 8, 31))


@case("ending_disagreed")
def _(mine):
    notices_endings.tell_disagreed(a_confirmation(mine))


@case("ending_corrected")
def _(mine):
    ending = a_confirmation(mine).ending
    ending.agreement, ending.closed_at = an_agreement(mine), timezone.now()
    notices_endings.send_correction(ending, ending.agreement.parties.all(), mine.document, None)


@case("ending_letter")
def _(mine):
    ending = a_confirmation(mine).ending
    ending.agreement = an_agreement(mine)
    notices_endings.send_letter(ending, ending.agreement.parties.all(), mine.document)


@case("letter_stuck")
def _(mine):
    ending = a_confirmation(mine).ending
    ending.agreement = an_agreement(mine)
    notices_endings.tell_letter_stuck(ending, ending.agreement.parties.all())
