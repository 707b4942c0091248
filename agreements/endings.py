"""What may be said of an ending: which days fit, what stands behind the link to confirm it, and how it reads."""

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware

from .consolidated import agreed_end
from .enums import CALLED_OFF, Confirmation, EndingKind, EndingState, Manner, MomentState, Role, State
from .models import Agreement, Ending, EndingConfirmation

DAY = timedelta(days=1)
NOTICED_AT_MOST_BEFORE = timedelta(days=366)  # its first day: earlier is a slip of the pen
NO_HEALTH = (
    "Schrijf hier niets over ziekte of gezondheid, ook niet in algemene woorden: alle partijen lezen dit en het blijft "
    "bewaard."
)


class Proposal(NamedTuple):
    """How an agreement would end. `last_day` is included."""

    kind: EndingKind
    last_day: date
    ground: str = ""
    manner: Manner | str = ""
    noticed_on: date | None = None
    started_by: Role | str = ""
    explanation: str = ""


def misfit(agreement: Agreement, proposal: Proposal) -> tuple[str, str] | None:
    """The field that does not fit, and what to do."""
    if sentence := _of_last_day(agreement, proposal):
        return "last_day", sentence
    if sentence := _of_notice(agreement, proposal.noticed_on):
        return "noticed_on", sentence
    if proposal.kind == EndingKind.EARLY and proposal.ground not in agreement.template.grounds:
        return "ground", "Kies een van de gronden uit het sjabloon van deze overeenkomst."
    if proposal.started_by == Role.EMPLOYER and not agreement.employer_id:
        return "started_by", "Deze overeenkomst heeft geen formele werkgever. Kies een andere partij."
    return None


def _of_last_day(agreement: Agreement, proposal: Proposal) -> str:
    first, last = agreement.starts_on, agreed_end(agreement)
    if first and proposal.last_day < first and (sentence := _of_a_day_before(agreement, first, proposal)):
        return sentence
    if last and proposal.last_day > last:
        return f"De overeenkomst loopt tot en met {_day(last)}. Langer doorgaan kan met een addendum."
    if proposal.kind == EndingKind.GRADUATED and proposal.last_day > localdate():
        return "Leg dit vast als het diploma er is: kies een dag tot en met vandaag."
    return ""


def _of_a_day_before(agreement: Agreement, first: date, proposal: Proposal) -> str:
    earliest = first - DAY if _may_be_called_off(first, proposal) else first
    if proposal.last_day < earliest:
        return _too_early(first, earliest, proposal)
    if _has_been_at_work(agreement, first):
        return (
            f"De overeenkomst begon op {_day(first)}, en daarna zijn al uren, een gesprek of een leeruitkomst "
            "vastgelegd. Kies de laatste dag waarop is gewerkt."
        )
    return ""


def _of_notice(agreement: Agreement, noticed_on: date | None) -> str:
    if noticed_on and noticed_on > localdate():
        return "De kennisgeving kan niet in de toekomst liggen."
    if noticed_on and agreement.starts_on and noticed_on < agreement.starts_on - NOTICED_AT_MOST_BEFORE:
        return "Deze datum ligt meer dan een jaar voor de begindatum. Klopt het jaartal?"
    return ""


def _may_be_called_off(first: date, proposal: Proposal) -> bool:
    """Before it began, or on its first day; recording that may come later."""
    return proposal.kind.is_early and (proposal.noticed_on or localdate()) <= first


def _has_been_at_work(agreement: Agreement, first: date) -> bool:
    """What was written down of the practice says that it began, whatever the date of a notice says."""
    return (
        agreement.attendance.filter(hours__gt=0).exists()
        or agreement.moments.filter(state=MomentState.CLOSED, held_on__gte=first).exists()
        or agreement.realised.filter(withdrawn_at=None).exists()
    )


