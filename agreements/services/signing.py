"""The steps of a signer: a code, then her signature or refusal. Each locks the agreement, so they stand in one line.

"Opened" is recorded when a code is asked for: that is a person, where the first GET may be a mail scanner.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from mkbroute.access.tasks import wake

from .. import codes, events, links, notices, statements
from ..enums import EventKind, SigningMethod, SigningState, State
from ..links import Standing
from ..models import Addendum, Agreement, Signing

BETWEEN_LINKS = timedelta(minutes=10)  # a mail may be slow, and each link makes the one before it useless


class Refused(Exception):
    """The step cannot be taken; nothing was written."""


class NotOpen(Refused):
    """The agreement, or this link, does not wait for an answer: see its standing."""


class NotIdentified(Refused):
    """No code was confirmed in this browser, or too long ago."""


class TextDiffers(Refused):
    """What was on the screen is not the text that this link is for."""


@dataclass(frozen=True)
class Visit:
    """Where a step came from: kept as evidence."""

    ip: str
    browser: str
    sitting: str = ""  # the same for all agreements that were signed after one code


@transaction.atomic
def send_code(signing: Signing, *, visit: Visit) -> datetime | None:
    """Mail a one-time code. Answers from when it may be asked again, when that is not yet; then nothing was sent."""
    signing = locked(signing, Standing.OPEN)
    later = codes.next_at(signing, statements.signed_as(signing))
    if later:
        return later
    code = codes.random_code()
    expect_code(signing, code, visit=visit)
    notices.send_code(signing, code)
    return None


def expect_code(signing: Signing, code: str, *, visit: Visit) -> None:
    """What is asked for on the next page. The signing is `locked`; the mail is for the caller."""
    if not signing.opened_at:
        signing.opened_at = timezone.now()
        record_step(signing, EventKind.OPENED, "Overeenkomst geopend", visit)
    signing.code_hash = codes.hash_code(signing, code)
    signing.code_expires_at, signing.code_attempts = timezone.now() + codes.LIFETIME, 0
    signing.codes_sent += 1
    signing.save(update_fields=["opened_at", "code_hash", "code_expires_at", "code_attempts", "codes_sent"])
    record_step(signing, EventKind.CODE_SENT, f"Code gestuurd naar {links.masked(signing.email)}", visit)


@transaction.atomic
def confirm_code(signing: Signing, code: str, *, visit: Visit) -> datetime | None:
    """Answers when she was identified, or None: wrong, too late, or tried too often."""
    signing = locked(signing, Standing.OPEN)
    if not codes.is_running(signing):
        return None
    signing.code_attempts += 1
    if not codes.is_right(signing, code):
        signing.save(update_fields=["code_attempts"])
        record_step(signing, EventKind.CODE_WRONG, "Verkeerde code ingevuld", visit)
        return None
    signing.code_hash, signing.identified_at = "", timezone.now()
    signing.save(update_fields=["code_attempts", "code_hash", "identified_at"])
    record_step(signing, EventKind.IDENTIFIED, "Code bevestigd", visit)
    return signing.identified_at


@transaction.atomic
def sign_agreement(
    signing: Signing,
    *,
    identified_at: datetime | None,
    content_sha256: str,
    typed_name: str,
    visit: Visit,
    drawing: str = "",
) -> None:
    """`identified_at` and `content_sha256`: as this browser knows them. `drawing`: path data of drawings.py, in the
    place of a typed name. A second call does nothing.

    Raises NotOpen, NotIdentified or TextDiffers.
    """
    signing = locked(signing, Standing.OPEN, Standing.SIGNED)
    if signing.state == SigningState.SIGNED:
        return
    require_identified(signing, identified_at)
    _require_text(signing, content_sha256)
    method = SigningMethod.DRAWN if drawing else SigningMethod.TYPED
    how = {"method": method, "typed_name": "" if drawing else typed_name, "drawing": drawing}
    _answer(signing, SigningState.SIGNED, **how)
    words = statements.standing()
    declared = {"statements": statements.declared(signing, words), "statements_version": words.number}
    record_step(signing, EventKind.SIGNED, "Getekend", visit, evidence={**how, **declared})
    waiting = signing.version.signings.exclude(state=SigningState.SIGNED)
    if not waiting.exists():
        _set_state(signing.version.subject, State.SIGNED)
        wake("agreements.seal", signing.agreement_id)
    elif waiting.filter(is_asked=False).exists():
        wake("agreements.ask_next", signing.agreement_id)


@transaction.atomic
def decline_agreement(signing: Signing, *, identified_at: datetime | None, reason: str, visit: Visit) -> None:
    """Everybody is told, and nobody can sign this version any more. A second call does nothing.

    Raises NotOpen or NotIdentified.
    """
    signing = locked(signing, Standing.OPEN, Standing.DECLINED)
    if signing.state == SigningState.DECLINED:
        return
    require_identified(signing, identified_at)
    _answer(signing, SigningState.DECLINED, decline_reason=reason)
    _set_state(signing.version.subject, State.DECLINED)
    record_step(signing, EventKind.DECLINED, "Geweigerd om te tekenen", visit, reason=reason)
    notices.tell_declined(signing)


@transaction.atomic
def renew_link(signing: Signing, *, visit: Visit) -> None:
    """Mail a new link to the address that the expired one was sent to. The old one is then unknown: it renews once."""
    _mail_new_link(locked(signing, Standing.EXPIRED), visit, by_account=False)


@transaction.atomic
def mail_own_link(signing: Signing, *, visit: Visit) -> datetime | None:
    """For who is logged in with the address that the link goes to, and cannot find the mail. The old one is then
    unknown. Answers from when it may be asked again, when that is not yet; then nothing was sent. Raises NotOpen.
    """
    signing = locked(signing, Standing.OPEN, Standing.EXPIRED)
    later = signing.link_expires_at - links.LIFETIME + BETWEEN_LINKS
    if timezone.now() < later:
        return later
    _mail_new_link(signing, visit, by_account=True)
    return None


def _mail_new_link(signing: Signing, visit: Visit, *, by_account: bool) -> None:
    address, fields = links.new_link()
    for name, value in fields.items():
        setattr(signing, name, value)
    signing.save(update_fields=list(fields))
    record_step(signing, EventKind.LINK_SENT, f"Nieuwe link gestuurd naar {links.masked(signing.email)}", visit)
    notices.send_new_link(signing, address, by_account=by_account)


def locked(signing: Signing, *standings: Standing) -> Signing:
    """As it is now, with its agreement locked: what we check next stays true until the commit."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=signing.agreement_id)
    signing = Signing.objects.select_related("version__addendum").get(pk=signing.pk)
    signing.agreement = signing.version.agreement = agreement
    if links.standing(signing) not in standings:
        raise NotOpen(links.standing(signing).name)
    return signing


