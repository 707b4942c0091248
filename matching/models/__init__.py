"""Leerwerkplekken, applications, and bringing the two together."""

from .admission import AdmissionCheck, AdmissionSubject
from .applications import GIVEN, Application
from .asking import StillOpen
from .files import ApplicationFile
from .introductions import Introduction, MeetingTerms, Nudge
from .matches import OPEN_MATCH, OPEN_STATES, ApplicationEvent, Match
from .place_events import PositionEvent
from .positions import TERMS, Offer, Position
from .preferences import Preference
from .profiles import Profile
from .rounds import Round, RoundMinimum, RoundPair, RoundRoute, RoundTerms, Snapshot
from .runs import Run, RunChange, RunInputs, RunPerson, RunPlace
from .scans import SettlingIn, WorkplaceScan
from .searches import OpenPlace, SavedSearch
from .terms import Checklist, PlaceTerms

__all__ = [
    "GIVEN",
    "OPEN_MATCH",
    "OPEN_STATES",
    "TERMS",
    "AdmissionCheck",
    "AdmissionSubject",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "Checklist",
    "Introduction",
    "Match",
    "MeetingTerms",
    "Nudge",
    "Offer",
    "OpenPlace",
    "PlaceTerms",
    "Position",
    "PositionEvent",
    "Preference",
    "Profile",
    "Round",
    "RoundMinimum",
    "RoundPair",
    "RoundRoute",
    "RoundTerms",
    "Run",
    "RunChange",
    "RunInputs",
    "RunPerson",
    "RunPlace",
    "SavedSearch",
    "SettlingIn",
    "Snapshot",
    "StillOpen",
    "WorkplaceScan",
]
