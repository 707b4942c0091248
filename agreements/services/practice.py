"""What is written down while someone learns at work: days that do not count, weeks at work, and what is realised.

Each locks the agreement first, so that all stand in one line with whatever ends or changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from mkbroute.design.merging import Clash, Merge, merge, plain

from .. import events
from ..earlier import realised_earlier
from ..enums import WITH_SEAL, EventKind, State
from ..models import Agreement, AttendanceWeek, Interruption, RealisedOutcome
from ..notices_practice import send_attendance_link
from ..own_days import next_takeover, own_mondays, require_own_days, thursday_is_own
from ..talks import new_link, outcomes_of
from ..weeks import THURSDAY, agreed_term, mondays_between, practice_period
from .copying import owners_of

LATER = "Deze dag moet nog komen. Vul de dag in waarop het was."
ONE_CLICK = timedelta(seconds=30)


class NotRunning(Exception):
    """The agreement is not sealed, or is over and this is about what is yet to come. Nothing was written."""


class OutsidePractice(Exception):
    """Days outside the period of the beroepsuitoefening, or that are yet to come."""


class OutsideTerm(Exception):
    """A day on which the agreement does not hold, or that is yet to come. The sentence says in Dutch what to do;
    `field` is the one of the form."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class Overlaps(Exception):
    """Part of these days is an interruption already."""


class WeeksChanged(Exception):
    """Another changed what the page showed. Nothing was written."""


class AlreadyRealised(Exception):
    """That outcome is realised already, also where it was under a former agreement; or it is none of this one."""


class AlreadyWithdrawn(Exception):
    """It was withdrawn before."""


def since_sealing(agreement: Agreement) -> Agreement:
    """As it is now, locked until the transaction ends: what happened before its end may be written down after it.
    Raises NotRunning."""
    events.lock(agreement)
    related = ("route", "hogeschool", "organisation")
    found = Agreement.objects.select_related(*related).filter(pk=agreement.pk, state__in=WITH_SEAL).first()
    if not found:
        raise NotRunning
    return found


def running(agreement: Agreement) -> Agreement:
    """For what is yet to come. Raises NotRunning."""
    found = since_sealing(agreement)
    if found.state != State.SEALED:
        raise NotRunning
    return found


def require_in_term(agreement: Agreement, day: date, field: str) -> None:
    """Raises OutsideTerm."""
    first, last = agreed_term(agreement)
    if first and day < first:
        raise OutsideTerm(f"De overeenkomst begint op {_day(first)}. Kies een dag vanaf die dag.", field)
    if last and day > last:
        raise OutsideTerm(
            f"De laatste dag van de overeenkomst is {_day(last)}. Kies een dag tot en met die dag.", field
        )


def require_been(agreement: Agreement, day: date, field: str) -> None:
    """For what was. Raises OutsideTerm."""
    if day > timezone.localdate():
        raise OutsideTerm(LATER, field)
    require_in_term(agreement, day, field)


# -- interruptions ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_interruption(agreement: Agreement, *, begins_on: date, ends_on: date, who: str) -> Interruption:
    """Both days included; never why. Raises NotRunning, OutsidePractice, OtherCompany or Overlaps."""
    agreement = since_sealing(agreement)
    _require_in_practice(agreement, begins_on, ends_on)
    require_own_days(agreement, begins_on, ends_on)
    in_force = Interruption.objects.filter(agreement=agreement, withdrawn_at=None)
    if in_force.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise Overlaps
    interruption = Interruption.objects.create(
        agreement=agreement, **owners_of(agreement), begins_on=begins_on, ends_on=ends_on, recorded_by=who
    )
    text = f"Telt niet mee: {_period(begins_on, ends_on)}"
    events.record(agreement, EventKind.INTERRUPTED, who=who, text=text)
    return interruption


@transaction.atomic
def withdraw_interruption(interruption: Interruption, *, who: str) -> None:
    """These days count again. Raises NotRunning, OtherCompany or AlreadyWithdrawn."""
    agreement = since_sealing(interruption.agreement)
    require_own_days(agreement, interruption.begins_on, interruption.ends_on)
    found = Interruption.objects.filter(pk=interruption.pk, withdrawn_at=None)
    if not found.update(withdrawn_at=timezone.now(), withdrawn_by=who):
        raise AlreadyWithdrawn
    text = f"Telt toch mee: {_period(interruption.begins_on, interruption.ends_on)}"
    events.record(agreement, EventKind.RESUMED, who=who, text=text)


