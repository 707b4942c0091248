"""What binds the log to the reasons of the hogeschool without telling them: parties get the log inside the document."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from .models import Weighing

BOUND = ("code", "title", "source", "reason", "who")


def bound(weighings: Iterable[Weighing]) -> dict[str, Any]:
    """How many, and one SHA-256 over all that they say; the moment in it keeps short reasons from being guessed."""
    said = [
        {**{name: getattr(each, name) for name in BOUND}, "at": each.at.isoformat()}
        for each in sorted(weighings, key=lambda each: each.code)
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return {"count": len(said), "sha256": sha256(text.encode()).hexdigest() if said else ""}


def is_bound(recorded: Any, weighings: Iterable[Weighing]) -> bool:
    """Older logs name the codes of what was weighed."""
    weighings = list(weighings)
    if isinstance(recorded, list):
        return sorted(recorded) == sorted(each.code for each in weighings)
    return bool(recorded == bound(weighings))
