"""Leerwerkplekken, applications, and bringing the two together."""

from .admission import AdmissionCheck, AdmissionSubject
from .applications import GIVEN, Application
from .files import ApplicationFile
from .introductions import Introduction, MeetingTerms, Nudge
from .matches import OPEN_MATCH, ApplicationEvent, Match
from .positions import TERMS, Offer, Position
from .preferences import Preference
from .profiles import Profile

__all__ = [
    "GIVEN",
    "OPEN_MATCH",
    "TERMS",
    "AdmissionCheck",
    "AdmissionSubject",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "Introduction",
    "Match",
    "MeetingTerms",
    "Nudge",
    "Offer",
    "Position",
    "Preference",
    "Profile",
]
