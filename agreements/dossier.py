"""A dossier: all that the portal holds of one agreement, or of one person, to read and for machines.

AVG art. 15 and 20. Everything is read as who asked: what she may not see is not in it, and the index says so.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from matching.models import Application
from mkbroute.access.roles import COORDINATOR, STUDENT
from mkbroute.documents.models import Document, TimeStamp
from mkbroute.documents.services import read
from mkbroute.exports.archive import Archive, Section, safe_name
from mkbroute.exports.delimited import write_csv
from mkbroute.exports.making import Gone, Part
from mkbroute.exports.models import Job
from mkbroute.exports.tables import Column, Kind, Sheet
from mkbroute.mail.models import Message

from . import dossier_rows as rows
from . import pages
from .consolidated import consolidate
from .events import evidence_of
from .evidence import HOW_TO_CHECK, gather
from .models import Agreement, AgreementEvent, AgreementVersion
from .own_days import company_today
from .queries import mails_about, sorted_parties

AGREEMENT, PERSON, OWN = "agreement_dossier", "person_dossier", "own_dossier"
GONE = "Deze gegevens zijn er niet meer, of niet meer voor u. Er is geen bestand gemaakt."
NOT_HERE = {
    COORDINATOR: "Dit is alles wat het portaal hierover bewaart en wat uw hogeschool mag zien.",
    STUDENT: "Dit is alles wat het portaal hierover van je bewaart en wat je zelf mag zien. Wat je hogeschool of het "
    "bedrijf intern over je opschreef, kun je bij hen opvragen (AVG artikel 15).",
}


def role_of(job: Job) -> str:
    return COORDINATOR if job.membership_id else STUDENT


# -- plans --------------------------------------------------------------------------------------------------------


def plan_agreement(job: Job) -> list[Part]:
    agreement = Agreement.objects.filter(public_id=_key(job)).first()
    if not agreement:
        raise Gone(GONE)
    return [*_parts_of(agreement, "", role_of(job), index=True)]


def plan_person(job: Job) -> list[Part]:
    """Who asks names one application; told is of all that person's, at her hogeschool."""
    named = Application.objects.filter(public_id=_key(job)).first()
    if not named:
        raise Gone(GONE)
    return _plan_of(named.student_id, role_of(job))


def plan_own(job: Job) -> list[Part]:
    return _plan_of(job.user_id, role_of(job))


def _key(job: Job) -> str:
    return job.subject.partition(":")[2]


def _plan_of(student_id: int, role: str) -> list[Part]:
    applications = Application.objects.filter(student=student_id).order_by("created_at", "id")
    agreements = Agreement.objects.filter(student=student_id).order_by("created_at", "id")
    parts = [Part("Het overzicht", partial(_write_person, student_id, role))]
    for number, application in enumerate(applications, start=1):
        folder = f"aanmelding-{number}/"
        parts.append(Part(f"Aanmelding {number}", partial(_write_application, application.pk, folder, role)))
        files = application.files.order_by("pk").values_list("document", flat=True)
        for each, key in enumerate(files, start=1):
            name = f"Aanmelding {number}: bestand {each}"
            parts.append(Part(name, partial(_write_document, key, each, folder)))
    for number, agreement in enumerate(agreements, start=1):
        parts += _parts_of(agreement, f"overeenkomst-{number}/", role, index=False)
    return parts


def _parts_of(agreement: Agreement, folder: str, role: str, *, index: bool) -> Iterator[Part]:
    name = f"Overeenkomst van {agreement.student_name}"
    write: list[tuple[str, Callable[..., None]]] = [
        ("gegevens", partial(_write_data, index=index)),
        ("teksten", _write_texts),
        ("logboek", _write_log),
    ]
    for what, writer in write:
        yield Part(f"{name}: {what}", partial(writer, agreement.pk, folder, role))
    for number, key in enumerate(papers_of(agreement).values_list("pk", flat=True), start=1):
        yield Part(f"{name}: document {number}", partial(_write_document, key, number, folder))


