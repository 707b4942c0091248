"""Sending: a draft becomes a version that waits for signatures; and taking it back, dropping it, or mending a link."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from matching.models import Application, Match

from .. import events, links, notices
from ..enums import EventKind, SigningState, State
from ..models import Agreement, AgreementVersion, Signing
from ..readiness import Obstacle, obstacles
from ..text import AgreementText, compose
from .asking import ask_all, owners_of, record_link

ONE_CLICK = timedelta(seconds=30)  # asked again within: a second click, that would make the link of the first useless


class Refused(Exception):
    """The step cannot be taken any more: someone else took one. Nothing was written."""


class NotReady(Exception):
    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__("; ".join(obstacle.text for obstacle in found))
        self.obstacles = found


class TextChanged(Exception):
    """The draft is not what the sender had before her."""


class SharedAddress(Exception):
    """Someone else signs this version from that e-mail address."""


@transaction.atomic
def send_agreement(agreement: Agreement, *, content_sha256: str, who: str) -> AgreementVersion:
    """Freeze the text, and mail each signer a personal link that only she gets to see.

    `content_sha256`: of the text that the sender had before her. Sending the same text twice sends it once.
    Raises Refused, NotReady or TextChanged.
    """
    agreement = locked(agreement)
    if agreement.state == State.SENT:
        sent = agreement.versions.get(number=agreement.version)
        if sent.content_sha256 == content_sha256:
            return sent
    _require(agreement, State.DRAFT)
    parties = list(agreement.parties.all())
    found = obstacles(agreement, parties)
    if found:
        raise NotReady(found)
    text = compose(agreement, parties)
    if fingerprint(text) != content_sha256:
        raise TextChanged
    version = freeze(agreement, text)
    set_state(agreement, State.SENT, version=version.number)
    events.record(
        agreement,
        EventKind.SENT,
        who=who,
        text=f"Versie {version.number} ter ondertekening verstuurd",
        evidence={"version": version.number, "content_sha256": content_sha256},
    )
    ask_all(version, parties, who)
    return version


@transaction.atomic
def reopen_agreement(agreement: Agreement, *, reason: str, who: str) -> None:
    """Take it back to change it. The version that was sent is kept; nobody can sign it any more. Raises Refused."""
    agreement = locked(agreement)
    _require(agreement, State.SENT, State.DECLINED)
    set_state(agreement, State.DRAFT)
    text = f"Versie {agreement.version} teruggehaald om te wijzigen"
    events.record(agreement, EventKind.REOPENED, who=who, text=text, reason=reason)
    for signing in _asked(agreement):
        notices.tell_reopened(signing, reason)


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, reason: str, who: str) -> None:
    """Whoever was asked to sign is told. Raises Refused."""
    agreement = locked(agreement)
    _require(agreement, State.DRAFT, State.SENT, State.DECLINED)
    set_state(agreement, State.CANCELLED)
    events.record(agreement, EventKind.CANCELLED, who=who, text="Overeenkomst vervallen", reason=reason)
    for signing in _asked(agreement):
        notices.tell_cancelled(signing, reason)


@transaction.atomic
def resend_link(signing: Signing, *, email: str, who: str) -> None:
    """A new link, to the same address or to a mended one; the old link is then unknown. The text stays as it is.

    Raises Refused or SharedAddress.
    """
    agreement = locked(signing.agreement)
    _require(agreement, State.SENT)
    signing = Signing.objects.select_related("version").get(pk=signing.pk)
    if signing.version.number != agreement.version or signing.state != SigningState.WAITING:
        raise Refused
    signing.agreement = agreement
    mended = email.lower() != signing.email
    if not mended and timezone.now() < signing.link_expires_at - links.LIFETIME + ONE_CLICK:
        return
    address, fields = links.new_link()
    _write(signing, **(fields if signing.is_asked else {}), email=email.lower())
    agreement.parties.filter(role=signing.role).update(signer_email=signing.email)
    if not signing.is_asked:  # the link follows when her turn comes
        record_link(signing, who, f"Ander e-mailadres voor {signing.name}")
        return
    what = "Nieuwe persoonlijke link, naar een ander adres," if mended else "Nieuwe persoonlijke link"
    record_link(signing, who, f"{what} gestuurd aan {signing.name}")
    notices.ask_to_sign(signing, address, who=who)


def fingerprint(text: AgreementText) -> str:
    return sha256(text.html.encode()).hexdigest()


def freeze(agreement: Agreement, text: AgreementText) -> AgreementVersion:
    return AgreementVersion.objects.create(
        agreement=agreement,
        **owners_of(agreement),
        number=agreement.version + 1,
        language=agreement.language,
        title=text.title,
        html=text.html,
        content_sha256=fingerprint(text),
    )


def _write(signing: Signing, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(signing, name, value)
    try:
        with transaction.atomic():
            signing.save(update_fields=list(fields))
    except IntegrityError as error:  # signing_by_distinct_persons
        raise SharedAddress from error


def locked(agreement: Agreement) -> Agreement:
    """What it rests on first, as whoever cancels a match does: then neither waits for the other."""
    if agreement.match:
        Match.objects.select_for_update(of=("self",)).only("pk").get(pk=agreement.match.pk)
    else:
        Application.objects.select_for_update(of=("self",)).only("pk").get(pk=agreement.applied.pk)
    related = ("route", "template", "match", "application", "organisation", "hogeschool")
    return Agreement.objects.select_for_update(of=("self",)).select_related(*related).get(pk=agreement.pk)


def _require(agreement: Agreement, *states: State) -> None:
    if agreement.state not in states:
        raise Refused(agreement.state)


def set_state(agreement: Agreement, state: State, **fields: Any) -> None:
    for name, value in {"state": state, "changed_at": timezone.now(), **fields}.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=["state", "changed_at", *fields])


def _asked(agreement: Agreement) -> list[Signing]:
    """Who was asked to sign the latest version."""
    asked = agreement.signings.filter(version__number=agreement.version, is_asked=True)
    return [_with(signing, agreement) for signing in asked]


def _with(signing: Signing, agreement: Agreement) -> Signing:
    signing.agreement = agreement
    return signing
