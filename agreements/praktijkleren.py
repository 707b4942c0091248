"""The papers that a company needs for the Subsidieregeling praktijkleren: per student, in the order of its conditions.

The portal tells what is there, and does not judge: RVO does. It never asks for a BSN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format

from mkbroute.organisations.models import Organisation
from routes.enums import Degree, Form

from . import weeks
from .employers import Part, at_company, parts_of
from .enums import Met, MomentState, State, SubsidyArticle
from .models import (
    Agreement,
    AgreementVersion,
    ContactMoment,
    RealisedOutcome,
    SubsidyCondition,
    SubsidyScheme,
    Takeover,
)

NEVER_SIGNED = (State.DRAFT, State.SENT, State.DECLINED, State.CANCELLED, State.SIGNED)
RELATED = ("route", "organisation", "employer", "hogeschool")
SOON = 30  # days
CENT = Decimal("0.01")
BSN = (
    "Dit portaal vraagt en bewaart geen BSN. Het aanvraagformulier van RVO vraagt het wel: vul het daar in, bij de "
    "gegevens van elke student. Haal het uit uw eigen loonadministratie en mail het niet."
)
EMPLOYER_UNCERTAIN = (
    "De student is in dienst bij {employer} en werkt bij {company}. Wie van de twee bij RVO de werkgever is, staat "
    "niet met zoveel woorden in de regeling. Vraag het RVO vóór u aanvraagt; één van beide vraagt aan, niet allebei. "
    "Is dat {employer}, dan geven {company} of {hogeschool} dit pakket door: in het portaal kan {employer} het niet "
    "maken."
)


@dataclass(frozen=True)
class Line:
    """A condition, and what the portal has of it."""

    condition: SubsidyCondition
    met: Met
    why: str

    @property
    def article(self) -> str:
        return SubsidyArticle(self.condition.article).label


@dataclass(frozen=True)
class Student:
    """One student's papers of one study year, for the time that she learnt at this company."""

    part: Part
    scheme: SubsidyScheme
    counted: weeks.Weeks
    moments: list[ContactMoment]  # held in the year
    realised: list[RealisedOutcome]
    versions: list[AgreementVersion]  # sealed, the addenda too
    kept_until: date | None
    lines: list[Line]

    @property
    def agreement(self) -> Agreement:
        return self.part.agreement

    @property
    def is_part(self) -> bool:
        """She learnt at another company as well."""
        return not (self.part.begins_practice and self.part.ends_practice)

    @property
    def estimate(self) -> Decimal:
        """EUR, at most: amount x weeks / weeks of a full place."""
        share = self.scheme.amount_eur * min(self.counted.counted, self.scheme.weeks) / self.scheme.weeks
        return share.quantize(CENT, ROUND_DOWN)

    @property
    def open(self) -> list[Line]:
        """What someone may still do something about: what RVO gives is not."""
        given = SubsidyArticle.AMOUNT
        return [line for line in self.lines if line.met != Met.THERE and line.condition.article != given]


@dataclass(frozen=True)
class Package:
    company: Organisation
    scheme: SubsidyScheme
    students: list[Student]

    @property
    def estimate(self) -> Decimal:
        return sum((student.estimate for student in self.students), Decimal(0))

    @property
    def year(self) -> str:
        return shown_year(self.scheme.study_year)

    @property
    def days_left(self) -> int | None:
        """Until the window closes; none: not published, or over."""
        if not self.scheme.closes_at or self.scheme.closes_at < timezone.now():
            return None
        return (timezone.localdate(self.scheme.closes_at) - timezone.localdate()).days

    @property
    def is_open(self) -> bool:
        opens = self.scheme.opens_on
        return bool(opens and opens <= timezone.localdate() and self.days_left is not None)

    @property
    def is_closed(self) -> bool:
        return bool(self.scheme.closes_at and self.days_left is None)


def shown_year(year: int) -> str:
    return f"{year}-{year + 1}"


def scheme_of(study_year: int) -> SubsidyScheme | None:
    return SubsidyScheme.objects.filter(study_year=study_year).order_by("-published_on", "-pk").first()


@dataclass(frozen=True)
class SchemeYear:
    """What holds for a study year, and what held before it; the last published first."""

    now: SubsidyScheme
    before: list[SubsidyScheme]

    @property
    def key(self) -> str:
        return str(self.now.study_year)


def scheme_years() -> list[SchemeYear]:
    """The latest year first."""
    by_year: dict[int, list[SubsidyScheme]] = {}
    for scheme in SubsidyScheme.objects.order_by("-study_year", "-published_on", "-pk"):
        by_year.setdefault(scheme.study_year, []).append(scheme)
    return [SchemeYear(first, rest) for first, *rest in by_year.values()]


