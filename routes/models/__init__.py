from .criteria import CriteriaSet, Criterion, CriterionAssessment
from .events import RouteEvent
from .route import Route, RoutePartner, RouteYear, title_of

__all__ = [
    "CriteriaSet", "Criterion", "CriterionAssessment", "Route", "RouteEvent", "RoutePartner", "RouteYear", "title_of",
]  # fmt: skip
