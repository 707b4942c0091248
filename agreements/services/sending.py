"""Sending: a draft becomes a version that waits for signatures; and taking it back, dropping it, or mending a link."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from matching.models import Application, Match

from .. import events, links, notices
from ..cautions import Caution, cautions
from ..differences import content_of
from ..enums import EventKind, SigningState, State, leads_to
from ..models import Addendum, Agreement, AgreementVersion, Signing, Weighing
from ..readiness import Obstacle, obstacles
from ..text import AgreementText, compose
from ..weighed import bound
from .asking import ask_all, owners_of, record_link

ONE_CLICK = timedelta(seconds=30)  # asked again within: a second click, that would make the link of the first useless


TO_SIGN = "ter ondertekening verstuurd"
ON_PAPER = "vastgelegd, om op papier te tekenen"


class Refused(Exception):
    """The step cannot be taken any more: someone else took one. Nothing was written."""


class NotReady(Exception):
    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__("; ".join(obstacle.text for obstacle in found))
        self.obstacles = found


class NotWeighed(Exception):
    """These deserve a second look, and nobody wrote down why it may be sent all the same."""

    def __init__(self, found: list[Caution]) -> None:
        super().__init__("; ".join(caution.title for caution in found))
        self.cautions = found


class TextChanged(Exception):
    """The draft is not what the sender had before her."""


class SharedAddress(Exception):
    """Someone else signs this version from that e-mail address."""


@transaction.atomic
def send_agreement(
    agreement: Agreement,
    *,
    content_sha256: str,
    who: str,
    reasons: Mapping[str, str] | None = None,
    at_once: bool = True,
) -> AgreementVersion:
    """Freeze the text, and mail each signer a personal link that only she gets to see.

    `content_sha256`: of the text that the sender had before her. `reasons`: by the code of each caution, why it is sent
    all the same. Not `at_once`: the worker mails, one mail for all that waits for one person (turns.py). Sending the
    same text twice sends it once. Raises Refused, NotReady, NotWeighed or TextChanged.
    """
    agreement = lock_agreement(agreement)
    if agreement.state == State.SENT:
        sent = agreement.versions.get(number=agreement.version)
        if sent.content_sha256 == content_sha256:
            return sent
    require_state(agreement, State.DRAFT)
    former = asked(agreement)
    version = fix_text(agreement, content_sha256=content_sha256, reasons=reasons, who=who)
    ask_all(version, agreement.parties.all(), who, former=former, at_once=at_once)
    return version


def fix_text(
    agreement: Agreement, *, content_sha256: str, reasons: Mapping[str, str] | None, who: str, told: str = TO_SIGN
) -> AgreementVersion:
    """A draft that is whole and weighed becomes a version that waits for signatures.

    Raises NotReady, NotWeighed or TextChanged.
    """
    parties = list(agreement.parties.all())
    if found := obstacles(agreement, parties):
        raise NotReady(found)
    weighed = require_weighed(cautions(agreement), reasons or {})
    text = compose(agreement, parties)
    if fingerprint(text) != content_sha256:
        raise TextChanged
    version = freeze_text(agreement, text, content_of(agreement, parties))
    set_state(agreement, State.SENT, version=version.number)
    record_sent(version, who, told, weighed=bound(keep_reasons(version, weighed, who)))
    return version


def require_weighed(found: list[Caution], reasons: Mapping[str, str]) -> list[tuple[Caution, str]]:
    """Each with its reason. Raises NotWeighed."""
    unweighed = [caution for caution in found if not reasons.get(caution.code, "").strip()]
    if unweighed:
        raise NotWeighed(unweighed)
    return [(caution, reasons[caution.code].strip()) for caution in found]


def keep_reasons(version: AgreementVersion, weighed: Iterable[tuple[Caution, str]], who: str) -> list[Weighing]:
    agreement = version.agreement
    return [
        Weighing.objects.create(
            agreement=agreement,
            version=version,
            hogeschool_id=agreement.hogeschool_id,
            organisation_id=agreement.organisation_id,
            student_id=agreement.student_id,
            code=caution.code,
            title=caution.title,
            source=caution.source,
            reason=reason,
            who=who,
        )
        for caution, reason in weighed
    ]


def record_sent(version: AgreementVersion, who: str, told: str, **evidence: Any) -> None:
    text = f"{version.called.capitalize()} {told}"
    said = {"version": version.number, "content_sha256": version.content_sha256, **evidence}
    events.record(version.agreement, EventKind.SENT, who=who, text=text, evidence=said)


@transaction.atomic
def reopen_agreement(agreement: Agreement, *, reason: str, who: str) -> None:
    """Take it back to change it. The version that was sent is kept; nobody can sign it any more. Raises Refused."""
    agreement = lock_agreement(agreement)
    require_state(agreement, *leads_to(State.DRAFT))
    set_state(agreement, State.DRAFT)
    text = f"Versie {agreement.version} teruggehaald om te wijzigen"
    events.record(agreement, EventKind.REOPENED, who=who, text=text, reason=reason)
    for signing in asked(agreement):
        notices.tell_reopened(signing, reason)
    notices.tell_readers("read_reopened", agreement, reason)


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, reason: str, who: str) -> None:
    """Whoever was asked to sign is told. Raises Refused."""
    agreement = lock_agreement(agreement)
    require_state(agreement, *leads_to(State.CANCELLED))
    set_state(agreement, State.CANCELLED)
    events.record(agreement, EventKind.CANCELLED, who=who, text="Overeenkomst vervallen", reason=reason)
    for signing in asked(agreement):
        notices.tell_cancelled(signing, reason)
    notices.tell_readers("read_cancelled", agreement, reason)


@transaction.atomic
def resend_link(signing: Signing, *, email: str, who: str) -> bool:
    """A new link, to the same address or to a mended one; the old link is then unknown. The text stays as it is.
    Before her turn only the address is mended. Answers whether a link is on its way.

    Raises Refused or SharedAddress.
    """
    agreement = lock_agreement(signing.agreement)
    signing = _with(Signing.objects.select_related("version__addendum").get(pk=signing.pk), agreement)
    subject = signing.version.subject
    require_state(subject, State.SENT)
    if signing.version.number != subject.version or signing.state != SigningState.WAITING:
        raise Refused
    mended = email.lower() != signing.email
    is_second_click = timezone.now() < signing.link_expires_at - links.LIFETIME + ONE_CLICK
    if not mended and (is_second_click or not signing.is_asked):
        return signing.is_asked
    address, fields = links.new_link()
    write_signer(signing, **(fields if signing.is_asked else {}), email=email.lower())
    write_party(signing, signer_email=signing.email)
    if not signing.is_asked:  # the link follows when her turn comes
        record_link(signing, who, f"Ander e-mailadres voor {signing.name}")
        return False
    what = "Nieuwe persoonlijke link, naar een ander adres," if mended else "Nieuwe persoonlijke link"
    record_link(signing, who, f"{what} gestuurd aan {signing.name}")
    notices.ask_to_sign(signing, address, who=who)
    return True


def write_party(signing: Signing, **written: str) -> None:
    """Who signs, among the parties: of the agreement, or of the addendum that is signed."""
    addendum = signing.version.addendum
    if addendum is None:
        signing.agreement.parties.filter(role=signing.role).update(**written)
        return
    for said in addendum.parties:
        if said["role"] == signing.role:
            said.update(written)
    addendum.save(update_fields=["parties"])


def fingerprint(text: AgreementText) -> str:
    return sha256(text.html.encode()).hexdigest()


def freeze_text(
    agreement: Agreement, text: AgreementText, content: dict[str, Any], addendum: Addendum | None = None
) -> AgreementVersion:
    """Numbers run on over the agreement and its addenda: a number in the log is one text."""
    latest = agreement.versions.order_by("-number").values_list("number", flat=True).first()
    return AgreementVersion.objects.create(
        agreement=agreement,
        addendum=addendum,
        **owners_of(agreement),
        number=(latest or 0) + 1,
        language=agreement.language,
        title=text.title,
        html=text.html,
        content_sha256=fingerprint(text),
        content=content,
    )


def write_signer(signing: Signing, **fields: Any) -> None:
    """Raises SharedAddress."""
    for name, value in fields.items():
        setattr(signing, name, value)
    try:
        with transaction.atomic():
            signing.save(update_fields=list(fields))
    except IntegrityError as error:  # signing_by_distinct_persons
        raise SharedAddress from error


def lock_agreement(agreement: Agreement) -> Agreement:
    """What it rests on first, as whoever cancels a match does: then neither waits for the other."""
    if agreement.match:
        Match.objects.select_for_update(of=("self",)).only("pk").get(pk=agreement.match.pk)
    else:
        Application.objects.select_for_update(of=("self",)).only("pk").get(pk=agreement.applied.pk)
    related = ("route", "template", "match__position", "application", "organisation", "hogeschool")
    return Agreement.objects.select_for_update(of=("self",)).select_related(*related).get(pk=agreement.pk)


def require_state(subject: Agreement | Addendum, *states: State) -> None:
    if subject.state not in states:
        raise Refused(subject.state)


def set_state(subject: Agreement | Addendum, state: State, **fields: Any) -> None:
    for name, value in {"state": state, "changed_at": timezone.now(), **fields}.items():
        setattr(subject, name, value)
    subject.save(update_fields=["state", "changed_at", *fields])


def asked(subject: Agreement | Addendum) -> list[Signing]:
    """Who was asked to sign the latest version."""
    agreement = subject if isinstance(subject, Agreement) else subject.agreement
    signings = agreement.signings.filter(version__number=subject.version, is_asked=True)
    return [_with(signing, agreement) for signing in signings.select_related("version__addendum")]


def _with(signing: Signing, agreement: Agreement) -> Signing:
    signing.agreement = signing.version.agreement = agreement
    return signing
