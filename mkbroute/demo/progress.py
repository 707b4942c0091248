"""How far the routes of the demo are: a board half done, examples of others, and a funnel as in the nulmeting."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from mkbroute.organisations.models import Membership, Organisation
from routes.models import BoardItem, Route
from routes.services.board import PointValues, share_example, update_point
from routes.services.funnel import EntryValues, enter_count
from routes.tasks import keep_funnels

from .stage import Stage

ROUTE, COORDINATOR = "saxion-bouwkunde", "sanne.vermeer"


@dataclass(frozen=True)
class PointScript:
    progress: str
    due_in_days: int | None = None
    steps: tuple[str, ...] = ()
    own_steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # one after the other
    owner: str = ""  # of elsewhere; empty with `mine` off: nobody yet
    mine: bool = True
    reason: str = ""


BOARD = {
    "arbeidsmarktonderzoek": PointScript(
        "done",
        steps=("gesprekken", "branche", "aantallen", "besluit"),
        notes=("Elf bedrijven gesproken, ook vier uitvoerders. Vraag: ongeveer 30 mensen per jaar, vooral BIM.",),
    ),
    "projectleider": PointScript("done", steps=("naam", "uren"), notes=("Twee dagen per week, ook in jaar twee.",)),
    "docenten": PointScript(
        "busy",
        due_in_days=30,
        steps=("team", "leeruitkomsten"),
        notes=("Vier docenten doen mee.", "Vier docenten doen mee. In maart gaan zij bij drie bedrijven kijken."),
    ),
    "werkplekscan": PointScript(
        "busy",
        due_in_days=-9,
        steps=("vragen",),
        own_steps=("De scan laten nakijken door een veiligheidskundige", "Foto’s van de werkplekken opvragen"),
        notes=("Eerste versie ligt bij drie bedrijven.",),
        owner="Peter Smit, Bouwend Nederland",
        mine=False,
    ),
    "samenwerking": PointScript("busy", due_in_days=60, steps=("rollen", "kalender")),
    "praktijkbegeleiding": PointScript("todo", due_in_days=90, mine=False),
    "functie": PointScript("done", steps=("taken", "leren")),
    "werkvloer": PointScript(
        "skipped", mine=False, reason="De eerste bedrijven leiden al jaren bbl’ers op; dit bespreken we pas bij nieuwe."
    ),
}

# hogeschool of the example: (coordinator, route, item) -> text
EXAMPLES = {
    ("els.janssen", "avans-bouwkunde", "werkplekscan"): "We lopen een ochtend mee voordat de scan wordt ingevuld. "
    "Dan zie je waar iemand echt van kan leren. Wat op een plek niet kan, lossen we op met drie maanden bij een ander "
    "bedrijf; dat spreken we vooraf af.",
    ("els.janssen", "avans-bouwkunde", "praktijkbegeleiding"): "Nieuwe begeleiders volgen een middag ‘wat is duaal "
    "studeren’. Twee keer per jaar eten zij samen en bespreken een lastige situatie. Dat werkt beter dan een handboek.",
    ("bas.hoekstra", "nhl-maritiem", "werkplekscan"): "Onze scan past op één bladzijde. De werf vult haar zelf in en "
    "wij bellen daarna een half uur na.",
}


@dataclass(frozen=True)
class CountScript:
    stage: str
    channel: str
    number: int
    days_ago: int
    branche: str = "bouwend"
    note: str = ""
    years_ago: int = 0


COUNTS = [
    CountScript("meeting", "branche", 80, 40, note="Avond voor zij-instromers, met de branche"),
    CountScript("interest", "branche", 18, 33),
    CountScript("interest", "mbo", 9, 30, branche="", note="Voorlichting op twee mbo-scholen"),
    CountScript("interest", "website", 4, 20, branche=""),
    CountScript("talk", "branche", 9, 18),
    CountScript("talk", "mbo", 5, 15, branche=""),
    CountScript("pledge", "employer", 6, 10),
    *[
        CountScript(stage, channel, number, 60, years_ago=1)
        for stage, channel, number in (
            ("meeting", "open_day", 46), ("interest", "open_day", 21), ("talk", "open_day", 12),
            ("pledge", "employer", 6), ("place", "employer", 5), ("student", "employer", 4), ("signed", "employer", 4),
        )
    ],
]  # fmt: skip


@dataclass
class Told:
    stage: Stage
    route: dict[str, Route]
    organisation: dict[str, Organisation]
    today: date = field(default_factory=timezone.localdate)

    def board(self) -> None:
        with self.stage.as_(COORDINATOR) as who:
            own = Membership.objects.get(name="Sanne Vermeer")
            for code, script in BOARD.items():
                for notes in script.notes or ("",):
                    update_point(self.route[ROUTE], _item(code), self._values(script, own, notes), who=who)

    def _values(self, script: PointScript, own: Membership, notes: str) -> PointValues:
        due = script.due_in_days
        return PointValues(
            progress=script.progress,
            reason=script.reason,
            owner_member=own if script.mine else None,
            owner_name=script.owner,
            due_on=None if due is None else self.today + timedelta(due),
            steps_done=script.steps,
            new_steps=script.own_steps,
            notes=notes,
        )

    def examples(self) -> None:
        for (coordinator, route, code), text in EXAMPLES.items():
            with self.stage.as_(coordinator) as who:
                share_example(self.route[route], _item(code), text=text, who=who)

    def funnel(self) -> None:
        route = self.route[ROUTE]
        with self.stage.as_(COORDINATOR) as who:
            for number, script in enumerate(COUNTS):
                values = EntryValues(
                    stage=script.stage,
                    channel=script.channel,
                    number=script.number,
                    counted_on=self._day(route, script),
                    branche=self.organisation.get(script.branche),
                    note=script.note,
                )
                enter_count(route, values, key=uuid5(NAMESPACE_URL, f"demo/count/{number}"), who=who)
        keep_funnels()

    def _day(self, route: Route, script: CountScript) -> date:
        """Within the year before the start that it counts for."""
        begins = route.starts_on.replace(year=route.starts_on.year - 1) + timedelta(1)
        day = max(begins, self.today - timedelta(script.days_ago))
        return day - timedelta(365 * script.years_ago)


def tell(stage: Stage, route: dict[str, Route], organisation: dict[str, Organisation]) -> None:
    told = Told(stage, route, organisation)
    told.board()
    told.examples()
    told.funnel()


def _item(code: str) -> BoardItem:
    return BoardItem.objects.get(template__standing=True, code=code)
