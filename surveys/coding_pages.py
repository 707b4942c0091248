"""What the screens of coders show."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from matching.journey import Moment
from mkbroute.organisations.models import Membership

from .enums import QuestionState
from .models import OpenQuestion, Theme, ThemeEvent, Verbatim
from .open_pages import trail_of
from .services.coding import Codes, Difference, all_codes, codes_of, disagreements, in_order
from .services.counting import overall, plain_agreement
from .services.themes import themes_of
from .statistics import agreement
from .words import agreed, strength


def coders_now(question: OpenQuestion, members: QuerySet[Membership]) -> dict[str, Membership | None]:
    by_user = {member.user_id: member for member in members}
    return {
        "first": by_user.get(question.first_coder_id) if question.first_coder_id else None,
        "second": by_user.get(question.second_coder_id) if question.second_coder_id else None,
    }


def screen_of(question: OpenQuestion, user_id: int, wanted: str) -> dict[str, Any] | None:
    """`wanted`: the number of an answer, from 1; otherwise the first that is not coded. None: all are."""
    order, codes = in_order(question, user_id), codes_of(question, user_id)
    place = _place(order, codes, wanted)
    if place is None:
        return None
    verbatim, page = order[place], reverse("surveys:code", args=[question.public_id])
    return {
        "verbatim": verbatim,
        "given": codes.get(verbatim.pk),
        "number": place + 1,
        "total": len(order),
        "done": len(codes),
        "previous_url": f"{page}?antwoord={place}" if place else "",
        "skip_url": f"{page}?antwoord={place + 2}" if place + 1 < len(order) else "",
        # after one that was mended: to the next; otherwise on to what is left
        "next_url": f"{page}?antwoord={place + 2}" if verbatim.pk in codes and place + 1 < len(order) else page,
        "trail": trail_of(question, "Coderen"),
    }


def _place(order: list[Verbatim], codes: dict[int, Any], wanted: str) -> int | None:
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= len(order):
        return int(wanted) - 1
    return next((place for place, verbatim in enumerate(order) if verbatim.pk not in codes), None)


def end_of(question: OpenQuestion, user_id: int) -> dict[str, Any]:
    """All are coded: what she chose, to look over before she is done."""
    names = {theme.pk: theme.name for theme in themes_of(question.code)}
    codes = codes_of(question, user_id)
    lines = [
        (number, verbatim, _named(codes.get(verbatim.pk, frozenset()), names))
        for number, verbatim in enumerate(in_order(question, user_id), 1)
    ]
    return {"question": question, "lines": lines, "trail": trail_of(question, "Coderen")}


def _named(themes: Iterable[int], names: dict[int, str]) -> str:
    return ", ".join(sorted(names[pk] for pk in themes if pk in names)) or "geen thema"


def differences_context(question: OpenQuestion) -> dict[str, Any]:
    codes, themes = all_codes(question), themes_of(question.code)
    found, names = disagreements(question), {theme.pk: theme.name for theme in themes}
    return {
        "question": question,
        "is_open": question.state == QuestionState.SETTLING,
        "lines": [_line(each, names) for each in found],
        "left": sum(each.settled is None for each in found),
        "alike": len(codes.pairs) - len(found),
        "overall": agreed(plain_agreement(overall(themes, codes))),
        "rows": [_measured(theme, codes) for theme in themes],
        "trail": trail_of(question, "Verschillen"),
    }


def _line(each: Difference, names: dict[int, str]) -> dict[str, Any]:
    return {
        "verbatim": each.verbatim,
        "first": _named(each.first, names),
        "second": _named(each.second, names),
        "settled": None if each.settled is None else _named(each.settled, names),
    }


def _measured(theme: Theme, codes: Codes) -> dict[str, Any]:
    """Of one theme: how often each chose it, and how far they agreed."""
    found = agreement((theme.pk in one, theme.pk in other) for one, other in codes.pairs)
    kappa = found.kappa if found else None
    return {
        "name": theme.name,
        "first": sum(theme.pk in one for one, _ in codes.pairs),
        "second": sum(theme.pk in other for _, other in codes.pairs),
        "kappa": "" if kappa is None else f"{kappa:.2f}".replace(".", ","),
        "said": "" if kappa is None else strength(kappa),
        "n": found.n if found else 0,
    }


def difference_context(question: OpenQuestion, difference: Difference) -> dict[str, Any]:
    names = {theme.pk: theme.name for theme in themes_of(question.code)}
    return {
        "question": question,
        "line": _line(difference, names),
        "is_open": question.state == QuestionState.SETTLING,
        "trail": trail_of(question, "Samen kiezen"),
    }


def codebook_context(question: OpenQuestion) -> dict[str, Any]:
    themes = list(Theme.objects.filter(code=question.code).select_related("merged_into"))
    events = ThemeEvent.objects.filter(code=question.code)[:30]
    return {
        "themes": [theme for theme in themes if not theme.merged_into_id],
        "merged": [theme for theme in themes if theme.merged_into_id],
        "events": [Moment(event.at, event.who, event.text, "", "") for event in events],
        "waves": OpenQuestion.objects.filter(code=question.code).count(),
        "trail": trail_of(question, "Codeboek"),
    }
