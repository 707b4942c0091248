"""Instances to try, made out of a seed or by hypothesis."""

from random import Random

from hypothesis import strategies as st

from matching.engine import Instance, Objective, Position


def strict(of, applicants=8, positions=4, wishes=4, capacity=3, **more):
    """Everybody a position ranks wishes it, and the other way round."""
    random = Random(of)
    names = [f"p{number}" for number in range(positions)]
    lists = {f"a{number}": random.sample(names, random.randint(1, wishes)) for number in range(applicants)}
    rankings = {name: [applicant for applicant, wished in lists.items() if name in wished] for name in names}
    for ranking in rankings.values():
        random.shuffle(ranking)
    return Instance(lists, {name: Position(random.randint(1, capacity), rankings[name]) for name in names}, **more)


def tied(of, applicants=8, positions=4, wishes=4, capacity=2, tie=3, **more):
    untied, random = strict(of, applicants, positions, wishes, capacity), Random(of)
    return Instance(
        {name: cut(ranking, random, tie) for name, ranking in untied.applicants.items()},
        {name: Position(each.capacity, cut(each.ranking, random, tie)) for name, each in untied.positions.items()},
        **more,
    )


def cut(ranking, random, tie):
    """In ties of up to so many."""
    ties, names = [], list(ranking)
    while names:
        number = random.randint(1, tie)
        ties.append(names[0] if len(names[:number]) == 1 else tuple(names[:number]))
        names = names[number:]
    return ties


APPLICANTS = [f"a{number}" for number in range(6)]
POSITIONS = [f"p{number}" for number in range(4)]


@st.composite
def rankings(draw, names):
    """Of some of the names, in ties."""
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    return cut(chosen, draw(st.randoms(use_true_random=False)), draw(st.sampled_from([1, 2, 4])))


@st.composite
def anything(draw, objectives=tuple(Objective)):
    """Lists that do not answer each other, no places, pinned and forbidden pairs, priorities."""
    applicants = {name: draw(rankings(POSITIONS)) for name in APPLICANTS[: draw(st.integers(0, 6))]}
    names = POSITIONS if any(applicants.values()) else POSITIONS[: draw(st.integers(0, 4))]
    positions = {
        name: Position(draw(st.integers(0, 3)), draw(rankings(list(applicants))) if applicants else [])
        for name in names
    }
    pairs = [
        (applicant, name)
        for applicant, ranking in applicants.items()
        for name in named(ranking)
        if applicant in named(positions[name].ranking)
    ]
    pinned = _possible_pins(draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else [], positions)
    free = [pair for pair in pairs if pair not in pinned]
    forbidden = draw(st.lists(st.sampled_from(free), unique=True, max_size=3)) if free else []
    priorities = {name: draw(st.integers(-1, 1)) for name in list(applicants)[:2]}
    seed = draw(st.integers(-3, 1000))
    return Instance(applicants, positions, pinned, forbidden, draw(st.sampled_from(objectives)), seed, priorities)


def _possible_pins(pairs, positions):
    pins = []
    for applicant, name in pairs:
        here = sum(pinned == name for _, pinned in pins)
        if applicant not in dict(pins) and here < positions[name].capacity:
            pins.append((applicant, name))
    return pins


def named(ranking):
    return [name for tie in ranking for name in ([tie] if isinstance(tie, str) else tie)]
