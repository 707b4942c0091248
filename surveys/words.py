"""How far two coders agreed, in words."""

from collections.abc import Mapping
from typing import Any

from .result_tables import NOTHING

# Landis & Koch (1977), The measurement of observer agreement for categorical data, Biometrics 33, p. 165
STRENGTHS = (
    (0.0, "slecht"),
    (0.20, "gering"),
    (0.40, "matig"),
    (0.60, "redelijk"),
    (0.80, "goed"),
    (1.0, "bijna volledig"),
)
SOURCE = "Landis & Koch (1977)"


def strength(kappa: float) -> str:
    """Below zero: less than chance would give."""
    if kappa < 0:
        return STRENGTHS[0][1]
    return next(word for top, word in STRENGTHS[1:] if round(kappa, 2) <= top)


def agreed(found: Mapping[str, Any] | None) -> str:
    """In a sentence; `found`: n, observed and kappa, over all decisions together."""
    if not found:
        return ""
    if "said" in found:
        return f"Zij waren het {found['said']} eens, volgens de indeling van {SOURCE}"
    share = f"{round(100 * found['observed'])}% van {found['n']} beslissingen gelijk"
    if found["kappa"] is None:
        return f"{share}; kappa is niet te berekenen, omdat beiden overal hetzelfde kozen"
    kappa = f"{found['kappa']:.2f}".replace(".", ",")
    return f"Cohens kappa {kappa}: {strength(found['kappa'])} volgens {SOURCE}; {share}"


def share_of(count: int | None, of: int) -> str:
    return NOTHING if count is None or not of else f"{round(100 * count / of)}%"
