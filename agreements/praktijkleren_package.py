"""The package of one company and study year: a folder per student, in the order of the conditions."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import PurePosixPath

from django.utils.formats import date_format, number_format

from mkbroute.documents.services import read
from mkbroute.exports.archive import Archive, Section, safe_name
from mkbroute.exports.delimited import write_csv
from mkbroute.exports.making import Gone, Part
from mkbroute.exports.models import Job
from mkbroute.exports.tables import Column, Kind, Row, Sheet
from mkbroute.organisations.models import Organisation

from . import praktijkleren, weeks
from .dossier_rows import readable
from .enums import SubsidyArticle
from .praktijkleren import BSN, Line, Package, Student

KIND = "praktijkleren"
GONE = "Voor dit bedrijf en studiejaar is er niets (meer) om in een pakket te doen."
STANDING = {
    weeks.Standing.COUNTED: "telt mee",
    weeks.Standing.NOT_COUNTED: "telt niet mee",
    weeks.Standing.INTERRUPTED: "onderbroken",
    weeks.Standing.HOLIDAY: "vakantie",
    weeks.Standing.MISSING: "niets opgeschreven",
    weeks.Standing.TO_COME: "moet nog komen",
}


def subject_of(company: Organisation, study_year: int) -> str:
    return f"{company.public_id}:{study_year}"


def plan(job: Job) -> list[Part]:
    package = _package(job.subject)
    parts = [Part("Het overzicht", partial(_write_overview, job.subject))]
    for number, student in enumerate(package.students, start=1):
        name = student.agreement.student_name
        write = partial(_write_student, job.subject, _key(student), f"{number}-{safe_name(name)}/")
        parts.append(Part(name, write))
    return parts


Key = tuple[int, date]


def _key(student: Student) -> Key:
    """She may have come back to a company."""
    return student.agreement.pk, student.part.first


def _package(subject: str) -> Package:
    key, _, year = subject.partition(":")
    company = Organisation.objects.filter(public_id=key).first()
    package = praktijkleren.package_of(company, int(year)) if company else None
    if package is None:
        raise Gone(GONE)
    return package


def _write_overview(subject: str, archive: Archive) -> None:
    package = _package(subject)
    scheme = package.scheme
    archive.tell(
        Section("Zo gebruikt u dit pakket", lead=BSN),
        Section(
            "De aanvraag",
            facts=[
                ("Bedrijf", f"{package.company.name}, KvK-nummer {package.company.kvk_number}"),
                ("Studiejaar", package.year),
                ("Aanvragen", _window(package)),
                ("Aanvragen bij RVO", f"{scheme.apply_url}, met eHerkenning"),
                ("Hoogstens per plaats", f"€ {scheme.amount_eur:.0f} bij {scheme.weeks} weken"),
                ("Schatting van dit pakket", f"hoogstens {_euro(package.estimate)}; minder bij overtekening"),
                ("Bron", scheme.source),
            ],
        ),
        Section(
            "Per student",
            columns=["Student", "Weken", "Schatting, hoogstens", "Ontbreekt of niet te zeggen"],
            rows=[
                [
                    student.agreement.student_name,
                    f"{student.counted.counted} van {student.counted.of}",
                    _euro(student.estimate),
                    ", ".join(line.condition.title for line in student.open),
                ]
                for student in package.students
            ],
        ),
    )
    archive.add("overzicht.csv", write_csv(_sheet(package)), "Wat het formulier van RVO per student vraagt, zonder BSN")


OVERVIEW = (
    Column("student", "student", "naam"),
    Column("programme", "opleiding", "graad en naam"),
    Column("croho", "opleidingscode (CROHO)", "uit het register van de hogeschool"),
    Column("form", "vorm", "duaal of deeltijd"),
    Column("kvk", "KvK-nummer", "van het bedrijf"),
    Column("begins_on", "begin van het werken", "bij dit bedrijf, zoals overeengekomen", Kind.DATE),
    Column("ends_on", "einde van het werken", "bij dit bedrijf, zoals overeengekomen", Kind.DATE),
    Column("weeks", "weken begeleiding", "die meetellen", Kind.NUMBER),
)


def _sheet(package: Package) -> Sheet:
    rows: list[Row] = [
        [
            student.agreement.student_name,
            student.agreement.route.title,
            student.agreement.route.croho_code,
            student.agreement.get_form_display(),
            package.company.kvk_number,
            student.part.first,
            student.part.last,
            student.counted.counted,
        ]
        for student in package.students
    ]
    return Sheet("overzicht", OVERVIEW, rows)


def _write_student(subject: str, key: Key, folder: str, archive: Archive) -> None:
    package = _package(subject)
    student = next(each for each in package.students if _key(each) == key)
    for line in student.lines:
        place = f"{folder}{_folder(line)}"
        sections = [_section(line), *_PAGES.get(SubsidyArticle(line.condition.article), _no_more)(student)]
        title = f"{student.agreement.student_name}: {line.condition.title}"
        archive.add_page(f"{place}toelichting.html", title, sections, f"{line.article}: {line.met.label.lower()}")
        if line.condition.article == SubsidyArticle.AGREEMENT:
            _write_papers(student, place, archive)
        if line.condition.article == SubsidyArticle.ATTENDANCE:
            archive.add(f"{place}aanwezigheid.csv", write_csv(_attendance(student)), "Aanwezigheid per week")


def _folder(line: Line) -> str:
    """Sorted as the articles are: 06, 07a, 15."""
    number = line.condition.article
    digits = number.rstrip("abcd")
    return f"artikel-{int(digits):02}{number[len(digits) :]}-{safe_name(line.condition.title)}/"


def _section(line: Line) -> Section:
    facts = [
        ("Wat de regeling vraagt", line.condition.text),
        (line.met.label, line.why),
        ("Bron", line.condition.source),
    ]
    return Section(f"Subsidieregeling praktijkleren, {line.article}", facts=facts)


def _write_papers(student: Student, place: str, archive: Archive) -> None:
    for version in student.versions:
        if version.document:
            name = PurePosixPath(version.document.name)
            path = f"{place}{version.number}-{safe_name(name.stem, name.suffix.lower())}"
            archive.add(path, read(version.document), f"De verzegelde overeenkomst, {version.called}")


ATTENDANCE = (
    Column("week", "week", "nummer van de week", Kind.NUMBER),
    Column("monday", "maandag", "eerste dag van de week", Kind.DATE),
    Column("standing", "telt mee", "of de week meetelt"),
    Column("hours", "uren aanwezig", "in die week", Kind.NUMBER),
    Column("recorded_by", "genoteerd door", "wie het opschreef"),
    Column("confirmed_by", "bevestigd door", "wie het namens het bedrijf bevestigde"),
)


def _attendance(student: Student) -> Sheet:
    rows = []
    for week in weeks.list_weeks(student.agreement, student.scheme.study_year):
        if not student.part.has_week(week.monday):
            continue
        row = week.attendance
        written = [row.hours, row.recorded_by, row.confirmed_by] if row else [None, "", ""]
        rows.append([week.number, week.monday, STANDING[week.standing], *written])
    return Sheet("aanwezigheid", ATTENDANCE, rows)


def _no_more(student: Student) -> list[Section]:
    return []


def _attendance_pages(student: Student) -> list[Section]:
    rows = [["" if value is None else readable(value) for value in row] for row in _attendance(student).rows]
    labels = [column.label.capitalize() for column in ATTENDANCE]
    return [Section("Aanwezigheid per week", columns=labels, rows=rows, empty="Er is niets opgeschreven.")]


def _guidance_pages(student: Student) -> list[Section]:
    moments = [
        [
            date_format(moment.held_on, "j F Y") if moment.held_on else "",
            moment.get_kind_display(),
            moment.minutes or "",
            moment.present,
            moment.report,
            moment.arrangements,
        ]
        for moment in student.moments
    ]
    realised = [
        [each.outcome, date_format(each.realised_on, "j F Y"), each.assessed_by, each.assessment]
        for each in student.realised
    ]
    return [
        Section(
            "Begeleiding",
            columns=["Wanneer", "Soort", "Minuten", "Wie erbij waren", "Verslag", "Afspraken"],
            rows=moments,
            empty="Er is geen gesprek vastgelegd.",
        ),
        Section(
            "Gerealiseerde leeruitkomsten",
            columns=["Leeruitkomst", "Wanneer", "Beoordeeld door", "Hoe"],
            rows=realised,
            empty="Er is nog niets gerealiseerd.",
        ),
    ]


def _amount_pages(student: Student) -> list[Section]:
    scheme = student.scheme
    said = f"€ {scheme.amount_eur:.0f} x {student.counted.counted} / {scheme.weeks} weken"
    return [Section("Schatting", facts=[("Berekening", said), ("Hoogstens", _euro(student.estimate))])]


_PAGES: dict[SubsidyArticle, Callable[[Student], list[Section]]] = {
    SubsidyArticle.ATTENDANCE: _attendance_pages,
    SubsidyArticle.GUIDANCE: _guidance_pages,
    SubsidyArticle.AMOUNT: _amount_pages,
}


def _window(package: Package) -> str:
    scheme = package.scheme
    if not (scheme.opens_on and scheme.closes_at):
        return "RVO heeft de aanvraagperiode nog niet bekendgemaakt"
    return f"van {date_format(scheme.opens_on, 'j F Y')} tot {date_format(scheme.closes_at, 'j F Y, H.i')} uur"


def _euro(amount: Decimal) -> str:
    return f"€ {number_format(amount, decimal_pos=2, force_grouping=True)}"


def title_of(company: Organisation, study_year: int) -> str:
    return f"Praktijkleren {praktijkleren.shown_year(study_year)}, {company.name}"
