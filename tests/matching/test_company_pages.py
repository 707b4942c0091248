from uuid import uuid4

import pytest
from django.urls import reverse

from matching.models import Position
from matching.services.applications import withdraw_application
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Workplace
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


tenant = built_once(stage.tenant)


@pytest.fixture
def company(client, tenant):
    return stage.logged_in(client, tenant.contact)


def page(name, row=None):
    return reverse(f"matching:{name}", args=[row.public_id] if row else [])


def form_data(tenant, **changes):
    data = {
        **stage.TERMS,
        "key": uuid4(),
        "hours_per_week": "32,5",
        "starts_on": "2027-09-01",
        "workplace": str(stage.workplace(tenant).public_id),
        "routes": [str(tenant.route.public_id)],
    }
    return {**data, **changes}


def test_offering_with_the_form(company, tenant):
    response = company.post(page("add_position"), form_data(tenant), follow=True)
    assert response.status_code == 200
    assert "Uw leerwerkplek is aangeboden" in response.text
    assert response.context["position"].hours_per_week == 32.5


def test_the_form_sent_twice_leads_to_the_same_page(company, tenant):
    data = form_data(tenant)
    first, second = company.post(page("add_position"), data), company.post(page("add_position"), data)
    assert first.url == second.url
    with acting_as(SYSTEM):
        assert Position.objects.filter(title=stage.TERMS["title"]).count() == 1


def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(company, tenant):
    response = company.post(page("add_position"), form_data(tenant, routes=[], title="Lasser", hours_per_week="80"))
    assert response.status_code == 422
    assert "Kies minstens één route" in response.text
    assert 'value="Lasser"' in response.text


WRONG_PAY = {
    "of a year": ({"salary_from": "31.000"}, "Per maand verwachten we € 500 tot € 15.000"),
    "per hour, a month's": ({"salary_per": "hour", "salary_from": "2.600"}, "Per uur verwachten we € 4 tot € 100"),
    "upside down": ({"salary_from": "2.600", "salary_to": "2.400"}, "Dit bedrag is lager dan het eerste"),
    "per what": ({"salary_per": ""}, "Kies of het bedrag per maand of per uur is"),
    "of how many hours": ({"salary_hours": ""}, "Vul in bij hoeveel uur per week"),
    "only the highest": ({"salary_from": "", "salary_to": "2.600"}, "Vul ook het laagste bedrag in"),
    "no amount": ({"salary_from": "veel"}, "Vul een bedrag in"),
}


@pytest.mark.parametrize("why", WRONG_PAY)
def test_pay_that_cannot_be_is_refused_in_words(company, tenant, why):
    typed, told = WRONG_PAY[why]
    response = company.post(page("add_position"), form_data(tenant, salary_note="Cao Bouw", **typed))
    assert response.status_code == 422
    assert told in response.text
    assert 'value="Cao Bouw"' in response.text


PAY = {
    "a month": (
        {"salary_to": "2.900,50", "salary_hours": "36"},
        "€ 2.600 tot € 2.900,50 bruto per maand bij 36 uur per week",
    ),
    "an hour": ({"salary_from": "16,50", "salary_per": "hour"}, "€ 16,50 bruto per uur"),
    "one amount": ({"salary_to": "2600", "salary_note": "Cao"}, "€ 2.600 bruto per maand bij 40 uur per week. Cao"),
    "words": ({"salary_from": "", "salary_note": "Volgens de cao"}, "Volgens de cao"),
    "nothing": ({"salary_from": ""}, ""),
}


@pytest.mark.parametrize("how", PAY)
def test_pay_reads_as_it_was_given(company, tenant, how):
    typed, told = PAY[how]
    response = company.post(page("add_position"), form_data(tenant, **typed), follow=True)
    assert response.context["position"].salary == told


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2023-01-01", "9999-12-31"])
def test_a_start_that_nobody_can_mean_is_refused(company, tenant, day):
    response = company.post(page("add_position"), form_data(tenant, starts_on=day))
    assert set(response.context["form"].errors) == {"starts_on"}
    assert "Controleer het jaartal" in response.text


def test_a_wrong_form_says_whose_name_is_missing(company, tenant):
    response = company.post(page("add_position"), form_data(tenant, supervisor_name="", signatory_name=""))
    assert "Naam (praktijkbegeleider): Vul dit in." in response.text
    assert "Naam (tekenbevoegde): Vul dit in." in response.text


def test_another_workplace_needs_an_address(company, tenant):
    data = form_data(tenant, workplace="new", name="Loods", street="Dok 2", postcode="", city="Zeist", province="")
    response = company.post(page("add_position"), data)
    assert set(response.context["form"].errors) == {"postcode", "province"}
    company.post(page("add_position"), {**data, "postcode": "3511 AB", "province": "utrecht"})
    with acting_as(SYSTEM):
        assert Position.objects.get(public_id=data["key"]).workplace.name == "Loods"


