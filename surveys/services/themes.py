"""The codebook of an item: themes are added, reworded and merged, and stay the same in every measurement."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from matching.services.refusal import Refusal

from ..enums import QuestionState
from ..models import OpenQuestion, Theme, ThemeEvent

TAKEN = "Dit thema is er al bij deze vraag."
GONE = "Dit thema is intussen samengevoegd met een ander."


def themes_of(code: str) -> list[Theme]:
    """That answers are put under now."""
    return list(Theme.objects.filter(code=code, merged_into=None))


@transaction.atomic
def add_theme(code: str, *, name: str, description: str = "", who: str) -> Theme:
    """Raises Refusal where there is one of that name."""
    theme = _kept(Theme(code=code, name=name.strip(), description=description.strip()))
    _note(code, who, f"Thema toegevoegd: {theme.name}")
    return theme


@transaction.atomic
def change_theme(theme: Theme, *, name: str, description: str, who: str) -> None:
    """In other words; what was put under it stays there. Raises Refusal."""
    found = _current(theme)
    before = found.name
    if (found.name, found.description) == (name.strip(), description.strip()):
        return
    found.name, found.description = name.strip(), description.strip()
    _kept(found, "name", "description")
    said = f"Thema ‘{before}’ heet nu ‘{found.name}’" if before != found.name else f"Omschrijving van ‘{found.name}’"
    _note(found.code, who, f"{said}: {found.description}" if found.description else said)


@transaction.atomic
def merge_theme(theme: Theme, into: Theme, *, who: str) -> None:
    """What was put under `theme` counts as `into`, in earlier measurements too. Raises Refusal."""
    keys = sorted([theme.pk, into.pk])
    # locked, in one order: two people who merge the same two the other way round would make a circle
    found = {each.pk: each for each in Theme.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    one, other = found[theme.pk], found[into.pk]
    if one.pk == other.pk or one.code != other.code:
        raise Refusal("Kies een ander thema van dezelfde vraag.")
    if one.merged_into_id or other.merged_into_id:
        raise Refusal(GONE)
    one.merged_into = other
    one.save(update_fields=["merged_into"])
    _note(one.code, who, f"Thema ‘{one.name}’ samengevoegd met ‘{other.name}’")
    # the worker counts them anew
    OpenQuestion.objects.filter(code=one.code, state=QuestionState.SETTLED).update(counted_at=None)


def counted_as(code: str) -> dict[int, int]:
    """Each theme of an item, merged ones too -> the one as which it counts."""
    into = dict(Theme.objects.filter(code=code).values_list("pk", "merged_into_id"))
    return {pk: _end(pk, into) for pk in into}


def _end(pk: int, into: Mapping[int, int | None]) -> int:
    while (target := into[pk]) is not None:
        pk = target
    return pk


def _current(theme: Theme) -> Theme:
    found = Theme.objects.select_for_update().get(pk=theme.pk)
    if found.merged_into_id:
        raise Refusal(GONE)
    return found


def _kept(theme: Theme, *fields: str) -> Theme:
    try:
        with transaction.atomic():
            theme.save(update_fields=fields or None)
    except IntegrityError as error:
        raise Refusal(TAKEN) from error
    return theme


def _note(code: str, who: str, text: str) -> None:
    ThemeEvent.objects.create(code=code, who=who[:300], text=text[:400])
