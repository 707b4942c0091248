"""An instance as JSON, read with distrust: whatever is wrong is an InvalidInstance that says where."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from .instance import Instance, InvalidInstance, Objective, Pair, Position, Tie
from .validity import require_valid

MOST_PLACES = 1_000_000  # of one position
ADDED = ("added_wishes", "added_ranks")
KEYS = {"applicants", "positions", "pinned", "forbidden", "objective", "seed", "priorities", "close_short", *ADDED}


def read_instance(text: bytes) -> Instance:
    """Raises InvalidInstance."""
    try:
        data = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidInstance("the JSON is nested too deeply") from None
    except ValueError as error:  # also of what is not UTF-8, and of numbers with thousands of digits
        raise InvalidInstance(str(error) if isinstance(error, InvalidInstance) else f"not JSON: {error}") from None
    instance = _instance(data)
    require_valid(instance)
    return instance


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set()
        for key, _ in pairs:
            if key in seen:
                raise InvalidInstance(f"the key {key!r} stands twice in one object")
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidInstance(f"{name} is not a number that an instance can hold")


def _instance(data: object) -> Instance:
    whole = _object(data, "the instance")
    _require_keys(whole, KEYS, {"applicants", "positions"}, "the instance")
    applicants = _object(whole["applicants"], "applicants")
    positions = _object(whole["positions"], "positions")
    return Instance(
        {name: _ranking(ranking, f"the list of {name!r}") for name, ranking in applicants.items()},
        {name: _position(position, f"position {name!r}") for name, position in positions.items()},
        _pairs(whole.get("pinned", []), "pinned"),
        _pairs(whole.get("forbidden", []), "forbidden"),
        _objective(whole.get("objective", "stable")),
        _number(whole.get("seed", 0), "seed"),
        {
            name: _number(number, f"the priority of {name!r}")
            for name, number in _object(whole.get("priorities", {}), "priorities").items()
        },
        _truth(whole.get("close_short", False), "close_short"),
        *(_pairs(whole.get(name, []), name) for name in ADDED),
    )


def _position(data: object, where: str) -> Position:
    position = _object(data, where)
    _require_keys(position, {"capacity", "ranking", "lower", "said"}, {"capacity", "ranking"}, where)
    capacity = _number(position["capacity"], f"the capacity of {where}")
    if capacity > MOST_PLACES:
        raise InvalidInstance(f"the capacity of {where} is over {MOST_PLACES}")
    ranking = _ranking(position["ranking"], f"the ranking of {where}")
    lower = _number(position.get("lower", 0), f"the lower quota of {where}")
    said = _number(position["said"], f"the levels said by {where}") if "said" in position else None
    return Position(capacity, ranking, lower, said)


def _ranking(data: object, where: str) -> list[Tie]:
    ranking: list[Tie] = []
    for tie in _list(data, where):
        if not isinstance(tie, list):
            raise InvalidInstance(f"{where} must hold lists of equals, not {_shown(tie)}")
        if not tie:
            raise InvalidInstance(f"{where} holds an empty list")
        for name in tie:
            if not isinstance(name, str):
                raise InvalidInstance(f"{where} must hold names, not {_shown(name)}")
        ranking.append(tie[0] if len(tie) == 1 else tuple(tie))
    return ranking


def _pairs(data: object, where: str) -> list[Pair]:
    pairs = []
    for pair in _list(data, where):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(name, str) for name in pair)):
            raise InvalidInstance(f"{where} must hold pairs of an applicant and a position, not {_shown(pair)}")
        pairs.append((pair[0], pair[1]))
    return pairs


def _objective(data: object) -> Objective:
    if data not in list(Objective):
        known = " or ".join(f'"{each}"' for each in Objective)
        raise InvalidInstance(f"the objective must be {known}, not {_shown(data)}")
    return Objective(str(data))


def _object(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise InvalidInstance(f"{where} must be an object, not {_shown(data)}")
    return data


def _list(data: object, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise InvalidInstance(f"{where} must be a list, not {_shown(data)}")
    return data


def _number(data: object, where: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise InvalidInstance(f"{where} must be a whole number, not {_shown(data)}")
    return data


def _truth(data: object, where: str) -> bool:
    if not isinstance(data, bool):
        raise InvalidInstance(f"{where} must be true or false, not {_shown(data)}")
    return data


def _require_keys(data: Mapping[str, Any], known: set[str], needed: set[str], where: str) -> None:
    for key in sorted(needed - data.keys()):
        raise InvalidInstance(f"{where} lacks {key!r}")
    for key in sorted(data.keys() - known):
        raise InvalidInstance(f"{where} has {key!r}, which means nothing here")


def _shown(data: object) -> str:
    """Short, on one line, and safe however deep it is nested."""
    if isinstance(data, list | dict):
        return "a list" if isinstance(data, list) else "an object"
    shown = json.dumps(data)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
