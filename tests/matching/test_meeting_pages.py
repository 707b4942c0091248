"""Asking and answering on pages, and by the link in the mail."""

import re

import pytest
from django.urls import reverse

from matching.models import Introduction
from matching.tasks import introductions
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests.built_once import built_once

from . import stage
from .test_introductions import asked, build, invited, overdue

pytestmark = pytest.mark.django_db
scene = built_once(build)


def page(name, *rows):
    return reverse(f"matching:{name}", args=[row.public_id for row in rows])


def link_in_mail() -> str:
    """The last one that was sent."""
    introductions()
    with acting_as(SYSTEM):
        text = MessageBody.objects.filter(message__kind="meeting_asked").latest("message__created_at").text
    return re.search(r"/kennismaken/[\w-]+/", text)[0]


def test_a_scanner_that_opens_the_link_answers_nothing(client, scene):
    _, person, application, position, _ = scene
    question = asked(person, application, position)
    link = link_in_mail()
    for ask in (client.get, client.head):
        assert ask(link).status_code == 200
    shown = client.get(link).text
    assert "Wilt u kennismaken?" in shown
    assert person.user.email not in shown
    assert stage.now(question).state == "open"
    assert client.post(link, {"answer": "misschien"}).status_code == 422
    assert client.post(link, {"answer": "yes"}).url == link
    assert stage.now(question).state == "accepted"
    assert person.user.email in client.get(link).text
    assert client.post(link, {"answer": "no"}).status_code == 422
    assert stage.now(question).state == "accepted"


def test_the_link_of_a_candidate_speaks_to_her(client, scene):
    tenant, _, _, position, profile = scene
    invited(tenant, position, profile)
    link = link_in_mail()
    assert "Wil je kennismaken?" in client.get(link).text
    assert "Het antwoord was nee" in client.post(link, {"answer": "no"}, follow=True).text


def test_a_link_expires_and_an_unknown_one_says_what_to_do(client, scene):
    tenant, _, _, position, profile = scene
    one = invited(tenant, position, profile)
    link = link_in_mail()
    overdue(one, 1)
    assert "Deze vraag is gesloten" in client.get(link).text
    assert client.post(link, {"answer": "yes"}).status_code == 422
    assert stage.now(one).state == "open"
    unknown = client.get(reverse("matching:meet", args=["zomaar"]))
    assert unknown.status_code == 404
    assert "laatste mail" in unknown.text


def test_a_company_invites_and_follows_it(client, scene):
    tenant, person, application, position, profile = scene
    stage.logged_in(client, tenant.contact)
    address = page("position_invite", position, profile)
    assert client.post(address, {"message": ""}).status_code == 422
    assert "krijgt uw uitnodiging" in client.post(address, {"message": "Kom langs"}, follow=True).text
    assert "Kennismaking loopt" in client.get(page("position_candidates", position)).text
    twice = client.post(address, {"message": "Nog eens"})
    assert twice.status_code == 422
    assert "Nog eens" in twice.text
    client.force_login(person.user)
    mine = client.get(page("mine", application))
    assert mine.context["road"].turn.mine
    with acting_as(SYSTEM):
        one = Introduction.objects.get(application=application)
    client.post(page("answer_meeting", one), {"answer": "yes"})
    assert stage.now(one).state == "accepted"
    client.force_login(tenant.contact.user)
    assert person.user.email in client.get(reverse("matching:meetings")).text


def test_a_person_asks_after_she_wrote_what_may_be_read(client, scene):
    tenant, _, _, position, _ = scene
    other, application = stage.admitted(tenant, "Ali Demir")
    stage.logged_in(client, other)
    address = page("ask_to_meet", application, position)
    assert client.get(address).url == page("visibility", application)
    client.post(page("visibility", application), {"first_name": "Ali", "pitch": "Hoi", "to": "asked"})
    assert client.post(address, {"message": "Mag ik langskomen?"}).url == page("mine", application)
    assert "Trek in" in client.get(page("mine", application)).text


def test_where_both_met_stands_first_when_a_place_is_proposed(client, scene):
    tenant, person, application, position, _ = scene
    for number in range(3):
        stage.offered(tenant, title=f"Nieuwer {number}")
    question = asked(person, application, position)
    stage.logged_in(client, tenant.contact)
    client.post(page("answer_meeting", question), {"answer": "yes"})
    client.force_login(tenant.coordinator.user)
    shown = client.get(page("place", application))
    first = next(iter(shown.context["form"].offers.values()))
    assert first.position == position
    assert "Zij maakten kennis" in shown.text
    assert "Maken kennis" in client.get(page("application", application)).text


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, scene):
    tenant, person, application, position, _ = scene
    asked(person, application, position)
    stage.logged_in(client, tenant.contact)
    address = reverse("matching:meetings")
    few = stage.statements(client, address)
    for number in range(3):
        asked(person, application, stage.offered(tenant, title=f"Plek {number}"))
    assert stage.statements(client, address) == few <= 8
