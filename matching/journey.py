"""The road from application to signed agreement: which steps are done, what happened, and who must act now.

What a list, a badge and a page say of an application is derived here, once. `email` is that of whoever reads: someone
who must sign does so by that address, whatever hat she wears.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .enums import ApplicationState, EventKind, IntroductionState, MatchState, Side
from .models import OPEN_MATCH, Application, ApplicationEvent, Introduction, Match

ITS_MATCH = "open_match"  # as queries.applications brings it along


class Reader(Enum):
    PERSON = "person"
    HOGESCHOOL = "hogeschool"
    COMPANY = "company"


@dataclass(frozen=True)
class Moment:
    """A stop on the timeline."""

    at: datetime
    who: str
    what: str
    reason: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Step:
    label: str
    state: str  # done | current | todo | stopped
    hint: str = ""
    url: str = ""


@dataclass(frozen=True)
class Turn:
    """Who must act: "jij", "u" or a name; what; since when."""

    who: str
    what: str
    since: datetime | None = None
    mine: bool = False


NOBODY = Turn("", "")  # nothing has to be done any more


@dataclass(frozen=True)
class Standing:
    """How far it is, as a badge says it."""

    label: str
    tone: str


@dataclass(frozen=True)
class Sequel:
    """What follows a confirmed match. The floor that makes agreements tells it (follow_with)."""

    agreed: Step = Step("Overeenkomst", "todo")
    signed: Step = Step("Getekend", "todo")
    standing: Standing | None = None
    turn: Turn | None = None
    moments: Callable[[], list[Moment]] = list  # asked for where one road is shown
    runs: bool = False  # there is an agreement, if only a draft
    binds: bool = False  # the match can no longer be cancelled, nor the application withdrawn
    url: str = ""  # of the agreement


@dataclass(frozen=True)
class Road:
    match: Match | None  # the one that is open
    standing: Standing
    steps: list[Step]
    moments: list[Moment]  # newest first
    turn: Turn
    sequel: Sequel


Agreed = Match | Application  # the application itself, of who learns at her own employer
Source = Callable[[Collection[Agreed], Reader, str], Mapping[Agreed, Sequel]]
_sources: list[Source] = []


def follow_with(source: Source) -> None:
    """`source(agreed, reader, email)` tells what follows each, of those that something follows; in one query, however
    many there are. For AppConfig.ready()."""
    _sources.append(source)


def sequel_of(agreed: Agreed, reader: Reader = Reader.PERSON, email: str = "") -> Sequel:
    return _sequels([agreed], reader, email).get(agreed, Sequel())


def _sequels(found: Iterable[Agreed], reader: Reader, email: str) -> dict[Agreed, Sequel]:
    agreed = [each for each in found if _is_agreed(each)]
    told: dict[Agreed, Sequel] = {}
    for source in _sources if agreed else []:
        told |= source(agreed, reader, email)
    return told


def _is_agreed(found: Agreed) -> bool:
    return found.state == MatchState.CONFIRMED if isinstance(found, Match) else bool(found.own_employer_id)


def road_of(application: Application, reader: Reader, email: str = "") -> Road:
    """Reads the events and matches that the actor may see. The application comes with its route and hogeschool."""
    matches = application.matches.filter(OPEN_MATCH)
    match = matches.select_related("organisation", "position__workplace", "route", "application").first()
    sequel = sequel_of(match or application, reader, email)
    own = events_of(application)
    since = own[-1].at if own else application.created_at
    moments = sorted([*own, *sequel.moments()], key=lambda moment: moment.at, reverse=True)
    turn = _turn(application, match, reader, since, sequel)
    if reader == Reader.PERSON and not match and application.state == ApplicationState.ADMISSIBLE:
        turn = _turn_to_meet(application) or turn
    standing = _standing(application, match, sequel)
    return Road(match, standing, steps_of(application, match, sequel), moments, turn, sequel)


def _turn_to_meet(application: Application) -> Turn | None:
    """A company waits for her answer to its invitation."""
    asked = Introduction.objects.filter(application=application, state=IntroductionState.OPEN, by=Side.COMPANY)
    oldest = asked.order_by("asked_at").first()
    return Turn("jij", "zegt of je kennis wilt maken", oldest.asked_at, mine=True) if oldest else None


def events_of(application: Application) -> list[Moment]:
    events = ApplicationEvent.objects.filter(application=application)
    return [
        Moment(event.at, event.who, event.text, event.reason, EventKind(event.kind).tone)
        for event in events.order_by("at")
    ]


def steps_of(application: Application, match: Match | None, sequel: Sequel) -> list[Step]:
    state = application.state
    admitted = state in (ApplicationState.ADMISSIBLE, ApplicationState.PLACED)
    placed = state == ApplicationState.PLACED
    ended = application.has_ended
    rejected = state == ApplicationState.REJECTED
    steps = [
        Step("Aanmelding", "done" if state != ApplicationState.WITHDRAWN else "stopped", _sent(application)),
        Step("Toelating", "done" if admitted else "stopped" if rejected else "todo" if ended else "current"),
        Step("Leerwerkplek", "done" if placed else "current" if admitted else "todo", _place(application, match)),
    ]
    agreed = sequel.agreed
    if placed and agreed.state == "todo":
        agreed = Step(agreed.label, "current", agreed.hint, agreed.url)
    return [*steps, agreed, sequel.signed]


def _sent(application: Application) -> str:
    return "ingetrokken" if application.state == ApplicationState.WITHDRAWN else ""


def _place(application: Application, match: Match | None) -> str:
    if application.own_employer_id:
        return "bij de eigen werkgever"
    return f"{match.position.title}, {match.organisation.name}" if match else ""


def _standing(application: Application, match: Match | None, sequel: Sequel) -> Standing:
    if match and match.state == MatchState.PROPOSED:
        return Standing(match.get_state_display(), match.tone)
    return sequel.standing or Standing(application.get_state_display(), application.tone)


def _turn(application: Application, match: Match | None, reader: Reader, since: datetime, sequel: Sequel) -> Turn:
    if application.has_ended:
        return NOBODY
    if match and match.state == MatchState.PROPOSED:
        return _turn_to_answer(application, match, reader)
    if match:
        return sequel.turn or (NOBODY if sequel.binds else _of_hogeschool(application, reader, "agreement", since))
    if application.own_employer_id:
        return sequel.turn or (NOBODY if sequel.binds else _of_hogeschool(application, reader, "agreement", since))
    what = "admission" if application.state == ApplicationState.SUBMITTED else "place"
    return _of_hogeschool(application, reader, what, since)


WORK = {  # as the person reads it, and as the hogeschool does
    "admission": ("beoordeelt of je toelaatbaar bent", "beoordeelt of deze persoon toelaatbaar is"),
    "place": ("zoekt een leerwerkplek die bij je past", "stelt een leerwerkplek voor"),
    "agreement": ("stelt de overeenkomst op", "stelt de overeenkomst op"),
}


def _of_hogeschool(application: Application, reader: Reader, work: str, since: datetime) -> Turn:
    theirs, own = WORK[work]
    if reader == Reader.HOGESCHOOL:
        return Turn("u", own, since, mine=True)
    return Turn(application.hogeschool.name, theirs, since)


def _turn_to_answer(application: Application, match: Match, reader: Reader) -> Turn:
    sides = [
        (Reader.PERSON, "jij", application.name, match.student_answer),
        (Reader.COMPANY, "u", match.organisation.name, match.company_answer),
    ]
    waiting = [(side, me, name) for side, me, name, answer in sides if not answer]
    for side, me, _ in waiting:
        if side == reader:
            return Turn(me, "geeft antwoord op het voorstel", match.created_at, mine=True)
    verb = "geven" if len(waiting) > 1 else "geeft"
    return Turn(" en ".join(name for _, _, name in waiting), f"{verb} antwoord op het voorstel", match.created_at)


@dataclass(frozen=True)
class Row:
    """An application in a list: how far it is, and whom it waits on."""

    application: Application
    standing: Standing
    turn: Turn


def rows_of(applications: Iterable[Application], reader: Reader, email: str = "") -> list[Row]:
    """Each comes with its hogeschool and its open match (queries.applications)."""
    found = [(application, getattr(application, ITS_MATCH, None)) for application in applications]
    sequels = _sequels((match or application for application, match in found), reader, email)
    return [
        _row(application, match, reader, sequels.get(match or application, Sequel())) for application, match in found
    ]


def _row(application: Application, match: Match | None, reader: Reader, sequel: Sequel) -> Row:
    turn = _turn(application, match, reader, application.created_at, sequel)
    return Row(application, _standing(application, match, sequel), turn)
