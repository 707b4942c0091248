"""The tripartite agreement: what is agreed, by whom, who signed which version, and the sealed document."""

from .agreement import CONTENT, Agreement, Party
from .cards import PartyCard
from .plan import PlanRow, RotationPeriod
from .signing import AgreementEvent, AgreementVersion, Signing
from .template import AgreementTemplate, LegalProvision
from .uploads import DraftUpload

__all__ = [
    "CONTENT",
    "Agreement",
    "AgreementEvent",
    "AgreementTemplate",
    "AgreementVersion",
    "DraftUpload",
    "LegalProvision",
    "Party",
    "PartyCard",
    "PlanRow",
    "RotationPeriod",
    "Signing",
]
