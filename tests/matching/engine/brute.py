"""By definition, for instances that are small enough: what the engine must agree with."""

from itertools import permutations, product

from matching.engine import Position

from .instances import named


def level(ranking, name):
    return next(number for number, tie in enumerate(ranking) if name in ([tie] if isinstance(tie, str) else tie))


def is_acceptable(instance, applicant, name):
    return (
        name in named(instance.applicants[applicant])
        and applicant in named(instance.positions[name].ranking)
        and (applicant, name) not in instance.forbidden
    )


def is_valid(instance, matches):
    return (
        all(is_acceptable(instance, *pair) for pair in matches.items())
        and all(list(matches.values()).count(name) <= each.capacity for name, each in instance.positions.items())
        and all(matches.get(applicant) == name for applicant, name in instance.pinned)
    )


def blocks(instance, matches, applicant, name):
    if applicant in dict(instance.pinned) or not is_acceptable(instance, applicant, name):
        return False
    wished, position = instance.applicants[applicant], instance.positions[name]
    if applicant in matches and level(wished, matches[applicant]) <= level(wished, name):
        return False
    here = [each for each, other in matches.items() if other == name]
    movable = [each for each in here if each not in dict(instance.pinned)]
    mine = level(position.ranking, applicant)
    return len(here) < position.capacity or any(mine < level(position.ranking, each) for each in movable)


def is_stable(instance, matches):
    return is_valid(instance, matches) and not any(
        blocks(instance, matches, applicant, name)
        for applicant, ranking in instance.applicants.items()
        for name in named(ranking)
    )


def stable_matchings(instance):
    """Every one, out of every way to give each applicant a position or none."""
    choices = [
        [None, *[name for name in named(ranking) if is_acceptable(instance, applicant, name)]]
        for applicant, ranking in instance.applicants.items()
    ]
    for chosen in product(*choices):
        matches = {one: name for one, name in zip(instance.applicants, chosen, strict=True) if name is not None}
        if is_stable(instance, matches):
            yield matches


def untied(instance):
    """Every way to break the ties of the positions and of the applicants."""
    for lists in product(*map(orders, instance.applicants.values())):
        for rankings in product(*[orders(each.ranking) for each in instance.positions.values()]):
            yield (
                dict(zip(instance.applicants, lists, strict=True)),
                {
                    name: Position(each.capacity, ranking)
                    for (name, each), ranking in zip(instance.positions.items(), rankings, strict=True)
                },
            )


def orders(ranking):
    ways = [permutations([tie] if isinstance(tie, str) else tie) for tie in ranking]
    return [[name for tie in way for name in tie] for way in product(*ways)]
