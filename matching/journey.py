"""The road from application to signed agreement: which steps are done, what happened, and who must act now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from .enums import ApplicationState, EventKind, MatchState
from .models import OPEN_MATCH, Application, ApplicationEvent, Match


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
class Sequel:
    """What follows a confirmed match. The floor that makes agreements tells it (follow_with)."""

    agreed: Step = Step("Overeenkomst", "todo")
    signed: Step = Step("Getekend", "todo")
    turn: Turn | None = None
    moments: list[Moment] = field(default_factory=list)
    binds: bool = False  # the match can no longer be cancelled, nor the application withdrawn
    url: str = ""  # of the agreement


@dataclass(frozen=True)
class Road:
    match: Match | None  # the one that is open
    steps: list[Step]
    moments: list[Moment]  # newest first
    turn: Turn
    sequel: Sequel


Source = Callable[[Match, Reader], Sequel | None]
_sources: list[Source] = []


def follow_with(source: Source) -> None:
    """`source(match, reader)` tells what follows a confirmed match; None while nothing does. For AppConfig.ready()."""
    _sources.append(source)


def sequel_of(match: Match | None, reader: Reader = Reader.PERSON) -> Sequel:
    if match and match.state == MatchState.CONFIRMED:
        for source in _sources:
            if told := source(match, reader):
                return told
    return Sequel()


def road_of(application: Application, reader: Reader) -> Road:
    """Reads the events and matches that the actor may see. The application comes with its route and hogeschool."""
    matches = application.matches.filter(OPEN_MATCH)
    match = matches.select_related("organisation", "position__workplace", "route", "application").first()
    sequel = sequel_of(match, reader)
    own = events_of(application)
    since = own[-1].at if own else application.created_at
    moments = sorted([*own, *sequel.moments], key=lambda moment: moment.at, reverse=True)
    turn = _turn(application, match, reader, since, sequel)
    return Road(match, steps_of(application, match, sequel), moments, turn, sequel)


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
        Step("Leerwerkplek", "done" if placed else "current" if admitted else "todo", _place(match)),
    ]
    agreed = sequel.agreed
    if placed and agreed.state == "todo":
        agreed = Step(agreed.label, "current", agreed.hint, agreed.url)
    return [*steps, agreed, sequel.signed]


def _sent(application: Application) -> str:
    return "ingetrokken" if application.state == ApplicationState.WITHDRAWN else ""


def _place(match: Match | None) -> str:
    return f"{match.position.title}, {match.organisation.name}" if match else ""


def _turn(application: Application, match: Match | None, reader: Reader, since: datetime, sequel: Sequel) -> Turn:
    if application.has_ended:
        return NOBODY
    if match and match.state == MatchState.PROPOSED:
        return _turn_to_answer(application, match, reader)
    if match:
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
    """An application in a list: where it stands, and whom it waits on, as the hogeschool reads it."""

    application: Application
    state: str
    tone: str
    awaits: str  # "u", others, or ""


def row_of(application: Application, match: Match | None) -> Row:
    """`match`: the one that is open."""
    if match and match.state == MatchState.PROPOSED:
        answers = (("kandidaat", match.student_answer), ("bedrijf", match.company_answer))
        awaits = " en ".join(label for label, answer in answers if not answer)
        return Row(application, match.get_state_display(), match.tone, awaits)
    undecided = application.state in (ApplicationState.SUBMITTED, ApplicationState.ADMISSIBLE)
    return Row(application, application.get_state_display(), application.tone, "u" if undecided else "")
