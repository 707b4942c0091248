"""Measurements."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from surveys.enums import ListState, WaveState
from surveys.models import Wave

from .item import AT_MOST, Item

OPEN = Q(state=WaveState.OPEN, prepared_at__isnull=False)


def lists_to_send() -> Iterator[Item]:
    """Of the hogeschool itself."""
    for wave in _waves():
        number = f"{wave.to_check} {'lijst' if wave.to_check == 1 else 'lijsten'}"
        yield Item(wave.name, f"{number} nakijken en de uitnodigingen versturen", "", wave.prepared_at, _url(wave))


def lists_with_hogescholen() -> Iterator[Item]:
    for wave in _waves():
        number = f"{wave.to_check} {'lijst' if wave.to_check == 1 else 'lijsten'}"
        yield Item(wave.name, f"{number} nakijken en versturen", "coördinatoren", wave.prepared_at, _url(wave))


def _waves():
    to_check = Count("lists", filter=Q(lists__state=ListState.CHECKING))
    return (
        Wave.objects.filter(OPEN).annotate(to_check=to_check).filter(to_check__gt=0).order_by("prepared_at")[:AT_MOST]
    )


def _url(wave: Wave) -> str:
    return reverse("surveys:wave", args=[wave.public_id])
