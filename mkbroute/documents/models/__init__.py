"""Files that never change, stored by what they contain; and how long they and other records are kept."""

from .files import SHA256, Document, SealCertificate, SealReadiness, TimeStamp
from .retention import OwnTerm, Removed, RemovedFile, RetentionRun, RetentionTerm

__all__ = [
    "SHA256",
    "Document",
    "OwnTerm",
    "Removed",
    "RemovedFile",
    "RetentionRun",
    "RetentionTerm",
    "SealCertificate",
    "SealReadiness",
    "TimeStamp",
]
