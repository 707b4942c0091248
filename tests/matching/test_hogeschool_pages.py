from uuid import uuid4

import pytest
from django.urls import reverse

from matching.enums import Answer, Side
from matching.services.positions import withdraw_position
from mkbroute.access.actor import acting_as
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


tenant = built_once(stage.tenant)


@pytest.fixture
def coordinator(client, tenant):
    return stage.logged_in(client, tenant.coordinator)


def page(name, row=None):
    return reverse(f"matching:{name}", args=[row.public_id] if row else [])


def names(response) -> list[str]:
    return [row.application.name for row in response.context["page"]]


def test_applications_by_route_state_and_text(coordinator, tenant):
    stage.applied(tenant, "Noor Visser")
    stage.admitted(tenant, "Ali Demir")
    assert set(names(coordinator.get(page("applications")))) == {"Noor Visser", "Ali Demir", "Joris Kok"}
    assert names(coordinator.get(page("applications"), {"q": "demir"})) == ["Ali Demir"]
    assert names(coordinator.get(page("applications"), {"state": "submitted"})) == ["Noor Visser"]
    assert len(names(coordinator.get(page("applications"), {"route": tenant.route.public_id}))) == 3
    assert "Geen aanmelding gevonden" in coordinator.get(page("applications"), {"q": "qqq"}).text


def test_nonsense_in_the_filter_counts_as_not_asked(coordinator, tenant):
    foreign = stage.tenant("Andere Hogeschool").route.public_id
    for asked in ({"route": foreign}, {"route": "x"}, {"state": "x"}, {"pagina": "x"}):
        assert len(names(coordinator.get(page("applications"), asked))) == 1


def test_the_list_says_whom_it_waits_on(coordinator, tenant):
    person, match = stage.proposed(tenant)
    stage.says(person, match, Side.STUDENT, Answer.YES)
    stage.applied(tenant, "Ali Demir")
    waits = {
        row.application.name: (row.standing.label, row.turn.who)
        for row in coordinator.get(page("applications")).context["page"]
    }
    assert waits == {
        "Noor Visser": ("Voorgesteld", tenant.company.name),
        "Ali Demir": ("Ontvangen", "u"),
        "Joris Kok": ("Wordt getekend", "u, Joris Kok, Karim Bakker en Truus Vos"),
    }


def test_offers_with_room_and_also_the_full_ones(coordinator, tenant):
    roomy, full = stage.offered(tenant, title="Ruim"), stage.offered(tenant, title="Vol")
    stage.proposed(tenant, full)
    with acting_as(tenant.contact.actor):
        withdraw_position(stage.offered(tenant, title="Weg"), who=stage.COMPANY)

    def titles(**asked):
        return {offer.position.title for offer in coordinator.get(page("offers"), asked).context["page"]}

    assert titles() == {"Ruim"}
    assert titles(room="all") == {"Ruim", "Vol", "Assistent-werkvoorbereider"}
    assert titles(room="all", q="vol") == {"Vol"}
    assert stage.now(roomy).free == 1


def test_admitting_and_rejecting(coordinator, tenant):
    _, application = stage.applied(tenant)
    assert coordinator.get(page("admit", application)).status_code == 405
    assert "Leg eerst vast" in coordinator.post(page("admit", application), follow=True).text
    coordinator.post(page("check", application), {"prior-outcome": "met"})
    assert "is toelaatbaar" in coordinator.post(page("admit", application), follow=True).text
    response = coordinator.post(page("reject", application), {"reason": ""})
    assert response.status_code == 422
    coordinator.post(page("reject", application), {"reason": "Te weinig vooropleiding."})
    assert stage.now(application).state == "rejected"
    assert "Dit kan niet meer" in coordinator.post(page("admit", application), follow=True).text


def test_proposing_a_place(coordinator, tenant):
    far = stage.offered(tenant, title="Ver weg")
    near = stage.offered(tenant, title="Dichtbij")
    _, application = stage.admitted(tenant)
    form = coordinator.get(page("place", application)).context["form"]
    assert set(form.offers) == {str(far.public_id), str(near.public_id)}
    response = coordinator.post(
        page("place", application), {"offer": str(near.public_id), "note": "Past goed."}, follow=True
    )
    assert "Het voorstel is verstuurd" in response.text
    assert "Dichtbij" in response.text
    assert stage.now(near).taken == 1


