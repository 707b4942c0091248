from .asked import Approached, Invitation
from .interviews import Interview, InterviewNote, Topic, TopicList
from .questionnaires import Questionnaire, QuestionnaireVersion, VersionEvent
from .responses import OpenAnswer, Response
from .results import BaselineFigure, ResultSet
from .terms import KeepingTerms, SurveyTerms
from .themes import Coding, Theme, ThemeEvent, ThemeFigures
from .verbatims import OpenEvent, OpenQuestion, Quote, Verbatim
from .waves import Wave, WaveEvent, WaveKey, WaveList, WavePopulation, WaveRoute, WaveSupplement

__all__ = [
    "Approached",
    "BaselineFigure",
    "Coding",
    "Interview",
    "InterviewNote",
    "Invitation",
    "KeepingTerms",
    "OpenAnswer",
    "OpenEvent",
    "OpenQuestion",
    "Questionnaire",
    "QuestionnaireVersion",
    "Quote",
    "Response",
    "ResultSet",
    "SurveyTerms",
    "Theme",
    "ThemeEvent",
    "ThemeFigures",
    "Topic",
    "TopicList",
    "Verbatim",
    "VersionEvent",
    "Wave",
    "WaveEvent",
    "WaveKey",
    "WaveList",
    "WavePopulation",
    "WaveRoute",
    "WaveSupplement",
]
