"""Where a test of agreements begins."""

from django.utils import timezone

from agreements import events
from agreements.cautions import cautions
from agreements.enums import State
from agreements.models import Agreement, AgreementTemplate, AgreementVersion
from agreements.services.drafting import Signer, draft_agreement
from agreements.services.sending import fingerprint, send_agreement
from agreements.text import compose
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

WHO = "Sanne de Wit, Hogeschool Voorbeeld"
WEIGHED = "Dat is zo met het bedrijf afgesproken."
WHAT_DRAFTS_LACK = {"guidance": "Elke week een uur.", "assessment": "De hogeschool beoordeelt, het bedrijf adviseert."}


def matched(name: str = "Hogeschool Voorbeeld", *, form: str = "duaal") -> cast.Tenant:
    """A tenant whose match was just confirmed: nothing is written down yet. Its former agreement was dropped."""
    mine = cast.tenant(name)
    now = timezone.now()
    with acting_as(SYSTEM):
        mine.agreement.state, mine.match.state = State.CANCELLED, "cancelled"
        mine.agreement.save(update_fields=["state"])
        mine.match.save(update_fields=["state"])
        mine.route.form = form
        mine.route.save(update_fields=["form"])
        mine.match = Match.objects.create(
            application=mine.application, offer=mine.offer, position=mine.position, route=mine.route,
            hogeschool=mine.hogeschool, organisation=mine.company, student=mine.student.user, state="confirmed",
            student_answer="yes", student_answered_at=now, company_answer="yes", company_answered_at=now,
        )  # fmt: skip
    return mine


def signer(mine: cast.Tenant) -> Signer:
    return Signer("Sanne de Wit", mine.coordinator.user.email, "route-coördinator")


def drafted(mine: cast.Tenant, **fields) -> Agreement:
    """As the coordinator; `fields` are filled in on top of what a draft begins with."""
    with acting_as(mine.coordinator.actor):
        agreement = draft_agreement(mine.match, signer=signer(mine), who=WHO)
        for name, value in fields.items():
            setattr(agreement, name, value)
        agreement.save()
    return agreement


def complete(mine: cast.Tenant, **fields) -> Agreement:
    return drafted(mine, **{**WHAT_DRAFTS_LACK, **fields})


def send(mine: cast.Tenant, agreement: Agreement) -> AgreementVersion:
    """As the coordinator, who saw the text as it is and weighed what deserved a second look."""
    with acting_as(mine.coordinator.actor):
        seen = fingerprint(compose(agreement, agreement.parties.all()))
        reasons = {caution.code: WEIGHED for caution in cautions(Agreement.objects.get(pk=agreement.pk))}
        return send_agreement(agreement, content_sha256=seen, who=WHO, reasons=reasons)


def record(agreement: Agreement, kind: str, text: str) -> None:
    events.record(agreement, kind, who="Iemand", text=text)


def use_order(order: str) -> None:
    """A national template that is newer than all others."""
    with acting_as(SYSTEM):
        former = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest()
        left_out = ("id", "number", "signing_order")
        fields = {
            field.attname: getattr(former, field.attname)
            for field in former._meta.concrete_fields
            if field.name not in left_out
        }
        AgreementTemplate.objects.create(**fields, number=99, signing_order=order)
