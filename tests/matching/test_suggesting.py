import re

import pytest
from django.urls import reverse

from matching.models import Application, Offer
from matching.round_queries import routes_to_suggest
from matching.suggesting import days_in, fit_together, suggest_for
from mkbroute.access.actor import SYSTEM, acting_as
from routes.services.outcomes import write_outcomes
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db
market = built_once(rounds.market)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("maandag tot en met donderdag", {1, 2, 3, 4}),
        ("Dinsdag en vrijdag", {2, 5}),
        ("maandag t/m woensdag, zaterdag", {1, 2, 3, 6}),
        ("in overleg", set()),
    ],
)
def test_days_are_read_from_what_a_company_wrote(text, days):
    assert days_in(text) == days


def test_who_ranked_nothing_gets_what_is_near_first(market, client):
    _, application = stage.admitted(market.tenant, "Roos Tak")
    with acting_as(market.tenant.coordinator.actor):
        found = suggest_for(application, Offer.objects.filter(withdrawn_at=None).order_by("pk"))
        assert found[0].points == 100
        assert found[0].because == ["reisafstand: 100 van 100"]
        assert suggest_for(market.applications["Noor Visser"], Offer.objects.all()) == []
    stage.logged_in(client, market.tenant.coordinator)
    page = client.get(f"/aanmeldingen/{application.public_id}/plaatsen/").content.decode()
    assert "Wat zou kunnen passen" in page


def test_who_ranked_nothing_is_fitted_together_over_the_places_that_are_free(market, client):
    tenant = market.tenant
    stage.admitted(tenant, "Roos Tak")
    _, elsewhere = stage.admitted(tenant, "Finn Dam")
    _, at_own = stage.admitted(tenant, "Eva Eigen")
    with acting_as(SYSTEM):
        Application.objects.filter(pk=elsewhere.pk).update(regions=["limburg"])
        Application.objects.filter(pk=at_own.pk).update(employer_plan="own", employer_name="Eigen bv")
    with acting_as(tenant.coordinator.actor):
        found = fit_together(tenant.route)
        (listed,) = routes_to_suggest()
    assert [(person.name, place.points) for person, place in found.pairs] == [("Roos Tak", 100)]
    assert [person.name for person in found.without] == ["Finn Dam"]
    assert (found.left_out, listed.looking) == (0, 2)

    stage.logged_in(client, tenant.coordinator)
    assert tenant.route.title in client.get(reverse("matching:suggestions")).content.decode()
    page = client.get(reverse("matching:suggestion", args=[tenant.route.public_id])).content.decode()
    assert "Roos Tak" in page
    assert "Nog geen plek die past" in page
    link = re.search(r'href="([^"]+\?plek=[^"]+)"', page)[1]
    chosen = link.split("plek=")[1]
    assert re.search(rf'<input[^>]+value="{chosen}"[^>]+checked', client.get(link).content.decode())


def test_more_of_what_is_to_be_learnt_fits_better(market):
    tenant = market.tenant
    _, application = stage.admitted(tenant, "Roos Tak")
    with acting_as(tenant.coordinator.actor):
        write_outcomes(tenant.route, ["Ontwerpen", "Rekenen"], seen=1, who=stage.COORDINATOR)
    with acting_as(SYSTEM):
        first, second = Offer.objects.order_by("pk")[:2]
        Offer.objects.filter(pk=first.pk).update(outcomes=["Ontwerpen"])
        Offer.objects.filter(pk=second.pk).update(outcomes=["Ontwerpen", "Rekenen"])
    with acting_as(tenant.coordinator.actor):
        best, other = suggest_for(application, Offer.objects.filter(pk__in=[first.pk, second.pk]))
    assert (best.offer.pk, other.offer.pk) == (second.pk, first.pk)
    assert best.because == ["reisafstand: 100 van 100", "wat er te leren valt: 100 van 100"]
