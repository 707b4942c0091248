from .criteria import CriteriaSet, Criterion, CriterionAssessment
from .details import RouteContact, RouteCost, RouteLocation
from .drafts import Draft
from .events import RouteEvent
from .phases import PhaseChange
from .rhythm import RhythmPeriod
from .route import Route, RoutePartner, RouteYear, title_of
from .uploads import RouteUpload

__all__ = [
"CriteriaSet", "Criterion", "CriterionAssessment", "Draft", "PhaseChange", "RhythmPeriod", "Route", "RouteContact", "RouteCost", "RouteEvent", "RouteLocation", "RoutePartner", "RouteUpload", "RouteYear", "title_of",
]  # fmt: skip
