"""An order as someone makes it on a page: best first, in groups of ties. Rows go by their keys."""

from collections.abc import Mapping, Sequence

Groups = list[list[str]]


def grouped(numbers: Mapping[str, int]) -> Groups:
    """By the number that each row was given; the same number is a tie."""
    by_number: dict[int, list[str]] = {}
    for key, number in numbers.items():
        by_number.setdefault(number, []).append(key)
    return [by_number[number] for number in sorted(by_number)]


def moved(groups: Sequence[Sequence[str]], asked: str) -> Groups:
    """`asked`: what a button says: "up:<key>", "down:<key>", "tie:<key>" (with the one above), "add:<key>" or
    "drop:<key>". Anything else leaves the order as it is."""
    how, _, key = asked.partition(":")
    found = [list(group) for group in groups]
    if how == "add" and key:
        return [*_without(found, key), [key]]
    at = next((number for number, group in enumerate(found) if key in group), None)
    if at is None or how not in ("up", "down", "tie", "drop"):
        return found
    if how == "drop":
        return _without(found, key)
    if how == "tie":
        return _tied(found, at, key)
    return _shifted(found, at, key, -1 if how == "up" else 1)


def _without(groups: Groups, key: str) -> Groups:
    rest = [[one for one in group if one != key] for group in groups]
    return [group for group in rest if group]


def _tied(groups: Groups, at: int, key: str) -> Groups:
    if at:
        groups[at].remove(key)
        groups[at - 1].append(key)
    return [group for group in groups if group]


def _shifted(groups: Groups, at: int, key: str, step: int) -> Groups:
    """One place; out of a tie it first comes to stand by itself, just before or after it."""
    was_tied = len(groups[at]) > 1
    groups[at].remove(key)
    if was_tied:
        place = at if step < 0 else at + 1
    else:
        groups.pop(at)
        place = min(max(at + step, 0), len(groups))
    groups.insert(place, [key])
    return groups
