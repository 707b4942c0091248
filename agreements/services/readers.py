"""Who reads along, or gets the sealed document, without signing."""

from django.db import IntegrityError, transaction

from .. import events, links, notices
from ..enums import EventKind, ReaderKind, State
from ..models import Agreement, AgreementReader, AgreementVersion

MOST = 10  # of one agreement
OPEN = (State.DRAFT, State.SENT)
NO_MORE = {ReaderKind.READS: "Leest niet meer mee", ReaderKind.COPY: "Krijgt geen afschrift meer"}


class TooLate(Exception):
    """Everybody signed, or there will be no agreement: nobody is added any more."""


class TooMany(Exception):
    """As many read along as may."""


class ThereAlready(Exception):
    """Someone with this e-mail address signs or reads along."""


@transaction.atomic
def add_reader(
    agreement: Agreement, *, kind: ReaderKind, name: str, email: str, role: str, who: str
) -> AgreementReader:
    """While it is out for signature, who reads along gets her link at once; else when it is sent.

    Raises TooLate, TooMany or ThereAlready.
    """
    agreement = _locked(agreement)
    if agreement.state not in OPEN:
        raise TooLate
    email = email.lower()
    if agreement.readers.count() >= MOST:
        raise TooMany
    if agreement.parties.filter(signer_email__iexact=email).exists():
        raise ThereAlready
    try:
        with transaction.atomic():
            reader = AgreementReader.objects.create(
                agreement=agreement,
                hogeschool_id=agreement.hogeschool_id,
                organisation_id=agreement.organisation_id,
                employer_id=agreement.employer_id,
                student_id=agreement.student_id,
                kind=kind,
                name=name,
                email=email,
                role=role,
                added_by=who,
            )
    except IntegrityError as error:  # agreement_reader_once
        raise ThereAlready from error
    _record(agreement, f"{reader.get_kind_display()}: {name} ({role})", who, email)
    if agreement.state == State.SENT:
        invite_readers(agreement, who=who)
    return reader


@transaction.atomic
def remove_reader(reader: AgreementReader, *, who: str) -> None:
    """Whatever became of the agreement: her link is then unknown, and she is told. A second call does nothing."""
    agreement = _locked(reader.agreement)
    now = AgreementReader.objects.filter(pk=reader.pk).first()
    if now and now.delete()[0]:
        _record(agreement, f"{NO_MORE[ReaderKind(now.kind)]}: {now.name}", who, now.email)
        if now.token_hash:
            notices.tell_withdrawn(now, agreement)


def invite_readers(agreement: Agreement, *, who: str) -> None:
    """Who reads along and has no link yet gets one, to the same agreement whatever version it comes to."""
    for reader in agreement.readers.filter(kind=ReaderKind.READS, token_hash=None):
        notices.invite_to_read(reader, _new_link(reader, agreement))
        _record(agreement, f"Link om mee te lezen gestuurd aan {reader.name}", who, reader.email)


def invite_again(version: AgreementVersion, *, who: str) -> None:
    """To an agreement that was sent before, with what changed. The link that she had is then unknown."""
    agreement = version.agreement
    for reader in agreement.readers.filter(kind=ReaderKind.READS, token_hash__isnull=False):
        notices.invite_to_read_again(reader, _new_link(reader, agreement), version)
        text = f"Link om {version.called} mee te lezen gestuurd aan {reader.name}"
        _record(agreement, text, who, reader.email)


def _new_link(reader: AgreementReader, agreement: Agreement) -> str:
    address, fields = links.new_reading_link()
    for name, value in fields.items():
        setattr(reader, name, value)
    reader.save(update_fields=list(fields))
    reader.agreement = agreement
    return address


def _locked(agreement: Agreement) -> Agreement:
    related = ("route", "hogeschool", "organisation")
    return Agreement.objects.select_for_update(of=("self",)).select_related(*related).get(pk=agreement.pk)


def _record(agreement: Agreement, text: str, who: str, email: str) -> None:
    events.record(agreement, EventKind.READERS, who=who, text=text[:300], evidence={"email": email})
