"""Signing and declining: what must be true, what is kept, and that a step happens once whoever else is at it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import events, links
from agreements.enums import Role, SigningState, State
from agreements.links import Standing
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.services import sending
from agreements.services import signing as services
from agreements.statements import fingerprint
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from .signers import ROLES, all_sign, mails, said, signers

tenant = built_once(cast.tenant)


@pytest.fixture
def people(tenant):
    return signers(tenant.version)


def change_agreement(tenant, **fields) -> None:
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=tenant.agreement.pk).update(**fields)


def state_of(tenant) -> str:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=tenant.agreement.pk).state


def evidence_of(tenant, kind: str) -> list[dict]:
    with acting_as(SYSTEM):
        return [json.loads(event.payload)["evidence"] for event in tenant.agreement.events.filter(kind=kind)]


class TestSign:
    def test_everything_that_may_have_to_be_proven_is_kept(self, tenant, people):
        people["company"].identify().sign(typed_name="karim bakker")
        row = people["company"].row
        assert (row.state, row.typed_name) == (SigningState.SIGNED, "karim bakker")
        (kept,) = evidence_of(tenant, "signed")
        assert kept["ip"] == "192.0.2.7"
        assert kept["browser"] == "Telefoon"
        assert kept["content_sha256"] == tenant.version.content_sha256
        assert (kept["version"], kept["role"], kept["typed_name"]) == (1, "company", "karim bakker")
        assert kept["identified_at"] == row.identified_at.isoformat()
        read = f"Ik heb versie 1 van deze overeenkomst gelezen (kenmerk {fingerprint(tenant.version.content_sha256)})"
        assert kept["statements"] == [
            "Ik ben Karim Bakker.",
            f"Ik ben bevoegd om namens {tenant.company.name} te tekenen.",
            f"{read} en ik ga ermee akkoord. Ik teken elektronisch.",
        ]

    def test_student_signs_for_herself_without_authority(self, tenant, people):
        people["student"].identify().sign()
        (kept,) = evidence_of(tenant, "signed")
        assert not any("bevoegd" in statement for statement in kept["statements"])

    def test_agreement_waits_for_the_others(self, tenant, people):
        for role in ROLES[:-1]:
            people[role].identify().sign()
        assert state_of(tenant) == State.SENT

    def test_last_signature_wakes_the_seal(self, tenant, people, django_capture_on_commit_callbacks, monkeypatch):
        woken = []
        monkeypatch.setattr(services, "wake", lambda *task: woken.append(task))
        all_sign(people)
        assert state_of(tenant) == State.SIGNED
        assert woken == [("agreements.seal", tenant.agreement.pk)]

    def test_again_does_nothing(self, tenant, people):
        people["company"].identify().sign()
        people["company"].sign(typed_name="Iemand anders")
        assert people["company"].row.typed_name == "Karim Bakker"
        assert len(said("signed", tenant.agreement)) == 1

    def test_log_stays_whole(self, tenant, people):
        all_sign(people)
        with acting_as(SYSTEM):
            assert events.verify_chain(tenant.agreement) == []

    def test_does_not_touch_another_signers_row(self, tenant, people):
        with acting_as(people["company"].actor):
            signing = Signing.objects.get(pk=people["student"].pk)
            assert Signing.objects.filter(pk=signing.pk).update(state="signed") == 0


class TestRefusals:
    def test_without_a_code(self, people):
        with pytest.raises(services.NotIdentified):
            people["company"].sign()
        assert people["company"].row.state == SigningState.WAITING

    def test_with_a_guessed_moment(self, people):
        people["company"].identify()
        with pytest.raises(services.NotIdentified):
            people["company"].sign(identified_at=timezone.now())

    def test_half_an_hour_after_the_code(self, people, monkeypatch):
        people["company"].identify()
        later = timezone.now() + timedelta(minutes=30, seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        with pytest.raises(services.NotIdentified):
            people["company"].sign()

    def test_in_the_first_browser_after_a_code_in_a_second(self, people, monkeypatch):
        people["company"].identify()
        first = people["company"].identified_at
        later = timezone.now() + timedelta(minutes=2)
        monkeypatch.setattr(timezone, "now", lambda: later)
        people["company"].identify()
        with pytest.raises(services.NotIdentified):
            people["company"].sign(identified_at=first)

    def test_of_another_text(self, people):
        people["company"].identify()
        with pytest.raises(services.TextDiffers):
            people["company"].sign(content_sha256="0" * 64)
        assert people["company"].row.state == SigningState.WAITING

    @pytest.mark.parametrize(
        ("changed", "standing"),
        [
            ({"state": State.DRAFT}, Standing.REPLACED),
            ({"state": State.CANCELLED}, Standing.CANCELLED),
            ({"state": State.DECLINED}, Standing.STOPPED),
            ({"version": 2}, Standing.REPLACED),
        ],
    )
    def test_when_the_agreement_moved_on(self, tenant, people, changed, standing):
        company = people["company"].identify()
        change_agreement(tenant, **changed)
        with acting_as(company.actor):
            assert links.standing(Signing.objects.select_related("agreement", "version").get(pk=company.pk)) == standing
        for step in (company.sign, company.decline, company.send_code, lambda: company.confirm_code("123456")):
            with pytest.raises(services.NotOpen):
                step()
        assert company.row.state == SigningState.WAITING

    def test_when_the_link_expired(self, tenant, people):
        company = people["company"].identify()
        with acting_as(SYSTEM):
            Signing.objects.filter(pk=company.pk).update(link_expires_at=timezone.now())
        for step in (company.sign, company.decline, company.send_code):
            with pytest.raises(services.NotOpen):
                step()


class TestDecline:
    def test_stops_the_agreement_with_a_reason(self, tenant, people):
        people["student"].identify().sign()
        people["company"].identify().decline("De uren kloppen niet.")
        assert state_of(tenant) == State.DECLINED
        assert people["company"].row.decline_reason == "De uren kloppen niet."
        with acting_as(SYSTEM):
            event = tenant.agreement.events.get(kind="declined")
        assert event.reason == "De uren kloppen niet."

    def test_everybody_is_told_once(self, tenant, people):
        people["company"].identify().decline("De uren kloppen niet.")
        told = [*mails("sign_declined"), *mails("sign_declined_coordinator")]
        assert sorted(mail.to_email for mail in told) == sorted(
            [tenant.reader.email, *(person.email for person in people.values())]
        )
        (coordinator,) = mails("sign_declined_coordinator")
        assert coordinator.to_email == tenant.route.contact_email

    def test_nobody_signs_after_it(self, people):
        people["student"].identify()
        people["company"].identify().decline()
        with pytest.raises(services.NotOpen):
            people["student"].sign()

    def test_needs_a_code(self, tenant, people):
        with pytest.raises(services.NotIdentified):
            people["company"].decline()
        assert state_of(tenant) == State.SENT

    def test_again_does_nothing(self, tenant, people):
        people["company"].identify().decline()
        people["company"].decline("Toch iets anders.")
        assert len(said("declined", tenant.agreement)) == 1

    def test_after_signing_is_too_late(self, people):
        people["company"].identify().sign()
        with pytest.raises(services.NotOpen):
            people["company"].decline()


def reopen(tenant):
    with acting_as(tenant.coordinator.actor):
        sending.reopen_agreement(tenant.agreement, reason="De uren kloppen niet.", who="Sanne de Wit")


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture
    def tenant(self, transactional_db):
        return cast.tenant()

    def whole(self, tenant):
        with acting_as(SYSTEM):
            return events.verify_chain(Agreement.objects.get(pk=tenant.agreement.pk)) == []

    def test_all_sign_at_once(self, tenant, people):
        for person in people.values():
            person.identify()
        assert at_once(*[person.sign for person in people.values()]) == [None] * len(people)
        assert state_of(tenant) == State.SIGNED
        assert len(said("signed", tenant.agreement)) == len(people)
        assert self.whole(tenant)

    def test_sixteen_clicks_are_one_signature(self, tenant, people):
        people["company"].identify()
        assert at_once(*[people["company"].sign] * 16) == [None] * 16
        assert len(said("signed", tenant.agreement)) == 1
        assert self.whole(tenant)

    def test_sixteen_guesses_are_five_tries(self, tenant, people):
        company = people["company"]
        company.send_code()
        code = int(company.code())
        guesses = [lambda guess=guess: company.confirm_code(f"{(code + guess) % 10**6:06}") for guess in range(1, 17)]
        assert at_once(*guesses) == [None] * 16
        assert company.row.code_attempts == 5
        assert len(said("code_wrong", tenant.agreement)) == 5
        assert company.confirm_code(company.code()) is None

    def test_sixteen_requests_are_one_code(self, tenant, people):
        answers = at_once(*[people["company"].send_code] * 16)
        assert answers.count(None) == 1
        assert len(mails("sign_code")) == 1

    def test_sign_while_the_coordinator_takes_it_back(self, tenant, people):
        for role in (Role.STUDENT, Role.EMPLOYER, Role.HOGESCHOOL):
            people[role].identify().sign()
        people["company"].identify()
        signed, reopened = at_once(people["company"].sign, lambda: reopen(tenant))
        if reopened is None:
            assert isinstance(signed, services.NotOpen)
            assert (state_of(tenant), people["company"].row.state) == (State.DRAFT, SigningState.WAITING)
        else:
            assert isinstance(reopened, sending.Refused)
            assert (state_of(tenant), people["company"].row.state) == (State.SIGNED, SigningState.SIGNED)
        assert self.whole(tenant)

    def test_decline_while_the_last_one_signs(self, tenant, people):
        for role in (Role.EMPLOYER, Role.HOGESCHOOL):
            people[role].identify().sign()
        student, company = people["student"].identify(), people["company"].identify()
        signed, declined = at_once(student.sign, company.decline)
        assert declined is None
        assert state_of(tenant) == State.DECLINED
        assert (signed is None) == (student.row.state == SigningState.SIGNED)
        assert self.whole(tenant)

    def test_sign_and_decline_by_the_same_person(self, tenant, people):
        company = people["company"].identify()
        signed, declined = at_once(company.sign, company.decline)
        outcome = company.row.state
        assert (signed is None, declined is None) in [(True, False), (False, True)]
        assert outcome == (SigningState.SIGNED if signed is None else SigningState.DECLINED)
        assert len(said("signed", tenant.agreement)) + len(said("declined", tenant.agreement)) == 1
        assert self.whole(tenant)


def test_version_of_the_link_cannot_be_changed_by_its_holder(tenant, people):
    with acting_as(people["company"].actor):
        assert AgreementVersion.objects.count() == 1
        with pytest.raises(Exception, match="permission denied"):
            AgreementVersion.objects.update(html="iets anders")