# -- of a person --------------------------------------------------------------------------------------------------


def _write_person(student_id: int, role: str, archive: Archive) -> None:
    applications = list(Application.objects.filter(student=student_id).select_related("route").order_by("created_at"))
    found = Agreement.objects.filter(student=student_id).select_related("route").annotate(company=company_today("pk"))
    agreements = list(found)
    archive.tell(
        Section("Over dit dossier", lead=NOT_HERE[role]),
        Section(
            "Aanmeldingen",
            columns=["Opleiding", "Naam", "Stand", "Aangemeld op"],
            rows=[[each.route.title, each.name, each.get_state_display(), rows.readable(each.created_at)]
                  for each in applications],
            empty="Er is geen aanmelding.",
        ),
        Section(
            "Overeenkomsten",
            columns=["Opleiding", "Bedrijf", "Stand", "Gemaakt op"],
            rows=[[each.route.title, each.company, each.standing, rows.readable(each.created_at)]
                  for each in agreements],
            empty="Er is geen overeenkomst.",
        ),
    )  # fmt: skip


def _write_application(key: int, folder: str, role: str, archive: Archive) -> None:
    application = Application.objects.select_related("route", "own_employer").get(pk=key)
    said: dict[str, Any] = {"application": rows.told(application)}
    sections = [Section("Aanmelding", facts=rows.shown(application))]
    for model, table in rows.OF_APPLICATION.items():
        if rows.may_read(model, role):
            found = list(model._default_manager.filter(application=key))
            said[table.name] = [rows.told(row) for row in found]
            sections.append(rows.as_section(table, found, model))
    _add_mails(said, sections, role, rows.mails_of(application))
    archive.add_json(f"{folder}gegevens.json", said, "De aanmelding, voor computers")
    title = f"Aanmelding van {application.name}"
    archive.add_page(f"{folder}gegevens.html", title, sections, "De aanmelding, om te lezen")


# -- of an agreement ----------------------------------------------------------------------------------------------


def _write_data(key: int, folder: str, role: str, archive: Archive, *, index: bool) -> None:
    agreement = _whole(key)
    said: dict[str, Any] = {"agreement": {**rows.told(agreement), "parties_now": _parties_now(agreement)}}
    sections = [Section("Wat is afgesproken", facts=rows.shown(agreement))]
    for model, table in rows.OF_AGREEMENT.items():
        if rows.may_read(model, role):
            found = list(rows.rows_of(agreement, model))
            said[table.name] = [rows.told(row) for row in found]
            sections.append(rows.as_section(table, found, model))
    _add_mails(said, sections, role, mails_about(agreement))
    archive.add_json(f"{folder}gegevens.json", said, "Alle gegevens van de overeenkomst, voor computers")
    title = f"Overeenkomst van {agreement.student_name}"
    archive.add_page(f"{folder}gegevens.html", title, sections, "Alle gegevens van de overeenkomst, om te lezen")
    if index:
        archive.tell(Section("Over dit dossier", lead=NOT_HERE[role]), *_summary(agreement))


def _whole(key: int) -> Agreement:
    versions = Prefetch("versions", AgreementVersion.objects.select_related("document", "addendum"))
    related = ("route", "template", "organisation", "hogeschool", "employer")
    return Agreement.objects.select_related(*related).prefetch_related("parties", "addenda", versions).get(pk=key)


def _summary(agreement: Agreement) -> list[Section]:
    now = consolidate(agreement)
    parties = [
        [party.get_role_display(), party.legal_name, party.signer_name, party.signer_email]
        for party in sorted_parties(now.parties)
    ]
    return [
        Section("In het kort", facts=pages.facts_of(now.now)),
        Section("Partijen", columns=["Rol", "Naam", "Wie tekent", "E-mailadres"], rows=parties),
        _happened(agreement),
    ]


def _parties_now(agreement: Agreement) -> list[dict]:
    return [rows.told(party) for party in consolidate(agreement).parties]


