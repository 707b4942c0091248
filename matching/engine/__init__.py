"""The matching engine: pure Python without the portal, so that anybody can run it, repeat it and check it.

    instance = Instance({"a1": ["p1", ("p2", "p3")]}, {"p1": Position(2, [("a1", "a2"), "a3"])}, seed=7)
    outcome = solve(instance)
    certificate = certify(instance, outcome.matches, outcome.closed)

As a command: `python -m matching.engine < instance.json > result.json`.
"""

from .checker import Certificate, Fault, certify
from .explanation import Explanation, OfApplicant, OfPosition, PassedOver, WentWhere, WhyNot, explain
from .instance import Instance, InvalidInstance, Objective, Position, fingerprint
from .reading import read_instance
from .solving import VERSION, Outcome, Progress, price_of_stability, solve
from .suggestion import Feature, Person, Point, Score, Suggestion, Workplace, suggest
from .validity import require_valid

__all__ = [
    "VERSION",
    "Certificate",
    "Explanation",
    "Fault",
    "Feature",
    "Instance",
    "InvalidInstance",
    "Objective",
    "OfApplicant",
    "OfPosition",
    "Outcome",
    "PassedOver",
    "Person",
    "Point",
    "Position",
    "Progress",
    "Score",
    "Suggestion",
    "WentWhere",
    "WhyNot",
    "Workplace",
    "certify",
    "explain",
    "fingerprint",
    "price_of_stability",
    "read_instance",
    "require_valid",
    "solve",
    "suggest",
]
