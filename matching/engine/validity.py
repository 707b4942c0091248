"""What an instance must keep to. Types are taken for granted: what comes from outside passes `reading`."""

from collections.abc import Iterable, Mapping

from .instance import Instance, InvalidInstance, flat


def require_valid(instance: Instance) -> None:
    """Raises InvalidInstance. For whoever makes one: `solve` does not look at every name again."""
    for name, ranking in instance.applicants.items():
        require_names(flat(ranking), instance.positions, "position", f"the list of {name!r}")
    for name, position in instance.positions.items():
        require_names(flat(position.ranking), instance.applicants, "applicant", f"the ranking of {name!r}")
        if position.said is not None and not 0 <= position.said <= len(position.ranking):
            raise InvalidInstance(f"position {name!r} said {position.said} of {len(position.ranking)} levels itself")
    _require_added(instance)
    require_possible(instance)


def _require_added(instance: Instance) -> None:
    """What is said to be added stands in the list, and once."""
    for where, pairs in (("added_wishes", instance.added_wishes), ("added_ranks", instance.added_ranks)):
        for applicant, name in sorted(set(pairs) - set(instance.pinned)):
            raise InvalidInstance(f"{where} has {applicant!r}, {name!r}, which is not pinned")
        if len(set(pairs)) < len(pairs):
            raise InvalidInstance(f"{where} has the same pair twice")


def require_possible(instance: Instance) -> None:
    """Numbers, priorities and pairs; the lists themselves are looked at where they are indexed."""
    for name, position in instance.positions.items():
        if position.capacity < 0:
            raise InvalidInstance(f"position {name!r} has a capacity of {position.capacity}, which is below 0")
        if not 0 <= position.lower <= position.capacity:
            raise InvalidInstance(f"position {name!r} must fill {position.lower} of {position.capacity} places")
    require_names(instance.priorities, instance.applicants, "applicant", "priorities")
    if instance.pinned or instance.forbidden:
        _require_possible_pairs(instance)


def require_names(names: Iterable[str], known: Mapping[str, object], kind: str, where: str) -> None:
    seen = set()
    for name in names:
        if name not in known:
            raise InvalidInstance(f"{where} names the unknown {kind} {name!r}")
        if name in seen:
            raise InvalidInstance(f"{where} names the {kind} {name!r} twice")
        seen.add(name)


def _require_possible_pairs(instance: Instance) -> None:
    for where, pairs in (("pinned", instance.pinned), ("forbidden", instance.forbidden)):
        for applicant, position in pairs:
            require_names([applicant], instance.applicants, "applicant", where)
            require_names([position], instance.positions, "position", where)
        if len(set(pairs)) < len(pairs):
            raise InvalidInstance(f"{where} has the same pair twice")
    _require_possible_pins(instance)


def _require_possible_pins(instance: Instance) -> None:
    forbidden, placed = set(instance.forbidden), set[str]()
    room = {name: position.capacity for name, position in instance.positions.items()}
    for applicant, position in instance.pinned:
        pair = f"the pinned pair {applicant!r}, {position!r}"
        if applicant in placed:
            raise InvalidInstance(f"applicant {applicant!r} is pinned to two positions")
        if (applicant, position) in forbidden:
            raise InvalidInstance(f"{pair} is forbidden too")
        if position not in flat(instance.applicants[applicant]):
            raise InvalidInstance(f"{pair} is unacceptable: the applicant does not list the position")
        if applicant not in flat(instance.positions[position].ranking):
            raise InvalidInstance(f"{pair} is unacceptable: the position does not rank the applicant")
        if not room[position]:
            raise InvalidInstance(f"{pair} is one too many: {position!r} has {instance.positions[position].capacity}")
        room[position] -= 1
        placed.add(applicant)
