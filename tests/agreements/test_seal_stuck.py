"""What everybody signed and the portal cannot seal: told once to who can do something, and seen on the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements import queries, tasks
from agreements.enums import State
from agreements.models import Addendum, Agreement
from agreements.queries import SEALED_WITHIN
from agreements.services import closing, sealing
from agreements.services.seal_warning import warn_of_stuck_letter, warn_of_stuck_seal
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from tests import cast
from tests.built_once import built_once

from . import scenes, sealed
from .endings import all_agree, propose, row, scene, work
from .signers import all_sign, last_mail, mails, signers, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]


tenant = built_once(cast.tenant)


def waits(tenant, how_long: timedelta) -> None:
    """Everybody signed, so long ago."""
    with acting_as(SYSTEM):
        at = timezone.now() - how_long
        Agreement.objects.filter(pk=tenant.agreement.pk).update(state=State.SIGNED, changed_at=at)


@pytest.fixture
def stuck(tenant, monkeypatch):
    all_sign(signers(tenant.version))
    waits(tenant, SEALED_WITHIN + timedelta(minutes=1))
    monkeypatch.setattr(sealing.events, "verify_chain", lambda agreement: ["event 3 is missing"])
    return tenant


def page(tenant, person) -> str:
    client = Client()
    client.force_login(person.user)
    return text_of(client.get(f"/overeenkomsten/{tenant.agreement.public_id}/"))


def test_coordinator_and_programme_team_hear_it_once(stuck):
    tasks.sweep()
    tasks.sweep()
    (mail,) = mails("seal_stuck")
    assert mail.to_email == stuck.route.contact_email
    assert mail.about == f"agreement:{stuck.agreement.public_id}"
    assert stuck.programme.email in [each.to_email for each in mails("seal_stuck_team")]
    assert len(mails("seal_stuck_team")) == len({each.to_email for each in mails("seal_stuck_team")})


def test_programme_team_reads_the_cause_and_nobodys_name(stuck):
    tasks.sweep()
    told = last_mail(stuck.programme.email, "seal_stuck_team")
    assert "event 3 is missing" in told
    assert stuck.agreement.student_name not in told


def test_many_that_wait_are_one_mail_to_the_team(stuck):
    other = cast.tenant("Hogeschool Elders")
    all_sign(signers(other.version))
    waits(other, SEALED_WITHIN)
    with acting_as(SYSTEM):
        assert warn_of_stuck_seal(stuck.agreement.pk, "x") > 1
        assert warn_of_stuck_seal(other.agreement.pk, "x") == 1


def test_first_tries_are_nobodys_business(tenant, monkeypatch):
    all_sign(signers(tenant.version))
    monkeypatch.setattr(sealing.events, "verify_chain", lambda agreement: ["event 3 is missing"])
    tasks.sweep()
    assert (mails("seal_stuck"), mails("seal_stuck_team")) == ([], [])
    assert "verzegelt het document" in page(tenant, tenant.coordinator)


def test_any_other_error_is_told_by_its_name(stuck, monkeypatch):
    def fail(*arguments):
        raise ZeroDivisionError("Dit spreken we af")

    monkeypatch.setattr(sealing, "gather", fail)
    tasks.sweep()
    told = last_mail(stuck.programme.email, "seal_stuck_team")
    assert "ZeroDivisionError" in told
    assert "spreken" not in told


def test_a_mail_that_cannot_be_posted_stops_nothing(stuck, monkeypatch, caplog):
    def fail(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "warn_of_stuck_seal", fail)
    tasks.sweep()
    assert "cannot tell that it is not sealed" in caplog.text


def test_page_says_so_to_every_party_until_it_is_sealed(stuck, monkeypatch):
    for person in (stuck.coordinator, stuck.contact, stuck.student):
        told = page(stuck, person)
        assert "Het verzegelen lukt nog niet" in told
        assert "kan het document nog niet verzegelen" in told
    monkeypatch.undo()
    tasks.sweep()
    for person in (stuck.coordinator, stuck.student):
        assert "lukt nog niet" not in page(stuck, person)
    with acting_as(SYSTEM):
        assert warn_of_stuck_seal(stuck.agreement.pk, "x") == 0


def test_of_an_addendum_it_names_that(tenant):
    mine = scenes.matched("Hogeschool Elders")
    addendum = sealed.drafted(mine, sealed.sealed(mine), hours_per_week=20)
    all_sign(signers(sealed.send(mine, addendum)))
    with acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(changed_at=timezone.now() - SEALED_WITHIN)
        warn_of_stuck_seal(addendum.agreement_id, "x")
    told = last_mail(mine.route.contact_email, "seal_stuck")
    assert f"addendum {addendum.number} bij de overeenkomst van" in told
    assert str(addendum.public_id) in told


def test_stuck_once_more_is_told_once_more(stuck):
    tasks.sweep()
    with acting_as(SYSTEM):
        Message.objects.filter(kind__startswith="seal_stuck").update(created_at=timezone.now() - timedelta(days=2))
    tasks.sweep()
    assert len(mails("seal_stuck")) == 2


class TestLetter:
    """Everybody agreed to an end, and the letter about it cannot be sealed."""

    @pytest.fixture
    def final(self, monkeypatch):
        def fail(*arguments, **named):
            raise ZeroDivisionError("Dit spreken we af")

        mine, agreement = scene()
        monkeypatch.setattr(closing, "seal_pdf", fail)
        all_agree(propose(mine, agreement))
        work(agreement)
        assert (row(agreement).state, mails("letter_stuck")) == ("final", [])
        return mine, agreement

    def test_the_coordinator_reads_once_whom_to_tell(self, final, monkeypatch):
        mine, agreement = final
        monkeypatch.setattr(queries, "SEALED_WITHIN", timedelta(0))
        work(agreement)
        (mail,) = mails("letter_stuck")
        assert mail.to_email == mine.route.contact_email
        told = last_mail(mine.route.contact_email, "letter_stuck")
        assert mine.student.user.email in told
        assert mine.position.signatory_email in told
        assert f"/overeenkomsten/{agreement.public_id}/einde/" in told
        team = last_mail(mine.programme.email, "seal_stuck_team")
        assert "staat het einde van een overeenkomst vast" in team
        assert "ZeroDivisionError" in team
        assert agreement.student_name not in team

    def test_the_page_says_so_until_it_is_sent(self, final, monkeypatch):
        mine, agreement = final
        client = Client()
        client.force_login(mine.coordinator.user)
        address = f"/overeenkomsten/{agreement.public_id}/einde/"
        assert "De brief komt er zo aan." in text_of(client.get(address))
        monkeypatch.setattr(queries, "SEALED_WITHIN", timedelta(0))
        assert "De brief kan nog niet worden verzegeld" in text_of(client.get(address))
        monkeypatch.undo()
        work(agreement)
        assert "De brief k" not in text_of(client.get(address))
        with acting_as(SYSTEM):
            assert warn_of_stuck_letter(agreement.pk, "x") == 0
