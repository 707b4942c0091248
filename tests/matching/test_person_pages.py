import pytest
from django.urls import reverse

from matching import journey
from matching.enums import Answer, Side
from matching.journey import Moment, Sequel, Standing, Step, Turn, follow_with
from matching.models import Application
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db
DATA = {**stage.DETAILS, "name": "Noor Visser"}


tenant = built_once(stage.tenant)


def apply_page(tenant):
    return reverse("matching:apply", args=[tenant.route.slug])


def page(name, row):
    return reverse(f"matching:{name}", args=[row.public_id])


def test_a_visitor_reads_what_happens_and_logs_in_first(client, tenant):
    response = client.get(apply_page(tenant))
    assert "Zo gaat het" in response.text
    assert response.context["login_url"] == f"/account/login/?next={apply_page(tenant).replace('/', '%2F')}"
    assert client.post(apply_page(tenant), DATA).context["login_url"]
    with acting_as(SYSTEM):
        assert not Application.objects.filter(name="Noor Visser").exists()


def test_applying_ends_on_a_page_that_says_what_happens_next(client, tenant):
    person = cast.person("Noor Visser")
    stage.logged_in(client, person)
    assert person.user.email in client.get(apply_page(tenant)).text
    response = client.post(apply_page(tenant), DATA, follow=True)
    assert "Je bent aangemeld" in response.text
    assert response.context["application"].email == person.user.email


def test_how_one_came_to_the_route_is_asked_and_may_be_left_out(client, tenant):
    person = cast.person("Noor Visser")
    shown = stage.logged_in(client, person).get(apply_page(tenant)).text
    assert "Hoe hoorde je van deze opleiding?" in shown
    assert "Zeg ik liever niet" in shown
    assert client.post(apply_page(tenant), {**DATA, "channel": "onzin"}).status_code == 422
    application = client.post(apply_page(tenant), {**DATA, "channel": "mbo"}, follow=True).context["application"]
    assert application.channel == "mbo"
    assert "Mbo-school" in client.get(page("mine", application)).text
    client.force_login(tenant.coordinator.user)
    assert "Mbo-school" in client.get(page("application", application)).text


def test_the_second_time_leads_to_the_running_application(client, tenant):
    person, application = stage.applied(tenant)
    stage.logged_in(client, person)
    for response in (client.get(apply_page(tenant)), client.post(apply_page(tenant), DATA)):
        assert response.url == page("mine", application)


