"""What the pages about waves show."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from matching.journey import Moment

from .counts import Counts, counts_of, total
from .enums import Audience, ListState, WaveState
from .links import open_url
from .models import Wave, WaveList
from .services.sending import terms

HOME = "Metingen"
MOST_LISTS = 60  # on one page
MOST_ROUTES = 20  # by name


def trail(wave: Wave | None, *here: str) -> list[tuple[str, str]]:
    home = [(HOME, reverse("surveys:waves"))]
    if wave and here:
        home.append((wave.name, reverse("surveys:wave", args=[wave.public_id])))
    return [*home, *((name, "") for name in (here or (wave.name if wave else "",)))]


def list_trail(found: WaveList, *here: str) -> list[tuple[str, str]]:
    wave = found.wave
    begin = [(HOME, reverse("surveys:waves")), (wave.name, reverse("surveys:wave", args=[wave.public_id]))]
    label = name_of(found)
    if not here:
        return [*begin, (label, "")]
    return [*begin, (label, reverse("surveys:people", args=[found.public_id])), *((name, "") for name in here)]


def name_of(found: WaveList) -> str:
    return f"{Audience(found.population.audience).label}, {found.route.title}"


@dataclass
class Line:
    """A list, as the wave shows it."""

    found: WaveList
    counts: Counts

    @property
    def audience(self) -> Audience:
        return Audience(self.found.population.audience)

    @property
    def state(self) -> ListState:
        return ListState(self.found.state)

    @property
    def share(self) -> str:
        """Of who was asked, how many answered; an open link has no number of who was asked."""
        return "" if self.found.open_token else self.counts.share_said


@dataclass
class Group:
    """The lists of one hogeschool."""

    name: str
    url: str  # of the page that shows them
    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return sum((line.counts for line in self.lines), Counts())

    @property
    def sent(self) -> int:
        return sum(line.state != ListState.CHECKING for line in self.lines)


def wave_context(wave: Wave, *, is_team: bool, hogeschool: str = "") -> dict[str, Any]:
    """`hogeschool`: whose lists to show, where there are too many to show all."""
    found = list(
        wave.lists.select_related("population", "route", "hogeschool").order_by(
            "hogeschool__name", "route__programme", "route_id", "population__audience"
        )
    )
    counts = counts_of(wave)
    groups = _groups(wave, found, counts)
    chosen = [group for group in groups if hogeschool and group.url.endswith(f"={hogeschool}")]
    return {
        "wave": wave,
        "is_team": is_team,
        "groups": chosen or groups,
        "is_summary": len(found) > MOST_LISTS and not chosen,
        "totals": _totals(found, counts),
        "to_check": sum(each.state == ListState.CHECKING for each in found),
        "shown": progress_of(wave),
        "terms": terms(),
        "days_left": (wave.closes_on - localdate()).days,
        "is_early": localdate() < wave.opens_on,
        "events": [Moment(event.at, event.who, event.text, "", "") for event in wave.events.all()[:20]],
        "trail": trail(wave),
        **scope_of(wave),
    }


def scope_of(wave: Wave) -> dict[str, Any]:
    routes = wave.wave_routes.select_related("route", "hogeschool").order_by(
        "hogeschool__name", "route__programme", "id"
    )
    populations = wave.populations.select_related("version")
    found = list(routes)
    return {
        "routes": found,
        "names_routes": len(found) <= MOST_ROUTES,
        "populations": [(Audience(each.audience), each) for each in populations],
    }


def _groups(wave: Wave, found: list[WaveList], counts: dict[int, Counts]) -> list[Group]:
    page = reverse("surveys:wave", args=[wave.public_id])
    groups: dict[int, Group] = {}
    for each in found:
        url = f"{page}?hogeschool={each.hogeschool.public_id}"
        group = groups.setdefault(each.hogeschool_id, Group(each.hogeschool.name, url))
        group.lines.append(Line(each, counts.get(each.pk, Counts())))
    return list(groups.values())


def _totals(found: list[WaveList], counts: dict[int, Counts]) -> list[tuple[Audience, Counts]]:
    return [
        (audience, total([each for each in found if each.population.audience == audience], counts))
        for audience in Audience
        if any(each.population.audience == audience for each in found)
    ]


def progress_of(wave: Wave) -> dict[str, Any] | None:
    """What a worker is doing, as the component `progress` wants it. None: nothing."""
    if wave.state == WaveState.OPEN and not wave.prepared_at:
        every = wave.populations.count() * wave.wave_routes.count()
        return _shown(wave, "De lijsten worden klaargezet", wave.lists.count(), every)
    sending = wave.lists.filter(state=ListState.SENDING)
    if wave.state == WaveState.OPEN and localdate() >= wave.opens_on and sending.exists():
        counts = total(list(sending), counts_of(wave))
        done = counts.everybody - counts.listed
        return _shown(wave, "De uitnodigingen worden verstuurd", done, counts.everybody)
    if wave.state == WaveState.CLOSING:
        return _shown(wave, "De meting wordt gesloten", 0, 0)
    return None


def _shown(wave: Wave, label: str, done: int, of: int) -> dict[str, Any]:
    url = reverse("surveys:wave_progress", args=[wave.public_id])
    return {"label": label, "done": done, "total": of, "state": "running", "poll_url": url, "informal": False}


def list_context(found: WaveList) -> dict[str, Any]:
    counts = counts_of(found.wave).get(found.pk, Counts())
    is_running = found.wave.state == WaveState.OPEN
    return {
        "found": found,
        "line": Line(found, counts),
        "name": name_of(found),
        "is_running": is_running,
        "can_add": is_running and found.state != ListState.SENDING,
        "can_send": is_running and found.state != ListState.SENDING and counts.listed > 0,
        "is_early": localdate() < found.wave.opens_on,
        "open_url": open_url(found.open_token) if found.open_token else "",
        "shown": progress_of(found.wave),
        "terms": terms(),
        "trail": list_trail(found),
    }
