"""Leerwerkplekken, applications, and bringing the two together."""

from .applications import Application
from .matches import OPEN_MATCH, ApplicationEvent, Match
from .positions import TERMS, Offer, Position
from .preferences import Preference
from .profiles import Profile
from .rounds import Round, RoundMinimum, RoundPair, RoundRoute, RoundTerms, Snapshot
from .runs import Run, RunChange, RunInputs, RunPerson, RunPlace

__all__ = [
    "OPEN_MATCH",
    "TERMS",
    "Application",
    "ApplicationEvent",
    "Match",
    "Offer",
    "Position",
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
    "Snapshot",
]
