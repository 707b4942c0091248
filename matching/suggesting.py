"""Where she ranked nothing: which leerwerkplekken would suit, by what is known of both. For a coordinator to consider.

Travel is as the crow flies between provinces: the portal knows no closer. What is not known of either side counts for
neither (engine.suggestion).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkbroute.organisations.enums import Province

from .engine import Feature, Person, Point, Score, Workplace
from .engine.suggestion import score
from .models import Application, Offer, Preference, Profile

AT_MOST = 3
KM_PER_MINUTE = 0.7  # of travel from door to door, as the crow flies: some 40 km an hour
USUAL_REACH_KM = 60.0  # when she did not say how long she would travel

# About the middle of each province: degrees north and east.
MIDDLE = {
    Province.GRONINGEN: Point(53.22, 6.74),
    Province.FRYSLAN: Point(53.10, 5.85),
    Province.DRENTHE: Point(52.86, 6.62),
    Province.OVERIJSSEL: Point(52.44, 6.44),
    Province.FLEVOLAND: Point(52.53, 5.60),
    Province.GELDERLAND: Point(52.06, 5.94),
    Province.UTRECHT: Point(52.08, 5.18),
    Province.NOORD_HOLLAND: Point(52.58, 4.87),
    Province.ZUID_HOLLAND: Point(52.00, 4.49),
    Province.ZEELAND: Point(51.45, 3.83),
    Province.NOORD_BRABANT: Point(51.56, 5.18),
    Province.LIMBURG: Point(51.21, 5.94),
}
DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
DAY = "|".join(DAYS)
CODES = {"mo": 1, "tu": 2, "we": 3, "th": 4, "fr": 5, "sa": 6, "su": 7}
WORDS = {
    Feature.TRAVEL: "reisafstand",
    Feature.DAYS: "werkdagen",
    Feature.OUTCOMES: "wat er te leren valt",
    Feature.SECTOR: "sector",
}


@dataclass(frozen=True)
class Suggested:
    offer: Offer
    points: int  # out of 100
    because: list[str]


def suggest_for(application: Application, offers: Iterable[Offer]) -> list[Suggested]:
    """The best few, best first; nothing when she ranks for herself, or when nothing is known to suit."""
    if Preference.objects.filter(application=application, by="student").exists():
        return []
    person = _person(application)
    scored = [(score(person, _workplace(offer)), offer) for offer in offers]
    found = [(each, offer) for each, offer in scored if each and each.parts]
    found.sort(key=lambda pair: (-pair[0].points, pair[1].pk))
    return [Suggested(offer, each.points // 10, list(_because(each))) for each, offer in found[:AT_MOST]]


def _person(application: Application) -> Person:
    profile = Profile.objects.filter(application=application).first()
    minutes = profile.travel_minutes if profile else None
    days = frozenset(CODES[code] for code in profile.days) if profile else frozenset()
    reach = minutes * KM_PER_MINUTE if minutes else USUAL_REACH_KM
    return Person(at=_middle(application.province), reach_km=reach, days=days)


def _workplace(offer: Offer) -> Workplace:
    position = offer.position
    return Workplace(position.free, at=_middle(position.workplace.province), days=days_in(position.working_days))


def _middle(province: str) -> Point | None:
    return MIDDLE[Province(province)] if province in Province.values else None


def days_in(text: str) -> frozenset[int]:
    """What a company wrote: "maandag tot en met donderdag", "dinsdag en vrijdag". Nothing when it names no days."""
    said = text.casefold()
    found = {DAYS.index(day) + 1 for day in re.findall(DAY, said)}
    for first, last in re.findall(rf"({DAY})\s*(?:t/m|tot en met|-|–)\s*({DAY})", said):
        found |= set(range(DAYS.index(first) + 1, DAYS.index(last) + 2))
    return frozenset(found)


def _because(each: Score) -> Iterator[str]:
    for feature, points in each.parts.items():
        far = f", hemelsbreed ongeveer {round(each.km)} km" if feature == Feature.TRAVEL and each.km else ""
        yield f"{WORDS[feature]}: {points // 10} van 100{far}"
