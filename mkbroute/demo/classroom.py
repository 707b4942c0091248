"""A class of 28 on one route, made through the services: what a coordinator has before her on a busy day."""

from matching.enums import Background

from .script import CandidateScript, Reaches
from .story import Story

SIZE = 28
FIRST = ("Anna", "Bram", "Chaima", "Daan", "Eva", "Finn", "Gijs")
LAST = ("Bakker", "Jansen", "Yilmaz", "de Groot")


def fill_class() -> None:
    Story([_student(number) for number in range(SIZE)]).tell()


def _student(number: int) -> CandidateScript:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST)]
    backgrounds = list(Background)
    return CandidateScript(
        f"{first}.{last}".lower().replace(" ", ""),
        f"{first} {last}",
        "saxion-bouwkunde",
        Reaches.ADMITTED if number % 4 else Reaches.APPLIED,
        backgrounds[number % len(backgrounds)],
        "Enschede",
        "Mbo 4 Bouwkunde",
        "Ik wil werken en leren tegelijk.",
    )
