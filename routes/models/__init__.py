from .board import BoardExample, BoardItem, BoardNote, BoardPoint, BoardTemplate
from .criteria import CriteriaSet, Criterion, CriterionAssessment
from .details import RouteContact, RouteCost, RouteLocation
from .drafts import Draft
from .events import RouteEvent
from .funnel import FunnelCount, FunnelEntry
from .phases import PhaseChange
from .published import PublishedFact
from .rhythm import RhythmPeriod
from .route import Route, RoutePartner, RouteYear, title_of
from .uploads import RouteUpload

__all__ = [
    "BoardExample",
    "BoardItem",
    "BoardNote",
    "BoardPoint",
    "BoardTemplate",
    "CriteriaSet",
    "Criterion",
    "CriterionAssessment",
    "Draft",
    "FunnelCount",
    "FunnelEntry",
    "PhaseChange",
    "PublishedFact",
    "RhythmPeriod",
    "Route",
    "RouteContact",
    "RouteCost",
    "RouteEvent",
    "RouteLocation",
    "RoutePartner",
    "RouteUpload",
    "RouteYear",
    "title_of",
]
