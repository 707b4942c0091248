"""A company is named on the public page when it says so itself, and by nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse, reverse_lazy

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Part
from routes.models import NameConsent, RouteEvent, RoutePartner
from routes.services import add_partner, confirm_partnership, remove_partner, retract_partnership, show_partner
from tests import cast

from .scene import WHO
from .scene import scene as make_scene
from .test_lists import queries_of


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


def said():
    with acting_as(SYSTEM):
        return list(NameConsent.objects.order_by("at", "id").values_list("name", "who"))


def test_every_choice_is_kept_with_who_made_it(scene, confirmed):
    with acting_as(scene.contact.actor):
        for name in ("Bakker", "Bakker Bouw", "Bakker Bouw", ""):
            show_partner(confirmed, name=name, who="Karim Bakker")
        show_partner(confirmed, name="Bakker", who="Els Bakker")
        retract_partnership(confirmed, reason="Geen tijd meer.", who="Els Bakker")
    assert said() == [
        ("Bakker", "Karim Bakker"), ("Bakker Bouw", "Karim Bakker"), ("", "Karim Bakker"), ("Bakker", "Els Bakker"),
        ("", "Els Bakker"),
    ]  # fmt: skip


def test_a_choice_outlives_the_partnership_and_is_written_once(scene, confirmed):
    with acting_as(scene.contact.actor):
        show_partner(confirmed, name="Bakker", who="Karim Bakker")
    with acting_as(scene.coordinator.actor):
        remove_partner(confirmed, who=WHO)
    assert said() == [("Bakker", "Karim Bakker")]
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), acting_as(SYSTEM):
        NameConsent.objects.all().delete()


class TestOwnPage:
    URL = reverse_lazy("routes:taking_part")

    @pytest.fixture
    def browser(self, client, scene):
        client.force_login(scene.contact.user)
        return client

    def shown(self, browser):
        response = browser.get(self.URL)
        assert response.status_code == 200
        return response.content.decode()

    def test_a_company_without_routes_reads_what_to_do(self, browser):
        assert "Nog geen route noemt uw bedrijf" in self.shown(browser)

    def test_who_is_asked_is_led_to_confirming(self, browser, asked):
        shown = self.shown(browser)
        assert "Nog niet bevestigd" in shown
        assert reverse("routes:confirm_partner", args=[asked.public_id]) in shown
        assert page(asked) not in shown

    def test_consent_is_seen_changed_and_seen_again(self, browser, confirmed):
        assert "U heeft hier nog niets over gekozen." in self.shown(browser)
        response = browser.post(page(confirmed), {"agrees": "on", "shown_as": "Bakker Bouw"}, follow=True)
        assert response.redirect_chain[-1][0] == self.URL
        shown = self.shown(browser)
        assert "als <strong>Bakker Bouw</strong>" in shown
        assert "Gekozen door Karim Bakker" in shown
        assert reverse("routes:page", args=[confirmed.route.slug]) in shown
        assert "Genoemd als Bakker Bouw" in browser.get(page(confirmed)).content.decode()
        browser.post(page(confirmed), {"shown_as": "Bakker Bouw"})
        assert "niet genoemd" in self.shown(browser)

    def test_it_is_reached_from_the_pages_about_the_company(self, browser):
        assert str(self.URL) in browser.get(reverse("organisations:people")).content.decode()

    def test_who_looks_on_reads_and_is_offered_nothing(self, client, scene, confirmed):
        looker = cast.person("Wim Dekker", scene.company, Part.SUPERVISOR)
        client.force_login(looker.user)
        shown = self.shown(client)
        assert "niet genoemd" in shown
        assert page(confirmed) not in shown
        assert client.post(page(confirmed), {"agrees": "on", "shown_as": "X"}).status_code == 403

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_the_same_queries_for_more_routes(self, browser, scene, number):
        for each in range(number):
            route = scene.recognise(programme=f"Opleiding {each}")
            with acting_as(scene.coordinator.actor):
                add_partner(route, scene.company, contribution="x", who=WHO)
        assert len(queries_of(browser, str(self.URL))) == 11


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
