"""What the pages about the practice show: talks, the three voices, weeks, days off, and what is realised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mkbroute.organisations.access import acts_for, signature
from mkbroute.organisations.enums import Kind

from . import pages, talks
from .access import reader_of
from .consolidated import consolidate, guide_of
from .earlier import Earlier, chain_of, realised_earlier
from .endings import standing_ending
from .enums import MomentState, Role, State, Voice
from .models import Agreement, AttendanceWeek, ContactMoment, OutcomeVoice, RealisedOutcome
from .own_days import at_own_company, own_mondays
from .services.practice import as_seen, unconfirmed
from .weeks import Standing, Weeks, begun_years, practice_period, study_year_of, weeks_of

VOICES = {Role.STUDENT: Voice.STUDENT, Role.COMPANY: Voice.COMPANY, Role.HOGESCHOOL: Voice.HOGESCHOOL}
PAGES = ("practice", "add_interruption", "ask_attendance", "plan_moment", "record_moment", "supervision", "realise")
IN_WORDS = {
    Standing.COUNTED: ("telt mee", "success"),
    Standing.NOT_COUNTED: ("telt niet mee", "neutral"),
    Standing.INTERRUPTED: ("onderbreking, telt niet mee", "neutral"),
    Standing.HOLIDAY: ("vakantie, telt niet mee", "neutral"),
    Standing.MISSING: ("nog niet ingevuld", "warning"),
    Standing.TO_COME: ("komt nog", "neutral"),
}


def found(public_id) -> Agreement | None:
    related = ("route", "hogeschool", "organisation")
    return (
        Agreement.objects.select_related(*related)
        .prefetch_related("parties", "addenda")
        .filter(public_id=public_id)
        .first()
    )


def trail(agreement: Agreement, *here: tuple[str, str]) -> list[tuple[str, str]]:
    practice = ("Praktijk", pages.url_of("practice", agreement) if here else "")
    return [*pages.trail(agreement), practice, *here]


def urls_of(agreement: Agreement) -> dict[str, str]:
    return {name: pages.url_of(name, agreement) for name in PAGES}


def who_of(request: Any, agreement: Agreement) -> str:
    """How the student is named beside the others: not by her address."""
    return signature(request) if request.hat else agreement.student_name


def rights_of(request: Any, agreement: Agreement) -> dict[str, bool]:
    """What the page offers; what may be done is the database's."""
    ours, theirs = acts_for(request, Kind.HOGESCHOOL), acts_for(request, Kind.COMPANY)
    return {
        "is_student": reader_of(request) == Role.STUDENT,
        "is_company": reader_of(request) == Role.COMPANY,
        "may_plan": ours and agreement.state == State.SEALED,
        "may_close": ours,
        "has_left": theirs and not at_own_company(agreement, timezone.localdate()),
        "may_record": ours or theirs,
        "may_fill": ours or theirs,
        "may_confirm": theirs,
        "may_realise": ours,
        "may_speak": ours or theirs or not request.hat,
    }


def may_speak_at(request: Any, moment: ContactMoment) -> bool:
    day = talks.day_of(moment)
    return rights_of(request, moment.agreement)["may_speak"] and (not day or at_own_company(moment.agreement, day))


# -- weeks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    year: int
    weeks: Weeks
    url: str
    is_now: bool

    @property
    def name(self) -> str:
        return f"{self.year}-{self.year + 1}"


def years_of(agreement: Agreement) -> list[Year]:
    """Those that have begun; to a company that left, of its own weeks."""
    now = study_year_of(timezone.localdate())
    within = own_mondays(agreement).__contains__
    return [
        Year(
            year,
            weeks_of(agreement, year, within),
            reverse("agreements:attendance", args=[agreement.public_id, year]),
            year == now,
        )
        for year in begun_years(agreement)
    ]


def to_confirm(rows: Iterable[AttendanceWeek | None]) -> str:
    """What the button under these weeks confirms, and nothing that another writes meanwhile; "" where nothing waits."""
    waiting = as_seen(row for row in rows if row and not row.confirmed_at)
    return "|".join(f"{monday}={said}" for monday, said in waiting.items())


def shown_in(said: str) -> dict[str, str]:
    """As to_confirm wrote it."""
    return {monday: words for monday, _, words in (each.partition("=") for each in said.split("|") if each)}


# -- talks --------------------------------------------------------------------------------------------------------


def moments_of(agreement: Agreement) -> list[ContactMoment]:
    """Those to come first, the nearest on top; then those that were, the last on top."""
    rows = list(ContactMoment.objects.filter(agreement=agreement).order_by("planned_at", "id"))
    planned = [row for row in rows if row.state == MomentState.PLANNED]
    held = [row for row in rows if row.held_on]
    return [*planned, *sorted(held, key=lambda row: (str(row.held_on), row.pk), reverse=True)]


