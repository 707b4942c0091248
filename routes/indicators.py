"""What the portal counts about a route: one contract per indicator, and who counts it.

What lies on a higher floor registers its counting here (count_with), and counts as whoever acts: a coordinator under
her own access, the nightly round (tasks.count_indicators) as the system. The programme team, who see no people, read
the rows of that round.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format, localize

from mkbroute.organisations.enums import Kind

from .models import CriteriaSet, CriterionAssessment, IndicatorThreshold, Route, RouteIndicator, RoutePartner, RouteYear

# whose share criterion 5 is about; hogescholen confirm too, and are told apart (queries)
COUNTED_PARTNERS = (Kind.COMPANY, Kind.BRANCHE)
# The programme team sees numbers, not people: below this many a share would tell about one of them.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Count:
    numerator: Decimal | int
    denominator: Decimal | int


@dataclass(frozen=True)
class Indicator:
    code: str
    criterion: int  # of the standing set
    title: str
    definition: str
    numerator: str
    denominator: str
    source: str
    needs: str  # to be counted at all
    of_people: bool = False
    none_is_too_few: bool = False  # nothing to count is below any threshold
    is_yes_or_no: bool = False  # one of one, or none


INDICATORS = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            "accredited",
            1,
            "Erkend hbo-diploma",
            "Of de opleiding volgens de hogeschool geaccrediteerd is: alleen dan leidt zij tot een erkend hbo-diploma.",
            "één als de opleiding geaccrediteerd is, anders nul",
            "één: de opleiding",
            "Nulmeting 2021-2022, criterium 1: een Ad of bachelor; Samen opleiden met het mkb, paragraaf 1: die beide "
            "leiden tot een erkend hbo-diploma",
            "het veld ‘geaccrediteerd’ bij de gegevens van de route",
            is_yes_or_no=True,
        ),
        Indicator(
            "work_share",
            1,
            "Deel van de opleiding op de werkplek",
            "Het aandeel dagen in het bedrijf, over alle studiejaren samen. Het zijn dagen, geen uren: elke dag en elk "
            "studiejaar telt even zwaar, en vakanties en tentamenweken tellen niet apart.",
            "dagen per week in het bedrijf, opgeteld over de studiejaren",
            "alle dagen per week: bedrijf, school en elders",
            "Katapult, derde kenmerk: het grootste deel van het leren vindt op de werkplek plaats",
            "de week per studiejaar",
        ),
        Indicator(
            "mkb_share",
            2,
            "Leerwerkplekken in het mkb",
            "Het aandeel leerwerkplekken bij bedrijven die zelf verklaarden tot het mkb te horen.",
            "leerwerkplekken van een bedrijf met een mkb-verklaring",
            "alle leerwerkplekken die op de route zijn aangeboden of bezet; zonder verklaring telt een bedrijf niet "
            "als mkb",
            "Nulmeting 2021-2022, criterium 2",
            "leerwerkplekken op de route",
        ),
        Indicator(
            "signed_share",
            3,
            "Studenten met een getekende overeenkomst",
            "Het aandeel studenten met een leerwerkplek van wie alle partijen de overeenkomst hebben getekend.",
            "studenten met een overeenkomst die door alle partijen is getekend",
            "studenten met een bevestigde leerwerkplek",
            "Nulmeting 2021-2022, criterium 3; WHW artikel 7.7 lid 5",
            "studenten met een bevestigde leerwerkplek",
            of_people=True,
        ),
        Indicator(
            "salary_share",
            4,
            "Overeenkomsten waarin het salaris is benoemd",
            "Het aandeel overeenkomsten waarin staat welke arbeidsovereenkomst en welk loon de student krijgt.",
            "overeenkomsten met een ingevuld onderdeel arbeidsovereenkomst en loon",
            "overeenkomsten die ter ondertekening zijn verstuurd, of getekend zijn",
            "Nulmeting 2021-2022, criterium 4",
            "verstuurde overeenkomsten",
            of_people=True,
        ),
        Indicator(
            "partner_share",
            5,
            "Partners die zelf hun betrokkenheid bevestigden",
            "Het aandeel bedrijven en branches bij de route dat in het portaal zelf bevestigde mee te doen.",
            "bedrijven en branches die het zelf bevestigden",
            "alle bedrijven en branches die als partner bij de route staan",
            "Nulmeting 2021-2022, criterium 5",
            "bedrijven of branches als partner bij de route",
            none_is_too_few=True,
        ),
    )
}
CHOICES = [(code, indicator.title) for code, indicator in INDICATORS.items()]

Counter = Callable[[Collection[int]], dict[int, Count]]
_counters: dict[str, Counter] = {}


def count_with(code: str, counter: Counter) -> None:
    """`counter(route ids)` answers a Count for each route that has something to count. For AppConfig.ready()."""
    if code not in INDICATORS:
        raise ValueError(f"no indicator {code}")
    _counters[code] = counter


@dataclass(frozen=True)
class Figure:
    """An indicator of one route, as far as its reader may know it."""

    indicator: Indicator
    on: date
    count: Count | None = None
    too_few: bool = False  # counted, but of too few people to be shown

    @property
    def percent(self) -> int | None:
        """Rounded down: a hundred is all of them."""
        if not self.count or not self.count.denominator:
            return None
        return int(100 * self.count.numerator / self.count.denominator)

    @property
    def words(self) -> str:
        if self.too_few:
            return f"minder dan {FEWEST_PEOPLE} studenten: niet getoond"
        if self.percent is None or not self.count:
            return "nog geen gegevens"
        if self.indicator.is_yes_or_no:
            return "ja" if self.count.numerator else "nog niet"
        part, whole = (_plain(number) for number in (self.count.numerator, self.count.denominator))
        return f"{self.percent}% ({part} van {whole})"

    @property
    def dated(self) -> str:
        return f"{self.words}, {date_format(self.on, 'j F Y')}" if self.is_known else self.words

    @property
    def is_known(self) -> bool:
        return self.too_few or self.percent is not None

    def falls_below(self, minimum_percent: int) -> bool:
        if self.too_few:
            return False
        if not self.count or not self.count.denominator:
            return self.indicator.none_is_too_few
        return 100 * self.count.numerator < minimum_percent * self.count.denominator

    def norm(self, minimum_percent: int) -> str:
        return "De norm is ja." if self.indicator.is_yes_or_no else f"Ten minste {minimum_percent}% is de norm."

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.indicator.code,
            "title": self.indicator.title,
            "criterion": self.indicator.criterion,
            "on": self.on.isoformat(),
            "too_few": self.too_few,
            "numerator": _plain(self.count.numerator) if self.count else None,
            "denominator": _plain(self.count.denominator) if self.count else None,
            "percent": self.percent,
            "words": self.words,
        }


def _plain(number: Decimal | int) -> str:
    return localize(Decimal(number)).removesuffix(",0")


def count_all(route_ids: Collection[int]) -> dict[int, dict[str, Count]]:
    """Of each route what can be counted now, as whoever acts."""
    found: dict[int, dict[str, Count]] = {route_id: {} for route_id in route_ids}
    for code, counter in _counters.items():
        for route_id, count in counter(route_ids).items():
            found[route_id][code] = count
    return found


def figures_now(route_id: int, *, for_all: bool = False) -> list[Figure]:
    """Counted now, as whoever acts. `for_all`: as the programme team may read it."""
    counts, today = count_all([route_id])[route_id], timezone.localdate()
    figures = [Figure(indicator, today, counts.get(code)) for code, indicator in INDICATORS.items()]
    return [veiled(figure) for figure in figures] if for_all else figures


def veiled(figure: Figure) -> Figure:
    count = figure.count
    if figure.indicator.of_people and count and 0 < count.denominator < FEWEST_PEOPLE:
        return Figure(figure.indicator, figure.on, too_few=True)
    return figure


def figures_kept(route_id: int) -> list[Figure]:
    """Of the last round."""
    rows = RouteIndicator.objects.filter(route=route_id)
    last = rows.aggregate(Max("on"))["on__max"]
    kept = {row.code: row for row in rows.filter(on=last)} if last else {}
    return [_kept(indicator, kept.get(code), last) for code, indicator in INDICATORS.items()]


def _kept(indicator: Indicator, row: RouteIndicator | None, last: date | None) -> Figure:
    if row is None:
        return Figure(indicator, last or timezone.localdate())
    if row.numerator is None or row.denominator is None:
        return Figure(indicator, row.on, too_few=True)
    return Figure(indicator, row.on, Count(row.numerator, row.denominator))


def in_words(figures: Iterable[Figure]) -> dict[str, str]:
    """Value and date by code, of those that are known."""
    return {figure.indicator.code: figure.dated for figure in figures if figure.is_known}


def now_in_words(route_id: int) -> dict[str, str]:
    return in_words(figures_now(route_id))


def kept_in_words(route_id: int) -> dict[str, str]:
    return in_words(figures_kept(route_id))


def thresholds_of(route_id: int, day: date) -> dict[str, IndicatorThreshold]:
    """What the criteria of this route ask on that day, by code of the indicator. Other sets ask other things."""
    answered = CriterionAssessment.objects.filter(route=route_id).order_by().values("criterion__criteria_set")
    current = CriteriaSet.objects.filter(pk__in=answered).order_by("-standing", "-valid_from", "-pk").values("pk")[:1]
    rows: Iterable[IndicatorThreshold] = IndicatorThreshold.objects.filter(
        criteria_set__in=current, valid_from__lte=day
    ).order_by("valid_from")
    return {row.code: row for row in rows}


# -- counted on this floor --------------------------------------------------------------------------------------------


def _count_accredited(route_ids: Collection[int]) -> dict[int, Count]:
    rows = Route.objects.filter(pk__in=route_ids).order_by().values_list("pk", "accredited")
    return {route_id: Count(int(accredited), 1) for route_id, accredited in rows}


def _count_work(route_ids: Collection[int]) -> dict[int, Count]:
    company, school, elsewhere = Sum("days_company"), Sum("days_school"), Sum("days_elsewhere")
    rows = RouteYear.objects.filter(route__in=route_ids).order_by().values("route_id")
    return {
        row["route_id"]: Count(row["company"], row["company"] + row["school"] + row["elsewhere"])
        for row in rows.annotate(company=company, school=school, elsewhere=elsewhere)
    }


def _count_partners(route_ids: Collection[int]) -> dict[int, Count]:
    asked = RoutePartner.objects.filter(route__in=route_ids, organisation__kind__in=COUNTED_PARTNERS).order_by()
    rows = asked.values_list("route_id").annotate(
        part=CountOf("id", filter=Q(confirmed_at__isnull=False)), whole=CountOf("id")
    )
    return {route_id: Count(confirmed, number) for route_id, confirmed, number in rows}


count_with("accredited", _count_accredited)
count_with("work_share", _count_work)
count_with("partner_share", _count_partners)
