"""One student on one route: the agreements one after another, as one dossier."""

from dataclasses import dataclass
from datetime import date

from .consolidated import current_term, in_force, that_hold
from .endings import in_words
from .enums import EndingState, State
from .models import Agreement, Ending
from .own_days import company_of


@dataclass(frozen=True)
class Chapter:
    """One agreement of the dossier."""

    agreement: Agreement
    company: str  # where she learns or learnt last
    former: str  # the company of the agreement that it continues
    state: State
    starts_on: date | None
    ends_on: date | None  # the last day: as it stands, or as it was
    addenda: int  # in force
    ending: str  # in words, where one is final or asked about
    is_here: bool


def chapters_of(agreement: Agreement) -> list[Chapter]:
    """The first one first; what was dropped is left out, unless it is the one that is read. A party sees its own."""
    found = Agreement.objects.filter(route=agreement.route_id, student=agreement.student_id)
    found = found.select_related("organisation", "follows__organisation").prefetch_related("addenda", "endings")
    rows = [each for each in found.order_by("created_at", "pk") if _counts(each, agreement)]
    return [_chapter(each, agreement) for each in rows]


def _counts(each: Agreement, here: Agreement) -> bool:
    return each.state != State.CANCELLED or each.pk == here.pk


def _chapter(each: Agreement, here: Agreement) -> Chapter:
    start, end = current_term(each)
    standing = next((ending for ending in each.endings.all() if ending.state != EndingState.WITHDRAWN), None)
    return Chapter(
        agreement=each,
        company=company_of(each),
        former=company_of(each.follows) if each.follows else "",
        state=State(each.state),
        starts_on=start,
        ends_on=end,
        addenda=len(that_hold(each, in_force(each.addenda.all()))),
        ending=_told(standing) if standing else "",
        is_here=each.pk == here.pk,
    )


def _told(ending: Ending) -> str:
    """While the parties are asked nothing has ended."""
    return in_words(ending) if ending.state == EndingState.FINAL else f"Gevraagd aan de partijen: {in_words(ending)}"
