"""Who lets companies find her, what she would like, and who meets whom."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProfileScript:
    pitch: str
    wishes: list[list[str]]  # places, best first; a list inside is a tie
    to_all: bool = True


@dataclass(frozen=True)
class MeetingScript:
    candidate: str
    place: str
    message: str
    by_company: bool = True
    accepts: bool | None = None  # None: not answered yet


PROFILES = {
    "mees.postma": ProfileScript(
        "Ik liep stage bij een aannemer en bij een architect. Rekenen en tekenen gaan me makkelijk af; nu wil ik leren "
        "hoe je een project van begin tot eind leidt.",
        [["houtbouw"], ["voorbereider"]],
    ),
}
MEETINGS = [
    MeetingScript(
        "mees.postma", "houtbouw", "Wij zoeken iemand die van houtbouw houdt. Kom een ochtend meelopen op de bouwplaats?",
        accepts=True,
    ),
    MeetingScript(
        "mees.postma", "voorbereider", "Mijn stage was bij een werkvoorbereider. Mag ik een keer bellen over deze plek?",
        by_company=False,
    ),
]  # fmt: skip