def test_a_company_without_workplaces_begins_with_its_seat(client):
    company = cast.organisation("company", "Nieuw bedrijf", street="Dok 2", postcode="3511 AB")
    contact = cast.person("Els Bos", company, "contact")
    response = stage.logged_in(client, contact).get(page("add_position"))
    assert 'value="Dok 2"' in response.text
    assert "Een andere vestiging" not in response.text


def test_looking_for_a_route_without_script_keeps_what_was_typed(company, tenant):
    stage.tenant("Zeevaartschool")
    data = form_data(tenant, title="Lasser", find_route="1", route_text="zeevaart", starts_on="")
    response = company.post(page("add_position"), data)
    assert response.status_code == 200
    assert 'value="Lasser"' in response.text
    choice = response.context["choice"]
    assert [route.pk for route in choice.chosen] == [tenant.route.pk]
    assert [route.hogeschool.name.split()[0] for route in choice.found] == ["Zeevaartschool"]


def test_what_no_database_keeps_is_passed_over_in_a_search(company, tenant, client):
    _, application = stage.admitted(tenant)
    assert company.get(page("route_options"), {"route_text": "\x00"}).status_code == 200
    assert company.post(page("add_position"), {"route_text": "\x00bouw"}).status_code == 422
    stage.logged_in(client, tenant.coordinator)
    assert client.get(reverse("matching:place", args=[application.public_id]), {"q": "\x00"}).status_code == 200
    stage.logged_in(client, cast.person("Eva Smit"))
    assert (
        client.get(reverse("matching:apply_options", args=[tenant.route.slug]), {"route_text": "\x00"}).status_code
        == 200
    )


def test_route_options_find_by_words(company, tenant):
    stage.tenant("Zeevaartschool")
    options = company.get(page("route_options"), {"route_text": "bouw zeevaart"})
    assert [route.hogeschool.name.split()[0] for route in options.context["choice"].found] == ["Zeevaartschool"]
    assert "Niets gevonden" in company.get(page("route_options"), {"route_text": "qqq", "routes": ["x"]}).text


def test_a_route_that_is_not_recognised_cannot_be_chosen(company, tenant):
    other = stage.tenant("Andere Hogeschool").route
    with acting_as(SYSTEM):
        other.state = "withdrawn"
        other.save()
    response = company.post(page("add_position"), form_data(tenant, routes=[str(other.public_id)]))
    assert "routes" in response.context["form"].errors


def test_anothers_workplace_cannot_be_chosen(company, tenant):
    foreign = stage.workplace(stage.tenant("Andere Hogeschool"))
    response = company.post(page("add_position"), form_data(tenant, workplace=str(foreign.public_id)))
    assert "workplace" in response.context["form"].errors


def test_editing_begins_with_what_stands(company, tenant):
    position = stage.offered(tenant)
    form = company.get(page("edit_position", position)).context["form"]
    assert form.chosen_routes == [str(tenant.route.public_id)]
    company.post(page("edit_position", position), form_data(tenant, title="Lasser"))
    assert stage.now(position).title == "Lasser"


def test_editing_keeps_an_offer_on_a_route_that_ended(company, tenant):
    position = stage.offered(tenant)
    with acting_as(SYSTEM):
        tenant.route.state = "withdrawn"
        tenant.route.save()
    response = company.post(page("edit_position", position), form_data(tenant, title="Lasser"))
    assert response.status_code == 302
    with acting_as(SYSTEM):
        assert position.offers.get().withdrawn_at is None


def test_fewer_places_than_taken_is_an_error_at_the_field(company, tenant):
    position = stage.offered(tenant, capacity=2)
    stage.proposed(tenant, position)
    stage.proposed(tenant, position, "Ali Demir")
    response = company.post(page("edit_position", position), form_data(tenant, capacity=1))
    assert "2 plaatsen" in response.context["form"].errors["capacity"][0]


@pytest.mark.parametrize(("months", "words"), [(12, "contract van twee jaar"), (24, ""), (30, "")])
def test_the_advice_on_the_contract(company, tenant, months, words):
    position = stage.offered(tenant, contract_months=months)
    text = company.get(page("position", position)).text
    assert ("Denk aan de duur" in text) == bool(words)
    assert words in text


def test_a_two_year_contract_and_a_bachelor(company, tenant):
    with acting_as(SYSTEM):
        tenant.route.degree = "bachelor"
        tenant.route.save()
    assert "de opleiding 48 maanden" in company.get(page("position", stage.offered(tenant))).text


