"""The pages behind a gegevenskaart, as a browser without a log-in meets them; and the hogeschool's."""

import pytest
from django.test import Client

from agreements.enums import Role
from agreements.models import PartyCard
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes
from .cards import Holder, ask
from .signers import text_of

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def draft(mine):
    return scenes.drafted(mine)


@pytest.fixture
def holder(mine, draft) -> Holder:
    return ask(mine, draft)


@pytest.fixture
def staff(mine, client):
    client.force_login(mine.coordinator.user)
    return client


def fill(visitor: Client, holder: Holder, slug: str, **values):
    page = visitor.get(f"{holder.path}{slug}/")
    form = page.context["form"]
    known = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    return visitor.post(f"{holder.path}{slug}/", {**known, **values})


def test_the_whole_card_on_a_phone(client, holder, mine):
    assert "Twee verschillende rollen" in text_of(client.get(holder.path))
    assert holder.row.opened_at is None  # a mail scanner opens links too
    first = client.post(f"{holder.path}begin/")
    assert first.url.startswith(holder.path)
    assert holder.row.opened_at
    for slug, values in {
        "bedrijf": {"kvk_number": "12345678", "address": "Kade 1, Utrecht"},
        "tekenbevoegde": {},
        "praktijkbegeleider": {"supervisor_phone": "06 12345678"},
        "werkplek": {"hours_per_week": "28,5"},
        "loon": {"contract_term": "permanent"},
    }.items():
        assert fill(client, holder, slug, **values).status_code == 302, slug
    page = client.get(f"{holder.path}klopt-dit/")
    assert "28,5 uur" in text_of(page)
    assert client.post(f"{holder.path}klopt-dit/").url == holder.path
    assert "Dank, de gegevens zijn binnen" in text_of(client.get(holder.path))


def test_what_is_right_is_kept_where_something_else_is_wrong(client, holder):
    page = fill(client, holder, "bedrijf", kvk_number="12", address="Haven 2")
    assert page.status_code == 422
    assert "8 cijfers" in text_of(page)
    assert 'value="12"' in text_of(page)
    assert holder.row.answers == {"address": "Haven 2"}


def test_a_stale_page_asks_what_to_do(client, holder):
    page = client.get(f"{holder.path}bedrijf/")
    stale = {name: str(page.context["form"][name].value() or "") for name in page.context["form"].fields}
    holder.keep(address="Kade 1")
    answer = client.post(f"{holder.path}bedrijf/", {**stale, "address": "Haven 2"})
    assert answer.status_code == 422
    assert "Iemand anders vulde dit ook in" in text_of(answer)
    assert "Kade 1" in text_of(answer)
    fresh = answer.context["form"]
    again = {name: str(fresh[name].value() or "") for name in fresh.fields}
    assert client.post(f"{holder.path}bedrijf/", again).status_code == 302
    assert holder.row.answers["address"] == "Haven 2"


def test_an_incomplete_card_says_what_is_missing(client, mine, draft):
    holder = ask(mine, draft, Role.STUDENT, "joris@thuis.test")
    page = client.post(f"{holder.path}klopt-dit/")
    assert page.status_code == 422
    assert "geboortedatum" in text_of(page)
    assert holder.row.filled_at is None


def test_passing_on_says_so_and_stops_the_link(client, holder):
    same = client.post(f"{holder.path}doorsturen/", {"name": "Ik", "email": "KARIM@bedrijf.test"})
    assert same.status_code == 422
    page = client.post(f"{holder.path}doorsturen/", {"name": "Els", "email": "els@bedrijf.test"})
    assert "e•••@bedrijf.test" in text_of(page)
    gone = client.get(holder.path)
    assert gone.status_code == 404
    assert "werkt niet (meer)" in text_of(gone)


def test_the_address_of_the_student_is_refused_in_words(client, staff, draft, holder):
    with acting_as(SYSTEM):
        student = draft.parties.get(role="student").signer_email
    for answer in (
        client.post(f"{holder.path}doorsturen/", {"name": "Ik", "email": student}),
        staff.post(f"/overeenkomsten/{draft.public_id}/gegevens/company/", {"name": "Ik", "email": student}),
    ):
        assert answer.status_code == 422
        assert "hoort bij een andere partij" in text_of(answer)
        assert student in text_of(answer)


def test_bad_input_is_no_accident(client, holder):
    assert client.get(f"{holder.path}onzin/").status_code == 404
    assert client.post(f"{holder.path}bedrijf/", {"seen": "onzin", "legal_name": "x" * 5000}).status_code == 422
    assert client.post(f"{holder.path}loon/", {"contract_term": "altijd", "contract_ends_on": "1e9"}).status_code == 422
    assert (
        client.post(f"{holder.path}werkplek/", {"hours_per_week": "veertig", "working_days": "\x00"}).status_code == 422
    )
    assert client.get("/gegevens/geen-link/").status_code == 404
    assert client.get(f"{holder.path}begin/").status_code == 405


def test_after_taking_over_the_link_is_unknown(staff, holder):
    answer = staff.post(f"/overeenkomsten/gegevens/{holder.row.public_id}/overnemen/")
    assert answer.status_code == 302
    assert Client().get(holder.path).status_code == 404


def test_the_coordinator_follows_and_asks_again(staff, mine, draft, holder):
    url = f"/overeenkomsten/{draft.public_id}/gegevens/"
    holder.pass_on("Els Baas", "els@bedrijf.test")
    page = text_of(staff.get(url))
    assert "Doorgestuurd door Karim Bakker" in page
    assert "geboortedatum" in page
    assert staff.post(f"{url}company/", {"name": "", "email": "x"}).status_code == 422
    assert staff.post(f"{url}student/", {"name": "Joris Kok", "email": "joris@thuis.test"}).status_code == 302
    assert staff.post(f"{url}hogeschool/", {"name": "Ik", "email": "ik@thuis.test"}).status_code == 404
    with acting_as(SYSTEM):
        assert PartyCard.objects.filter(agreement=draft).count() == 2
    assert staff.post(f"{url}vragen/").status_code == 302
    assert "Gegevens van de partijen" in text_of(staff.get(f"/overeenkomsten/{draft.public_id}/"))


def test_asking_costs_as_many_queries_for_three_parties(staff, draft, holder, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        staff.get(f"/overeenkomsten/{draft.public_id}/gegevens/")