def next_scheme_year(years: list[SchemeYear]) -> int:
    return years[0].now.study_year + 1 if years else timezone.localdate().year


def conditions() -> list[SubsidyCondition]:
    """In force, in the order of the articles."""
    found = SubsidyCondition.objects.filter(valid_from__lte=timezone.localdate())
    latest = {each.article: each for each in found.order_by("valid_from")}
    return [latest[article] for article in SubsidyArticle if article in latest]


# -- lists --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    company: Organisation
    study_year: int
    names: list[str]

    @property
    def year(self) -> str:
        return shown_year(self.study_year)


def signed() -> QuerySet[Agreement]:
    return Agreement.objects.exclude(state__in=NEVER_SIGNED).select_related("organisation")


def rows(only: int | None = None) -> list[Row]:
    """Companies and study years in which someone learns there, the latest first; a fixed number of queries. `only`: of
    this company. A company that the portal does not know has no page."""
    known = weeks.bounds_of({*SubsidyScheme.objects.values_list("study_year", flat=True)})
    found: dict[tuple[int, int], Row] = {}
    for part in parts_of(signed().order_by("student_name", "pk")):
        if part.company.pk and only in (None, part.company.pk):
            for year, days in known.items():
                if part.lies_in(*days):
                    row = found.setdefault((part.company.pk, year), Row(part.company, year, []))
                    row.names.append(part.agreement.student_name)
    return sorted(found.values(), key=lambda row: (-row.study_year, row.company.name))


def taken_over() -> QuerySet[Takeover]:
    """By the company that reads: of these the hogeschool makes the package, for the agreement is not its own."""
    return Takeover.objects.select_related("hogeschool")


# -- one company, one year ----------------------------------------------------------------------------------------


def package_of(company: Organisation, study_year: int) -> Package | None:
    """None: nobody learns there then, or no scheme is known."""
    scheme = scheme_of(study_year)
    if not scheme:
        return None
    days = weeks.bounds(study_year)
    found = signed().filter(pk__in=at_company(company).values("pk")).select_related(*RELATED)
    parts = [
        part
        for part in parts_of(found.order_by("student_name", "pk"))
        if part.company.pk == company.pk and part.lies_in(*days)
    ]
    if not parts:
        return None
    asked = conditions()
    return Package(company, scheme, [student_of(part, scheme, asked) for part in parts])


def student_of(part: Part, scheme: SubsidyScheme, asked: list[SubsidyCondition]) -> Student:
    agreement, year = part.agreement, weeks.bounds(scheme.study_year)
    days = part.days_in(*year)
    held = agreement.moments.filter(state=MomentState.CLOSED, held_on__range=days).order_by("held_on")
    realised = agreement.realised.filter(withdrawn_at=None, realised_on__range=days)
    student = Student(
        part,
        scheme,
        weeks.weeks_of(agreement, scheme.study_year, part.has_week),
        list(held),
        list(realised),
        _sealed_for(part),
        _kept_until(agreement, year[1]),
        [],
    )
    student.lines.extend(Line(each, *CHECKS[SubsidyArticle(each.article)](student)) for each in asked)
    return student


def _sealed_for(part: Part) -> list[AgreementVersion]:
    """Up to and including the addendum by which it left: what came after is not its."""
    found = part.agreement.versions.filter(document__isnull=False).select_related("document", "addendum")
    begun = Q(addendum=None) | Q(addendum__effective_on__lte=part.last + timedelta(days=1))
    return list((found if part.ends_practice else found.filter(begun)).order_by("number"))