def is_late(moment: ContactMoment) -> bool:
    """Nobody wrote down how it went."""
    return bool(moment.state == MomentState.PLANNED and moment.planned_at and moment.planned_at < timezone.now())


def earlier_voices(moment: ContactMoment) -> list[OutcomeVoice]:
    """Given at talks that were closed before this one, the oldest first; also under a former agreement."""
    rows = OutcomeVoice.objects.filter(agreement__in=chain_of(moment.agreement), moment__state=MomentState.CLOSED)
    rows = rows.exclude(given_at=None).exclude(moment=moment.pk).select_related("moment")
    if moment.state == MomentState.CLOSED:
        rows = rows.filter(moment__closed_at__lt=moment.closed_at)
    return list(rows.order_by("moment__held_on", "moment_id"))


def voices_at(moment: ContactMoment) -> list[OutcomeVoice]:
    return list(OutcomeVoice.objects.filter(moment=moment).exclude(given_at=None))


def sides_at(moment: ContactMoment) -> list[talks.OutcomeSaid]:
    return talks.side_by_side(talks.outcomes_of(moment.agreement), voices_at(moment), earlier_voices(moment))


def history_of(moment: ContactMoment) -> list[tuple[str, list[OutcomeVoice]]]:
    """Per outcome what was said before, the last on top: how it changed."""
    said: dict[str, list[OutcomeVoice]] = {}
    for row in reversed(earlier_voices(moment)):
        if row.level or row.sentence:
            said.setdefault(row.outcome, []).append(row)
    return list(said.items())


def spoken_at(moment: ContactMoment, rows: Sequence[OutcomeVoice]) -> list[tuple[Voice, bool]]:
    spoken = {row.voice for row in rows}
    return [(voice, voice in spoken) for voice in Voice] if moment.is_for_three else []


@dataclass(frozen=True)
class OutcomeNow:
    """An outcome as it stands: what each said last, whether it is realised, or was under a former agreement."""

    said: talks.OutcomeSaid
    realised: RealisedOutcome | None
    earlier: Earlier | None = None


def outcomes_now(agreement: Agreement) -> list[OutcomeNow]:
    rows = list(
        OutcomeVoice.objects.filter(agreement__in=chain_of(agreement))
        .exclude(given_at=None)
        .exclude(moment__state=MomentState.CANCELLED)
        .order_by("given_at", "id")
    )
    last: dict[tuple[str, str], OutcomeVoice] = {}
    before = []
    for row in rows:
        if earlier := last.get((row.outcome, row.voice)):
            before.append(earlier)
        last[row.outcome, row.voice] = row
    realised = {row.outcome: row for row in agreement.realised.filter(withdrawn_at=None)}
    formerly = {row.outcome: row for row in realised_earlier(agreement)}
    named = [*talks.outcomes_of(agreement), *realised, *formerly]
    sides = talks.side_by_side(named, last.values(), before)
    return [OutcomeNow(side, realised.get(side.outcome), formerly.get(side.outcome)) for side in sides]


def invited_by(request: Any, agreement: Agreement) -> list[dict[str, str]]:
    """Who comes, as far as we know: the student, the praktijkbegeleider, and whoever plans it."""
    now = consolidate(agreement)
    parties = {party.role: party for party in now.parties}
    people = [(Voice.HOGESCHOOL, request.hat.name if request.hat else "", request.user.email)]
    if student := parties.get(Role.STUDENT):
        people.append((Voice.STUDENT, student.legal_name, student.signer_email))
    if Role.COMPANY in parties:
        people.append((Voice.COMPANY, *guide_of(now)))
    return [{"voice": voice.value, "name": name, "email": email} for voice, name, email in people]


# -- the page -----------------------------------------------------------------------------------------------------


def overview(request: Any, agreement: Agreement) -> dict[str, Any]:
    moments = moments_of(agreement)
    coming = next((each for each in moments if each.state == MomentState.PLANNED and not is_late(each)), None)
    first_day, last_day = practice_period(agreement)
    waiting = list(unconfirmed(agreement))
    return {
        "agreement": agreement,
        "trail": trail(agreement),
        "urls": urls_of(agreement),
        **rights_of(request, agreement),
        "moments": moments,
        "late": [moment for moment in moments if is_late(moment)],
        "coming": coming,
        "may_speak": bool(coming and may_speak_at(request, coming)),
        "minutes": sum(moment.minutes or 0 for moment in moments),
        "years": years_of(agreement),
        "unconfirmed": len(waiting),
        "shown": to_confirm(waiting),
        "confirm_url": pages.url_of("confirm_attendance", agreement),
        "interruptions": [row for row in agreement.interruptions.all() if not row.withdrawn_at],
        "outcomes": outcomes_now(agreement),
        "first_day": first_day,
        "last_day": last_day,
        "start_addendum": pages.url_of("start_addendum", agreement),
        "ending": standing_ending(agreement),
        "ending_url": pages.url_of("ending", agreement),
    }
