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
from .signing import AgreementEvent, AgreementVersion, Signing
from .template import AgreementTemplate, LegalProvision
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
    "AgreementTemplate",
    "AgreementVersion",
    "LegalProvision",
    "Party",
    "Signing",
    "Weighing",
]
