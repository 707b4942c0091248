"""Leerwerkplekken, applications, and bringing the two together."""

from .applications import Application
from .asking import StillOpen
from .matches import OPEN_MATCH, ApplicationEvent, Match
from .place_events import PositionEvent
from .positions import TERMS, Offer, Position
from .preferences import Preference
from .profiles import Profile
from .scans import SettlingIn, WorkplaceScan
from .searches import OpenPlace, SavedSearch
from .terms import Checklist, PlaceTerms

__all__ = [
    "OPEN_MATCH",
    "TERMS",
    "Application",
    "ApplicationEvent",
    "Checklist",
    "Match",
    "Offer",
    "OpenPlace",
    "PlaceTerms",
    "Position",
    "PositionEvent",
    "Preference",
    "Profile",
    "SavedSearch",
    "SettlingIn",
    "StillOpen",
    "WorkplaceScan",
]
