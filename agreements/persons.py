"""Whether two names may be of one person: a signature is hers alone, whatever mailbox it came from."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

from .enums import Role
from .models import Party

NOT_A_LETTER = re.compile(r"[^\w]+")
TITLES = {"dhr", "mevr", "mw", "mr", "mrs", "ms", "drs", "dr", "ir", "ing", "prof", "heer", "mevrouw", "bsc", "msc"}


def same_name(one: str, other: str) -> bool:
    """Spelt out alike: capitals, accents, dots and spaces apart."""
    return bool(_words(one)) and _words(one) == _words(other)


def may_be_same(one: str, other: str) -> bool:
    """Also where one of both has initials, or leaves out a second name."""
    (first, last), (other_first, other_last) = _ends(one), _ends(other)
    short, long = sorted((first, other_first), key=len)
    return bool(last) and last == other_last and (short == long or (len(short) == 1 and long.startswith(short)))


def twice(parties: Iterable[Party]) -> Iterator[tuple[Party, Party]]:
    """Parties for which perhaps one person signs."""
    for one, other in combinations(parties, 2):
        if may_be_same(one.signer_name, other.signer_name):
            yield one, other


def student_twice(parties: Iterable[Party]) -> Iterator[Party]:
    """Other parties for which the student signs, by the same name."""
    for one, other in twice(parties):
        if Role.STUDENT in (one.role, other.role) and same_name(one.signer_name, other.signer_name):
            yield other if one.role == Role.STUDENT else one


def _words(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word for word in NOT_A_LETTER.split(plain) if word and word not in TITLES]


def _ends(name: str) -> tuple[str, str]:
    """What she is called by, and her last name without what stands before it: "W. van den Berg" is w, berg."""
    words = _words(name)
    return (words[0], words[-1]) if len(words) > 1 else ("", "")