def _kept_until(agreement: Agreement, last: date) -> date | None:
    """Of the terms of the hogeschool; a company may not read those: five years after the study year, which is the
    least that any of them may be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('portal.agreement_kept_until(bigint)', 'execute')")
        if not cursor.fetchone()[0]:
            return last.replace(year=last.year + 5)
        cursor.execute("SELECT portal.agreement_kept_until(%s)", [agreement.pk])
        return cursor.fetchone()[0]


Verdict = tuple[Met, str]


def _place(student: Student) -> Verdict:
    agreement, company = student.agreement, student.part.company
    if not company.kvk_number:
        return Met.MISSING, "Het KvK-nummer van het bedrijf ontbreekt."
    if agreement.employer:
        return Met.UNKNOWN, _uncertain(agreement, company)
    if agreement.form == Form.DEELTIJD:
        return Met.UNKNOWN, "Deeltijd telt alleen als werken in de opleiding verplicht is. Vraag dat de hogeschool."
    return Met.THERE, f"Duaal, KvK-nummer {company.kvk_number}."


def _uncertain(agreement: Agreement, company: Organisation) -> str:
    employer = agreement.employer.name if agreement.employer else ""
    return EMPLOYER_UNCERTAIN.format(employer=employer, company=company.name, hogeschool=agreement.hogeschool.name)


def _accredited(student: Student) -> Verdict:
    route, scheme = student.agreement.route, student.scheme
    if not route.accredited:
        return Met.MISSING, "De hogeschool heeft niet opgegeven dat de opleiding geaccrediteerd is."
    if route.sector in scheme.sectors_to_check:
        return Met.UNKNOWN, f"Of {route.get_sector_display()} onder een van de sectoren valt, staat in het register."
    if route.sector not in scheme.sectors:
        return Met.MISSING, f"{route.get_sector_display()} is niet een van de sectoren."
    if not route.croho_code:
        return Met.MISSING, "De opleidingscode (CROHO), die het formulier vraagt, ontbreekt."
    return Met.THERE, f"{route.title}, {route.get_sector_display()}, opleidingscode {route.croho_code}."


def _agreement(student: Student) -> Verdict:
    if not student.versions:
        return Met.MISSING, "Er is geen verzegelde overeenkomst."
    if not student.agreement.is_duaal:
        return Met.UNKNOWN, "Er is een samenwerkingsovereenkomst. WHW 7.7 lid 5 geldt bij deeltijd niet: vraag het RVO."
    return Met.THERE, "De verzegelde overeenkomst zit in het pakket."


def _attendance(student: Student) -> Verdict:
    counted = student.counted
    lacks = []
    if counted.missing:
        lacks.append(f"van {counted.missing} {'week' if counted.missing == 1 else 'weken'} is niets opgeschreven")
    if counted.unconfirmed:
        lacks.append(f"{counted.unconfirmed} {'week' if counted.unconfirmed == 1 else 'weken'} niet bevestigd")
    if not counted.counted and counted.earlier >= counted.of:
        return Met.MISSING, f"De {counted.of} weken van dit studiejaar telden al eerder mee."
    if not counted.counted:
        return Met.MISSING, "Er telt nog geen week mee."
    if lacks:
        return Met.MISSING, f"{counted.counted} van {counted.of} weken; {' en '.join(lacks)}."
    return Met.THERE, f"{counted.counted} van {counted.of} weken, bevestigd door het bedrijf."


def _guidance(student: Student) -> Verdict:
    if not student.moments:
        return Met.MISSING, "Er is geen gesprek of begeleiding vastgelegd in dit studiejaar."
    number = len(student.moments)
    held = f"{number} {'gesprek' if number == 1 else 'gesprekken'} vastgelegd"
    if not student.realised:
        return (
            Met.UNKNOWN,
            f"{held}. Nog geen leeruitkomst gerealiseerd: klopt dat? Dan hoort ook dat erbij.",
        )
    done = len(student.realised)
    return Met.THERE, f"{held}, {done} {'leeruitkomst' if done == 1 else 'leeruitkomsten'} gerealiseerd."


def _amount(student: Student) -> Verdict:
    return Met.UNKNOWN, "Een schatting. RVO verdeelt het geld na de sluiting: minder bij overtekening."


def _years_used(student: Student) -> Verdict:
    """Art. 20 a is about the student: what she learnt at former companies counts along."""
    most = Degree(student.agreement.route.degree).years
    used = weeks.places_of_student(student.agreement, student.scheme.study_year)
    said = f"Tot en met dit studiejaar {number_format(used, 2)} van hoogstens {most} volle plaatsen voor deze student."
    return (Met.THERE if used <= most else Met.MISSING), said


def _keeping(student: Student) -> Verdict:
    needed = weeks.bounds(student.scheme.study_year)[1]
    needed = needed.replace(year=needed.year + 5)
    if student.kept_until and student.kept_until >= needed:
        return (
            Met.THERE,
            f"Het portaal bewaart de stukken minstens tot en met {needed:%d-%m-%Y}. Bewaar ook dit pakket.",
        )
    return Met.UNKNOWN, f"Bewaar de stukken zelf tot en met {needed:%d-%m-%Y}."


CHECKS: dict[SubsidyArticle, Callable[[Student], Verdict]] = {
    SubsidyArticle.PLACE: _place,
    SubsidyArticle.ACCREDITED: _accredited,
    SubsidyArticle.AGREEMENT: _agreement,
    SubsidyArticle.ATTENDANCE: _attendance,
    SubsidyArticle.GUIDANCE: _guidance,
    SubsidyArticle.AMOUNT: _amount,
    SubsidyArticle.YEARS: _years_used,
    SubsidyArticle.KEEPING: _keeping,
}


def soon(package: Package) -> bool:
    """Whether the deadline deserves a warning."""
    return package.days_left is not None and package.days_left <= SOON
