"""A figure that backs a criterion: shown with its value and date, and no evidence while there is nothing to count."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mkbroute.access.actor import acting_as
from routes import queries
from routes.models import RouteContact, RouteCost, RouteLocation
from routes.services import add_detail, add_figure, begin_rhythm, state_criterion, submit_route

from . import rounds
from .scene import WHO


def today() -> str:
    return date_format(timezone.localdate(), "j F Y")


def text(response) -> str:
    return response.content.decode()


def backed_by(scene, number: int, code: str):
    """The criterion says nothing else that proves it."""
    route = scene.complete()
    with acting_as(scene.coordinator.actor):
        found = rounds.criterion(route, number)
        state_criterion(found, statement="Zo voldoet de route.", evidence="", own_verdict="meets", who=WHO)
        add_figure(found, code, who=WHO)
    return route


@pytest.mark.parametrize("name", ["dossier", "criterion"])
def test_hogeschool_reads_value_and_date(client, scene, name):
    route = backed_by(scene, 2, "work_share")
    client.force_login(scene.coordinator.user)
    where = [route.public_id] if name == "dossier" else [route.public_id, 2]
    assert f"<strong>80% (8 van 10), {today()}</strong>" in text(client.get(reverse(f"routes:{name}", args=where)))


def test_assessor_reads_it_at_the_criterion_it_was_put_at(client, scene):
    route = backed_by(scene, 2, "work_share")
    with acting_as(scene.coordinator.actor):
        submit_route(route, who=WHO)
    client.force_login(scene.assessor.user)
    shown = text(client.get(reverse("routes:review", args=[route.public_id])))
    at_two = shown[shown.index('id="criterium-2"') : shown.index('id="criterium-3"')]
    assert f"80% (8 van 10), {today()}" in at_two


def test_without_data_it_completes_nothing(client, scene):
    route = backed_by(scene, 3, "signed_share")
    with acting_as(scene.coordinator.actor):
        (sentence,) = queries.missing(route)
        assert "het cijfer heeft nog geen gegevens" in sentence
        with pytest.raises(ValidationError, match="Criterium 3"):
            submit_route(route, who=WHO)
    client.force_login(scene.coordinator.user)
    assert "zolang is het nog geen bewijs" in text(client.get(reverse("routes:criterion", args=[route.public_id, 3])))


def test_with_data_it_completes_the_criterion(scene):
    route = backed_by(scene, 2, "work_share")
    with acting_as(scene.coordinator.actor):
        assert queries.missing(route) == []


def test_evidence_in_words_alone_is_named_when_submitting(client, scene):
    route = rounds.proven(scene)  # the first criterion has a file, the others have words
    client.force_login(scene.coordinator.user)
    response = client.get(reverse("routes:submit", args=[route.public_id]))
    assert [item.number for item in response.context["told"]] == [2, 3, 4, 5]
    assert "het bewijs alleen in woorden" in text(response)


def test_whole_of_the_version_is_before_the_assessor(client, scene):
    route = scene.complete()
    with acting_as(scene.coordinator.actor):
        add_detail(RouteCost, route, what="Laptop", amount_eur=800, per="once", payer="employer", who=WHO)
        add_detail(RouteLocation, route, name="Praktijklab", use="elsewhere", city="Enschede", who=WHO,
                   province="overijssel")  # fmt: skip
        add_detail(RouteContact, route, name="Nina Roos", role="Praktijkbureau", email="nina@voorbeeld.test", who=WHO)
        begin_rhythm(route, 2027, who=WHO)
        submit_route(route, who=WHO)
    client.force_login(scene.assessor.user)
    shown = text(client.get(reverse("routes:review", args=[route.public_id])))
    for said in ("Laptop:", "de werkgever betaalt", "Praktijklab (", "Nina Roos, Praktijkbureau", "Ritme in 2027-2028",
                 "Blok 1"):  # fmt: skip
        assert said in shown
