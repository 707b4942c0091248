"""The pages on which a person and a company find each other and make their order."""

import pytest
from django.urls import reverse

from matching.models import Offer, Preference, Profile
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db
PROFILE = {"first_name": "Noor", "pitch": "Ik bouw graag.", "to": "all"}


@built_once
def scene():
    tenant = stage.tenant()
    person, application = stage.admitted(tenant)
    positions = [stage.offered(tenant, title=title) for title in ("Timmeren", "Rekenen", "Tekenen")]
    return tenant, person, application, positions


def page(name, *keys):
    return reverse(f"matching:{name}", args=[key.public_id for key in keys])


def order(application, by="student") -> list[str]:
    with acting_as(SYSTEM):
        found = Preference.objects.filter(application=application, by=by).order_by("rank", "id")
        return [f"{rank} {title}" for rank, title in found.values_list("rank", "position__title")]


def test_buttons_and_numbers_make_an_order(client, scene):
    _, person, application, (one, two, _) = scene
    stage.logged_in(client, person)
    address = page("choose", application)
    for position in (one, two):
        assert client.post(address, {"do": f"add:{position.public_id}"}).url == address
    assert order(application) == ["1 Timmeren", "2 Rekenen"]
    client.post(address, {"do": f"up:{two.public_id}"})
    assert order(application) == ["1 Rekenen", "2 Timmeren"]
    client.post(address, {f"plaats-{one.public_id}": "3", f"plaats-{two.public_id}": "3"})
    assert order(application) == ["1 Timmeren", "1 Rekenen"]
    client.post(address, {f"plaats-{one.public_id}": "", f"plaats-{two.public_id}": "1"})
    assert order(application) == ["1 Rekenen"]
    shown = client.get(address)
    assert "1 plek in je volgorde" in shown.text
    assert [offer.position.title for offer in shown.context["page"]].count("Rekenen") == 0
    assert "Deze plek staat in je volgorde" in client.get(page("chosen_place", application, two)).text


def test_a_wrong_number_keeps_what_was_typed(client, scene):
    _, person, application, (one, *_) = scene
    address = page("choose", application)
    stage.logged_in(client, person).post(address, {"do": f"add:{one.public_id}"})
    response = client.post(address, {f"plaats-{one.public_id}": "eerste"})
    assert response.status_code == 422
    assert 'value="eerste"' in response.text
    assert order(application) == ["1 Timmeren"]


def test_junk_from_a_button_changes_nothing(client, scene):
    _, person, application, _ = scene
    address = page("choose", application)
    stage.logged_in(client, person)
    for asked in ("add:zomaar", f"add:{stage.tenant('Andere').position.public_id}", "up:", "weg"):
        assert client.post(address, {"do": asked}).status_code == 302
    assert order(application) == []


def test_places_are_searched_by_word_and_province(client, scene):
    _, person, application, _ = scene
    stage.logged_in(client, person)
    found = client.get(page("choose", application), {"q": "reken"}).context["page"]
    assert [offer.position.title for offer in found] == ["Rekenen"]
    assert not client.get(page("choose", application), {"provincie": "zeeland"}).context["page"]


def test_what_is_read_is_explained_before_she_chooses_and_can_be_taken_back(client, scene):
    _, person, application, _ = scene
    address = page("visibility", application)
    stage.logged_in(client, person)
    assert "Dit lezen ze niet" in client.get(address).text
    assert client.post(address, {**PROFILE, "to": ""}).status_code == 422
    assert client.post(address, PROFILE, follow=True).context["profile"].is_visible
    assert "shown" in stage.events(application)
    response = client.post(page("hide", application), follow=True)
    assert not response.context["profile"].is_visible
    assert stage.events(application)[-1] == "hidden"


def test_a_company_orders_candidates_and_gives_a_reason_for_no(client, scene):
    tenant, person, application, (one, *_) = scene
    stage.logged_in(client, person).post(page("visibility", application), PROFILE)
    with acting_as(SYSTEM):
        profile = Profile.objects.get(application=application)
    address = page("position_candidates", one)
    stage.logged_in(client, tenant.contact)
    shown = client.get(address).text
    assert "Ik bouw graag." in shown
    assert application.name not in shown
    assert application.email not in shown
    client.post(address, {"do": f"add:{profile.public_id}"})
    assert order(application, "company") == ["1 Timmeren"]
    refused = client.post(address, {"do": f"no:{profile.public_id}"})
    assert refused.status_code == 422
    assert "Schrijf in een paar woorden waarom" in refused.text
    client.post(address, {"do": f"no:{profile.public_id}", f"reden-{profile.public_id}": "Te ver weg"})
    assert order(application, "company") == ["None Timmeren"]
    assert "Te ver weg" in client.get(address).text
    client.post(address, {"do": f"yes:{profile.public_id}"})
    assert order(application, "company") == []
    client.force_login(person.user)
    assert "Te ver weg" not in client.get(page("mine", application)).text


def test_the_lists_take_as_many_queries_for_many_as_for_one(client, scene):
    tenant, person, application, (one, *_) = scene
    stage.logged_in(client, person)
    address = page("choose", application)
    client.post(address, {"do": f"add:{one.public_id}"})
    few = stage.statements(client, address)
    for number in range(3):
        client.post(address, {"do": f"add:{stage.offered(tenant, title=f'Plek {number}').public_id}"})
        stage.offered(tenant, title=f"Nog een {number}")
    assert stage.statements(client, address) == few <= 8
    client.post(page("visibility", application), PROFILE)
    address = page("position_candidates", one)
    stage.logged_in(client, tenant.contact)
    with acting_as(SYSTEM):
        first = Profile.objects.get(application=application)
    client.post(address, {"do": f"add:{first.public_id}"})
    few = stage.statements(client, address)
    for name in ("Ali Demir", "Eva Smit", "Tom Bos"):
        other, applied = stage.admitted(tenant, name)
        stage.logged_in(client, other).post(page("visibility", applied), PROFILE)
    stage.logged_in(client, tenant.contact)
    assert stage.statements(client, address) == few <= 8


def test_a_place_that_is_withdrawn_stays_in_the_order_and_says_so(client, scene):
    _, person, application, (one, *_) = scene
    stage.logged_in(client, person).post(page("choose", application), {"do": f"add:{one.public_id}"})
    with acting_as(SYSTEM):
        Offer.objects.filter(position=one).update(withdrawn_at=one.created_at)
    assert "Nu niet aangeboden" in client.get(page("choose", application)).text


def test_a_place_that_is_checked_again_stays_readable_and_nobody_is_sent_there(client, scene):
    _, person, application, (one, *_) = scene
    stage.logged_in(client, person).post(page("visibility", application), PROFILE)
    client.post(page("choose", application), {"do": f"add:{one.public_id}"})
    with acting_as(SYSTEM):
        Offer.objects.filter(position=one).update(state="waiting")
    shown = client.get(page("choose", application)).text
    assert "Nu niet aangeboden" in shown
    client.post(page("choose", application), {f"plaats-{one.public_id}": "1"})
    assert order(application) == ["1 Timmeren"]
    place = client.get(page("chosen_place", application, one)).text
    assert "Je keus blijft staan" in place
    assert "Eerst kennismaken?" not in place
    asked = client.post(page("ask_to_meet", application, one), {"message": "Mag ik langskomen?"})
    assert asked.status_code == 422
    assert "wordt nu niet aangeboden" in asked.text
