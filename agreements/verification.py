"""What anyone may know of a PDF that she holds: is it a sealed agreement of this portal, whole, and the latest?"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.dateparse import parse_date, parse_datetime

from mkbroute.documents.enums import DocumentClass, Outcome
from mkbroute.documents.services import examine

from .enums import Role


class Verdict(Enum):
    OURS = "sealed here, and not a byte has changed"
    REMOVED = "sealed or kept here, and removed after its term"
    UNKNOWN = "our seal is intact, but this portal does not keep the document"
    CHANGED = "changed after it was sealed"
    FOREIGN = "not sealed by this portal"
    NO_PDF = "not a PDF"


VERDICTS = {
    Outcome.INTACT: Verdict.UNKNOWN,
    Outcome.APPENDED: Verdict.CHANGED,
    Outcome.ALTERED: Verdict.CHANGED,
    Outcome.FOREIGN: Verdict.FOREIGN,
    Outcome.UNSEALED: Verdict.FOREIGN,
    Outcome.UNREADABLE: Verdict.NO_PDF,
}


@dataclass(frozen=True)
class Signer:
    role: str
    name: str
    function: str
    party: str
    signed_at: datetime | None
    signed_on: date | None = None  # on paper, elsewhere

    @property
    def is_elsewhere(self) -> bool:
        return self.signed_on is not None


@dataclass(frozen=True)
class SealedAddendum:
    number: int
    effective_on: date
    sealed_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Registered:
    """What the register says of a sealed document. Told only to who shows the very file: its hash."""

    title: str
    number: int
    latest_number: int
    sealed_at: datetime
    stamped_at: datetime | None  # by a time-stamp service, after the seal
    signers: list[Signer]
    addenda: list[SealedAddendum]  # to the same agreement, this document among them where it is one
    end: "End"

    @property
    def addendum(self) -> SealedAddendum | None:
        """Of which this is the document."""
        return next((each for each in self.addenda if each.is_this), None)

    @property
    def others(self) -> list[SealedAddendum]:
        return [each for each in self.addenda if not each.is_this]

    @property
    def is_latest(self) -> bool:
        return bool(self.addendum) or self.number == self.latest_number


@dataclass(frozen=True)
class Report:
    verdict: Verdict
    outcome: Outcome
    sha256: str
    sealed_at: datetime | None = None  # as the seal says
    registered: Registered | None = None
    letter: "Letter | None" = None
    removed: "Gone | None" = None


@dataclass(frozen=True)
class Gone:
    """What was removed after its term: of what kind, and when. Nothing of what it said."""

    document_class: DocumentClass
    hogeschool: str
    removed_on: date
    kept_until: date | None


def verify(pdf: bytes) -> Report:
    """Nothing is kept."""
    found = examine(pdf)
    registered, letter = registered_as(found.sha256), letter_of(found.sha256)
    is_ours = bool(registered or letter)
    removed = None if is_ours else removed_file(found.sha256)
    verdict = Verdict.OURS if is_ours else Verdict.REMOVED if removed else VERDICTS[found.outcome]
    return Report(verdict, found.outcome, found.sha256, found.sealed_at, registered, letter, removed)


def removed_file(sha256: str) -> Gone | None:
    return _removed(sha256, None)


def removed_paper(code: UUID) -> Gone | None:
    """A page on paper of what is gone."""
    return _removed(None, code)


def _removed(sha256: str | None, code: UUID | None) -> Gone | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.removed_document(%s, %s)", [sha256, code])
        row = cursor.fetchone()
    return Gone(DocumentClass(row[0]), *row[1:]) if row else None


def registered_as(sha256: str) -> Registered | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.verify_document(%s)", [sha256])
        row = cursor.fetchone()
    if not row:
        return None
    title, number, latest_number, sealed_at, stamped_at, signers = row
    addenda = _addenda(sha256)
    end = _end_of(sha256, None)
    return Registered(title, number, latest_number, sealed_at, stamped_at, _signers(signers), addenda, end)


class End(NamedTuple):
    """Of an agreement that ended or will, `last_day`; `is_called_off`: before it began. Neither of what was
    removed while it was looked at."""

    last_day: date | None = None
    is_called_off: bool = False


def _end_of(sha256: str | None, code: UUID | None) -> End:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.end_of_document(%s, %s)", [sha256, code])
        return End(*(cursor.fetchone() or ()))


def _addenda(sha256: str) -> list[SealedAddendum]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.addenda_of_document(%s)", [sha256])
        return [SealedAddendum(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Paper:
    """What the code on a page tells: which document it is a page of, and nobody's name."""

    hogeschool: str
    number: int
    latest_number: int
    addendum: int | None  # its number, where it is one
    addenda: int  # sealed by now, to the same agreement
    sealed_at: datetime
    sha256: str
    signers: list[Signer]
    end: "End"

    @property
    def is_latest(self) -> bool:
        return self.addendum is not None or self.number == self.latest_number


def paper_of(code: UUID) -> Paper | None:
    """None: no sealed document has this code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.verify_paper(%s)", [code])
        row = cursor.fetchone()
    if not row:
        return None
    hogeschool, number, latest_number, addendum, addenda, sealed_at, sha256, signers = row
    told, end = _signers(signers), _end_of(None, code)
    return Paper(hogeschool, number, latest_number, addendum, addenda, sealed_at, sha256, told, end)


@dataclass(frozen=True)
class Letter:
    """What the register says of a letter about an end. Told only to who shows the very file."""

    hogeschool: str
    student: str
    last_day: date
    written_at: datetime
    is_called_off: bool = False
    corrected_at: datetime | None = None  # from when the diploma of which it tells is none
    is_correction: bool = False  # it says so itself


def letter_of(sha256: str) -> Letter | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.verify_letter(%s)", [sha256])
        row = cursor.fetchone()
    return Letter(*row) if row else None


def _signers(told: str | None) -> list[Signer]:
    return [_signer(said) for said in json.loads(told or "[]")]


def _signer(said: dict) -> Signer:
    return Signer(
        role=Role(said["role"]).label,
        name=said.get("name", ""),
        function=said.get("function", ""),
        party=said.get("party", ""),
        signed_at=parse_datetime(said["signed_at"] or ""),
        signed_on=parse_date(said["signed_on"] or ""),
    )
