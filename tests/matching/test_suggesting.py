import pytest

from matching.models import Offer
from matching.suggesting import days_in, suggest_for
from mkbroute.access.actor import acting_as
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