def test_withdrawing_asks_first(company, tenant):
    position = stage.offered(tenant)
    assert "Wilt u deze leerwerkplek intrekken?" in company.get(page("withdraw_position", position)).text
    assert stage.now(position).state == "offered"
    company.post(page("withdraw_position", position))
    assert stage.now(position).state == "withdrawn"
    assert company.get(page("offer_position_again", position)).status_code == 405
    company.post(page("offer_position_again", position))
    assert stage.now(position).state == "offered"


def test_a_stranger_finds_nothing(company, tenant):
    other = stage.tenant("Andere Hogeschool")
    foreign, (_, match) = stage.offered(other), stage.proposed(other)
    for name in ("position", "edit_position", "withdraw_position"):
        assert company.get(page(name, foreign)).status_code == 404
    assert company.post(page("offer_position_again", foreign)).status_code == 404
    for name in ("match", "say_no"):
        assert company.get(page(name, match)).status_code == 404
    assert company.post(page("say_yes", match)).status_code == 404


def test_who_has_another_hat_is_told_which_is_needed(client, tenant):
    stage.logged_in(client, tenant.coordinator)
    for name in ("positions", "add_position", "matches", "route_options"):
        assert client.get(page(name)).status_code == 403


def test_a_visitor_is_asked_to_log_in(client):
    for name in ("positions", "matches", "offers", "applications"):
        assert client.get(page(name)).url.startswith("/account/login/")


def test_the_candidate_is_shown_while_the_match_is_open(company, tenant):
    person, match = stage.proposed(tenant)
    text = company.get(page("match", match)).text
    assert stage.DETAILS["phone"] in text
    assert "Wilt u met deze kandidaat verder?" in text
    with acting_as(person.actor):
        withdraw_application(match.application)
    text = company.get(page("match", match)).text
    assert stage.DETAILS["phone"] not in text
    assert stage.DETAILS["motivation"] not in text
    assert "Dit voorstel is vervallen" in text


def test_yes_and_again_yes(company, tenant):
    _, match = stage.proposed(tenant)
    assert company.get(page("say_yes", match)).status_code == 405
    response = company.post(page("say_yes", match), follow=True)
    assert "Uw ja is doorgegeven. Nu is het aan Noor Visser." in response.text
    assert "U hebt ja gezegd" in company.post(page("say_yes", match), follow=True).text


def test_no_needs_a_reason(company, tenant):
    _, match = stage.proposed(tenant)
    response = company.post(page("say_no", match), {"reason": " "})
    assert response.status_code == 422
    assert "Schrijf in een paar woorden waarom" in response.text
    company.post(page("say_no", match), {"reason": "Geen begeleider."})
    assert stage.now(match).state == "declined"
    assert company.get(page("say_no", match)).url == page("match", match)


def test_yes_after_it_was_cancelled_says_so(company, tenant):
    person, match = stage.proposed(tenant)
    with acting_as(person.actor):
        withdraw_application(match.application)
    assert "Dit voorstel is vervallen. Antwoorden" in company.post(page("say_yes", match), follow=True).text


def test_what_waits_on_the_company_comes_first(company, tenant):
    position = stage.offered(tenant, capacity=3)
    _, waiting = stage.proposed(tenant, position, "Wacht Op Antwoord")
    _, answered = stage.proposed(tenant, position, "Al Beantwoord")
    company.post(page("say_yes", answered))
    rows = list(company.get(page("matches")).context["page"])
    assert rows[0] == waiting


@pytest.mark.parametrize("name", ["positions", "matches"])
def test_lists_cost_the_same_however_long(company, tenant, name):
    def add():
        stage.proposed(tenant, stage.offered(tenant), f"Kandidaat {uuid4()}")

    add()
    one = stage.statements(company, page(name))
    for _ in range(26):
        add()
    assert stage.statements(company, page(name)) == one
    assert one <= 8


def test_workplaces_are_those_of_the_company(company, tenant):
    stage.tenant("Andere Hogeschool")
    form = company.get(page("add_position")).context["form"]
    with acting_as(SYSTEM):
        assert set(form.workplaces) == {
            str(key)
            for key in Workplace.objects.filter(organisation=tenant.company).values_list("public_id", flat=True)
        }


def test_a_leerwerkplek_leads_to_the_rhythm_of_its_routes(company, tenant):
    company.post(page("add_position"), data := form_data(tenant))
    response = company.get(reverse("matching:position", args=[data["key"]]))
    assert reverse("routes:rhythm_page", args=[tenant.route.slug]) in response.text


def test_who_looks_on_is_told_that_a_colleague_acts(client, tenant):
    _, match = stage.proposed(tenant)
    onlooker = cast.person("Piet Baas", tenant.company, "supervisor")
    stage.logged_in(client, onlooker)
    shown = client.get(reverse("matching:match", args=[match.public_id])).text
    assert "een collega die wijzigingen mag doen" in shown
    assert "Wacht op een collega" in client.get("/").text
