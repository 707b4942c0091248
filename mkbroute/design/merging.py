"""Two people edit the same thing. Whoever saves second keeps what she changed, and what the first changed meanwhile;
only where both changed the same field must she choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing

SALT = "design.merging"


@dataclass(frozen=True)
class Merge:
    mine: frozenset[str]  # I changed these
    theirs: frozenset[str]  # someone else did, since I began
    clashes: frozenset[str]  # both, and differently


class Clash(Exception):
    def __init__(self, merge: Merge) -> None:
        super().__init__(", ".join(sorted(merge.clashes)))
        self.merge = merge


def merge(submitted: Mapping[str, Any], seen: Mapping[str, str], current: Mapping[str, Any]) -> Merge:
    """`seen`: what stood on the page when I began, as `snapshot` gives it."""
    mine = {name for name, value in submitted.items() if plain(value) != seen.get(name, "")}
    theirs = {name for name in submitted if plain(current[name]) != seen.get(name, "")}
    clashes = {name for name in mine & theirs if plain(submitted[name]) != plain(current[name])}
    return Merge(frozenset(mine), frozenset(theirs - mine), frozenset(clashes))


def snapshot(values: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, str]:
    return {name: plain(values[name]) for name in (values if names is None else names)}


def plain(value: Any) -> str:
    """For comparing: as a form shows it, with one way to write a line break and a number."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int):
        return f"{Decimal(value).normalize():f}"
    return "\n".join(str(value).strip().splitlines())


def pack(seen: Mapping[str, str]) -> str:
    """For a hidden field."""
    return signing.dumps(dict(seen), salt=SALT, compress=True)


def unpack(text: str) -> dict[str, str]:
    """Raises django.core.signing.BadSignature."""
    return signing.loads(text, salt=SALT)
