"""What holds on a day: the sealed agreement, and over it the addenda that are in force by then, in order.

The only place that lays changes over an agreement: pages, lists, later addenda and cautions all ask here.
"""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from .enums import EndingState, Role, State
from .models import Addendum, Agreement, Party
from .models.plan import period_from, row_from
from .reading import Article, articles
from .text import AgreementText, compose

FIELDS = {field.name: field for field in Agreement._meta.concrete_fields}


def in_force(addenda: Iterable[Addendum], on: date | None = None) -> list[Addendum]:
    """Sealed, and begun on that day (default: today); by number, and so by the day that they begin."""
    on = on or localdate()
    found = [each for each in addenda if each.state == State.SEALED and each.effective_on and each.effective_on <= on]
    return sorted(found, key=lambda each: each.number)


def sealed_addenda(agreement: Agreement) -> list[Addendum]:
    """Those that everybody signed, begun or not; by number. Prefetch `addenda` for many."""
    return sorted((each for each in agreement.addenda.all() if each.state == State.SEALED), key=lambda e: e.number)


def that_hold(agreement: Agreement, addenda: Iterable[Addendum]) -> list[Addendum]:
    """Of these, what begins before the end, where that is final: the rest never came into force. Prefetch `endings` for
    many."""
    last = settled_end(agreement)
    return [each for each in addenda if last is None or (each.effective_on and each.effective_on <= last)]


def with_changes(agreement: Agreement, addenda: Iterable[Addendum]) -> Agreement:
    """A copy, to read; not to save."""
    changed = copy(agreement)
    for addendum in addenda:
        for name, value in addendum.changes.items():
            field = FIELDS[name]
            empty = None if field.null else ""
            setattr(changed, name, field.to_python(value) if value != "" else empty)
        if addendum.plan is not None:
            changed.plan_by_addendum = [row_from(said) for said in addendum.plan]
        if addendum.rotation is not None:
            changed.rotation_by_addendum = [period_from(said) for said in addendum.rotation]
    return changed


def as_it_holds(agreement: Agreement) -> Agreement:
    """As with_changes: today, or as it reads until a final end."""
    return with_changes(agreement, in_force(agreement.addenda.all(), settled_end(agreement)))


def parties_with(agreement: Agreement, addenda: Sequence[Addendum]) -> list[Party]:
    """Those of the last of these addenda; of the agreement where there is none."""
    from_last = addenda[-1].party_rows() if addenda else []
    return [party for party in from_last if party.role != Role.LEAVING] or list(agreement.parties.all())


def newcomer(addenda: Iterable[Addendum]) -> Party | None:
    """The company that the last of these addenda brought in the place of another."""
    moves = [parties for parties in map(Addendum.party_rows, addenda) if any(p.role == Role.LEAVING for p in parties)]
    return next((party for party in moves[-1] if party.role == Role.COMPANY), None) if moves else None


def company_with(name: str, addenda: Iterable[Addendum], on: date | None = None) -> str:
    """For a list, which has the name of the first company only."""
    by_addendum = newcomer(in_force(addenda, on))
    return by_addendum.legal_name if by_addendum else name


def current_term(agreement: Agreement, on: date | None = None) -> tuple[date | None, date | None]:
    """First and last day, as they stand on a day; an end that is final is the last. Prefetch `addenda` and `endings`
    for many."""
    start, end = term_with(agreement.starts_on, agreement.ends_on, agreement.addenda.all(), on)
    return start, settled_end(agreement) or end


def settled_end(agreement: Agreement) -> date | None:
    """The last day of what ended, or will by an ending that is final. Prefetch `endings` for many."""
    if agreement.ended_on:
        return agreement.ended_on
    return next((ending.last_day for ending in agreement.endings.all() if ending.state == EndingState.FINAL), None)


def agreed_end(agreement: Agreement) -> date | None:
    """The last day by all that everybody signed, begun or not."""
    return with_changes(agreement, sealed_addenda(agreement)).ends_on


def term_with(
    start: date | None, end: date | None, addenda: Collection[Addendum], on: date | None = None
) -> tuple[date | None, date | None]:
    """For a list, which has the dates only."""
    if not addenda:
        return start, end
    now = with_changes(Agreement(starts_on=start, ends_on=end), in_force(addenda, on))
    return now.starts_on, now.ends_on


# -- the text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """An article of the consolidated text, and the last addendum that changed it; None: as it was signed."""

    article: Article
    addendum: Addendum | None


@dataclass(frozen=True)
class Consolidation:
    agreement: Agreement  # as it was sealed
    addenda: list[Addendum]  # in order
    on: date

    @cached_property
    def now(self) -> Agreement:
        return with_changes(self.agreement, self.addenda)

    @cached_property
    def parties(self) -> list[Party]:
        return parties_with(self.agreement, self.addenda)

    @cached_property
    def text(self) -> AgreementText:
        return compose(self.now, self.parties)

    @cached_property
    def opening(self) -> str:
        return articles(self.text.html)[0]

    @cached_property
    def sources(self) -> list[Source]:
        """Each article with where it comes from: found by reading the text after each addendum."""
        known: dict[str, tuple[str, Addendum | None]] = {}
        for number in range(len(self.addenda) + 1):
            addenda = self.addenda[:number]
            text = compose(with_changes(self.agreement, addenda), parties_with(self.agreement, addenda))
            for article in articles(text.html)[1]:
                body, source = known.get(article.heading, ("", None))
                changed = article.body.strip() != body
                known[article.heading] = (
                    article.body.strip(),
                    (addenda[-1] if addenda else None) if changed else source,
                )
        return [Source(article, known[article.heading][1]) for article in articles(self.text.html)[1]]


def consolidate(agreement: Agreement, on: date | None = None) -> Consolidation:
    """`agreement` comes with its route and template. Upcoming addenda are left out. Of what ended: as it read on its
    last day."""
    on = min(on or localdate(), settled_end(agreement) or date.max)
    return Consolidation(agreement, in_force(agreement.addenda.all(), on), on)


def guide_of(found: Consolidation) -> tuple[str, str]:
    """Name and address of the praktijkbegeleider as they stand, else of who signs for the company."""
    name = found.now.practice_supervisor.partition(", ")[0]
    company = next((party for party in found.parties if party.role == Role.COMPANY), None)
    if name and company and company.supervisor_email:
        return name, company.supervisor_email
    return (company.signer_name, company.signer_email) if company else ("", "")


def sealed_before(addendum: Addendum) -> list[Addendum]:
    """What it changes: the agreement with all that was sealed by then. A later addendum never begins earlier."""
    return [each for each in sealed_addenda(addendum.agreement) if each.number < addendum.number]


def consolidate_with(addendum: Addendum) -> Consolidation:
    """As it will read once this addendum is in force."""
    return Consolidation(addendum.agreement, [*sealed_before(addendum), addendum], addendum.effective_on or localdate())
