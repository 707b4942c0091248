"""Hogescholen, opleidingsbedrijven, branches and companies on one route: each confirms itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Kind, Part
from routes import queries
from routes.enums import Involvement
from routes.models import RouteEvent, RoutePartner
from routes.services import add_partner, confirm_partnership, withdraw_route
from tests import cast

from .scene import WHO


@pytest.fixture
def second(db):
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Tweede")
    return hogeschool, cast.person("Bram Smit", hogeschool, Part.COORDINATOR)


@pytest.fixture
def employer(db):
    organisation = cast.organisation(Kind.EMPLOYER, "Opleidingsbedrijf", takes_part=True)
    return organisation, cast.person("Truus Vos", organisation, Part.CONTACT)


def add(scene, route, organisation, role=Involvement.SHAPES):
    with acting_as(scene.coordinator.actor):
        return add_partner(route, organisation, contribution="Geeft de lessen.", role=role, who=WHO)


def url(name, *args):
    return reverse(f"routes:{name}", args=args)


@pytest.mark.parametrize("kind", ["second", "employer"])
def test_partner_takes_its_confirmation_back_on_its_own_page(client, scene, request, kind):
    organisation, person = request.getfixturevalue(kind)
    partner = add(scene, scene.register(), organisation)
    client.force_login(person.user)
    client.post(url("confirm_partner", partner.public_id))
    page = url("retract_partner", partner.public_id)
    assert "Ad Bouwkunde" in client.get(page).content.decode()
    assert client.post(page, {"reason": "Geen tijd meer."}).status_code == 302
    assert partner_now().confirmed_at is None
    with acting_as(SYSTEM):
        assert RouteEvent.objects.get(kind="partner_retracted").reason == "Geen tijd meer."
        assert Message.objects.get(kind="partner_retracted").to_email == "sanne@voorbeeld.test"


def partner_now():
    with acting_as(SYSTEM):
        return RoutePartner.objects.get()


@pytest.mark.parametrize("kind", ["second", "employer"])
@pytest.mark.parametrize("made", ["register", "recognise"])
def test_partner_confirms_on_its_own_page(client, scene, request, kind, made):
    organisation, person = request.getfixturevalue(kind)
    role = Involvement.EXECUTES if kind == "second" else Involvement.EMPLOYS
    route = getattr(scene, made)()
    partner = add(scene, route, organisation, role)
    client.force_login(person.user)
    assert "Ad Bouwkunde" in client.get(reverse("home")).content.decode()
    page = url("confirm_partner", partner.public_id)
    shown = client.get(page).content.decode()
    assert role.label in shown
    assert "4 dagen werken, 1 dag studeren" in shown
    assert "Dank u wel" in client.post(page, follow=True).content.decode()
    assert partner_now().confirmed_by.endswith(organisation.name)
    assert "al bevestigd" in client.post(page, follow=True).content.decode()
    listed = client.get(url("list") if kind == "second" else reverse("home")).content.decode()
    assert "Routes van anderen waarin u meedoet" in listed
    assert page in listed
    with acting_as(SYSTEM):
        assert RouteEvent.objects.filter(kind="partner_confirmed", route=route).count() == 1
        assert Message.objects.get(kind="partner_confirmed").to_email == route.contact_email
    with acting_as(scene.coordinator.actor):
        fact = next(item.facts for item in queries.dossier(route) if item.number == 5)
    assert f"Ook bevestigd door {organisation.name}" in fact  # criterion 5 counts companies and branches


def test_partner_hogeschool_does_not_get_the_route_among_its_own(client, scene, second):
    hogeschool, person = second
    route = scene.register()
    partner = add(scene, route, hogeschool, Involvement.EXECUTES)
    client.force_login(person.user)
    assert client.get(url("list")).context["rows"] == []
    for name in ("detail", "edit", "dossier", "rhythm", "phase"):
        assert client.get(url(name, route.public_id)).status_code == 404
    assert client.post(url("remove_partner", partner.public_id)).status_code == 404


def test_partner_hogeschool_is_told_when_the_route_is_withdrawn(client, scene, second):
    hogeschool, person = second
    route = scene.register()
    partner = add(scene, route, hogeschool)
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Gestopt.", who=WHO)
    client.force_login(person.user)
    page = url("confirm_partner", partner.public_id)
    assert "U hoeft niets te doen." in client.get(page).content.decode()
    assert "heeft deze route ingetrokken" in client.post(page, follow=True).content.decode()


@pytest.mark.parametrize("who", ["coordinator", "other"])
def test_nobody_confirms_for_another_hogeschool(scene, second, who):
    partner = add(scene, scene.register(), second[0])
    other = cast.person("Kwaad", cast.organisation(Kind.HOGESCHOOL, "Derde"), Part.COORDINATOR)
    actor = scene.coordinator.actor if who == "coordinator" else other.actor
    with acting_as(actor):
        changed = RoutePartner.objects.filter(pk=partner.pk).update(confirmed_by="Ik", confirmed_at=timezone.now())
        assert changed == 0
        with pytest.raises(ValidationError, match="van de route gehaald"):
            confirm_partnership(partner, who="Ik")
    assert partner_now().confirmed_at is None


def test_hogeschool_in_the_lead_is_no_partner_of_itself(scene):
    route = scene.register()
    with (
        acting_as(scene.coordinator.actor),
        pytest.raises(IntegrityError, match="route_partner_is_another"),
        transaction.atomic(),
    ):
        RoutePartner.objects.create(
            route=route, hogeschool=scene.hogeschool, organisation=scene.hogeschool, contribution="Alles."
        )


@pytest.mark.parametrize("role", [Involvement.EXECUTES, Involvement.EMPLOYS])
def test_role_that_is_not_for_a_branche_is_refused(client, scene, role):
    client.force_login(scene.coordinator.user)
    page = url("add_partner", scene.register().public_id)
    typed = {"organisation": scene.branche.public_id, "contribution": "Denkt mee.", "role": role}
    response = client.post(page, typed)
    assert response.status_code == 422
    assert "Kies een andere rol" in response.content.decode()
    assert client.post(page, {**typed, "role": "recruits"}).status_code == 302
    assert partner_now().role == Involvement.RECRUITS


def test_opleidingsbedrijf_and_hogeschool_are_found_by_typing(client, scene, second, employer):
    client.force_login(scene.coordinator.user)
    page = url("partner_options", scene.register().public_id)
    for organisation in (second[0], employer[0]):
        shown = client.get(page, {"organisation_text": organisation.name}).content.decode()
        assert organisation.name in shown
