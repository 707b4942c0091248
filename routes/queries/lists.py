"""The routes that a hogeschool keeps, and those that the programme team knows of."""

import re
from collections.abc import Callable

from django.db.models import Case, Q, QuerySet, TextChoices, When

from mkbroute.organisations.enums import Province

from ..enums import WITH_PROGRAMME, Degree, Form, Sector, State
from ..models import Route
from .turns import since_last_step, with_flags


def register(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """The routes that a hogeschool keeps."""
    found = saying(Route.objects.all(), text, "programme", "city")
    return _listed_rows(found.filter(state=state) if state else found)


def reviews(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """What the programme team knows of: what waits for its judgement first, the longest wait on top."""
    found = saying(Route.objects.exclude(state=State.CONCEPT), text, "programme", "hogeschool__name")
    waits = Case(When(state__in=WITH_PROGRAMME, then=0), default=1)
    found = found.filter(state=state) if state else found
    return _listed_rows(found).order_by(waits, "submitted_at", "id")


def _listed_rows(routes: QuerySet[Route]) -> QuerySet[Route]:
    shown = (
        "public_id", "programme", "degree", "form", "starts_on", "places", "state", "reconsidered_from",
        "submitted_at",
    )  # fmt: skip
    return with_flags(since_last_step(routes)).select_related("hogeschool").only(*shown, "hogeschool__name")


def saying(
    routes: QuerySet[Route], text: str, *fields: str, also: Callable[[str], Q] = lambda word: Q()
) -> QuerySet[Route]:
    """Each word of `text` occurs in one of the fields, begins a word of what is shown of a choice, or fits `also`."""
    for word in words(text):
        said = _labelled(word) | also(word)
        for field in fields:
            said |= _in(field, word)
        routes = routes.filter(said)
    return routes


def _in(field: str, word: str) -> Q:
    """A number counts whole: "2 jaar" is not about room 124."""
    number = word.isascii() and word.isdigit()
    return Q(**{f"{field}__regex": rf"\m{word}\M"} if number else {f"{field}__icontains": word})


def words(text: str) -> list[str]:
    """As people paste them: "Duaal, 2 jaar"."""
    return [word for word in re.split(r"[\s\x00,;:()]+", text) if word]


LABELLED: dict[str, type[TextChoices]] = {"degree": Degree, "form": Form, "province": Province, "sector": Sector}


def _labelled(word: str) -> Q:
    """The card says "Ad Bouwkunde, Duaal, Enschede, Overijssel": whoever types that finds it."""
    said = Q()
    for field, choices in LABELLED.items():
        found = [choice.value for choice in choices if _begins_one(word, _shown(choice))]
        said |= Q(**{f"{field}__in": found}) if found else Q()
    return said


def _shown(choice: TextChoices) -> str:
    told = f"{choice.label} {choice.value}"
    return f"{told} hbo {choice.years} jaar" if isinstance(choice, Degree) else told


def _begins_one(word: str, text: str) -> bool:
    """ "Noord-Holland" is begun by "noord-h" as well as by "holl"."""
    parts = {*text.casefold().split(), *re.split(r"\W+", text.casefold())}
    return any(part.startswith(word.casefold()) for part in parts)