def test_a_wrong_form_keeps_what_was_typed(client, tenant):
    stage.logged_in(client, cast.person("Noor Visser"))
    response = client.post(apply_page(tenant), {**DATA, "phone": "niet", "background": ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"phone", "background"}
    assert stage.DETAILS["motivation"] in response.text


def test_what_is_known_of_an_earlier_application_is_filled_in(client, tenant):
    person, _ = stage.applied(tenant)
    response = stage.logged_in(client, person).get(apply_page(stage.tenant("Andere Hogeschool")))
    assert stage.DETAILS["phone"] in response.text
    assert stage.DETAILS["motivation"] not in response.text


def test_with_a_hat_one_is_asked_to_go_on_as_oneself(client, tenant):
    for person in (tenant.contact, stage.tenant("Andere Hogeschool").coordinator):
        response = stage.logged_in(client, person).get(apply_page(tenant))
        assert response.status_code == 403
        assert "Verder als uzelf" in response.text


def test_a_route_that_ended_takes_no_applications(client, tenant):
    with acting_as(SYSTEM):
        tenant.route.state = "withdrawn"
        tenant.route.save()
    assert "Aanmelden kan nu niet" in client.get(apply_page(tenant)).text


def test_a_route_that_was_never_public_does_not_exist(client, tenant):
    with acting_as(SYSTEM):
        type(tenant.route).objects.create(
            hogeschool=tenant.hogeschool, slug="geheim", programme="Geheim", degree="ad", form="duaal",
            sector="building", shape="throughout", summary="x", connection="x", city="Utrecht", province="utrecht",
            starts_on=tenant.route.starts_on, places=1, contact_name="x", contact_email="x@voorbeeld.test",
        )  # fmt: skip
    assert client.get(reverse("matching:apply", args=["geheim"])).status_code == 404


@pytest.mark.parametrize("name", ["mine", "applied", "withdraw"])
def test_another_persons_application_does_not_exist(client, tenant, name):
    _, application = stage.applied(tenant)
    stage.logged_in(client, cast.person("Ali Demir"))
    assert client.get(page(name, application)).status_code == 404
    assert client.post(page(name, application), {"reason": ""}).status_code in (404, 405)
    assert stage.now(application).state == "submitted"


def test_the_road_at_every_stage(client, tenant):
    person, application = stage.applied(tenant)
    stage.logged_in(client, person)

    def road():
        return client.get(page("mine", application)).context["road"]

    def states():
        return [step.state for step in road().steps]

    assert states() == ["done", "current", "todo", "todo", "todo"]
    assert road().turn.who == tenant.hogeschool.name
    coordinate(tenant, "admit", application)
    assert states() == ["done", "done", "current", "todo", "todo"]
    match = propose(tenant, application)
    assert (road().turn.who, road().turn.mine) == ("jij", True)
    client.post(page("say_yes", match))
    assert road().turn.who == tenant.company.name
    stage.says(tenant.contact, match, Side.COMPANY, Answer.YES)
    assert states() == ["done", "done", "done", "current", "todo"]
    assert road().turn.what == "stelt de overeenkomst op"
    assert next(moment.what for moment in road().moments) == "Leerwerkplek bevestigd"


def coordinate(tenant, name, application):
    from matching.services.applications import admit_application

    with acting_as(tenant.coordinator.actor):
        admit_application(application, who=stage.COORDINATOR)


def propose(tenant, application):
    from matching.models import Offer
    from matching.services.matches import propose_match

    position = stage.offered(tenant)
    with acting_as(tenant.coordinator.actor):
        return propose_match(application, Offer.objects.get(position=position), who=stage.COORDINATOR)


def test_a_match_is_read_on_the_page_of_the_application(client, tenant):
    person, match = stage.proposed(tenant)
    stage.logged_in(client, person)
    assert client.get(page("match", match)).url == page("mine", match.application)
    assert "Wil je deze plek?" in client.get(page("mine", match.application)).text


def test_no_with_a_reason(client, tenant):
    person, match = stage.proposed(tenant)
    stage.logged_in(client, person)
    assert "Wil je deze plek niet?" in client.get(page("say_no", match)).text
    assert client.post(page("say_no", match), {}).status_code == 422
    response = client.post(page("say_no", match), {"reason": "Te ver."}, follow=True)
    assert "Op zoek naar een leerwerkplek" in response.text


def test_withdrawing_asks_first_and_needs_no_reason(client, tenant):
    person, application = stage.applied(tenant)
    stage.logged_in(client, person)
    assert "Wil je je aanmelding intrekken?" in client.get(page("withdraw", application)).text
    response = client.post(page("withdraw", application), {"reason": ""}, follow=True)
    assert "Je hebt deze aanmelding ingetrokken" in response.text
    assert next(step.state for step in response.context["road"].steps) == "stopped"
    assert not response.context["road"].turn.who


def test_a_rejection_shows_the_reason(client, tenant):
    from matching.services.applications import reject_application

    person, application = stage.applied(tenant)
    with acting_as(tenant.coordinator.actor):
        reject_application(application, who=stage.COORDINATOR, reason="Geen havo.")
    response = stage.logged_in(client, person).get(page("mine", application))
    assert "Je bent niet toegelaten" in response.text
    assert "Geen havo." in response.text
    assert [step.state for step in response.context["road"].steps] == ["done", "stopped", "todo", "todo", "todo"]


def test_what_follows_is_told_by_the_floor_above(client, tenant, monkeypatch):
    person, match = stage.confirmed(tenant)
    with acting_as(SYSTEM):
        at = match.application.events.first().at
    monkeypatch.setattr(journey, "_sources", [])
    follow_with(
        lambda agreed, reader, email: {
            match: Sequel(
                agreed=Step("Overeenkomst", "done"),
                signed=Step("Getekend", "current"),
                standing=Standing("Wordt getekend", "warning"),
                turn=Turn("jij", "tekent de overeenkomst", mine=True),
                moments=lambda: [Moment(at, "Sanne", "Overeenkomst verstuurd")],
                binds=True,
                url="/overeenkomsten/x/",
            )
            for match in agreed
        }
    )
    response = stage.logged_in(client, person).get(page("mine", match.application))
    road = response.context["road"]
    assert [step.state for step in road.steps] == ["done", "done", "done", "done", "current"]
    assert "/overeenkomsten/x/" in response.text
    assert "Overeenkomst verstuurd" in response.text
    assert "Wordt getekend" in response.text
    assert "Aanmelding intrekken" not in response.text
