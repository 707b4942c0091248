from .board import BoardExample, BoardItem, BoardNote, BoardPoint, BoardStep, BoardTemplate
from .consents import NameConsent
from .criteria import CriteriaSet, Criterion, CriterionAssessment
from .details import RouteContact, RouteCost, RouteLocation
from .dossier import DossierVersion, Evidence
from .drafts import Draft
from .events import RouteEvent
from .funnel import FunnelCount, FunnelEntry
from .indicators import IndicatorThreshold, RouteFlag, RouteIndicator
from .outcomes import OutcomeList
from .phases import PhaseChange
from .published import PublishedFact
from .review import CriterionJudgement, Decision, DossierQuestion, QuestionPost, RecognitionTerms, RouteAssessor
from .rhythm import RhythmPeriod
from .route import Route, RoutePartner, RouteYear, title_of
from .uploads import RouteUpload

__all__ = [
    "BoardExample",
    "BoardItem",
    "BoardNote",
    "BoardPoint",
    "BoardStep",
    "BoardTemplate",
    "CriteriaSet",
    "Criterion",
    "CriterionAssessment",
    "CriterionJudgement",
    "Decision",
    "DossierQuestion",
    "DossierVersion",
    "Draft",
    "Evidence",
    "FunnelCount",
    "FunnelEntry",
    "IndicatorThreshold",
    "NameConsent",
    "OutcomeList",
    "PhaseChange",
    "PublishedFact",
    "QuestionPost",
    "RecognitionTerms",
    "RhythmPeriod",
    "Route",
    "RouteAssessor",
    "RouteContact",
    "RouteCost",
    "RouteEvent",
    "RouteFlag",
    "RouteIndicator",
    "RouteLocation",
    "RoutePartner",
    "RouteUpload",
    "RouteYear",
    "title_of",
]
