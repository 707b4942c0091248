"""Agreements: drafts, cards, signatures, endings."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.endings import decides_since, overdue
from agreements.enums import Confirmation, EndingState, Role, SigningState
from agreements.enums import State as AgreementState
from agreements.models import Agreement, EndingConfirmation, PartyCard, Signing
from agreements.own_days import COMPANY, company_today
from agreements.queries import awaited_cards
from agreements.services.asking import OUT_FOR_SIGNATURE

from .item import AT_MOST, Item

ANSWER = "antwoorden over het einde van de overeenkomst"
Row = TypeVar("Row", bound=Model)


def agreements_to_send() -> Iterator[Item]:
    wanted = {
        AgreementState.DRAFT: "overeenkomst afmaken en versturen",
        AgreementState.DECLINED: "weigering bespreken en overeenkomst aanpassen",
    }
    asked = _cards_awaited().filter(agreement=OuterRef("pk"))
    for agreement in agreements().filter(~Exists(asked), state__in=wanted)[:AT_MOST]:
        what = wanted[AgreementState(agreement.state)]
        yield Item(agreement_title(agreement), what, "", agreement.changed_at, _agreement_url(agreement))


def _cards_awaited() -> QuerySet[PartyCard]:
    return awaited_cards().filter(agreement__state=AgreementState.DRAFT)


def cards_to_fill_in() -> Iterator[Item]:
    found = named(_cards_awaited()).order_by("asked_at")
    for card in found[:AT_MOST]:
        agreement, since = card.agreement, card.asked_at or timezone.now()
        yield Item(agreement_title(card), "gegevens invullen", card.name, since, _agreement_url(agreement))


def agreements_to_sign(email: str) -> Iterator[Item]:
    """By whoever reads: for herself, or a single one for her organisation."""
    asked = _awaited_signings().filter(email__iexact=email)
    for signing in asked.order_by("agreement__changed_at")[:AT_MOST]:
        yield _to_sign(signing)


def _to_sign(signing: Signing) -> Item:
    agreement, addendum = signing.agreement, signing.version.addendum
    return Item(
        agreement_title(signing),
        f"{f'addendum {addendum.number}' if addendum else 'overeenkomst'} tekenen, met de link uit de mail",
        "",
        (addendum or agreement).changed_at,
        reverse("agreements:addendum", args=[addendum.public_id]) if addendum else _agreement_url(agreement),
        mail_url=reverse("agreements:mail_my_link", args=[signing.public_id]),
    )


def agreements_to_sign_for_others(email: str) -> Iterator[Item]:
    """By whoever reads, for her organisation. Several: in one line, that leads to the sitting for all of them."""
    asked = list(_awaited_signings().filter(email__iexact=email).order_by("agreement__changed_at"))
    live = [each for each in asked if each.link_expires_at > timezone.now()]
    if len(live) > 1:
        since = min((each.version.addendum or each.agreement).changed_at for each in live)
        title, url = f"{len(live)} overeenkomsten", reverse("agreements:together")
        yield Item(title, "lezen en tekenen: samen, met één code", "", since, url)
        asked = [each for each in asked if each not in live]
    for signing in asked[:AT_MOST]:
        yield _to_sign(signing)


def agreements_unsigned(email: str) -> Iterator[Item]:
    """By others than whoever reads."""
    others = _awaited_signings().exclude(email__iexact=email)
    awaited = others.filter(agreement=OuterRef("pk"))
    waiting = list(agreements().filter(Exists(awaited), state=AgreementState.SENT)[:AT_MOST])
    names: dict[int, list[str]] = {agreement.pk: [] for agreement in waiting}
    for agreement_id, name in others.filter(agreement__in=names).order_by("pk").values_list("agreement_id", "name"):
        names[agreement_id].append(name)
    for agreement in waiting:
        who = " en ".join(names[agreement.pk])
        yield Item(agreement_title(agreement), "tekenen", who, agreement.changed_at, _agreement_url(agreement))


def endings_to_answer(role: Role) -> Iterator[Item]:
    """By the party that whoever reads belongs to."""
    for asked in _asked_of_endings(Confirmation.WAITING).filter(role=role, has_account=True)[:AT_MOST]:
        yield Item(agreement_title(asked), ANSWER, "", asked.asked_at, _ending_url(asked))


def endings_unanswered() -> Iterator[Item]:
    for asked in _asked_of_endings(Confirmation.WAITING)[:AT_MOST]:
        yield Item(agreement_title(asked), ANSWER, asked.name, asked.asked_at, _ending_url(asked))


def endings_objected() -> Iterator[Item]:
    for asked in _asked_of_endings(Confirmation.DISAGREED)[:AT_MOST]:
        what = f"beëindiging bespreken: {asked.name} is niet akkoord"
        yield Item(agreement_title(asked), what, "", asked.answered_at or asked.asked_at, _ending_url(asked))


def endings_to_decide() -> Iterator[Item]:
    """The term to answer is over, and somebody did not agree."""
    what = "beslissen over de beëindiging: de termijn om te antwoorden is voorbij"
    for ending in named(overdue())[:AT_MOST]:
        url = reverse("agreements:ending", args=[ending.agreement.public_id])
        yield Item(agreement_title(ending), what, "", decides_since(ending), url)


def _asked_of_endings(state: Confirmation) -> QuerySet[EndingConfirmation]:
    asked = EndingConfirmation.objects.filter(
        state=state, ending__state=EndingState.OPEN, agreement__state=AgreementState.SEALED
    )
    return named(asked).order_by("asked_at")


def _ending_url(asked: EndingConfirmation) -> str:
    return reverse("agreements:ending", args=[asked.agreement.public_id])


def _awaited_signings() -> QuerySet[Signing]:
    """Of the text that people sign now; not of who signs after others."""
    asked = Signing.objects.filter(OUT_FOR_SIGNATURE, state=SigningState.WAITING, is_asked=True)
    return named(asked).select_related("version__addendum")


def named(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows that belong to an agreement, with the company where the student learns today."""
    return rows.annotate(**{COMPANY: company_today()}).select_related("agreement")


def agreements() -> QuerySet[Agreement]:
    return Agreement.objects.annotate(**{COMPANY: company_today("pk")}).order_by("changed_at")


def agreement_title(row: Any) -> str:
    """Of an agreement or of what belongs to one, read with the company of today."""
    agreement = row if isinstance(row, Agreement) else row.agreement
    return f"{agreement.student_name} bij {getattr(row, COMPANY)}"


def _agreement_url(agreement: Agreement) -> str:
    return reverse("agreements:detail", args=[agreement.public_id])
