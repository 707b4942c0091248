"""The log of an agreement. Every row's hash covers what it says and the hash before it."""

import json
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from mkbroute.mail.models import Message

from .enums import EventKind
from .models import Agreement, AgreementEvent

FIRST = "0" * 64
PORTAL = "Mkb-route in het hbo"  # `who`, of what the worker does


def record(
    agreement: Agreement, kind: str, *, who: str, text: str, reason: str = "", evidence: dict | None = None
) -> AgreementEvent:
    """Append to the log. `evidence` is what may have to be proven later: IP address, browser, hashes, statements.

    Call inside the service's transaction: it locks the agreement, so that events stand in one line.
    """
    lock(agreement)  # one event at a time
    last, previous_hash = _last(agreement)
    at, sequence = timezone.now(), last + 1
    payload = _canonical(
        agreement=str(agreement.public_id),
        sequence=sequence,
        at=at.isoformat(),
        kind=str(kind),
        who=who,
        text=text,
        reason=reason,
        evidence=evidence or {},
    )
    return AgreementEvent.objects.create(
        agreement=agreement,
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        employer_id=agreement.employer_id,
        student_id=agreement.student_id,
        sequence=sequence,
        at=at,
        kind=kind,
        who=who,
        text=text,
        reason=reason,
        payload=payload,
        previous_hash=previous_hash,
        hash=_link(previous_hash, payload),
    )


def lock(agreement: Agreement) -> None:
    """Until the transaction ends, also for who may not change the agreement itself. Before anything that refers to it
    is written: two that write and then lock would wait for each other for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.lock_agreement(%s)", [agreement.pk])


def _last(agreement: Agreement) -> tuple[int, str]:
    """Sequence and hash, also of one that who writes the next may not read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM portal.last_event(%s)", [agreement.pk])
        return cursor.fetchone() or (0, FIRST)


def evidence_of(event: AgreementEvent) -> dict:
    """Empty for a payload that is none: someone wrote over it."""
    try:
        return dict(json.loads(event.payload)["evidence"])
    except (ValueError, KeyError, TypeError):
        return {}


def forwards(agreement: Agreement, signing: str) -> list[AgreementEvent]:
    """Each time that the link of one signing (its public id) was passed on, the first one first."""
    found = agreement.events.filter(kind=EventKind.FORWARDED).order_by("sequence")
    return [event for event in found if evidence_of(event).get("signing") == signing]


def mailed_in(mail: Message) -> dict[str, str]:
    """Evidence of what was told in one mail with others: such a mail is about more than one agreement."""
    return {"mail": str(mail.pk)}


def shared_mails(agreement: Agreement) -> list[str]:
    """The keys of those mails."""
    payloads = agreement.events.filter(kind__in=[EventKind.LINK_SENT, EventKind.REMINDED])
    return [said["mail"] for said in map(evidence_of, payloads) if said.get("mail")]


def verify_chain(agreement: Agreement) -> list[str]:
    """What is wrong with the log, in English; an empty list when it is whole."""
    problems, expected_hash = [], FIRST
    for number, event in enumerate(agreement.events.order_by("sequence"), start=1):
        if event.sequence != number:
            problems.append(f"event {number} is missing")
            break
        if event.previous_hash != expected_hash or event.hash != _link(event.previous_hash, event.payload):
            problems.append(f"event {number} does not continue the chain")
        if not _says_what_was_recorded(event):
            problems.append(f"event {number} does not say what was recorded")
        expected_hash = event.hash
    return problems


def _says_what_was_recorded(event: AgreementEvent) -> bool:
    said = _said(event)
    try:
        recorded = json.loads(event.payload)
        return recorded["agreement"] == str(event.agreement.public_id) and said == {
            name: recorded[name] for name in said
        }
    except (ValueError, KeyError, TypeError):  # someone wrote over it
        return False


def _said(event: AgreementEvent) -> dict:
    return {
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "who": event.who,
        "text": event.text,
        "reason": event.reason,
    }


def _canonical(**fields) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _link(previous_hash: str, payload: str) -> str:
    return sha256((previous_hash + payload).encode()).hexdigest()
