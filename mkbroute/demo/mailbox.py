"""The mails that the demo's mail catcher received, newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localtime

AT_MOST = 30


@dataclass(frozen=True)
class Mail:
    key: str
    to: str
    subject: str
    at: datetime
    text: str
    attachments: list[str]


def mails(to: str = "") -> list[Mail]:
    """Of everybody, or to one address."""
    files = sorted(_folder().glob("*/*"), key=lambda file: file.stat().st_mtime, reverse=True)
    found = (_mail(file) for file in files)
    return [mail for mail in found if to.lower() in mail.to.lower()][:AT_MOST]


def _folder() -> Path:
    return settings.VAR_DIR / "mail"


def _mail(file: Path) -> Mail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    body = message.get_body(("plain",))
    return Mail(
        key=file.name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=_when(str(message["Date"])),
        text=body.get_content() if body else "",
        attachments=[part.get_filename() or "bijlage" for part in message.iter_attachments()],
    )


def _when(written: str) -> datetime:
    """RFC 5322, 3.3: -0000 is UTC, of a sender who says nothing of its own zone."""
    at = parsedate_to_datetime(written)
    return localtime(at if at.tzinfo else at.replace(tzinfo=UTC))
