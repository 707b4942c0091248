"""What both sides rank on some routes: read as one stream, and kept as compressed lines of numbers.

A line is application, offer, who says so (s or c), and the rank: 0 where a company finds someone not suitable.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from .enums import Side
from .models import Preference

LETTERS = {Side.STUDENT: "s", Side.COMPANY: "c"}


class Ranked(NamedTuple):
    application: int
    offer: int
    by_student: bool
    rank: int  # 1 is best; 0: not suitable


def ranked_now(routes: Collection[int]) -> Iterator[Ranked]:
    """One statement, so one moment for all; streamed, so that of millions a few are in memory.

    COPY, because a cursor of the server does not go through PgBouncer (settings); without one all rows come at once.
    """
    rows = Preference.objects.filter(route__in=routes).order_by().values_list("application", "offer", "by", "rank")
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # no routes
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT", parameters) as lines:
        for application, offer, side, rank in lines.rows():
            yield Ranked(int(application), int(offer), side == Side.STUDENT, int(rank or 0))


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
