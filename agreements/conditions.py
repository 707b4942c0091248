"""When an article stands in an agreement: its conditions, held against what the agreement is about.

Conditions are {"form": ["duaal"], "placement": ["posted"]}: of each subject that is named, one of the values must fit.
A subject that is not named does not matter.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from routes.enums import Degree, Form

from .enums import Placement, Workplaces

Conditions = Mapping[str, Collection[str]]


class Circumstances(NamedTuple):
    """What an agreement is about, as far as articles depend on it."""

    form: str
    placement: str
    degree: str
    workplaces: str


SUBJECTS: dict[str, tuple[str, dict[str, str]]] = {
    "form": ("Vorm van de opleiding", {Form.DUAAL: "duaal", Form.DEELTIJD: "deeltijd"}),
    "placement": ("Dienstverband", dict(Placement.choices)),
    "degree": ("Opleiding", {Degree.AD: "Associate degree", Degree.BACHELOR: "bachelor"}),
    "workplaces": ("Werkplekken", dict(Workplaces.choices)),
}


def applies(conditions: Conditions, about: Circumstances) -> bool:
    return all(getattr(about, subject) in chosen for subject, chosen in conditions.items() if chosen)


def combinations(form: str) -> Iterator[Circumstances]:
    """Every agreement that a template of this form can be for."""
    return (Circumstances(form, *rest) for rest in product(Placement.values, Degree.values, Workplaces.values))


def in_words(conditions: Conditions) -> str:
    """ "alleen bij duaal; alleen bij bachelor", or "" where the article always stands."""
    named = (SUBJECTS[subject][1] for subject in SUBJECTS if conditions.get(subject))
    chosen = [conditions[subject] for subject in SUBJECTS if conditions.get(subject)]
    return "; ".join(
        "alleen bij " + " of ".join(str(label) for value, label in labels.items() if value in values)
        for labels, values in zip(named, chosen, strict=True)
    )


def about_in_words(about: Circumstances) -> str:
    """ "duaal, in dienst van het bedrijf, bachelor, één bedrijf"."""
    return ", ".join(str(SUBJECTS[subject][1][getattr(about, subject)]) for subject in SUBJECTS)
