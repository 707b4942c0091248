"""Published figures in words and numbers, the Dutch way: what stands in the tables of the page, and of the report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from .figures.beside import NOT_ASKED, NOT_PUBLISHED, NOT_SHOWN, Beside, Line, change_between
from .figures.gathered import EVERYBODY
from .figures.gathered import OTHERS as OF_OTHERS
from .figures.kinds import MISSING, NOBODY, VALID
from .figures.kinds import NOT_ASKED as UNASKED
from .figures.measures import spread_of
from .figures.protecting import TOTAL
from .statistics import Change, change_of_means

Plain = Mapping[str, Any]
HIDDEN = NOT_SHOWN
NOTHING = "–"
PER_ROUTE = "Gemiddelde van de routes"
OWN = "Uw hogeschool"
ALL = "Alle hogescholen"
OTHERS = "Andere hogescholen"


@dataclass(frozen=True)
class Table:
    """The first of each row is its heading."""

    label: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Each with the head of its column: on a phone a row is a card."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def number(value: float | None, decimals: int = 1) -> str:
    return HIDDEN if value is None else number_format(round(value, decimals), decimal_pos=decimals)


def whole(value: int | None) -> str:
    return HIDDEN if value is None else number_format(value)


def percent(share: float | None) -> str:
    return HIDDEN if share is None else f"{number(100 * share)} %"


def counted(group: Plain, key: str) -> str:
    """ "12 (48,0 %)"; an answer that is hidden, or of a group that is."""
    count = (group.get("counts") or {}).get(key)
    if count is None:
        return HIDDEN
    shares = (group.get("shares") or {}).get(key)
    return f"{whole(count)} ({percent(shares[0])})" if shares else whole(count)


def sure(interval: Sequence[float] | None, *, is_share: bool = False) -> str:
    if not interval:
        return NOTHING
    return f"{_short(interval[0], is_share)} tot {_short(interval[1], is_share)}{' %' if is_share else ''}"


def _short(value: float, is_share: bool) -> str:
    return number(100 * value if is_share else value)


def answered(group: Plain) -> str:
    """ "23 geldig, 2 leeg, 0 niet gevraagd"."""
    if group.get(NOBODY) is None:
        return "Te weinig antwoorden om te tonen"
    if group.get(VALID) is None:
        return f"{whole(group[NOBODY])} antwoorden; hoeveel op deze vraag wordt niet getoond"
    return f"{whole(group[VALID])} geldig, {whole(group[MISSING])} leeg, {whole(group[UNASKED])} niet gevraagd"


# -- of an item -----------------------------------------------------------------------------------------------------


def scale_tables(items: Sequence[Plain], own: str = "") -> list[Table]:
    """Items with the same scale, in a row each. Two tables: in one they are wider than a page."""
    head = ["Onderdeel", "N", "Gemiddelde", "95%-interval", "Mediaan", "Standaardafwijking", PER_ROUTE]
    means = Table("Gemiddelden", [*head, *([OWN] if own else [])], [_mean_row(item, own) for item in items])
    bands = [label for _, label, _ in _bands(items[0])]
    return [means, Table("Verdeling", ["Onderdeel", "N", *bands], [_band_row(item) for item in items])]


def _mean_row(item: Plain, own: str) -> list[str]:
    group = item["groups"].get(EVERYBODY) or {}
    row = [item["text"], whole(group.get(VALID)), *middle(group), _averaged(item.get("per_route") or {}, "")]
    return [*row, _own_mean(item, own)] if own else row


def _band_row(item: Plain) -> list[str]:
    group = item["groups"].get(EVERYBODY) or {}
    return [item["text"], whole(group.get(VALID)), *(counted(group, key) for key, _, _ in _bands(item))]


def _bands(item: Plain) -> list[Sequence[Any]]:
    return [category for category in item["categories"] if not category[2]]


def middle(group: Plain) -> list[str]:
    mean = group.get("mean")
    if mean is None:
        return [HIDDEN] * 4
    deviation = group.get("deviation")
    return [
        number(mean),
        sure(group.get("interval")),
        number(group["median"]) if "median" in group else HIDDEN,
        number(deviation) if deviation is not None else NOTHING if "deviation" in group else HIDDEN,
    ]


def _own_mean(item: Plain, own: str) -> str:
    group = item["groups"].get(own) or {}
    mean = group.get("mean")
    return HIDDEN if mean is None else f"{number(mean)} (N = {whole(group[VALID])})"


def _averaged(per_route: Plain, category: str) -> str:
    found = (per_route.get("shares") or {}).get(category) if category else per_route if "mean" in per_route else None
    if not found:
        return NOTHING
    value = percent(found["mean"]) if category else number(found["mean"])
    return f"{value} ({found['routes']} routes)"


def answers_table(item: Plain, own: str = "") -> Table:
    """A row per answer."""
    group, mine = item["groups"].get(EVERYBODY) or {}, item["groups"].get(own) or {}
    head = ["Antwoord", ALL if own else "Aantal", "95%-interval", PER_ROUTE, *([OWN] if own else [])]
    rows = [_answer_row(item, group, mine, category) for category in item["categories"]]
    return Table("Antwoorden", head, [row if own else row[:4] for row in rows])


def _answer_row(item: Plain, group: Plain, mine: Plain, category: Sequence[Any]) -> list[str]:
    key, label, _ = category
    shares = (group.get("shares") or {}).get(key)
    interval = sure(shares[1:], is_share=True) if shares else NOTHING
    return [label, counted(group, key), interval, _averaged(item.get("per_route") or {}, key), counted(mine, key)]


def means_table(item: Plain, own: str = "") -> Table:
    """Of a number: of everybody, and of the own hogeschool."""
    head = ["Wie", "N", f"Gemiddelde{_unit(item)}", "95%-interval", "Mediaan", "Standaardafwijking"]
    keys = [(ALL if own else "Allen", EVERYBODY), *([(OWN, own)] if own else [])]
    groups = [(name, item["groups"].get(key) or {}) for name, key in keys]
    rows = [[name, whole(group.get(VALID)), *middle(group)] for name, group in groups]
    if average := item.get("per_route"):
        rows.append([PER_ROUTE, NOTHING, _averaged(average, ""), NOTHING, NOTHING, NOTHING])
    return Table("Gemiddelde", head, rows)


def _unit(item: Plain) -> str:
    unit = "%" if item["kind"] == "percentage" else item["unit"]
    return f" ({unit})" if unit else ""


def rows_table(item: Plain, own: str = "") -> Table:
    """Of a table: what all companies fill in together."""
    group, mine = item["groups"].get(EVERYBODY) or {}, item["groups"].get(own) or {}
    head = ["Regel", f"Samen{_unit(item)}", *([OWN] if own else [])]
    keys = [*item["rows"], [TOTAL, "Totaal"]]
    rows = [[label, *(whole((each.get("rows") or {}).get(key)) for each in (group, mine))] for key, label in keys]
    return Table("Samen", head, [row if own else row[:2] for row in rows])


def groups_table(item: Plain, name: str, labels: Mapping[str, str]) -> Table:
    """A row per group."""
    groups = [(label, item["groups"].get(key) or {}) for key, label in labels.items()]
    has_mean = item["kind"] in ("agreement", "satisfaction", "number", "percentage")
    head = [name, "N", *(["Gemiddelde", "95%-interval"] if has_mean else [])]
    if item["rows"]:
        head += [label for _, label in item["rows"]]
        rows = [[label, whole(group.get(VALID)), *_in_rows(item, group)] for label, group in groups]
        return Table(f"Per {name.lower()}", head, rows)
    head += [label for _, label, _ in _bands(item)]
    return Table(
        f"Per {name.lower()}", head, [_group_row(item, label, group, has_mean=has_mean) for label, group in groups]
    )


def _in_rows(item: Plain, group: Plain) -> Iterable[str]:
    return (whole((group.get("rows") or {}).get(key)) for key, _ in item["rows"])


def _group_row(item: Plain, label: str, group: Plain, *, has_mean: bool) -> list[str]:
    row = [label, whole(group.get(VALID)), *(middle(group)[:2] if has_mean else [])]
    return [*row, *(counted(group, key) for key, _, _ in _bands(item))]


# -- beside another measurement -------------------------------------------------------------------------------------

BASELINE_HEAD = ["", "Nulmeting 2021-2022", "Nu", "Verschil", "Bron"]


def baseline_table(lines: Sequence[Line], texts: Mapping[str, str] | None = None) -> Table:
    """`texts`: of each item by its code, where the lines are of more than one."""
    return Table("Naast de nulmeting", BASELINE_HEAD, [_baseline_row(line, texts or {}) for line in lines])


def _baseline_row(line: Line, texts: Mapping[str, str]) -> list[str]:
    printed = line.printed
    name = texts.get(printed.item, printed.label) if printed.measure == "mean" else printed.label
    source = f"p. {printed.page}{f'. {printed.note}' if printed.note else ''}"
    return [name, then_said(line), now_said(line), change_said(line.change, is_share=_is_share(line)), source]


def _is_share(line: Line) -> bool:
    return bool(line.now and line.now.share)


def then_said(line: Line) -> str:
    printed = line.printed
    n = f" (N = {printed.n})" if printed.n else ""
    if printed.printed:
        return f"{printed.printed}{n}"
    if printed.value is None:
        return f"{NOT_PUBLISHED} (figuur){n}"
    if printed.unit == "percent":
        return f"{number(printed.value, 0)} %{n}"
    if printed.unit == "count":
        share = f" ({percent(printed.value / printed.n)})" if printed.n else ""
        return f"{whole(int(printed.value))}{share}{n}"
    return f"{number(printed.value)}{n}"


def now_said(line: Line) -> str:
    now = line.now
    if now is None or line.why_not_now:
        return line.why_not_now or NOT_ASKED
    if now.part is not None:
        share = f" ({percent(now.share.value)})" if now.share else ""
        return f"{whole(now.part)}{share} (N = {whole(now.n)})"
    if now.value is None:
        return NOTHING
    if line.printed.measure == NOBODY:
        return whole(now.n)
    decimals = 0 if line.printed.measure in ("sum", "rows") else 1
    return f"{number(now.value, decimals)} (N = {whole(now.n)})"


def change_said(change: Change | None, *, is_share: bool) -> str:
    """ "+4,2 procentpunt (-1,0 tot 9,3)"."""
    if change is None:
        return NOTHING
    unit = " procentpunt" if is_share else ""
    between = f" ({sure([change.interval.low, change.interval.high])})" if change.interval else ""
    return f"{'+' if change.value > 0 else ''}{number(change.value)}{unit}{between}"


def others_table(items: Sequence[Plain], own: str) -> Table:
    """The own hogeschool beside all others together."""
    several = len(items) > 1
    rows = [row for item in items for row in _others_rows(item, own, with_bands=not several)]
    head = ["Onderdeel" if several else "", OWN, OTHERS, "Verschil (95%-interval)"]
    return Table(f"Naast de {OTHERS.lower()}", head, rows)


def _others_rows(item: Plain, own: str, *, with_bands: bool) -> Iterable[list[str]]:
    mine, others = (item["groups"].get(key) or {} for key in (own, f"{OF_OTHERS}:{own}"))
    if others.get(VALID) is None or mine.get(VALID) is None:
        return
    if others.get("mean") is not None and mine.get("mean") is not None:
        name = item["text"] if item["kind"] in ("agreement", "satisfaction") else "Gemiddelde"
        here, there = spread_of(mine), spread_of(others)
        change = change_of_means(here, there) if here and there else None
        yield [name, _mean_of(mine), _mean_of(others), change_said(change, is_share=False)]
    for key, label, is_fine in item["categories"]:
        if with_bands and not is_fine and (change := change_between(key, mine, others)):
            yield [label, _share_of(mine, key), _share_of(others, key), change_said(change, is_share=True)]


def response_table(now: int | None, then: int | None, earlier: str) -> Table:
    return Table(
        f"Naast {earlier}", ["", earlier, "Nu", "Verschil"], [["Antwoorden", whole(then), whole(now), _more(now, then)]]
    )


def _more(now: int | None, then: int | None) -> str:
    return NOTHING if now is None or then is None else f"{'+' if now > then else ''}{whole(now - then)}"


def wave_table(beside: Beside, earlier: str, who: str = "") -> Table:
    """`who`: of whom, where it is not of everybody."""
    head = ["", earlier, "Nu", "Verschil (95%-interval)"]
    rows = []
    if beside.mean:
        rows.append(
            [
                "Gemiddelde",
                *(_mean_of(each) for each in (beside.earlier, beside.later)),
                change_said(beside.mean, is_share=False),
            ]
        )
    for key, label, change in beside.shares:
        said = [_share_of(each, key) for each in (beside.earlier, beside.later)]
        rows.append([label, *said, change_said(change, is_share=True)])
    return Table(f"{who}{' naast ' if who else 'Naast '}{earlier}", head, rows)


def _mean_of(group: Plain) -> str:
    return f"{number(group['mean'])} (N = {whole(group[VALID])})"


def _share_of(group: Plain, key: str) -> str:
    return f"{counted(group, key)}, N = {whole(group[VALID])}"