def require_identified(signing: Signing, identified_at: datetime | None) -> None:
    if not links.is_identified(signing, identified_at):
        raise NotIdentified


def _require_text(signing: Signing, content_sha256: str) -> None:
    stored = sha256(signing.version.html.encode()).hexdigest()
    if not content_sha256 == signing.version.content_sha256 == stored:
        raise TextDiffers


def _answer(signing: Signing, state: SigningState, **fields: Any) -> None:
    signing.state, signing.answered_at = state, timezone.now()
    for name, value in fields.items():
        setattr(signing, name, value)
    signing.save(update_fields=["state", "answered_at", *fields])


def _set_state(subject: Agreement | Addendum, state: State) -> None:
    subject.state, subject.changed_at = state, timezone.now()
    subject.save(update_fields=["state", "changed_at"])


def record_step(
    signing: Signing, kind: EventKind, text: str, visit: Visit, *, reason: str = "", evidence: dict | None = None
) -> None:
    """With what may have to be proven later: which link, which text, from where."""
    about = {
        "signing": str(signing.public_id),
        "role": signing.role,
        "name": signing.name,
        "function": signing.function,
        "party": signing.party_name,
        "email": signing.email,
        "version": signing.version.number,
        "content_sha256": signing.version.content_sha256,
        "identified_at": signing.identified_at.isoformat() if signing.identified_at else None,
    }
    events.record(
        signing.agreement,
        kind,
        who=statements.signed_as(signing),
        text=text,
        reason=reason,
        evidence={**about, **asdict(visit), **(evidence or {})},
    )
