"""The leerwerkplekken that stand open on a route, for its public page. The floor that has them tells (tell_with)."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Route


@dataclass(frozen=True)
class OpenWorkplace:
    title: str
    where: str  # "Bennani Bouw, Hengelo"
    url: str


@dataclass(frozen=True)
class OpenWorkplaces:
    shown: list[OpenWorkplace]  # the newest
    total: int
    url: str  # of all of them


Source = Callable[[Route], OpenWorkplaces]
_sources: list[Source] = []


def tell_with(source: Source) -> None:
    """Reads what a visitor may see. For AppConfig.ready()."""
    _sources.append(source)


def on_route(route: Route) -> OpenWorkplaces | None:
    """None where nobody can tell."""
    return _sources[0](route) if _sources else None
