"""The tripartite agreement: what is agreed, by whom, who signed which version, and the sealed document."""

from .agreement import CONTENT, Agreement, Party
from .cards import PartyCard
from .plan import PlanRow, RotationPeriod
from .signers import AgreementReader, PaperCopy, SigningStatements
from .signing import AgreementEvent, AgreementVersion, Signing
from .template import AgreementTemplate, LegalProvision, TemplateDraft, TemplateEvent, TemplateText
from .uploads import DraftUpload

__all__ = [
    "CONTENT",
    "Agreement",
    "AgreementEvent",
    "AgreementReader",
    "AgreementTemplate",
    "AgreementVersion",
    "DraftUpload",
    "LegalProvision",
    "PaperCopy",
    "Party",
    "PartyCard",
    "PlanRow",
    "RotationPeriod",
    "Signing",
    "SigningStatements",
    "TemplateDraft",
    "TemplateEvent",
    "TemplateText",
]
