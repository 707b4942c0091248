"""A leerwerkplek for longer, in the archive, and copied."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Offer, Position
from matching.services.place_life import archive_position, extend_position, unarchive_position
from matching.services.positions import offer_position_again, withdraw_position
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage
from .test_company_pages import form_data, page

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)


@pytest.fixture
def company(client, tenant):
    return stage.logged_in(client, tenant.contact)


def does(tenant, service, position, **said):
    with acting_as(tenant.contact.actor):
        return service(position, who=stage.COMPANY, **said)


def test_extending_brings_back_what_was_not_active_and_tells_the_hogeschool(tenant):
    position = stage.offered(tenant, closes_on=timezone.localdate() - timedelta(days=3))
    with acting_as(SYSTEM):
        Position.objects.filter(pk=position.pk).update(state="inactive")
    does(tenant, extend_position, position, starts_on=date(2028, 2, 1), closes_on=None)
    found = stage.now(position)
    assert (found.state, found.starts_on, found.has_closed) == ("offered", date(2028, 2, 1), False)
    with acting_as(tenant.coordinator.actor):
        offer = Offer.objects.get(position=position)
        assert offer.is_published
        assert [change["what"] for change in offer.changes] == ["Begint op", "Open tot en met"]


def test_what_was_withdrawn_is_not_extended(tenant):
    position = stage.offered(tenant)
    does(tenant, withdraw_position, position)
    with pytest.raises(Refusal, match="Bied haar eerst weer aan"):
        does(tenant, extend_position, position, starts_on=date(2028, 2, 1), closes_on=None)


def test_into_the_archive_and_out_of_it(tenant, company):
    position = stage.offered(tenant, title="Oude plek")
    for _ in range(2):
        does(tenant, archive_position, position)
    assert "Oude plek" not in company.get(page("positions")).text
    assert "Oude plek" in company.get(page("positions"), {"stand": "archief"}).text
    with pytest.raises(Refusal, match="stand ‘in het archief’"):
        does(tenant, offer_position_again, position)
    does(tenant, unarchive_position, position)
    does(tenant, offer_position_again, position)
    assert stage.now(position).state == "offered"


def test_not_while_someone_waits_for_an_answer(tenant):
    position = stage.offered(tenant)
    stage.proposed(tenant, position)
    with pytest.raises(Refusal, match="loopt nog een voorstel"):
        does(tenant, archive_position, position)


def test_the_pages(tenant, company):
    position = stage.offered(tenant)
    extend = page("extend_position", position)
    assert 'value="2027-09-01"' in company.get(extend).text
    wrong = company.post(extend, {"starts_on": "2028-02-01", "closes_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert "al voorbij" in wrong.text
    company.post(extend, {"starts_on": "2028-02-01"})
    assert stage.now(position).starts_on == date(2028, 2, 1)
    assert "archief zetten?" in company.get(page("archive_position", position)).text
    company.post(page("archive_position", position))
    shown = company.get(page("position", position))
    assert "Haal uit het archief" in shown.text
    company.post(page("unarchive_position", position))
    assert stage.now(position).state == "withdrawn"


def test_a_copy_begins_as_the_other_and_becomes_a_new_one(tenant, company):
    position = stage.offered(tenant, title="Lasser", requirements="Rijbewijs B", formal_employer=tenant.employer)
    form = company.get(page("add_position"), {"kopie": position.public_id}).context["form"]
    assert form["title"].value() == "Lasser"
    assert form["requirements"].value() == "Rijbewijs B"
    assert form["formal_employer"].value() == tenant.employer.public_id
    assert form.chosen_routes == [str(tenant.route.public_id)]
    assert form["key"].value() != position.public_id
    company.post(page("add_position"), form_data(tenant, title="Lasser", key=form["key"].value()))
    with acting_as(SYSTEM):
        assert Position.objects.filter(title="Lasser").count() == 2


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000", "foreign"])
def test_what_is_not_ones_own_is_not_copied(tenant, company, key):
    if key == "foreign":
        key = stage.offered(stage.tenant("Andere Hogeschool"), title="Geheim").public_id
    assert "Geheim" not in company.get(page("add_position"), {"kopie": key}).text


def test_the_list_with_its_archive_takes_few_queries(tenant, client):
    stage.logged_in(client, tenant.contact)
    assert stage.statements(client, reverse("matching:positions")) <= 8
