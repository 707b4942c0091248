"""What the pages about an addendum show beside its text."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from . import queries
from .addendum_text import differences_by, differences_in
from .differences import Difference
from .enums import Role, SigningState, State
from .models import Addendum, AgreementVersion, Signing, Weighing
from .pages import add_reminders, row_of

PAGES = ("edit", "plan", "rotation", "parties", "send", "elsewhere", "reopen", "cancel")
TITLES = {
    "addendum_edit": "Wat verandert er",
    "addendum_plan": "Opleidingsplan",
    "addendum_rotation": "Rotatie",
    "addendum_parties": "Partijen en ondertekenaars",
    "addendum_reopen": "Terughalen om te wijzigen",
    "addendum_cancel": "Laten vervallen",
}


def found(addendum_id: UUID, reader: Role) -> Addendum:
    """With its agreement and all that a page about it needs. Raises Http404."""
    addendum = Addendum.objects.filter(public_id=addendum_id).first()
    if addendum is None:
        raise Http404
    addendum.agreement = queries.detailed(reader).get(pk=addendum.agreement_id)
    return addendum


def latest_version(addendum: Addendum) -> AgreementVersion | None:
    if not addendum.version:
        return None
    version = addendum.versions.select_related("document").get(number=addendum.version)
    version.addendum, version.agreement = addendum, addendum.agreement
    return version


def differences_of(addendum: Addendum, version: AgreementVersion | None) -> list[Difference]:
    """As it was sent; of a draft, as it is."""
    return differences_by(addendum) if addendum.state == State.DRAFT or not version else differences_in(version)


def weighings_of(version: AgreementVersion | None) -> list[Weighing]:
    return list(version.weighings.order_by("id")) if version else []


def urls_of(addendum: Addendum) -> dict[str, str]:
    return {name: reverse(f"agreements:addendum_{name}", args=[addendum.public_id]) for name in PAGES}


def trail(addendum: Addendum, *here: str) -> list[tuple[str, str]]:
    agreement = addendum.agreement
    names = [
        ("Overeenkomsten", reverse("agreements:list")),
        (agreement.student_name, reverse("agreements:detail", args=[agreement.public_id])),
        (str(addendum), reverse("agreements:addendum", args=[addendum.public_id]) if here else ""),
    ]
    return [*names, *((name, "") for name in here)]


def rows_of(addendum: Addendum, signings: Iterable[Signing], reader: Role, email: str) -> list[dict]:
    """As pages.rows_of: each party, and how its signature stands."""
    asked = addendum.state not in (State.DRAFT, State.CANCELLED)
    by_role = {signing.role: signing for signing in signings} if asked else {}
    follows = by_role and reader == Role.HOGESCHOOL
    mails = queries.latest_mails(addendum.agreement) if follows else None
    parties = queries.sorted_parties(addendum.party_rows())
    rows = [row_of(State(addendum.state), party, by_role.get(party.role), mails, email) for party in parties]
    if follows and addendum.state == State.SENT:
        add_reminders(rows, addendum.agreement, addendum.version)
    return rows


def decline_of(addendum: Addendum, signings: Iterable[Signing]) -> Signing | None:
    declined = (signing for signing in signings if signing.state == SigningState.DECLINED)
    return next(declined, None) if addendum.state == State.DECLINED else None