def _require_in_practice(agreement: Agreement, begins_on: date, ends_on: date) -> None:
    first_day, last_day = practice_period(agreement)
    if not (first_day and last_day and first_day <= begins_on <= ends_on <= last_day):
        raise OutsidePractice


def _period(begins_on: date, ends_on: date) -> str:
    if begins_on == ends_on:
        return _day(begins_on)
    return f"{_day(begins_on)} tot en met {_day(ends_on)}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


# -- attendance ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeekSaid:
    """Hours at work, and whether the week counts. `is_typed`: false where it is what the page offered of a week that
    nobody had written, and nobody touched that."""

    hours: Decimal
    counts: bool = True
    is_typed: bool = True

    def __str__(self) -> str:
        return f"{plain(self.hours)} {self.counts}"

    @property
    def in_words(self) -> str:
        return f"{plain(self.hours).replace('.', ',')} uur, telt {'' if self.counts else 'niet '}mee"


def as_seen(rows: Iterable[AttendanceWeek]) -> dict[str, str]:
    """What stands on a page that shows these, by Monday."""
    return {str(row.monday): str(WeekSaid(row.hours, row.counts)) for row in rows}


@transaction.atomic
def record_weeks(
    agreement: Agreement,
    said: Mapping[date, WeekSaid],
    *,
    who: str,
    by_company: bool,
    seen: Mapping[str, str] | None = None,
) -> int:
    """By Monday; writes what is new or different, and answers how many that were. What the company writes it confirms
    by that, and what it saw and left as it is. `seen`: what stood on the page (as_seen): what another wrote since,
    stays; None: what stands now was seen. Raises NotRunning, OutsidePractice, OtherCompany (of any of the weeks) or
    merging.Clash, and then writes none."""
    agreement = since_sealing(agreement)
    _require_weeks(agreement, said)
    elsewhere = said.keys() - own_mondays(agreement)
    require_own_days(agreement, *(monday + THURSDAY for monday in elsewhere))
    known = {row.monday: row for row in AttendanceWeek.objects.filter(agreement=agreement, monday__in=said)}
    if seen is not None:
        said = _without_theirs(said, seen, as_seen(known.values()))
    now, changed = timezone.now(), []
    for monday, week in sorted(said.items()):
        row = known.get(monday) or AttendanceWeek(agreement=agreement, monday=monday, **owners_of(agreement))
        same = row.pk and (row.hours, row.counts) == (week.hours, week.counts)
        if same and (row.confirmed_at or not by_company):
            continue
        row.hours, row.counts, row.recorded_at, row.recorded_by = week.hours, week.counts, now, who
        if by_company:
            row.confirmed_at, row.confirmed_by = now, who
        changed.append(row)
    _write(changed, by_company)
    if changed:
        text = f"Aanwezigheid ingevuld: {_weeks_in_words(len(changed))}"
        evidence = {"weeks": [[str(row.monday), str(row.hours), row.counts] for row in changed]}
        events.record(agreement, EventKind.ATTENDANCE, who=who, text=text, evidence=evidence)
    return len(changed)


def _without_theirs(
    said: Mapping[date, WeekSaid], seen: Mapping[str, str], now: Mapping[str, str]
) -> dict[date, WeekSaid]:
    """Raises merging.Clash."""
    by_key = {str(monday): week for monday, week in said.items()}
    done = merge(by_key, seen, {key: now.get(key, "") for key in by_key})
    theirs = done.theirs | {key for key in done.clashes if not by_key[key].is_typed}
    if clashes := done.clashes - theirs:
        raise Clash(Merge(done.mine, theirs, clashes))
    return {monday: week for monday, week in said.items() if str(monday) not in theirs}


@transaction.atomic
def confirm_weeks(agreement: Agreement, *, who: str, shown: Mapping[str, str]) -> int:
    """By the company: of what others wrote down of weeks there, those that its page showed (as_seen) and that it did
    not confirm yet. How many. Raises NotRunning, or WeeksChanged where another changed one since."""
    agreement = since_sealing(agreement)
    found = AttendanceWeek.objects.filter(thursday_is_own(), agreement=agreement, monday__in=_mondays(shown))
    if not shown or as_seen(found) != shown:
        raise WeeksChanged
    mondays = [row.monday for row in found if not row.confirmed_at]
    waiting = unconfirmed(agreement).filter(monday__in=mondays)
    confirmed = waiting.update(confirmed_at=timezone.now(), confirmed_by=who)
    if confirmed:
        text = f"Aanwezigheid bevestigd: {_weeks_in_words(confirmed)}"
        evidence = {"weeks": [str(monday) for monday in mondays]}
        events.record(agreement, EventKind.ATTENDED, who=who, text=text, evidence=evidence)
    return confirmed


