"""`python -m matching.engine < instance.json > result.json`

An invalid instance: one line on standard error, exit status 2, nothing on standard output.
"""

import json
import sys
import time
from typing import Any

from .checker import certify
from .instance import Instance, InvalidInstance
from .reading import read_instance
from .solving import Outcome, solve


def main() -> int:
    started = time.perf_counter()
    try:
        instance = read_instance(sys.stdin.buffer.read())
        outcome = solve(instance)
    except InvalidInstance as error:
        sys.stderr.write(f"invalid instance: {error}\n")
        return 2
    json.dump(result(instance, outcome, started), sys.stdout)
    sys.stdout.write("\n")
    return 0


def result(instance: Instance, outcome: Outcome, started: float) -> dict[str, Any]:
    """Size, stability and blocking pairs are the checker's, not the engine's."""
    certificate = certify(instance, outcome.matches, outcome.closed)
    if certificate.faults:
        raise AssertionError(f"the engine broke a rule: {certificate.faults[0]}")
    found: dict[str, Any] = {
        "matches": dict(sorted(outcome.matches.items())),
        "unmatched": outcome.unmatched,
        "size": certificate.size,
        "stable": certificate.is_stable,
        "blocking_pairs": [list(pair) for pair in certificate.blocking_pairs],
        "optimal": outcome.optimal,
    }
    if any(position.lower for position in instance.positions.values()):
        found |= {"below_lower": outcome.below_lower, "closed": outcome.closed}
    return {**found, "seconds": round(time.perf_counter() - started, 3)}


if __name__ == "__main__":
    sys.exit(main())
