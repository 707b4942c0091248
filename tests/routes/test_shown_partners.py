"""A company is named on the public page when it says so itself, and by nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import RouteEvent, RoutePartner
from routes.services import add_partner, confirm_partnership, remove_partner, retract_partnership, show_partner

from .scene import WHO
from .scene import scene as make_scene


@pytest.fixture
def asked(scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        return add_partner(route, scene.company, contribution="x", who=WHO)


@pytest.fixture
def confirmed(scene, asked):
    with acting_as(scene.contact.actor):
        return confirm_partnership(asked, who="Karim Bakker")


def page(partner):
    return reverse("routes:show_partner", args=[partner.public_id])


def shown_as():
    with acting_as(SYSTEM):
        return RoutePartner.objects.get().shown_as


def test_nobody_is_named_unasked(confirmed):
    assert shown_as() == ""


def test_the_company_says_so_and_takes_it_back(client, scene, confirmed):
    client.force_login(scene.contact.user)
    back = client.get(reverse("routes:confirm_partner", args=[confirmed.public_id]))
    assert "noemt uw bedrijf niet" in back.content.decode()
    assert client.post(page(confirmed), {"agrees": "on", "shown_as": "  Bakker   Bouw "}).status_code == 302
    assert shown_as() == "Bakker Bouw"
    assert client.post(page(confirmed), {"shown_as": "Bakker Bouw"}).status_code == 302
    assert shown_as() == ""
    with acting_as(SYSTEM):
        told = list(RouteEvent.objects.filter(kind="partner_shown").order_by("at").values_list("text", flat=True))
    assert told == ["Bedrijf staat op de openbare pagina als Bakker Bouw", "Bedrijf staat niet meer op de pagina"]


def test_a_confirmation_taken_back_takes_the_name_along(scene, confirmed):
    with acting_as(scene.contact.actor):
        show_partner(confirmed, name="Bakker", who="Karim Bakker")
        retract_partnership(confirmed, reason="Geen tijd meer.", who="Karim Bakker")
    assert shown_as() == ""


def test_saving_twice_is_one_event(scene, confirmed):
    with acting_as(scene.contact.actor):
        for _ in range(2):
            show_partner(confirmed, name="Bakker", who="Karim Bakker")
    with acting_as(SYSTEM):
        assert RouteEvent.objects.filter(kind="partner_shown").count() == 1


def test_consent_without_a_name_is_asked_for(client, scene, confirmed):
    client.force_login(scene.contact.user)
    response = client.post(page(confirmed), {"agrees": "on", "shown_as": " "})
    assert response.status_code == 422
    assert "Vul de naam in" in response.content.decode()


def test_who_has_not_confirmed_cannot_be_named(client, scene, asked):
    client.force_login(scene.contact.user)
    response = client.post(page(asked), {"agrees": "on", "shown_as": "Bakker"})
    assert response.status_code == 422
    assert "Bevestig eerst" in response.content.decode()
    assert shown_as() == ""


def test_who_was_removed_hears_so(scene, confirmed):
    with acting_as(scene.coordinator.actor):
        remove_partner(confirmed, who=WHO)
    with acting_as(scene.contact.actor), pytest.raises(ValidationError, match="van de route gehaald"):
        show_partner(confirmed, name="Bakker", who="Karim Bakker")


@pytest.mark.parametrize("who", ["coordinator", "assessor", "adviser"])
def test_the_database_lets_nobody_else_name_a_company(scene, confirmed, who):
    with acting_as(SYSTEM):
        partner = RoutePartner.objects.filter(pk=confirmed.pk)
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(getattr(scene, who).actor):
        partner.all().update(shown_as="Bakker")
    assert shown_as() == ""


def test_another_company_does_not_see_it(client, scene, confirmed):
    client.force_login(make_scene("Fontys").contact.user)
    assert client.get(page(confirmed)).status_code == 404
