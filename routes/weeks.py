"""The week of a route in each study year: days at school, in the company and elsewhere, in steps of half a day."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .enums import Degree, Form, Shape

WORKING_DAYS = 5
HALF_DAY = Decimal("0.5")
# Work and study together. Sixty credits are 1,680 hours a year (WHW 7.4); deeltijd may spread them, beside a small job.
FEWEST_DAYS = {Form.DUAAL: 3, Form.DEELTIJD: 2}


class Week(NamedTuple):
    year: int
    school: Decimal
    company: Decimal
    elsewhere: Decimal = Decimal(0)

    @property
    def days(self) -> Decimal:
        return self.school + self.company + self.elsewhere

    @property
    def drawn(self) -> list[tuple[str, str]]:
        """Five days of two halves each, for the picture of the week."""
        parts = [("company", self.company), ("school", self.school), ("elsewhere", self.elsewhere)]
        halves = [name for name, days in parts for _ in range(int(days / HALF_DAY))]
        halves += ["free"] * (2 * WORKING_DAYS - len(halves))
        return list(zip(halves[::2], halves[1::2], strict=True))

    @property
    def words(self) -> str:
        """ "4 dagen werken, 1 dag studeren" """
        parts = [(self.company, "werken"), (self.school, "studeren"), (self.elsewhere, "elders leren")]
        return ", ".join(f"{in_days(days)} {what}" for days, what in parts if days)


def in_days(days: Decimal) -> str:
    number = f"{days.normalize():f}".replace(".", ",")
    return f"{number} {'dagen' if days > 1 and days != Decimal('1.5') else 'dag'}"


def usual_weeks(shape: Shape, degree: Degree) -> list[Week]:
    """The week that the handreiking Samen opleiden met het mkb, paragraph 3, gives as an example of each shape."""
    years = range(1, degree.years + 1)
    return [_week(year, *_usual(shape, year, degree.years)) for year in years]


def _usual(shape: Shape, year: int, years: int) -> tuple[float, ...]:
    if shape == Shape.FIRST_LEARN:
        return (4, 1) if year <= years // 2 else (1, 4)
    if shape == Shape.GROWING:
        return (5, 0) if year == 1 else {0: (1, 4), 1: (2, 3), 2: (3, 2)}[years - year]
    return (1, 3, 1) if shape == Shape.ELSEWHERE else (1, 4)


def _week(year: int, school: float, company: float, elsewhere: float = 0) -> Week:
    return Week(year, Decimal(school), Decimal(company), Decimal(elsewhere))


def share_at_work(weeks: Iterable[Week]) -> int | None:
    """Percentage of the days of the whole programme that is spent in the company; None without days."""
    weeks = list(weeks)
    total = sum(week.days for week in weeks)
    return round(100 * sum(week.company for week in weeks) / total) if total else None


def summary(weeks: Iterable[Week]) -> str:
    """One line for the whole route: the week itself, or how it changes."""
    weeks = list(weeks)
    if not weeks:
        return ""
    if len({week[1:] for week in weeks}) == 1:
        return weeks[0].words
    least, most = (in_days(bound(week.company for week in weeks)) for bound in (min, max))
    if least == most:
        return f"{most} werken per week"
    number, grows = least.split()[0], weeks[0].company < weeks[-1].company
    if number == "0":
        return f"Opbouwend tot {most} werken per week"
    return f"Van {number} naar {most} werken per week" if grows else f"{number} tot {most} werken per week"


def problems(shape: Shape, degree: Degree, weeks: Iterable[Week], form: Form = Form.DUAAL) -> dict[int, str]:
    """What is wrong with each year, in Dutch; empty when the weeks make a route of this shape."""
    by_year = {week.year: week for week in weeks}
    wrong = {year: message for year, week in by_year.items() if (message := _week_problem(week, form))}
    for year in range(1, degree.years + 1):
        if year not in by_year:
            wrong[year] = f"Vul de week van studiejaar {year} in."
    for year in by_year:
        if year > degree.years:
            wrong[year] = f"Een {degree.label} duurt {degree.years} jaar. Laat studiejaar {year} leeg."
    return wrong or _shape_problems(shape, [by_year[year] for year in sorted(by_year)])


def _week_problem(week: Week, form: Form) -> str:
    if week.days > WORKING_DAYS:
        return f"Studiejaar {week.year} telt {in_days(week.days)}. Een werkweek heeft ten hoogste vijf dagen."
    if week.days <= 0:
        return f"Studiejaar {week.year} heeft geen dagen. Vul in hoe de week eruitziet."
    if any(days < 0 or days % HALF_DAY for days in week[1:]):
        return f"Reken in studiejaar {week.year} met hele en halve dagen, bijvoorbeeld 1 of 1,5."
    if week.days < FEWEST_DAYS[form]:
        return (
            f"Studiejaar {week.year} telt {in_days(week.days)}. Werken en leren samen zijn bij {form.label.lower()} "
            f"ten minste {in_days(Decimal(FEWEST_DAYS[form]))} per week. Tel de dagen in het bedrijf mee."
        )
    return ""


def _shape_problems(shape: Shape, weeks: list[Week]) -> dict[int, str]:
    """The first year in which the weeks are not what the shape says. Whatever the shape, it ends in the company."""
    last = weeks[-1]
    if not last.company:
        why = f"In studiejaar {last.year}, het laatste, werkt de student niet in het bedrijf."
        return {last.year: f"{why} {ENDS_AT_WORK}"}
    found = RULES[shape](weeks)
    return {found: f"{WHAT_SHAPES_ASK[shape]} Pas studiejaar {found} aan, of kies een andere opzet."} if found else {}


def _learns_most(weeks: list[Week]) -> int | None:
    return next((week.year for week in weeks if week.company <= week.school + week.elsewhere), None)


def _works_first(weeks: list[Week]) -> int | None:
    if weeks[0].school <= weeks[0].company:
        return weeks[0].year
    return weeks[-1].year if weeks[-1].company <= weeks[-1].school else None


def _works_less_later(weeks: list[Week]) -> int | None:
    less = next((later.year for week, later in pairwise(weeks) if later.company < week.company), None)
    return less or (weeks[-1].year if weeks[-1].company == weeks[0].company else None)


def _never_elsewhere(weeks: list[Week]) -> int | None:
    return None if any(week.elsewhere for week in weeks) else weeks[0].year


ENDS_AT_WORK = "Vul de dagen in het bedrijf in: bij elke opzet leert de student aan het eind ook in het bedrijf."
RULES = {
    Shape.THROUGHOUT: _learns_most,
    Shape.FIRST_LEARN: _works_first,
    Shape.GROWING: _works_less_later,
    Shape.ELSEWHERE: _never_elsewhere,
}
WHAT_SHAPES_ASK = {
    Shape.THROUGHOUT: "Bij ‘werkend leren in de hele route’ zijn er elk jaar meer dagen in het bedrijf dan op school "
    "en elders samen.",
    Shape.FIRST_LEARN: "Bij ‘eerst leren, dan werkend leren’ gaat de student in het begin vooral naar school, en aan "
    "het eind vooral naar het bedrijf.",
    Shape.GROWING: "Bij ‘van meer leren naar meer werken’ komen er dagen in het bedrijf bij, en gaan er nooit af.",
    Shape.ELSEWHERE: "Bij ‘werken en leren op verschillende locaties’ leert de student ook elders, bijvoorbeeld bij "
    "een ontwikkelbedrijf.",
}
