"""What is stuck, and one bundled reminder per person and day."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import tasks, waiting
from agreements.enums import Role
from agreements.models import Agreement, AgreementVersion, EndingConfirmation, PartyCard, Reminder, Signing
from agreements.services import cards as card_services
from agreements.services.reminding import NothingWaits, RemindedAlready, remind_person
from agreements.waiting import Kind
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.mail.models import MessageBody
from tests import cast
from tests.agreements import endings, scenes
from tests.agreements.scenes import WHO
from tests.agreements.signers import all_sign, mails, signers
from tests.races import at_once


@pytest.fixture
def mine(db):
    """Only what a test makes waits: what the cast left open is done."""
    return quiet(scenes.matched())


@pytest.fixture
def later(monkeypatch):
    """Lets so many days pass."""
    real, passed = timezone.now, [0]

    def let_pass(days: int) -> None:
        passed[0] += days
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=passed[0]))

    return let_pass


def quiet(mine: cast.Tenant) -> cast.Tenant:
    with acting_as(SYSTEM):
        EndingConfirmation.objects.filter(agreement=mine.agreement).update(
            state="agreed", answered_at=timezone.now(), answered_by="Iemand"
        )
    return mine


def people(mine) -> dict[str, waiting.Person]:
    with acting_as(mine.coordinator.actor):
        return {person.email: person for person in waiting.people_waited_for(mine.hogeschool.pk)}


def remind(mine, email: str) -> Reminder:
    with acting_as(mine.coordinator.actor):
        return remind_person(mine.hogeschool.pk, email, who=WHO)


def text_to(email: str) -> str:
    with acting_as(SYSTEM):
        return MessageBody.objects.filter(message__kind="reminder", message__to_email__iexact=email).get().text


def aged(days: int, **rows) -> None:
    """As if it had been asked so long ago."""
    at = timezone.now() - timedelta(days=days)
    with acting_as(SYSTEM):
        for model, (found, field) in rows.items():
            assert model
            found.update(**{field: at})


def test_drafts_cards_signatures_and_endings_each_wait_on_someone(mine):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        card_services.ask_party(agreement, Role.COMPANY, name="Ans Bos", email="ans@bedrijf.test", who=WHO)
    found = people(mine)
    assert [item.kind for item in found["ans@bedrijf.test"].items] == [Kind.CARD]
    assert [item.kind for item in found[mine.route.contact_email].items] == [Kind.DRAFT]
    scenes.send(mine, agreement)
    found = people(mine)
    assert [item.kind for item in found[mine.student.user.email].items] == [Kind.SIGNING]
    assert "ans@bedrijf.test" not in found
    running = endings.running(quiet(scenes.matched("Hogeschool Twee")))
    assert running


def test_an_ending_waits_on_who_did_not_answer(mine):
    agreement = endings.running(mine)
    ending = endings.propose(mine, agreement)
    endings.parties(ending)["student"].answer()
    found = people(mine)
    assert mine.student.user.email not in found
    assert [item.kind for item in found[mine.position.signatory_email].items] == [Kind.ENDING]


def test_stuck_is_after_the_term(mine):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        card = card_services.ask_party(agreement, Role.COMPANY, name="Ans Bos", email="ans@bedrijf.test", who=WHO)
    assert people(mine)["ans@bedrijf.test"].stuck == 0
    aged(7, card=(PartyCard.objects.filter(pk=card.pk), "asked_at"))
    person = people(mine)["ans@bedrijf.test"]
    assert (person.stuck, person.items[0].days) == (1, 7)
    assert waiting.counted([person]) == {Kind.CARD: 1}


def test_one_mail_names_all_and_every_link_works(mine, client):
    """The student must sign one agreement, and answer to the end of another."""
    former = endings.running(mine)
    endings.propose(mine, former)
    email = mine.student.user.email
    with acting_as(SYSTEM):
        mine.match.refresh_from_db()
    other = scenes.matched("Hogeschool Voorbeeld B")
    sent = scenes.send(other, scenes.complete(other))
    with acting_as(SYSTEM):
        Signing.objects.filter(version=sent, role="student").update(email=email)
    reminder = remind(mine, email)
    assert len(reminder.about) == 1  # of another hogeschool is not its business
    links = re.findall(r"http\S+/einde/([\w-]+)/", text_to(email))
    assert len(links) == 1
    assert client.get(f"/einde/{links[0]}/").status_code == 200
    with acting_as(SYSTEM):
        assert EndingConfirmation.objects.filter(token_hash=hash_token(links[0]), agreement=former).exists()


def test_links_to_sign_and_to_fill_in_work_too(mine, client):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        card_services.ask_party(agreement, Role.COMPANY, name="Ans Bos", email="ans@bedrijf.test", who=WHO)
    remind(mine, "ANS@bedrijf.test")
    (token,) = re.findall(r"/gegevens/([\w-]+)/", text_to("ans@bedrijf.test"))
    assert client.get(f"/gegevens/{token}/").status_code == 200
    scenes.send(mine, agreement)
    remind(mine, mine.student.user.email)
    (token,) = re.findall(r"/tekenen/([\w-]+)/", text_to(mine.student.user.email))
    assert client.get(f"/tekenen/{token}/").status_code == 200


def test_once_a_day_and_the_last_one_is_shown(mine):
    agreement = endings.running(mine)
    endings.propose(mine, agreement)
    email = mine.student.user.email
    remind(mine, email)
    with pytest.raises(RemindedAlready):
        remind(mine, email)
    assert len(mails("reminder")) == 1
    assert people(mine)[email].reminded_on == timezone.localdate()


def test_nothing_waits_on_a_stranger(mine):
    with pytest.raises(NothingWaits):
        remind(mine, "wie@dan.ook")
    with acting_as(SYSTEM):
        assert not Reminder.objects.filter(email="wie@dan.ook").exists()


def test_who_signed_meanwhile_is_not_reminded(mine):
    version = scenes.send(mine, scenes.complete(mine))
    all_sign(signers(version))
    with pytest.raises(NothingWaits):
        remind(mine, mine.student.user.email)


def test_the_portal_reminds_of_an_ending_by_itself_after_some_days(mine):
    agreement = endings.running(mine)
    ending = endings.propose(mine, agreement)
    tasks.remind()
    assert mails("reminder") == []
    aged(6, asked=(EndingConfirmation.objects.filter(ending=ending), "asked_at"))
    tasks.remind()
    tasks.remind()
    assert sorted(mail.to_email for mail in mails("reminder")) == sorted(
        [mine.student.user.email, mine.position.signatory_email]
    )


def test_not_when_a_coordinator_just_did(mine):
    agreement = endings.running(mine)
    ending = endings.propose(mine, agreement)
    aged(6, asked=(EndingConfirmation.objects.filter(ending=ending), "asked_at"))
    remind(mine, mine.student.user.email)
    tasks.remind()
    assert len([mail for mail in mails("reminder") if mail.to_email == mine.student.user.email]) == 1


def test_the_portal_reminds_who_must_sign_by_itself_and_the_link_works(mine, client, later):
    version = scenes.send(mine, scenes.complete(mine))
    parties = signers(version)
    student, asked = parties["student"], sorted(each.email for each in parties.values() if each.row.is_asked)
    tasks.remind()
    assert mails("reminder") == []
    later(7)
    tasks.remind()
    tasks.remind()
    assert sorted(mail.to_email for mail in mails("reminder")) == asked
    (token,) = re.findall(r"/tekenen/([\w-]+)/", text_to(student.email))
    assert client.get(f"/tekenen/{token}/").status_code == 200
    assert client.get(student.path).status_code == 404
    client.force_login(mine.coordinator.user)
    page = client.get(f"/overeenkomsten/{version.agreement.public_id}/").content.decode()
    assert page.count("laatst herinnerd op") == len(asked)


def test_again_only_after_some_days_and_never_who_answered(mine, later):
    version = scenes.send(mine, scenes.complete(mine))
    signed = signers(version)["student"].identify()
    signed.sign()
    later(7)
    tasks.remind()
    first = len(mails("reminder"))
    assert signed.email not in {mail.to_email for mail in mails("reminder")}
    later(4)
    tasks.remind()
    assert len(mails("reminder")) == first
    later(1)
    tasks.remind()
    assert len(mails("reminder")) == 2 * first


def test_the_portal_reminds_who_must_fill_in_a_card(mine, client):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        card = card_services.ask_party(agreement, Role.COMPANY, name="Ans Bos", email="ans@bedrijf.test", who=WHO)
    aged(7, card=(PartyCard.objects.filter(pk=card.pk), "asked_at"))
    tasks.remind()
    assert [mail.to_email for mail in mails("reminder")] == ["ans@bedrijf.test"]
    (token,) = re.findall(r"/gegevens/([\w-]+)/", text_to("ans@bedrijf.test"))
    assert client.get(f"/gegevens/{token}/").status_code == 200
    with acting_as(SYSTEM):
        assert PartyCard.objects.get(pk=card.pk).link_expires_at == card.link_expires_at  # not for ever
    client.force_login(mine.coordinator.user)
    for page in (f"/overeenkomsten/{agreement.public_id}/", f"/overeenkomsten/{agreement.public_id}/gegevens/"):
        assert "aatst herinnerd op" in client.get(page).content.decode()


def test_a_link_that_lapsed_is_for_the_coordinator(mine):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        card = card_services.ask_party(agreement, Role.COMPANY, name="Ans Bos", email="ans@bedrijf.test", who=WHO)
    rows = PartyCard.objects.filter(pk=card.pk)
    aged(31, card=(rows, "asked_at"))
    aged(1, card=(rows, "link_expires_at"))
    tasks.remind()
    assert mails("reminder") == []
    remind(mine, "ans@bedrijf.test")
    with acting_as(SYSTEM):
        assert rows.get().link_expires_at > timezone.now() + timedelta(days=29)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_as_many_queries_for_three_as_for_one(mine, number, django_assert_num_queries):
    agreement = endings.running(mine)
    ending = endings.propose(mine, agreement)
    if number == 1:
        endings.parties(ending)["company"].answer()
    else:
        with acting_as(SYSTEM):
            kept = AgreementVersion.objects.filter(agreement=agreement).count()
            assert kept
    with acting_as(mine.coordinator.actor), django_assert_num_queries(7):
        assert waiting.people_waited_for(mine.hogeschool.pk)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_coordinators_press_at_once(self):
        mine = quiet(scenes.matched())
        agreement = endings.running(mine)
        endings.propose(mine, agreement)
        email = mine.student.user.email
        found = at_once(*[lambda: remind(mine, email)] * 2)
        assert sorted(type(each).__name__ for each in found) == ["RemindedAlready", "Reminder"]
        assert len(mails("reminder")) == 1

    def test_two_workers_remind_at_once(self, later):
        mine = quiet(scenes.matched())
        version = scenes.send(mine, scenes.complete(mine))
        later(7)
        at_once(*[tasks.remind] * 2)
        told = [mail.to_email for mail in mails("reminder")]
        assert (
            sorted(told)
            == sorted(set(told))
            == sorted(each.email for each in signers(version).values() if each.row.is_asked)
        )

    def test_someone_signs_while_she_is_reminded(self):
        mine = quiet(scenes.matched())
        version = scenes.send(mine, scenes.complete(mine))
        student = signers(version)["student"].identify()
        at_once(student.sign, lambda: remind(mine, student.email))
        with acting_as(SYSTEM):
            signing = Signing.objects.get(pk=student.pk)
            assert Agreement.objects.get(pk=version.agreement_id).state == "sent"
            reminded = Reminder.objects.filter(email=student.email.lower()).exists()
        assert signing.state == "signed" or reminded
