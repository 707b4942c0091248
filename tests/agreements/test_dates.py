"""Dates that nobody can mean: refused where they are typed, and never sent."""

from datetime import date

import pytest
from django.utils import timezone

from agreements.models import Agreement
from agreements.readiness import obstacles
from matching.dates import YEARS_AHEAD, YEARS_BACK, far_off
from mkbroute.access.actor import acting_as

from . import scenes

pytestmark = pytest.mark.django_db
NOW = timezone.localdate().year


@pytest.mark.parametrize("year", [1, 1900, NOW - YEARS_BACK - 1, NOW + YEARS_AHEAD + 1, 9999])
def test_far_off(year):
    assert "Controleer het jaartal" in far_off(date(year, 6, 1))


@pytest.mark.parametrize("day", [None, date(NOW - YEARS_BACK, 1, 1), date(NOW + YEARS_AHEAD, 12, 31)])
def test_possible(day):
    assert far_off(day) == ""


def test_agreement_with_such_dates_is_not_sent(client):
    mine = scenes.matched()
    agreement = scenes.complete(
        mine,
        starts_on=date(1, 1, 1),
        practice_starts_on=date(1, 1, 1),
        practice_ends_on=date(9999, 12, 31),
        ends_on=date(9999, 12, 31),
    )
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.select_related("route", "template", "match").get(pk=agreement.pk)
        found = obstacles(agreement, agreement.parties.all())
    assert [obstacle.anchor for obstacle in found] == [
        "id_starts_on",
        "id_ends_on",
        "id_practice_starts_on",
        "id_practice_ends_on",
    ]
    assert found[0].text.startswith("Begindatum van de overeenkomst: Deze datum ligt meer dan 5 jaar terug.")


@pytest.mark.parametrize("typed", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_form_refuses_them(client, typed):
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    client.force_login(mine.coordinator.user)
    url = f"/overeenkomsten/{agreement.public_id}/bewerken/"
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    response = client.post(url, {**data, "ends_on": typed, "starts_on": ""})
    assert response.status_code == 422
    assert "Controleer het jaartal" in response.content.decode()