def _mondays(shown: Iterable[str]) -> list[date]:
    try:
        return [date.fromisoformat(monday) for monday in shown]
    except ValueError as error:  # no page of ours
        raise WeeksChanged from error


def unconfirmed(agreement: Agreement) -> QuerySet[AttendanceWeek]:
    """Weeks that others wrote down, of which who asks may speak."""
    return AttendanceWeek.objects.filter(thursday_is_own(), agreement=agreement, confirmed_at=None)


@transaction.atomic
def ask_for_attendance(agreement: Agreement, *, name: str, email: str, who: str) -> None:
    """Mail a personal link to who knows who was at work. Raises NotRunning or OtherCompany."""
    agreement = since_sealing(agreement)
    require_own_days(agreement, timezone.localdate())
    since = timezone.now() - ONE_CLICK
    if agreement.practice_links.filter(moment=None, email__iexact=email, asked_at__gte=since).exists():
        return  # a second click
    address, fields = new_link(None)
    fields |= {"name": name, "email": email, "asked_by": who, "ends_on": next_takeover(agreement)}
    link = agreement.practice_links.create(**owners_of(agreement), **fields)
    link.agreement = agreement
    send_attendance_link(link, address)


def _require_weeks(agreement: Agreement, said: Mapping[date, WeekSaid]) -> None:
    first_day, last_day = practice_period(agreement)
    if not (first_day and last_day):
        raise OutsidePractice
    allowed = set(mondays_between(first_day, min(last_day, timezone.localdate())))
    if not said.keys() <= allowed or any(monday + timedelta(days=4) < first_day for monday in said):
        raise OutsidePractice


def _write(rows: list[AttendanceWeek], by_company: bool) -> None:
    fields = ["hours", "counts", "recorded_by", "recorded_at"]
    changed = [row for row in rows if row.pk]
    AttendanceWeek.objects.bulk_create([row for row in rows if not row.pk])
    for row in changed:
        row.save(update_fields=[*fields, "confirmed_by", "confirmed_at"] if by_company else fields)


def _weeks_in_words(number: int) -> str:
    return "1 week" if number == 1 else f"{number} weken"


# -- what is realised ---------------------------------------------------------------------------------------------


@transaction.atomic
def realise_outcome(
    agreement: Agreement, *, outcome: str, realised_on: date, assessed_by: str, assessment: str = "", who: str
) -> RealisedOutcome:
    """Raises NotRunning, OutsideTerm or AlreadyRealised."""
    agreement = since_sealing(agreement)
    require_been(agreement, realised_on, "realised_on")
    if outcome not in outcomes_of(agreement) or outcome in _realised(agreement):
        raise AlreadyRealised
    realised = RealisedOutcome.objects.create(
        agreement=agreement,
        **owners_of(agreement),
        outcome=outcome,
        realised_on=realised_on,
        assessed_by=assessed_by,
        assessment=assessment,
        recorded_by=who,
    )
    text = f"Gerealiseerd: {outcome}"[:300]
    evidence = {"outcome": outcome, "realised_on": str(realised_on), "assessed_by": assessed_by}
    events.record(agreement, EventKind.REALISED, who=who, text=text, evidence=evidence)
    return realised


def _realised(agreement: Agreement) -> set[str]:
    """Here, or under an agreement that this one continues."""
    here = RealisedOutcome.objects.filter(agreement=agreement, withdrawn_at=None).values_list("outcome", flat=True)
    return {*here, *(row.outcome for row in realised_earlier(agreement))}


@transaction.atomic
def withdraw_realised(realised: RealisedOutcome, *, why: str, who: str) -> None:
    """It stays to be read, with the reason. Raises NotRunning or AlreadyWithdrawn."""
    agreement = since_sealing(realised.agreement)
    found = RealisedOutcome.objects.filter(pk=realised.pk, withdrawn_at=None)
    if not found.update(withdrawn_at=timezone.now(), withdrawn_by=who, withdrawn_why=why):
        raise AlreadyWithdrawn
    text = f"Ingetrokken: {realised.outcome}"[:300]
    events.record(agreement, EventKind.UNREALISED, who=who, text=text, reason=why)
