"""Whether a leerwerkplek still stands: asked, answered from the mail, and taken off the list when nobody answers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching import queries
from matching.enums import Answer, Side
from matching.models import PlaceTerms, Position, StillOpen
from matching.services.positions import withdraw_position
from matching.services.still_open import ask_or_end, confirm_open, to_ask
from matching.tasks import ask_still_open
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests import races
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)
MAILS = ("place_still_open", "place_inactive")


@pytest.fixture
def terms(db):
    with acting_as(SYSTEM):
        return PlaceTerms.objects.latest()


def quiet(tenant, days: int, **terms) -> Position:
    """Of which nothing was heard for so many days."""
    position = stage.offered(tenant, **terms)
    with acting_as(SYSTEM):
        Position.objects.filter(pk=position.pk).update(confirmed_at=timezone.now() - timedelta(days=days))
    return position


def link() -> str:
    """Of the newest mail."""
    with acting_as(SYSTEM):
        body = MessageBody.objects.filter(message__kind__in=MAILS).latest("message__created_at")
    return re.search(r"http\S+(/plekken/open/\S+)", body.text)[1]


def due(now=None) -> list[int]:
    with acting_as(SYSTEM):
        return to_ask(now)


def test_asked_after_a_while_and_not_twice(tenant, terms):
    fresh, old = quiet(tenant, terms.confirm_days - 1), quiet(tenant, terms.confirm_days + 1)
    assert due() == [old.pk]
    ask_still_open()
    ask_still_open()
    assert stage.mails(*MAILS) == [("place_still_open", tenant.company.email)]
    assert stage.now(fresh).state == "offered"


def test_after_the_last_question_it_is_no_longer_active(tenant, terms):
    position = quiet(tenant, terms.confirm_days + 1)
    now = timezone.now()
    for round_ in range(terms.warnings + 2):
        with acting_as(SYSTEM):
            ask_or_end(position.pk, now + timedelta(days=round_ * terms.warn_days + round_))
    assert [kind for kind, _ in stage.mails(*MAILS)] == ["place_still_open"] * terms.warnings + ["place_inactive"]
    assert stage.now(position).state == "inactive"
    with acting_as(tenant.coordinator.actor):
        assert position.pk not in queries.offers().values_list("position", flat=True)
    with acting_as(tenant.contact.actor):
        assert position.events.filter(kind="inactive").count() == 1


def test_still_open_said_from_the_mail_without_an_account(tenant, terms, client):
    position = quiet(tenant, terms.confirm_days + 1)
    ask_still_open()
    assert "Ja, staat nog open" in client.get(link()).text
    assert due(timezone.now() + timedelta(days=terms.warn_days + 1)) == [position.pk]
    answer = client.post(link(), {"antwoord": "ja"}, follow=True)
    assert "de plek staat open" in answer.text
    assert due(timezone.now() + timedelta(days=terms.warn_days + 1)) == []
    client.post(link(), {"antwoord": "ja"})
    with acting_as(tenant.contact.actor):
        assert position.events.filter(kind="still_open").count() == 1


def test_brought_back_with_one_click(tenant, terms, client):
    position = quiet(tenant, terms.confirm_days + 1)
    for round_ in range(terms.warnings + 1):
        with acting_as(SYSTEM):
            ask_or_end(position.pk, timezone.now() + timedelta(days=round_ * (terms.warn_days + 1)))
    client.post(link(), {"antwoord": "ja"})
    assert stage.now(position).state == "offered"


def test_no_longer_open_said_from_the_mail(tenant, terms, client):
    position = quiet(tenant, terms.confirm_days + 1)
    ask_still_open()
    assert "is ingetrokken" in client.post(link(), {"antwoord": "nee"}, follow=True).text
    assert stage.now(position).state == "withdrawn"
    assert "is ingetrokken" in client.post(link(), {"antwoord": "ja"}, follow=True).text
    assert stage.now(position).state == "withdrawn"  # what was withdrawn is offered again in the portal


def test_an_old_or_unknown_link_does_nothing(tenant, terms, client):
    position = quiet(tenant, terms.confirm_days + 1)
    with acting_as(SYSTEM):
        Position.objects.filter(pk=position.pk).update(confirmed_at=timezone.now() - timedelta(days=200))
        ask_or_end(position.pk, timezone.now() - timedelta(days=61))
    assert "verlopen" in client.get(link()).text
    assert "niet meer" in client.post(link(), {"antwoord": "nee"}, follow=True).text
    assert stage.now(position).state == "offered"
    assert client.get(reverse("matching:still_open", args=["onzin"])).status_code == 404


def test_what_shows_that_it_lives_is_not_asked(tenant, terms):
    days = terms.confirm_days + 1
    full = quiet(tenant, days)
    stage.proposed(tenant, full)
    closed = quiet(tenant, days, closes_on=timezone.localdate() - timedelta(days=1))
    waiting = quiet(tenant, days, published=False)
    gone = quiet(tenant, days)
    with acting_as(tenant.contact.actor):
        withdraw_position(gone, who=stage.COMPANY)
    answered = quiet(tenant, days, capacity=2)
    _, match = stage.proposed(tenant, answered, "Ali Demir")
    stage.says(tenant.contact, match, Side.COMPANY, Answer.YES)
    assert not {full.pk, closed.pk, waiting.pk, gone.pk, answered.pk} & set(due())


def test_confirmed_in_the_portal(tenant, terms, client):
    position = quiet(tenant, terms.confirm_days + 1)
    ask_still_open()
    company = stage.logged_in(client, tenant.contact)
    assert "nog open staat" in company.get(reverse("home")).text
    shown = reverse("matching:position", args=[position.public_id])
    assert "Staat deze leerwerkplek nog open?" in company.get(shown).text
    company.post(reverse("matching:confirm_open", args=[position.public_id]))
    assert "Staat deze leerwerkplek nog open?" not in company.get(shown).text
    with acting_as(SYSTEM):
        Position.objects.filter(pk=position.pk).update(state="inactive")
    with acting_as(tenant.contact.actor):
        confirm_open(position, who=stage.COMPANY)
    assert stage.now(position).state == "offered"


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(tenant, terms):
    position = quiet(tenant, terms.confirm_days + 1)

    def ask():
        with acting_as(SYSTEM):
            return ask_or_end(position.pk)

    asked = races.at_once(ask, ask, ask)
    assert sum(isinstance(each, StillOpen) for each in asked) == 1
    assert len(stage.mails(*MAILS)) == 1