def _happened(agreement: Agreement) -> Section:
    events = agreement.events.order_by("sequence")
    lines = [[rows.readable(event.at), event.who, event.text, event.reason] for event in events]
    return Section("Wat er gebeurde", columns=["Wanneer", "Wie", "Wat", "Reden"], rows=lines)


def _write_texts(key: int, folder: str, role: str, archive: Archive) -> None:
    """Each text that was sent, byte for byte: its hash is what people signed."""
    for version in AgreementVersion.objects.filter(agreement=key).select_related("addendum", "agreement"):
        about = f"De tekst van {version.called}, waarvan het kenmerk is berekend"
        archive.add(f"{folder}teksten/versie-{version.number}.html", version.html.encode(), about)
        if version.document_id:
            about = f"Bewijs bij {version.called}: gebeurtenissen en controlegetallen"
            archive.add(f"{folder}bewijs/versie-{version.number}.json", gather(version).as_json(), about)


COLUMNS = (
    Column("sequence", "nummer", "volgorde in het logboek", Kind.NUMBER),
    Column("at", "wanneer", "datum en tijd", Kind.MOMENT),
    Column("kind", "soort", "wat voor gebeurtenis"),
    Column("who", "wie", "wie het deed"),
    Column("text", "wat", "wat er gebeurde", wide=True),
    Column("reason", "reden", "de reden die erbij is gegeven", wide=True),
    Column("payload", "vastgelegd", "wat het controlegetal dekt, als JSON", wide=True),
    Column("previous_hash", "vorig controlegetal", "van de gebeurtenis ervoor"),
    Column("hash", "controlegetal", "SHA-256 van het vorige controlegetal en wat is vastgelegd"),
)


def _write_log(key: int, folder: str, role: str, archive: Archive) -> None:
    events = AgreementEvent.objects.filter(agreement=key).order_by("sequence")
    lines = events.values_list(*(column.key for column in COLUMNS))
    sheet = Sheet("logboek", COLUMNS, lines.iterator())
    archive.add(f"{folder}logboek.csv", write_csv(sheet), "Het logboek, met de keten van controlegetallen")
    said = {
        "how_to_check": HOW_TO_CHECK,
        "events": [
            {"payload": event.payload, "previous_hash": event.previous_hash, "hash": event.hash} for event in events
        ],
    }
    archive.add_json(f"{folder}logboek.json", said, "Het logboek, voor computers")


def papers_of(agreement: Agreement) -> QuerySet[Document]:
    """Sealed documents, letters, and the scans of what was signed on paper: as far as who asks may see them."""
    return Document.objects.filter(Q(agreement_id=agreement.pk) | Q(pk__in=_scans(agreement))).order_by("pk")


def _scans(agreement: Agreement) -> Iterable[int]:
    """Out of the log, which says it to everyone; the rows beside it are for the hogeschool only."""
    events = AgreementEvent.objects.filter(agreement=agreement, kind="elsewhere")
    hashes = {evidence.get("scan_sha256") for evidence in map(evidence_of, events)} - {None}
    scans = Document.objects.filter(sha256__in=hashes, kind="scan", hogeschool=agreement.hogeschool_id)
    return list(scans.values_list("pk", flat=True))


def _write_document(key: int, number: int, folder: str, archive: Archive) -> None:
    document = Document.objects.get(pk=key)
    name = PurePosixPath(document.name)
    path = f"{folder}documenten/{number}-{safe_name(name.stem, name.suffix.lower())}"
    archive.add(path, read(document), document.get_kind_display())
    stamp = TimeStamp.objects.filter(document=key).exclude(token=None).first()
    if stamp and stamp.token:
        archive.add(f"{path}.tst", bytes(stamp.token), "Het tijdstempel bij dat document (RFC 3161)")


def _add_mails(said: dict, sections: list[Section], role: str, mails: QuerySet[Message]) -> None:
    if rows.may_read(Message, role):
        found = list(mails)
        said[rows.MAILS.name] = [rows.told(mail) for mail in found]
        sections.append(rows.as_section(rows.MAILS, found, Message))
