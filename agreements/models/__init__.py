"""The tripartite agreement: what is agreed, by whom, who signed which version, and the sealed document."""

from .addenda import Addendum
from .agreement import (
    CONTENT,
    EMPLOYMENT,
    PARTY_CONTACTS,
    PARTY_CONTENT,
    PARTY_DATA,
    TEXT_FIELDS,
    Agreement,
    Party,
)
from .cards import PartyCard
from .dispatch import Dispatch, DispatchLine
from .endings import Ending, EndingConfirmation
from .moments import ContactMoment, MomentNote, OutcomeVoice, PracticeLink
from .plan import PlanRow, RotationPeriod, plan_of, rotation_of
from .practice import AttendanceWeek, Interruption, PracticeTerms, RealisedOutcome
from .reminders import Alert, LifeTerms, Reminder
from .retention import Hold
from .signers import AgreementReader, PaperCopy, SigningStatements
from .signing import AgreementEvent, AgreementVersion, Signing
from .subsidy import SubsidyCondition, SubsidyScheme
from .takeover import Takeover
from .template import AgreementTemplate, LegalProvision, TemplateDraft, TemplateEvent, TemplateReturn, TemplateText
from .uploads import DraftUpload
from .weighing import Weighing

__all__ = [
    "CONTENT",
    "EMPLOYMENT",
    "PARTY_CONTACTS",
    "PARTY_CONTENT",
    "PARTY_DATA",
    "TEXT_FIELDS",
    "Addendum",
    "Agreement",
    "AgreementEvent",
    "AgreementReader",
    "AgreementTemplate",
    "AgreementVersion",
    "Alert",
    "AttendanceWeek",
    "ContactMoment",
    "Dispatch",
    "DispatchLine",
    "DraftUpload",
    "Ending",
    "EndingConfirmation",
    "Hold",
    "Interruption",
    "LegalProvision",
    "LifeTerms",
    "MomentNote",
    "OutcomeVoice",
    "PaperCopy",
    "Party",
    "PartyCard",
    "PlanRow",
    "PracticeLink",
    "PracticeTerms",
    "RealisedOutcome",
    "Reminder",
    "RotationPeriod",
    "Signing",
    "SigningStatements",
    "SubsidyCondition",
    "SubsidyScheme",
    "Takeover",
    "TemplateDraft",
    "TemplateEvent",
    "TemplateReturn",
    "TemplateText",
    "Weighing",
    "plan_of",
    "rotation_of",
]