def _too_early(first: date, earliest: date, proposal: Proposal) -> str:
    begins = f"De overeenkomst begint op {_day(first)}."
    if earliest == first:
        late = ", want dat zij niet doorgaat is pas daarna gemeld" if proposal.kind.is_early else ""
        return f"{begins} De laatste dag kan niet eerder zijn{late}."
    return f"{begins} Gaat zij niet door? Kies dan {_day(earliest)} als laatste dag."


def past_end(agreement: Agreement) -> date | None:
    """Its agreed last day, where that has been: without the diploma it ended on that day, and runs no further."""
    last = agreed_end(agreement)
    return last if last and last < localdate() else None


class Standing(Enum):
    """What the holder of a link to confirm finds behind it."""

    OPEN = "she can answer"
    AGREED = "she agreed"
    DISAGREED = "she did not agree, and may still"
    FINAL = "it is final"
    WITHDRAWN = "it was withdrawn"
    EXPIRED = "the link is too old"


def standing(confirmation: EndingConfirmation) -> Standing:
    state = confirmation.ending.state
    if state == EndingState.WITHDRAWN:
        return Standing.WITHDRAWN
    if confirmation.state == Confirmation.AGREED:
        return Standing.AGREED
    if state == EndingState.FINAL:
        return Standing.FINAL
    if confirmation.link_expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.DISAGREED if confirmation.state == Confirmation.DISAGREED else Standing.OPEN


def may_go_on_without(ending: Ending) -> bool:
    """The term to answer is over, and someone did not agree: one party can end an agreement."""
    return bool(ending.state == EndingState.OPEN and ending.confirm_by and ending.confirm_by < localdate())


def overdue() -> QuerySet[Ending]:
    """Of which may_go_on_without holds; the longest first."""
    found = Ending.objects.filter(state=EndingState.OPEN, confirm_by__lt=localdate(), agreement__state=State.SEALED)
    return found.order_by("confirm_by", "pk")


def decides_since(ending: Ending) -> datetime:
    """From when the hogeschool may: the day after the term to answer."""
    return make_aware(datetime.combine(ending.confirm_by or localdate(), time.min)) + timedelta(days=1)


def letter_waits_since(ending: Ending) -> datetime | None:
    """From when the worker has a letter to write about it: that it is final, or that it was a mistake. None: nothing
    to write."""
    if ending.state == EndingState.FINAL:
        return None if ending.document_id else ending.closed_at
    return ending.corrected_at if ending.document_id and not ending.correction_id else None


def facts_of(ending: Ending) -> list[tuple[str, str]]:
    """For pages, mails and the letter."""
    facts = [
        ("Wat", ending.get_kind_display()),
        (CALLED_OFF, _not_begun(ending)),
        ("Laatste dag", "" if ending.never_begins else _day(ending.last_day)),
        ("Grond", ending.ground),
        ("Wijze", ending.get_manner_display() if ending.manner else ""),
        ("Gemeld op", _day(ending.noticed_on) if ending.noticed_on else ""),
        ("Op initiatief van", ending.get_started_by_display() if ending.started_by else ""),
        ("Toelichting", ending.explanation),
    ]
    return [(name, value) for name, value in facts if value]


def _not_begun(ending: Ending) -> str:
    first = ending.agreement.starts_on
    return f"De overeenkomst zou beginnen op {_day(first)}" if first and ending.never_begins else ""


def in_words(ending: Ending) -> str:
    """For the log: "Diploma behaald, laatste dag 3 juli 2028"."""
    first = ending.agreement.starts_on
    if first and ending.never_begins:
        return f"{CALLED_OFF} (zou beginnen op {_day(first)})"
    return f"{ending.get_kind_display()}, laatste dag {_day(ending.last_day)}"


def standing_ending(agreement: Agreement) -> Ending | None:
    """That the parties were asked about, or that is final."""
    found = agreement.endings.exclude(state=EndingState.WITHDRAWN)
    return found.select_related("document").prefetch_related("confirmations").first()


def _day(day: date) -> str:
    return date_format(day, "j F Y")
