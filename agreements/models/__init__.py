"""The tripartite agreement: what is agreed, by whom, who signed which version, and the sealed document."""

from .agreement import CONTENT, Agreement, Party
from .signers import AgreementReader, PaperCopy, SigningStatements
from .signing import AgreementEvent, AgreementVersion, Signing
from .template import AgreementTemplate, LegalProvision, TemplateDraft, TemplateEvent, TemplateText

__all__ = [
    "CONTENT",
    "Agreement",
    "AgreementEvent",
    "AgreementReader",
    "AgreementTemplate",
    "AgreementVersion",
    "LegalProvision",
    "PaperCopy",
    "Party",
    "Signing",
    "SigningStatements",
    "TemplateDraft",
    "TemplateEvent",
    "TemplateText",
]
