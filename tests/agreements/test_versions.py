"""Another text after sending is another version: what changed is told field by field, wherever it is read."""

import pytest
from django.test import Client

from agreements.differences import changes_in
from agreements.enums import Role, SigningState
from agreements.models import Agreement
from agreements.services.drafting import edit_agreement, edit_parties
from agreements.services.sending import reopen_agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests.built_once import built_once

from . import scenes
from .scenes import WHO
from .signers import last_mail, mails, signers, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_at_once")]
SAID = "Werkuren per week: was 32, wordt 28"


mine = built_once(scenes.matched)


@pytest.fixture
def first(mine):
    return scenes.send(mine, scenes.complete(mine))


def agreement_of(version) -> Agreement:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=version.agreement_id)


def take_back(mine, version) -> Agreement:
    with acting_as(mine.coordinator.actor):
        reopen_agreement(version.agreement, reason="De uren kloppen niet.", who=WHO)
    return agreement_of(version)


def edited(mine, first):
    agreement = take_back(mine, first)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"hours_per_week": 28}, seen={"hours_per_week": "32"}, who=WHO)
    return scenes.send(mine, agreement_of(first))


def test_first_version_changes_nothing(first):
    with acting_as(SYSTEM):
        assert not changes_in(first)


def test_signatures_begin_anew_and_everybody_is_told_what_changed(mine, first):
    people = signers(first)
    people["student"].identify().sign()
    version = edited(mine, first)
    with acting_as(SYSTEM):
        assert set(version.signings.values_list("state", flat=True)) == {SigningState.WAITING}
        found = changes_in(version)
        assert [each.in_words for each in found.differences] == [SAID]
        assert found.articles
    for person in people.values():
        mail = last_mail(person.email, "sign_request")
        assert "Gewijzigd sinds versie 1" in mail
        assert SAID in mail
    with acting_as(SYSTEM):
        html = MessageBody.objects.filter(message__kind="sign_request").latest("message__created_at").html
    assert SAID in html


def test_signer_reads_what_changed(mine, first):
    person = signers(edited(mine, first))["company"]
    page = text_of(Client().get(person.path))
    assert "Dit is een nieuwe versie" in page
    assert "Werkuren per week</strong>: was 32, wordt 28" in page


def test_stale_link_says_there_is_a_newer_version(mine, first):
    old = signers(first)["company"]
    edited(mine, first)
    assert "Er is een nieuwere versie" in text_of(Client().get(old.path))


def test_pages_of_the_parties_say_what_changed(mine, first):
    version = edited(mine, first)
    client = Client()
    client.force_login(mine.student.user)
    address = f"/overeenkomsten/{version.agreement.public_id}/versie/2/"
    assert "was 32, wordt 28" in text_of(client.get(address))
    assert "Wat er veranderde" not in text_of(client.get(address.replace("versie/2", "versie/1")))


def test_coordinator_sees_what_she_changed_before_she_sends(mine, first):
    agreement = take_back(mine, first)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"hours_per_week": 28}, seen={"hours_per_week": "32"}, who=WHO)
    client = Client()
    client.force_login(mine.coordinator.user)
    for page in ("", "versturen/"):
        shown = text_of(client.get(f"/overeenkomsten/{agreement.public_id}/{page}"))
        assert "Sinds versie 1" in shown
        assert "was 32, wordt 28" in shown


def test_who_is_not_asked_any_more_is_told(mine, first):
    agreement = take_back(mine, first)
    former = signers(first)["company"]
    with acting_as(mine.coordinator.actor):
        values = {"company-signer_name": "Els Bos", "company-signer_email": "els@voorbeeld.test"}
        seen = {"company-signer_name": former.name, "company-signer_email": former.email}
        edit_parties(agreement, values=values, seen=seen, who=WHO)
    version = scenes.send(mine, agreement_of(first))
    assert [mail.to_email for mail in mails("sign_not_asked")] == [former.email]
    assert f"Bedrijf, wie tekent: was {former.name}, wordt Els Bos" in last_mail(former.email, "sign_not_asked")
    with acting_as(SYSTEM):
        assert version.signings.get(role=Role.COMPANY).email == "els@voorbeeld.test"


def test_version_from_before_contents_were_kept_names_the_articles(mine, first):
    version = edited(mine, first)
    with acting_as(SYSTEM):
        version.content = {}
        found = changes_in(version)
    assert found.differences == []
    assert found.articles
