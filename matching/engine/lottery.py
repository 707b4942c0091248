"""Lots that anybody can draw again: the order of SHA-256 over seed and name, whatever else takes part."""

from collections.abc import Iterable, Mapping
from hashlib import sha256


def draw(names: Iterable[str], seed: str, priorities: Mapping[str, int] | None = None) -> list[str]:
    """In the order of their lots; with priorities, lower ones first, and lots among equals (0 when absent)."""
    prefix = f"{seed}:"
    lots = {name: sha256((prefix + name).encode("utf-8", "surrogatepass")).digest() for name in names}
    order = sorted(lots, key=lots.__getitem__)
    if priorities:
        order.sort(key=lambda name: priorities.get(name, 0))
    return order
