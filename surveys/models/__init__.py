from .asked import Approached, Invitation
from .questionnaires import Questionnaire, QuestionnaireVersion, VersionEvent
from .responses import OpenAnswer, Response
from .results import BaselineFigure, ResultSet
from .terms import SurveyTerms
from .waves import Wave, WaveEvent, WaveKey, WaveList, WavePopulation, WaveRoute, WaveSupplement

__all__ = [
    "Approached",
    "BaselineFigure",
    "Invitation",
    "OpenAnswer",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "ResultSet",
    "SurveyTerms",
    "VersionEvent",
    "Wave",
    "WaveEvent",
    "WaveKey",
    "WaveList",
    "WavePopulation",
    "WaveRoute",
    "WaveSupplement",
]
