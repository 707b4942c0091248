"""A round of a hogeschool with people and places in it: done by the services, as whoever would do it."""

from datetime import timedelta

from django.utils.timezone import localdate

from matching.enums import Side
from matching.models import Application, Offer, Position, Preference, Round, Run
from matching.services.rounds import close_now, close_round, plan_round
from matching.services.runs import ask_run, compute_run
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

from . import stage

WHO = stage.COORDINATOR


class Scene:
    """One tenant, its round, and by name whoever takes part."""

    def __init__(self, tenant: cast.Tenant) -> None:
        self.tenant = tenant
        self.people: dict[str, cast.Person] = {}
        self.applications: dict[str, Application] = {}
        self.positions: dict[str, Position] = {}
        self.round = planned(tenant)

    def person(self, name: str) -> None:
        self.people[name], self.applications[name] = stage.admitted(self.tenant, name)

    def position(self, title: str, capacity: int = 1) -> None:
        self.positions[title] = stage.offered(self.tenant, title=title, capacity=capacity)

    def offer(self, title: str) -> Offer:
        with acting_as(SYSTEM):
            return Offer.objects.select_related("position").get(position=self.positions[title], route=self.tenant.route)

    def wishes(self, name: str, *titles: str) -> None:
        """Best first; "a+b" is a tie."""
        for rank, tie in enumerate(titles, 1):
            for title in tie.split("+"):
                self._write(name, title, Side.STUDENT, rank)

    def ranks(self, title: str, *names: str) -> None:
        for rank, tie in enumerate(names, 1):
            for name in tie.split("+"):
                self._write(name, title, Side.COMPANY, rank)

    def finds_unsuitable(self, title: str, name: str) -> None:
        self._write(name, title, Side.COMPANY, None, unsuitable=True, reason="Past niet bij het team.")

    def _write(self, name: str, title: str, side: Side, rank: int | None, **said) -> None:
        application, offer = self.applications[name], self.offer(title)
        with acting_as(SYSTEM):
            Preference.objects.create(
                application=application, offer=offer, position_id=offer.position_id, route_id=offer.route_id,
                hogeschool_id=offer.hogeschool_id, organisation_id=offer.organisation_id,
                student_id=application.student_id, by=side, rank=rank, **said,
            )  # fmt: skip

    def close(self) -> Round:
        with acting_as(self.tenant.coordinator.actor):
            close_now(self.round, who=WHO)
        with acting_as(SYSTEM):
            close_round(self.round.pk)
        self.round = stage.now(self.round)
        return self.round

    def ask(self, **options) -> Run:
        with acting_as(self.tenant.coordinator.actor):
            asked = {"who": WHO, "seed": 7}
            return ask_run(self.round, **{**asked, **options})

    def run(self, **options) -> Run:
        run = self.ask(**options)
        compute_run(run.pk)
        return stage.now(run)

    def placed(self, run: Run) -> dict[str, str]:
        with acting_as(SYSTEM):
            found = run.people.exclude(position=None).values_list("application__name", "position__title")
            return dict(found)


def planned(tenant: cast.Tenant, **options) -> Round:
    today = localdate()
    with acting_as(tenant.coordinator.actor):
        return plan_round(
            **{
                "hogeschool_id": tenant.hogeschool.pk, "routes": [tenant.route], "title": "Ronde voorjaar",
                "opens_on": today, "closes_on": today + timedelta(days=14), "unjudged": "last", "who": WHO, **options,
            }
        )  # fmt: skip


def market() -> Scene:
    """Three people, two leerwerkplekken with one place each: Ali and Noor want the same one; Sem is left."""
    scene = Scene(stage.tenant())
    for name in ("Noor Visser", "Ali Demir", "Sem Bos"):
        scene.person(name)
    scene.position("Uitvoerder")
    scene.position("Tekenaar")
    scene.wishes("Noor Visser", "Uitvoerder", "Tekenaar")
    scene.wishes("Ali Demir", "Uitvoerder", "Tekenaar")
    scene.wishes("Sem Bos", "Uitvoerder")
    scene.ranks("Uitvoerder", "Ali Demir", "Noor Visser", "Sem Bos")
    scene.ranks("Tekenaar", "Noor Visser")
    stage.forget_mails()
    return scene


def drafted() -> tuple[Scene, Run]:
    scene = market()
    scene.close()
    return scene, scene.run()