def test_proposing_needs_a_choice_among_those_shown(coordinator, tenant):
    foreign = stage.offered(stage.tenant("Andere Hogeschool"))
    stage.offered(tenant)
    _, application = stage.admitted(tenant)
    for chosen in ("", str(foreign.public_id), "x"):
        assert coordinator.post(page("place", application), {"offer": chosen}).status_code == 422


def test_proposing_twice_says_that_one_runs(coordinator, tenant):
    position = stage.offered(tenant, capacity=2)
    _, application = stage.admitted(tenant)
    data = {"offer": str(position.public_id)}
    coordinator.post(page("place", application), data)
    assert "loopt al een voorstel" in coordinator.post(page("place", application), data, follow=True).text
    assert stage.now(position).taken == 1


def test_no_free_place_says_what_to_do(coordinator, tenant):
    _, application = stage.admitted(tenant)
    assert "Geen vrije leerwerkplek op deze route" in coordinator.get(page("place", application)).text
    assert "Niets gevonden" in coordinator.get(page("place", application), {"q": "qqq"}).text


def test_cancelling_with_a_reason(coordinator, tenant):
    _, match = stage.proposed(tenant)
    assert coordinator.post(page("cancel", match), {"reason": ""}).status_code == 422
    response = coordinator.post(page("cancel", match), {"reason": "Dubbel geplaatst."}, follow=True)
    assert "Het voorstel is vervallen" in response.text
    assert "Dubbel geplaatst." in response.text
    assert stage.now(match).state == "cancelled"


def test_a_match_is_read_on_the_page_of_its_application(coordinator, tenant):
    _, match = stage.proposed(tenant)
    assert coordinator.get(page("match", match)).url == page("application", match.application)


def test_a_confirmed_match_leads_to_the_agreement(coordinator, tenant):
    _, match = stage.confirmed(tenant)
    response = coordinator.get(page("application", match.application))
    assert reverse("agreements:draft", args=[match.public_id]) in response.text


def test_a_leerwerkplek_as_the_hogeschool_reads_it(coordinator, tenant):
    response = coordinator.get(page("position", stage.offered(tenant)))
    assert response.status_code == 200
    assert "Wijzigen" not in response.text


def test_a_stranger_finds_nothing(coordinator):
    other = stage.tenant("Andere Hogeschool")
    _, match = stage.proposed(other)
    for name in ("application", "place", "reject"):
        assert coordinator.get(page(name, match.application)).status_code == 404
        assert coordinator.post(page(name, match.application), {"reason": "x"}).status_code in (404, 405)
    assert coordinator.post(page("admit", match.application)).status_code == 404
    assert coordinator.post(page("cancel", match), {"reason": "x"}).status_code == 404
    assert coordinator.get(page("position", match.position)).status_code == 404


def test_place_is_not_offered_to_who_is_not_admitted(coordinator, tenant):
    _, application = stage.applied(tenant)
    response = coordinator.get(page("place", application), follow=True)
    assert response.redirect_chain == [(page("application", application), 302)]
    assert "beoordeel eerst of deze persoon toelaatbaar is" in response.text


def test_without_the_hat_of_a_hogeschool_it_is_refused(client, tenant):
    _, match = stage.proposed(tenant)
    stage.logged_in(client, tenant.contact)
    for name in ("offers", "applications"):
        assert client.get(page(name)).status_code == 403
    for name, row in (("application", match.application), ("place", match.application), ("cancel", match)):
        assert client.get(page(name, row)).status_code == 403
    assert client.post(page("admit", match.application)).status_code == 403
    assert stage.now(match).state == "proposed"


@pytest.mark.parametrize("name", ["applications", "offers"])
def test_lists_cost_the_same_however_long(coordinator, tenant, name):
    def add():
        stage.proposed(tenant, stage.offered(tenant, capacity=2), f"Kandidaat {uuid4()}")

    add()
    one = stage.statements(coordinator, page(name))
    for _ in range(26):
        add()
    assert stage.statements(coordinator, page(name)) <= one  # fewer: nobody on this page has an agreement
    assert one <= 10
