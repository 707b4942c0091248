"""What deserves a second look before an agreement is sent. It can be sent all the same, by who writes down why
(Weighing). Each kind says where it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator

from routes.enums import Degree

from . import meter, mkb, training
from .consolidated import current_term
from .employment import hours_named, speaks_of_pay
from .enums import Contract, Role, State, YesNo
from .models import Agreement, Party
from .own_days import company_of
from .persons import student_twice, twice
from .suggesting import left_in_dutch
from .term import programme_ends_on, shown_number

HOURS_IN_A_DAY = 8
HOURS_IN_A_WEEK = 40


@dataclass(frozen=True)
class Kind:
    """Why to look again, and who says so."""

    why: str
    source: str
    field: str = ""  # of the form where it may be mended


IN_MKB = "Een Mkb-route vraagt een leerwerkplek in het mkb."
CRITERION_2 = "Nulmeting 2021-2022, criterium 2"
PAY = "In een Mkb-route betaalt de werkgever salaris."
CRITERION_4 = "Nulmeting 2021-2022, criterium 4"
KINDS = {
    "provisions_open": Kind(
        "Bij een deeltijdopleiding verplicht de wet dit niet, maar het voorkomt onenigheid.",
        "WHW art. 7.7 lid 5",
    ),
    "contract_ends_early": Kind(
        "Loopt het contract eerder af, dan kan de student de opleiding misschien niet afmaken bij dit bedrijf. Het "
        "advies is een contract van ten minste twee jaar.",
        "Nulmeting 2021-2022, § 4.1",
        "contract_ends_on",
    ),
    "agreement_ends_early": Kind(
        "Voor de tijd daarna is dan een nieuwe overeenkomst of een addendum nodig.",
        "WHW art. 7.7 lid 5 onder a",
        "ends_on",
    ),
    "overlap": Kind(
        "Voor dezelfde student loopt in dezelfde tijd nog een overeenkomst. Klopt dat, of is er een vergeten te "
        "beëindigen?",
        "WHW art. 7.7 lid 5 onder a",
        "starts_on",
    ),
    "hours_exceed_week": Kind(
        f"Samen is dat meer dan {HOURS_IN_A_WEEK} uur. Spreek af hoe de student het studeren in de week inpast.",
        "Nulmeting 2021-2022, criterium 1: leren en werken tegelijkertijd",
        "hours_per_week",
    ),
    "hours_differ": Kind(
        "De werkuren staan in een artikel van de overeenkomst. Noemt een ander artikel andere uren, dan spreekt de "
        "tekst zichzelf tegen.",
        "WHW art. 7.7 lid 5 onder a",
        "employment",
    ),
    "contract_unknown": Kind(
        "Loopt het contract eerder af dan de opleiding, dan kan de student die misschien niet afmaken bij dit bedrijf. "
        "Vraag hoe lang het duurt: het advies is een contract van ten minste twee jaar.",
        "Nulmeting 2021-2022, § 4.1",
        "contract_term",
    ),
    "company_left_same": Kind(
        "Een ander bedrijf is vaak een andere werkplek, functie, arbeidsovereenkomst en praktijkbegeleider. Kijk na of "
        "dit ook bij het nieuwe bedrijf klopt.",
        "WHW art. 7.7 lid 5 onder a en b",
        "workplace_address",
    ),
    "practice_before_company": Kind(
        "De overeenkomst noemt één periode voor het werken. Klopt die met de periode bij het nieuwe bedrijf?",
        "WHW art. 7.7 lid 5 onder a",
        "practice_starts_on",
    ),
    "same_person": Kind(
        "Voor elke partij tekent iemand anders. Is het toch dezelfde persoon, dan moet die voor beide partijen bevoegd "
        "zijn.",
        "WHW art. 7.7 lid 5, aanhef: gesloten door instelling, student en bedrijf",
    ),
    "plan_gaps": Kind(
        "Het opleidingsplan wordt als bijlage getekend. Vul het aan, of spreek af wanneer dat gebeurt.",
        "WHW art. 7.7 lid 5 onder c",
    ),
    "left_in_dutch": Kind(
        "De overeenkomst is in het Engels, en dit is nog de Nederlandse tekst van het portaal. Wie tekent, moet alles "
        "kunnen lezen.",
        "Keuze van de taal van de overeenkomst",
        "language",
    ),
    "mkb_absent": Kind(f"{IN_MKB} Vraag het bedrijf om de vier vragen te beantwoorden.", CRITERION_2),
    "mkb_expired": Kind(
        f"{IN_MKB} Een bedrijf verandert van grootte na twee boekjaren achter elkaar; vraag het bedrijf om de vragen "
        "opnieuw te beantwoorden.",
        f"{CRITERION_2}; Aanbeveling 2003/361/EG, bijlage, artikel 4",
    ),
    "not_mkb": Kind(IN_MKB, CRITERION_2),
    "repayment_clause": Kind(
        "Is de opleiding nodig voor de functie, of verplicht de werkgever haar, dan is zo'n beding ongeldig. Het hoort "
        "in elk geval niet in deze overeenkomst.",
        "BW art. 7:611a lid 2 en 4; Hoge Raad 26 september 2025, ECLI:NL:HR:2025:1386",
        "repayment_clause",
    ),
    "no_salary": Kind(PAY, CRITERION_4, "salary_agreed"),
    "salary_unsaid": Kind(f"{PAY} Noem het, of verwijs naar contract of cao.", CRITERION_4, "employment"),
}  # fmt: skip


@dataclass(frozen=True)
class Caution:
    code: str  # of KINDS
    title: str

    @property
    def reason(self) -> str:
        return KINDS[self.code].why

    @property
    def source(self) -> str:
        return KINDS[self.code].source

    @property
    def anchor(self) -> str:
        field = KINDS[self.code].field
        return f"id_{field}" if field else ""


def cautions(agreement: Agreement, parties: Iterable[Party] | None = None) -> list[Caution]:
    """For the coordinator: reads route, leerwerkplek, company and the student's other agreements. `parties`: those of
    the agreement, where nothing else is said."""
    signing = list(agreement.parties.all() if parties is None else parties)
    return [
        *_of_provisions(agreement),
        *_of_contract(agreement),
        *_of_term(agreement),
        *_of_others(agreement),
        *_of_hours(agreement),
        *_of_named_hours(agreement),
        *_of_mkb(agreement),
        *_of_repayment(agreement),
        *_of_pay(agreement),
        *_of_persons(signing),
        *_of_plan(agreement),
        *_of_language(agreement),
    ]


def _of_provisions(agreement: Agreement) -> Iterator[Caution]:
    codes = [code for code in meter.FIELDS if meter.missing_fields(agreement, code)]
    if codes and not agreement.is_duaal:
        yield Caution("provisions_open", f"Nog niet geregeld: onderdeel {', '.join(codes)}")


def _of_contract(agreement: Agreement) -> Iterator[Caution]:
    """By its last day where that is known; else by the length that the leerwerkplek promised. Of an own employer, or
    another company that takes over, neither may be known."""
    route, nominal = agreement.route, Degree(agreement.route.degree).years * 12
    if agreement.contract_term in (Contract.PERMANENT, Contract.PROGRAMME):
        return
    if agreement.contract_ends_on:
        until = programme_ends_on(route, agreement.starts_on)
        if agreement.contract_ends_on < until:
            ends, needed = _day(agreement.contract_ends_on), _day(until)
            yield Caution(
                "contract_ends_early", f"De arbeidsovereenkomst eindigt op {ends}, de opleiding duurt tot {needed}"
            )
    elif not agreement.match:
        employer = agreement.employer or agreement.organisation
        yield Caution("contract_unknown", f"Hoe lang het contract met {employer.name} duurt, is niet bekend"[:300])
    elif (months := agreement.match.position.contract_months) < nominal:
        yield Caution("contract_ends_early", f"Het arbeidscontract duurt {months} maanden, de opleiding {nominal}")


def _of_term(agreement: Agreement) -> Iterator[Caution]:
    if agreement.starts_on and agreement.ends_on:
        until = programme_ends_on(agreement.route, agreement.starts_on)
        if agreement.ends_on < until:
            yield Caution(
                "agreement_ends_early",
                f"De overeenkomst eindigt vóór het einde van de opleiding ({_day(until)})",
            )


def _of_others(agreement: Agreement) -> Iterator[Caution]:
    """At this hogeschool: those of another one are not its business."""
    first, last = agreement.starts_on, agreement.ends_on
    found = overlapping(agreement, first, last)
    if found:
        named = " en ".join(f"die met {each}" for each in found[:2])
        more = f", en {len(found) - 2} andere" if len(found) > 2 else ""
        yield Caution("overlap", f"Deze overeenkomst valt samen met {named}{more}"[:300])


def overlapping(agreement: Agreement, first: date | None, last: date | None) -> list[str]:
    """The other agreements of that student in that time, on whatever route of the hogeschool: the company, and from
    when until when."""
    if not (first and last):
        return []
    others = (
        Agreement.objects.filter(student=agreement.student_id)
        .exclude(pk=agreement.pk)
        .exclude(state=State.CANCELLED)
        .select_related("organisation")
        .prefetch_related("addenda", "endings")
        .order_by("pk")
    )
    found = [each for each in others if _overlaps(first, last, *current_term(each))]
    return [f"{company_of(each)} ({_term(each)})" for each in found]


def _overlaps(first: date, last: date, start: date | None, end: date | None) -> bool:
    return bool(start and end and start <= last and first <= end)


def _term(agreement: Agreement) -> str:
    start, end = current_term(agreement)
    return f"{_day(start)} tot en met {_day(end)}" if start and end else ""


def _of_hours(agreement: Agreement) -> Iterator[Caution]:
    days = max((year.days_school for year in agreement.route.years.all()), default=0)
    if agreement.hours_per_week and agreement.hours_per_week + days * HOURS_IN_A_DAY > HOURS_IN_A_WEEK:
        school = f"{shown_number(days)} {'dag' if days == 1 else 'dagen'} school"
        hours = shown_number(agreement.hours_per_week)
        yield Caution("hours_exceed_week", f"{hours} uur werk en {school} passen niet in één week")


def _of_named_hours(agreement: Agreement) -> Iterator[Caution]:
    agreed = agreement.hours_per_week
    named = [hours for hours in hours_named(agreement.employment) if agreed and hours != agreed]
    if agreed and named:
        said, hours = shown_number(named[0]), shown_number(agreed)
        yield Caution("hours_differ", f"Bij de arbeidsovereenkomst staat {said} uur per week, afgesproken is {hours}")


def _of_mkb(agreement: Agreement) -> Iterator[Caution]:
    company, declared = agreement.organisation, agreement.organisation.mkb_declared_on
    if company.is_mkb is None:
        yield Caution("mkb_absent", f"{company.name} heeft de mkb-verklaring nog niet ingevuld")
    elif not company.is_mkb:
        yield Caution("not_mkb", f"{company.name} is volgens zijn eigen verklaring geen mkb")
    elif declared and mkb.is_too_old(declared):
        yield Caution("mkb_expired", f"De mkb-verklaring van {company.name} is van {_day(declared)}, dat is te oud")


def _of_repayment(agreement: Agreement) -> Iterator[Caution]:
    if agreement.repayment_clause == YesNo.YES:
        reviewed = agreement.repayment_reviewed_by or "nog niemand"
        yield Caution(
            "repayment_clause", f"Er is een terugbetalingsbeding; juridisch bekeken door {reviewed}".rstrip(".")
        )


def _of_pay(agreement: Agreement) -> Iterator[Caution]:
    if agreement.salary_agreed == YesNo.NO:
        yield Caution("no_salary", "De werkgever betaalt geen salaris")
    elif not agreement.salary_agreed and not speaks_of_pay(agreement.employment):
        yield Caution("salary_unsaid", "Er staat niet dat de werkgever loon betaalt")


def _of_persons(parties: list[Party]) -> Iterator[Caution]:
    """Where the student surely signs twice, that is in the way: see readiness."""
    refused = {party.role for party in student_twice(parties)}
    pairs = [
        f"{one.signer_name} ({Role(one.role).label.lower()}) en {other.signer_name} ({Role(other.role).label.lower()})"
        for one, other in twice(parties)
        if Role.STUDENT not in (one.role, other.role) or not {one.role, other.role} & refused
    ]
    if pairs:
        yield Caution("same_person", f"Misschien dezelfde persoon: {'; '.join(pairs)}"[:300])


def _of_plan(agreement: Agreement) -> Iterator[Caution]:
    gaps = training.gaps_in(agreement)
    if gaps:
        said = " ".join(gaps).rstrip(".")
        points = "1 open punt" if len(gaps) == 1 else f"{len(gaps)} open punten"
        yield Caution("plan_gaps", Truncator(f"Het opleidingsplan heeft {points}: {said}").chars(300))


def _of_language(agreement: Agreement) -> Iterator[Caution]:
    if fields := left_in_dutch(agreement):
        yield Caution("left_in_dutch", f"Nog in het Nederlands: {', '.join(map(meter.label, fields))}"[:300])


def _day(day: date) -> str:
    return date_format(day, "j F Y")
