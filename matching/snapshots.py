"""What both sides rank on some routes: read as one stream, and kept as compressed lines of numbers.

A line is application, offer, who says so (s or c), and the rank: 0 where a company finds someone not suitable.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .enums import Side
from .models import Preference

AT_ONCE = 5_000  # rows fetched
LETTERS = {Side.STUDENT: "s", Side.COMPANY: "c"}


class Ranked(NamedTuple):
    application: int
    offer: int
    by_student: bool
    rank: int  # 1 is best; 0: not suitable


def ranked_now(routes: Collection[int]) -> Iterator[Ranked]:
    """Of hundreds of thousands, a few thousand are in memory. Inside a transaction: one moment for all."""
    rows = Preference.objects.filter(route__in=routes).order_by().values_list("application", "offer", "by", "rank")
    for application, offer, side, rank in rows.iterator(chunk_size=AT_ONCE):
        yield Ranked(application, offer, side == Side.STUDENT, rank or 0)


def pack(found: Iterable[Ranked]) -> tuple[bytes, int]:
    """And how many there were."""
    packer, packed, count = zlib.compressobj(), bytearray(), 0
    for each in found:
        letter = LETTERS[Side.STUDENT if each.by_student else Side.COMPANY]
        packed += packer.compress(f"{each.application} {each.offer} {letter} {each.rank}\n".encode())
        count += 1
    return bytes(packed + packer.flush()), count


def unpack(content: bytes) -> Iterator[Ranked]:
    for line in zlib.decompress(content).splitlines():
        application, offer, letter, rank = line.split()
        yield Ranked(int(application), int(offer), letter == b"s", int(rank))
