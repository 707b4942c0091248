"""What the page with figures shows, and the report: blocks of items, each with a chart, tables and what lies beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from . import charts
from . import result_tables as words
from .asking.items import Kind, Section
from .figures.beside import Beside, Line
from .figures.gathered import EVERYBODY, OTHERS
from .figures.kinds import NOBODY, VALID
from .figures.published import COMPLETE, PARTIAL

Plain = Mapping[str, Any]
DIVISIONS = {"route": "Route", "sector": "Sector", "hogeschool": "Hogeschool", "doelgroep": "Doelgroep"}
SCALES = ("agreement", "satisfaction")
FEW = "few"
ONE = {"route": "één route", "hogeschool": "één hogeschool", "sector": "één sector", "programme": "één opleiding"}
WHO = {"companies": "bedrijven", "students": "studenten", "teachers": "docenten"}


@dataclass
class Block:
    """One question, or several with the same scale under one sentence."""

    codes: list[str]
    title: str
    answered: str = ""
    chart: str = ""  # SVG, in which all text is escaped
    benchmark: str = ""  # SVG too: the hogeschool beside the others
    tables: list[words.Table] = field(default_factory=list)
    beside: list[words.Table] = field(default_factory=list)
    groups: list[words.Table] = field(default_factory=list)
    remark: str = ""


@dataclass
class Context:
    """What lies beside the figures, by the code of an item."""

    lines: Mapping[str, list[Line]] = field(default_factory=dict)
    waves: Mapping[str, Beside] = field(default_factory=dict)
    own_waves: Mapping[str, Beside] = field(default_factory=dict)  # of the hogeschool itself, in both
    earlier: str = ""  # the name of that wave
    earlier_response: int | None = None


def blocks_of_section(section: Section, result: Plain, *, beside: Context, per: str = "", own: str = "") -> list[Block]:
    by_code = {item["code"]: item for item in result["items"]}
    groups = _together([(item.code, item.text.nl, item.kind) for item in section.items], by_code)
    return [_block(title, items, result, beside, per, own) for title, items in groups]


def _together(items: Iterable[tuple[str, str, Kind]], by_code: Mapping[str, Plain]) -> list[tuple[str, list[Plain]]]:
    """Items with a scale stand together under the sentence before them; another stands by itself."""
    found: list[tuple[str, list[Plain]]] = []
    sentence = ""
    for code, text, kind in items:
        if kind == Kind.STATEMENT:
            sentence = text
        elif code in by_code and by_code[code]["kind"] in SCALES and sentence:
            if not (found and found[-1][0] == sentence):
                found.append((sentence, []))
            found[-1][1].append(by_code[code])
        elif code in by_code:
            found.append((by_code[code]["text"], [by_code[code]]))
    return found


def _block(title: str, items: list[Plain], result: Plain, beside: Context, per: str, own: str) -> Block:
    first = items[0]
    block = Block([item["code"] for item in items], title)
    block.answered = words.answered(first["groups"].get(EVERYBODY) or {}) if len(items) == 1 else ""
    if first["kind"] in SCALES:
        block.tables = words.scale_tables(items, own)
    else:
        block.tables = list(_tables(first, own))
    block.chart = _chart(title, items, beside)
    block.beside = list(_beside(items, beside))
    if own and (others := words.others_table(items, own)).rows:
        block.benchmark = _benchmark(title, items, own)
        block.beside.insert(0, others)
    labels = result["divisions"].get(per)
    block.groups = [_groups_table(item, per, labels, several=len(items) > 1) for item in items] if labels else []
    return block


def _groups_table(item: Plain, per: str, labels: Mapping[str, str], *, several: bool) -> words.Table:
    """Says of which item it is, where there are more: no two tables have the same name."""
    table = words.groups_table(item, DIVISIONS[per], labels)
    return replace(table, label=f"{table.label}: {item['text']}") if several else table


def _tables(item: Plain, own: str) -> Iterable[words.Table]:
    if item["kind"] in ("number", "percentage"):
        yield words.means_table(item, own)
    if item["categories"]:
        yield words.answers_table(item, own)
    if item["rows"]:
        yield words.rows_table(item, own)


def _beside(items: Sequence[Plain], beside: Context) -> Iterable[words.Table]:
    lines = [line for item in items for line in beside.lines.get(item["code"], [])]
    if lines:
        yield words.baseline_table(lines, {item["code"]: item["text"] for item in items} if len(items) > 1 else None)
    for item, (who, pairs) in product(items, (("", beside.waves), (words.OWN, beside.own_waves))):
        if (found := pairs.get(item["code"])) and (table := words.wave_table(found, beside.earlier, who)).rows:
            yield replace(table, label=f"{table.label}: {item['text']}") if len(items) > 1 else table


# -- charts ---------------------------------------------------------------------------------------------------------


def _chart(title: str, items: Sequence[Plain], beside: Context) -> str:
    kind = items[0]["kind"]
    if kind == "agreement":
        return charts.likert(title, ("oneens (1-3)", "neutraal (4)", "eens (5-7)"), [_opinion(item) for item in items])
    if kind == "satisfaction":
        return charts.dots(title, 1, 10, [_dot(item, beside) for item in items])
    group = items[0]["groups"].get(EVERYBODY) or {}
    if not items[0]["categories"] or group.get(NOBODY) is None:
        return _rows_chart(title, items[0], group)
    return charts.bars(title, [_bar(items[0], group, category, beside) for category in items[0]["categories"]])


def _benchmark(title: str, items: Sequence[Plain], own: str) -> str:
    """The own hogeschool, with a mark for the whole of the others. Empty where nothing of its own is shown."""
    name, others = f"{title}: {words.OWN.lower()} naast de andere", words.OTHERS.lower()
    if items[0]["kind"] in SCALES:
        high = 10 if items[0]["kind"] == "satisfaction" else 7
        dots = [_dot_beside(item, own) for item in items]
        return charts.dots(name, 1, high, dots, others) if any(dot.mean is not None for dot in dots) else ""
    if not items[0]["categories"]:
        return ""
    mine, them = items[0]["groups"][own], items[0]["groups"][f"{OTHERS}:{own}"]
    found = [
        charts.Bar(label, (mine.get("counts") or {}).get(key), mine.get(VALID), _share_in(them, key))
        for key, label, is_fine in items[0]["categories"]
        if not is_fine
    ]
    return charts.bars(name, found, others) if any(bar.part for bar in found) else ""


def _dot_beside(item: Plain, own: str) -> charts.Dot:
    mine, them = (item["groups"].get(key) or {} for key in (own, f"{OTHERS}:{own}"))
    interval = mine.get("interval")
    between = (interval[0], interval[1]) if interval else None
    return charts.Dot(item["text"], mine.get(VALID), mine.get("mean"), between, them.get("mean"))


def _share_in(group: Plain, key: str) -> float | None:
    share = (group.get("shares") or {}).get(key)
    return share[0] if share else None


def _rows_chart(title: str, item: Plain, group: Plain) -> str:
    """Of a table: each row of all."""
    rows = group.get("rows") or {}
    if not item["rows"] or not rows:
        return ""
    return charts.bars(title, [charts.Bar(label, rows[key], rows["total"]) for key, label in item["rows"]])


def _bar(item: Plain, group: Plain, category: Sequence[Any], beside: Context) -> charts.Bar:
    key, label, _ = category
    counts = group.get("counts") or {}
    wanted = f"count:{key.removeprefix('o:')}"
    lines = [line for line in beside.lines.get(item["code"], []) if line.printed.measure == wanted]
    return charts.Bar(label, counts.get(key), group.get(VALID), _former_share(lines[0]) if lines else None)


def _former_share(line: Line) -> float | None:
    value, n = line.printed.value, line.printed.n
    if value is None:
        return None
    return value / 100 if line.printed.unit == "percent" else value / n if n else None


def _opinion(item: Plain) -> charts.Opinion:
    group = item["groups"].get(EVERYBODY) or {}
    shares = [(group.get("shares") or {}).get(key) for key, _, is_fine in item["categories"] if not is_fine]
    # the middle is one value, which stands before the bands: against, neither, for
    ordered = sorted(zip((key for key, _, fine in item["categories"] if not fine), shares, strict=True), key=_lowest)
    values = [share[0] for _, share in ordered if share]
    known = (values[0], values[1], values[2]) if len(values) == 3 else None
    return charts.Opinion(item["text"], group.get(VALID), known)


def _lowest(pair: tuple[str, Any]) -> int:
    return int(pair[0].partition(":")[2].partition("-")[0])


def _dot(item: Plain, beside: Context) -> charts.Dot:
    group = item["groups"].get(EVERYBODY) or {}
    interval = group.get("interval")
    lines = [line for line in beside.lines.get(item["code"], []) if line.printed.measure == "mean"]
    former = lines[0].printed.value if lines else None
    return charts.Dot(
        item["text"], group.get(VALID), group.get("mean"), (interval[0], interval[1]) if interval else None, former
    )


# -- the response, and how far it speaks for all --------------------------------------------------------------------


def response_of(result: Plain, name: str, beside: Context) -> Block:
    """`name`: the division by which it is shown."""
    labels = result["divisions"].get(name, {})
    groups = [("Samen", result["response"][EVERYBODY])]
    groups += [(label, result["response"].get(key) or {}) for key, label in labels.items()]
    rows = [[label, words.whole(group.get(NOBODY))] for label, group in groups]
    everybody = result["response"][EVERYBODY].get(NOBODY)
    bars = [charts.Bar(label, group.get(NOBODY), everybody) for label, group in groups[1:]]
    chart = charts.bars("Respons", bars) if bars and everybody else ""
    head = [DIVISIONS.get(name, "Wie"), "Antwoorden"]
    found = [words.Table("Respons", head, rows)]
    block = Block([], "Respons", _in_part(result["response"][EVERYBODY]), chart=chart, tables=found)
    if "" in beside.lines:
        block.beside.append(words.baseline_table(beside.lines[""]))
    if beside.earlier:
        block.beside.append(words.response_table(everybody, beside.earlier_response, beside.earlier))
    return block


def _in_part(everybody: Plain) -> str:
    if everybody.get(COMPLETE) is None:
        return ""
    return f"{words.whole(everybody[COMPLETE])} volledig, {words.whole(everybody[PARTIAL])} voor een deel"


def cautions_of(result: Plain, audience: str) -> list[str]:
    return [_caution(each, WHO[audience]) for each in result["cautions"] if each["kind"] != "doelgroep"]


def _caution(each: Plain, who: str) -> str:
    if each["kind"] == FEW:
        return f"Er zijn {each['part']} antwoorden. Dat zijn er weinig: één antwoord meer of minder maakt al verschil."
    part = f"{each['part']} van de" if each["part"] is not None else "Ten minste twee derde van de"
    return f"{part} {each['whole']} {who}: {ONE[each['kind']]}{_named(each)}. Niet representatief voor alle Mkb-routes."


def _named(each: Plain) -> str:
    return f" ({each['label']})" if each["label"] else ""
