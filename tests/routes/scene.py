"""A hogeschool, two partners and the programme team, with routes made through the services."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from mkbroute.access.actor import acting_as
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Organisation
from routes.models import CriterionAssessment, Route
from routes.services import (
    Judgement,
    recognise_route,
    register_route,
    review_route,
    state_criterion,
    submit_route,
)
from tests import cast

WHO = "Sanne de Wit, Avans"
ASSESSOR = "Ada Mulder, Programmateam"


def next_year() -> date:
    return timezone.localdate() + timedelta(days=365)


def fields(**changes) -> dict:
    usual = {
        "programme": "Bouwkunde", "degree": "ad", "form": "duaal", "sector": "building", "shape": "throughout",
        "summary": "Je leert een bouwproject voorbereiden.", "connection": "Opdrachten komen uit het eigen bedrijf.",
        "city": "Tilburg", "province": "noord-brabant", "starts_on": next_year(), "places": 20,
        "accredited": True,
        "contact_name": "Sanne de Wit", "contact_email": "sanne@voorbeeld.test",
    }  # fmt: skip
    return {**usual, **changes}


@dataclass
class Scene:
    hogeschool: Organisation
    coordinator: cast.Person
    branche: Organisation
    adviser: cast.Person
    company: Organisation
    contact: cast.Person
    programme: Organisation
    assessor: cast.Person

    def register(self, **changes) -> Route:
        with acting_as(self.coordinator.actor):
            return register_route(self.hogeschool, who=WHO, **fields(**changes))

    def complete(self, **changes) -> Route:
        route = self.register(**changes)
        with acting_as(self.coordinator.actor):
            for assessment in CriterionAssessment.objects.filter(route=route):
                state_criterion(
                    assessment, statement="Zo voldoet de route.", evidence="Zie het plan.", own_verdict="meets", who=WHO
                )
        return route

    def submit(self, **changes) -> Route:
        route = self.complete(**changes)
        with acting_as(self.coordinator.actor):
            return submit_route(route, who=WHO)

    def judge(self, route: Route, verdict: str = "meets", motivation: str = "") -> Route:
        with acting_as(self.assessor.actor):
            return review_route(route, {number: Judgement(verdict, motivation) for number in range(1, 6)}, who=ASSESSOR)

    def recognise(self, **changes) -> Route:
        route = self.judge(self.submit(**changes))
        with acting_as(self.assessor.actor):
            return recognise_route(route, who=ASSESSOR)


def scene(name: str = "Avans") -> Scene:
    hogeschool = cast.organisation(Kind.HOGESCHOOL, name)
    branche = cast.organisation(Kind.BRANCHE, "Bouwend Nederland")
    company = cast.organisation(Kind.COMPANY, "Bouwbedrijf", takes_part=True)
    programme = cast.organisation(Kind.PROGRAMME, "Programmateam")
    return Scene(
        hogeschool,
        cast.person("Sanne de Wit", hogeschool, Part.COORDINATOR),
        branche,
        cast.person("Piet Jonker", branche, Part.ADVISER),
        company,
        cast.person("Karim Bakker", company, Part.CONTACT),
        programme,
        cast.person("Ada Mulder", programme, Part.PROGRAMME),
    )
