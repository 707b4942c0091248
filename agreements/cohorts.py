"""The 7.7 meter of a cohort: of the agreements of one start of a route, how many miss which provision."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import DateField
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear
from django.urls import reverse

from routes.models import Route, title_of

from . import meter
from .consolidated import as_it_holds
from .enums import Place, State
from .models import Addendum, Agreement, LegalProvision, PlanRow
from .own_days import COMPANY, company_today

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NEW_YEAR = 8  # the month that begins a study year: term.study_year


@dataclass(frozen=True)
class Bar:
    """How many of a cohort miss one provision."""

    code: str
    label: str
    law: str
    missing: int
    total: int
    url: str  # the list of those agreements

    @property
    def complete(self) -> int:
        return self.total - self.missing

    @property
    def ok(self) -> bool:
        return not self.missing

    @property
    def text(self) -> str:
        if not self.missing:
            return "Compleet" if self.total == 1 else "Compleet in alle overeenkomsten"
        verb = "mist" if self.missing == 1 else "missen"
        agreements = "overeenkomst" if self.total == 1 else "overeenkomsten"
        return f"{self.missing} van {self.total} {agreements} {verb} deze bepaling of een deel ervan"


@dataclass(frozen=True)
class Cohort:
    route_id: int
    key: str  # of the route, as addresses have it
    title: str
    is_duaal: bool
    year: int  # in which the study year begins
    total: int
    bars: list[Bar] = field(default_factory=list)

    @property
    def study_year(self) -> str:
        return f"{self.year}-{self.year + 1}"

    @property
    def complete(self) -> bool:
        return all(bar.ok for bar in self.bars)

    @property
    def lead(self) -> str:
        if self.is_duaal:
            return "Duaal: zolang er iets ontbreekt, kan die overeenkomst niet worden verstuurd."
        return "Deeltijd: de wet verplicht dit niet, maar het voorkomt onenigheid."


class Started(TypedDict):
    """What `of_cohorts` adds."""

    start_month: int
    cohort_year: int


def of_cohorts() -> "QuerySet[WithAnnotations[Agreement, Started]]":
    """With the year in which the study year of its start begins. Those that were dropped do not count."""
    start = Coalesce("starts_on", "route__starts_on", output_field=DateField())
    before = Case(When(start_month__lt=NEW_YEAR, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = Agreement.objects.exclude(state=State.CANCELLED).annotate(start_month=ExtractMonth(start))
    return found.annotate(cohort_year=ExtractYear(start) - before)


def lacking(code: str) -> Q:
    """At least one of the fields that make the provision complete is empty: as meter.missing_fields."""
    dates = {name.name for name in Agreement._meta.fields if name.null}
    empty = {name: Q(**{f"{name}__isnull": True} if name in dates else {name: ""}) for name in meter.FIELDS[code]}
    if "learning_outcomes" in empty:
        planned = PlanRow.objects.filter(agreement=OuterRef("pk"), place=Place.COMPANY)
        empty["learning_outcomes"] &= ~Q(Exists(planned))
    return reduce(or_, empty.values())


def _changed() -> Exists:
    """By an addendum that everybody signed: what holds is not what its own row says."""
    return Exists(Addendum.objects.filter(agreement=OuterRef("pk"), state=State.SEALED))


def _as_they_hold(
    found: "QuerySet[WithAnnotations[Agreement, Started]]",
) -> "list[WithAnnotations[Agreement, Started]]":
    """Those that addenda changed, as they read today: few, and read one by one."""
    rows = found.filter(_changed()).prefetch_related("addenda", "endings", "plan")
    return [cast("WithAnnotations[Agreement, Started]", as_it_holds(each)) for each in rows]


def cohorts() -> list[Cohort]:
    """The latest first."""
    counts = {f"missing_{code}": Count("pk", filter=lacking(code) & ~Q(_changed())) for code in meter.FIELDS}
    rows = (
        of_cohorts()
        .order_by()
        .values("route_id", "cohort_year", "form", key=F("route__public_id"))
        .annotate(total=Count("pk"), degree=F("route__degree"), programme=F("route__programme"), **counts)
        .order_by("-cohort_year", "programme", "route_id", "form")
    )
    provisions, changed = meter.current_provisions(), _lacking_as_they_hold()
    return [_cohort(row, provisions, changed) for row in rows]


def _lacking_as_they_hold() -> Counter[tuple[int, int, str, str]]:
    """By route, year, form and provision."""
    return Counter(
        (each.route_id, each.cohort_year, each.form, code)
        for each in _as_they_hold(of_cohorts())
        for code in meter.FIELDS
        if meter.missing_fields(each, code)
    )


def _cohort(row: Any, provisions: Iterable[LegalProvision], changed: Counter[tuple[int, int, str, str]]) -> Cohort:
    cohort = Cohort(
        row["route_id"], str(row["key"]), title_of(row["degree"], row["programme"]), row["form"] == "duaal",
        row["cohort_year"], row["total"],
    )  # fmt: skip
    for provision in provisions:
        address = reverse("agreements:cohort_missing", args=[row["key"], row["cohort_year"], provision.code])
        by_addendum = changed[row["route_id"], row["cohort_year"], row["form"], provision.code]
        missing = row[f"missing_{provision.code}"] + by_addendum
        label = f"{provision.code}. {provision.title}"
        bar = Bar(provision.code, label, provision.citation, missing, row["total"], address if missing else "")
        cohort.bars.append(bar)
    return cohort


@dataclass(frozen=True)
class Lacking:
    """One agreement of the list behind a bar: each field that it misses, with where to fill it in."""

    agreement: Agreement
    url: str
    fields: list[tuple[str, str]]


def agreements_lacking(route: Route, year: int, code: str) -> list[Lacking]:
    own = of_cohorts().filter(route=route, cohort_year=year).annotate(**{COMPANY: company_today("pk")})
    found = own.filter(lacking(code), ~Q(_changed())).prefetch_related("plan")
    changed = [each for each in _as_they_hold(own) if meter.missing_fields(each, code)]
    rows = sorted([*found, *changed], key=lambda each: (each.student_name, each.pk))
    return [_lacking(agreement, code) for agreement in rows]


def _lacking(agreement: Agreement, code: str) -> Lacking:
    """What was sent is taken back first; what is sealed takes an addendum: its own page says so."""
    detail = reverse("agreements:detail", args=[agreement.public_id])
    edit = reverse("agreements:edit", args=[agreement.public_id])
    is_draft = agreement.state == State.DRAFT
    fields = [
        (meter.label(name), f"{edit}#id_{name}" if is_draft else "") for name in meter.missing_fields(agreement, code)
    ]
    return Lacking(agreement, detail, fields)
