"""The figures as they are shown, as plain data: numbers where they may be seen, null where they are hidden."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..statistics import Caution, Spread, cautions, per_group, share, spread
from .families import Families, families, within
from .gathered import EVERYBODY, ROUTE, Gathered
from .kinds import MISSING, NOBODY, NOT_ASKED, VALID
from .protecting import TOTAL, Shown, protected
from .tallies import Counts, Tally, tallies

Plain = dict[str, Any]
COMPLETE, PARTIAL = "complete", "partial"
FEWEST_ROUTES = 3  # of two, each would find the figure of the other
RESPONSE = "response"
DIGITS = 4
COARSE = 1  # of a mean and what belongs to it: in whole numbers of people more digits would tell too much
PROGRAMMES = "programmes"  # the list from which somebody chooses what she studies, or teaches


def published(gathered: Gathered, minimum: int, own: Mapping[str, Gathered] | None = None) -> Plain:
    """Of all groups; `within` takes what one hogeschool sees. With a `minimum` of 1 nothing is hidden. `own`: by the
    key of a hogeschool that asked more than the standard questions, its people with all their answers."""
    found = families(gathered, minimum)
    counted = tallies(gathered)
    shown = protected(counted, gathered.content, found, minimum)
    items = [_item(tally, found, shown[tally.item.code], gathered, minimum) for tally in counted]
    return {
        "supplements": {
            house: supplement(house, theirs, found, shown, minimum) for house, theirs in (own or {}).items()
        },
        "minimum": minimum,
        "divisions": {name: dict(division.labels) for name, division in gathered.divisions.items()},
        "others": gathered.others,
        "response": {key: _response(gathered, found, key, minimum) for key in found.sizes},
        "items": items,
        "cautions": [*_cautions(gathered, found), *_of_programme(gathered, items)],
    }


def supplement(house: str, theirs: Gathered, whole: Families, shown: Mapping[str, Shown], minimum: int) -> Plain:
    """What only one hogeschool asked, of all its people and by route. Which groups are shown, and which answers to the
    standard questions, is as it is among all: here too no more is told of them."""
    names = {EVERYBODY: house} | {key: key for each in theirs.divisions.values() for key in each.labels}
    found = within(theirs, whole, names)
    counted = tallies(theirs)
    before = [
        (tally, _as_among_all(shown[tally.item.code], found, whole, names))
        for tally in counted
        if tally.item.code in shown
    ]
    more = [tally for tally in counted if tally.item.code not in shown]
    decided = protected(more, theirs.content, found, minimum, before)
    return {
        "divisions": {name: dict(division.labels) for name, division in theirs.divisions.items()},
        "response": {
            key: {NOBODY: found.sizes[key] if found.same[key] in found.shown else None} for key in found.sizes
        },
        "items": [_item(tally, found, decided[tally.item.code], theirs, minimum) for tally in more],
    }


def _as_among_all(shown: Shown, found: Families, whole: Families, names: Mapping[str, str]) -> Shown:
    """By the names that the groups have here."""
    again = {found.same[key]: whole.same[name] for key, name in names.items() if found.sizes[key]}
    categories = {category for _, category in shown.counts}
    cells = ((name, category) for name in again for category in categories)
    return Shown(frozenset(cell for cell in cells if (again[cell[0]], cell[1]) in shown.counts))


def _response(gathered: Gathered, found: Families, key: str, minimum: int) -> Plain:
    """How many; of everybody together also who sent it in, and who answered in part."""
    hidden = {NOBODY: None, COMPLETE: None, PARTIAL: None}
    if found.same[key] not in found.shown:
        return hidden
    complete = int(gathered.complete.sum())
    ends = {COMPLETE: complete, PARTIAL: found.sizes[key] - complete}
    if key != EVERYBODY or any(0 < count < minimum for count in ends.values()):
        return {**hidden, NOBODY: found.sizes[key]}
    return {NOBODY: found.sizes[key], **ends}


def _seen(shown: Shown, found: Families, key: str, category: str, counts: Counts) -> int | None:
    return counts[category] if (found.same[key], category) in shown.counts else None


# -- an item --------------------------------------------------------------------------------------------------------


def _item(tally: Tally, found: Families, shown: Shown, gathered: Gathered, minimum: int) -> Plain:
    digits = COARSE if minimum > 1 else DIGITS
    item = tally.item
    groups = {key: _group(tally, found, shown, key, digits) for key in found.sizes if found.sizes[key]}
    return {
        "code": item.code,
        "kind": item.kind.value,
        "text": item.text.nl,
        "unit": item.unit.nl,
        "categories": [[category.key, category.label, category.is_fine] for category in tally.shape.categories],
        "rows": [[row.code, row.text.nl] for row in item.rows],
        "groups": groups,
        "per_route": _per_route(tally, groups, gathered),
    }


def _group(tally: Tally, found: Families, shown: Shown, key: str, digits: int) -> Plain:
    """Nothing but its name where the whole group is left out."""
    name, counts = found.same[key], tally.counts[key]
    plain: Plain = {end: _seen(shown, found, key, end, counts) for end in (NOBODY, VALID, MISSING, NOT_ASKED)}
    if name not in found.shown:
        return dict.fromkeys(plain)
    plain["counts"] = {each.key: _seen(shown, found, key, each.key, counts) for each in tally.shape.categories}
    whole = plain[VALID]
    plain["shares"] = {category: _share(part, whole) for category, part in plain["counts"].items()}
    if name in shown.means and (middle := spread(tally.values[key])):
        plain |= _middle(middle, whole=name in shown.spreads, digits=digits)
    if tally.rows:
        rows = {**tally.rows[key], TOTAL: sum(tally.rows[key].values())}
        plain["rows"] = {row: total if (name, row) in shown.rows else None for row, total in rows.items()}
    return plain


def _share(part: int | None, whole: int | None) -> list[float] | None:
    """With its interval, between 0 and 1."""
    if part is None or whole is None or not (found := share(part, whole)):
        return None
    return [round(each, DIGITS) for each in (found.value, found.interval.low, found.interval.high)]


def _middle(found: Spread, *, whole: bool, digits: int) -> Plain:
    plain: Plain = {"mean": round(found.mean, digits)}
    if whole:
        plain["median"] = found.median
        plain["deviation"] = None if found.deviation is None else round(found.deviation, digits)
        plain["interval"] = found.interval and [round(found.interval.low, digits), round(found.interval.high, digits)]
    return plain


def _per_route(tally: Tally, groups: Mapping[str, Plain], gathered: Gathered) -> Plain | None:
    """Each route counts once, so that one large route does not hide the others. Of what is shown only."""
    if ROUTE not in gathered.divisions:
        return None
    routes = [groups[key] for key in gathered.divisions[ROUTE].labels if key in groups]
    plain: Plain = {}
    if mean := _average(route.get("mean") for route in routes):
        plain |= mean
    shares = {
        category.key: averaged
        for category in tally.shape.categories
        if not category.is_fine
        and (averaged := _average(_first((route.get("shares") or {}).get(category.key)) for route in routes))
    }
    return {**plain, "shares": shares} if plain or shares else None


def _first(values: list[float] | None) -> float | None:
    return values[0] if values else None


def _average(values: Iterable[float | None]) -> Plain | None:
    known = [value for value in values if value is not None]
    found = per_group({value: 1} for value in known)
    return {"mean": round(found.mean, DIGITS), "routes": len(known)} if found and len(known) >= FEWEST_ROUTES else None


# -- cautions -------------------------------------------------------------------------------------------------------


def _cautions(gathered: Gathered, found: Families) -> list[Plain]:
    """`part` is left out where it would tell how few the others are."""
    divisions = {
        name: {key: int(size) for key, size in zip(each.labels, each.sizes, strict=True) if size}
        for name, each in gathered.divisions.items()
    }
    labels = {key: label for each in gathered.divisions.values() for key, label in each.labels.items()}
    return [
        _caution(each, labels.get(each.category, ""), is_shown=found.same.get(each.category, "") in found.shown)
        for each in cautions(len(gathered), divisions)
    ]


def _of_programme(gathered: Gathered, items: Iterable[Plain]) -> list[Plain]:
    """One programme has most of the answers, as Bouwkunde had in 2021-2022."""
    chosen = next((item.code for item in gathered.content.items if item.fill == PROGRAMMES), None)
    plain = next((item for item in items if item["code"] == chosen), None)
    tally = next((each for each in tallies(gathered, only=chosen)), None) if plain else None
    if plain is None or tally is None:
        return []
    counts = {category.key: tally.counts[EVERYBODY][category.key] for category in tally.shape.categories}
    labels = {category.key: category.label for category in tally.shape.categories}
    shown = plain["groups"].get(EVERYBODY, {}).get("counts") or {}
    given = {key: count for key, count in counts.items() if count}
    return [
        _caution(each, labels[each.category], is_shown=shown.get(each.category) is not None)
        for each in cautions(len(gathered), {"programme": given}, few=0)
    ]


def _caution(each: Caution, label: str, *, is_shown: bool) -> Plain:
    part = each.part if is_shown or not each.category else None
    return {"kind": each.kind, "label": label, "part": part, "whole": each.whole}
