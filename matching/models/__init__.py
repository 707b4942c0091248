"""Leerwerkplekken, applications, and bringing the two together."""

from .applications import Application
from .matches import OPEN_MATCH, ApplicationEvent, Match
from .positions import TERMS, Offer, Position

__all__ = ["OPEN_MATCH", "TERMS", "Application", "ApplicationEvent", "Match", "Offer", "Position"]
