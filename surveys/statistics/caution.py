"""When figures do not speak for everybody: few answers, or most of them of one route, sector or programme."""

from collections.abc import Mapping
from dataclasses import dataclass

DOMINANT = 2 / 3  # of the answers
FEW = 30  # answers: below it one more or less moves a share by over 3 percentage points


@dataclass(frozen=True, slots=True)
class Caution:
    """`kind` is "few", or the name of the division in which one category dominates."""

    kind: str
    category: str  # empty for "few"
    part: int
    whole: int


def cautions(
    whole: int, divisions: Mapping[str, Mapping[str, int]], *, dominant: float = DOMINANT, few: int = FEW
) -> list[Caution]:
    """`divisions`: how the answers divide, by name: {"sector": {"bouw": 23, "industrie": 2}}.

    Of each division the largest category, when it has at least `dominant` of the answers and is not the only one there
    is; and whether they are fewer than `few`. None where nobody answered.
    """
    found = [Caution("few", "", whole, few)] if 0 < whole < few else []
    for name, counts in divisions.items():
        total = sum(counts.values())
        category, part = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if total and len(counts) > 1 and part >= dominant * total:
            found.append(Caution(name, category, part, total))
    return found
