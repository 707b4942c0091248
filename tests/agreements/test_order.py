"""In which order people are asked: by the template, as frozen in the turns of a version."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from agreements import links, tasks
from agreements.enums import Role, SigningOrder, State
from agreements.links import Standing
from agreements.models import Agreement, AgreementTemplate, Signing
from agreements.pages import ASKED_WHEN
from agreements.services import sending
from agreements.services import signing as services
from agreements.services.turns import ask_next, whose_turn_it_is
from mkbroute.access.actor import SYSTEM, acting_as
from tests.races import at_once

from . import scenes
from .signers import Signer, all_sign, mails, said, signers


def sent(order: SigningOrder):
    """Three parties."""
    mine = drafted(order)
    mine.version = scenes.send(mine, mine.agreement)
    return mine


def drafted(order: SigningOrder):
    """An agreement of a template with this order."""
    mine = scenes.matched()
    with acting_as(SYSTEM):
        former = AgreementTemplate.objects.filter(form="duaal").latest()
        fields = {
            field.attname: getattr(former, field.attname)
            for field in former._meta.concrete_fields
            if field.name not in ("id", "number", "signing_order", "code")
        }
        template = AgreementTemplate.objects.create(**fields, code=former.code, number=99, signing_order=order)
    mine.agreement = scenes.complete(mine)
    assert mine.agreement.template == template
    return mine


def asked(mine) -> set[str]:
    with acting_as(SYSTEM):
        return set(mine.version.signings.filter(is_asked=True).values_list("role", flat=True))


def requests(mine) -> list[str]:
    """To whom a link was mailed."""
    about = f"agreement:{mine.agreement.public_id}"
    return [mail.to_email for mail in mails("sign_request") if mail.about == about]


def next_turn(mine) -> int:
    with acting_as(SYSTEM):
        return ask_next(mine.agreement.pk)


def one(mine, role: str) -> Signer:
    """With a link of her own, whether or not she was asked."""
    return signers(mine.version)[role]


@pytest.mark.django_db
class TestAsking:
    def test_everybody_at_once(self):
        mine = sent(SigningOrder.PARALLEL)
        assert asked(mine) == {Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL}
        assert len(requests(mine)) == 3

    def test_hogeschool_last(self):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        assert asked(mine) == {Role.STUDENT, Role.COMPANY}
        one(mine, "student").identify().sign()
        assert next_turn(mine) == 0
        one(mine, "company").identify().sign()
        assert next_turn(mine) == 1
        assert asked(mine) == {Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL}
        assert requests(mine)[-1] == mine.coordinator.user.email
        assert next_turn(mine) == 0
        one(mine, "hogeschool").identify().sign()
        with acting_as(SYSTEM):
            assert Agreement.objects.get(pk=mine.agreement.pk).state == State.SIGNED

    def test_in_order(self):
        mine = sent(SigningOrder.IN_ORDER)
        for role in (Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL):
            assert role in asked(mine)
            one(mine, role).identify().sign()
            next_turn(mine)
        assert len(requests(mine)) == 3

    def test_signature_wakes_the_worker_and_the_sweep_finds_what_it_missed(self, monkeypatch):
        woken = []
        monkeypatch.setattr(services, "wake", lambda *task: woken.append(task))
        mine = sent(SigningOrder.IN_ORDER)
        one(mine, "student").identify().sign()
        assert woken == [("agreements.ask_next", mine.agreement.pk)]
        tasks.sweep()
        assert asked(mine) == {Role.STUDENT, Role.COMPANY}

    def test_after_a_refusal_nobody_is_asked(self):
        mine = sent(SigningOrder.IN_ORDER)
        one(mine, "student").identify().decline()
        assert next_turn(mine) == 0
        with acting_as(SYSTEM):
            assert not whose_turn_it_is().exists()
        assert mine.contact.user.email not in {mail.to_email for mail in mails("sign_declined")}


@pytest.mark.django_db
class TestNotYet:
    def test_link_of_a_later_signer_opens_nothing(self, client):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        hogeschool = one(mine, "hogeschool")
        with acting_as(hogeschool.actor):
            signing = Signing.objects.select_related("agreement", "version").get(pk=hogeschool.pk)
            assert links.standing(signing) == Standing.NOT_YET
        with pytest.raises(services.NotOpen):
            hogeschool.send_code()
        assert "Eerst tekenen anderen" in client.get(hogeschool.path).content.decode()

    def test_database_refuses_a_signature_before_its_turn(self):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        with acting_as(SYSTEM):
            Signing.objects.filter(version=mine.version).update(is_asked=True)
        hogeschool = one(mine, "hogeschool").identify()
        with pytest.raises(IntegrityError, match="others sign first"), transaction.atomic():
            hogeschool.sign()

    def test_page_of_the_agreement_says_so(self, client):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        client.force_login(mine.coordinator.user)
        page = client.get(f"/overeenkomsten/{mine.agreement.public_id}/").content.decode()
        assert "Nog niet aan de beurt" in page
        assert "krijgt de link als anderen hebben getekend" in page
        assert "Mail mij de link opnieuw" not in page

    def test_before_her_turn_only_another_address_is_offered(self, client):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        with acting_as(SYSTEM):
            signing = Signing.objects.get(version=mine.version, role="hogeschool")
        client.force_login(mine.coordinator.user)
        path = f"/overeenkomsten/{mine.agreement.public_id}/"
        page = client.get(path).content.decode()
        assert (page.count(">Nieuwe link of ander e-mailadres"), page.count(">Ander e-mailadres")) == (2, 1)
        resend = f"/overeenkomsten/link/{signing.public_id}/"
        assert "is nog niet aan de beurt" in client.get(resend).content.decode()
        before = said("link_sent", mine.agreement)
        same = client.post(resend, {"email": signing.email}, follow=True).content.decode()
        assert "zodra Sanne de Wit aan de beurt is" in same
        assert said("link_sent", mine.agreement) == before
        other = client.post(resend, {"email": "nieuw@voorbeeld.test"}, follow=True).content.decode()
        assert "onderweg" not in other
        assert said("link_sent", mine.agreement) == [*before, "Ander e-mailadres voor Sanne de Wit"]

    def test_mended_contacts_of_who_comes_later_send_nothing(self, client):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        client.force_login(mine.coordinator.user)
        path = f"/overeenkomsten/{mine.agreement.public_id}/contact/"
        form = client.get(path).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields}
        before = len(mails("sign_request"))
        answer = client.post(path, {**typed, "hogeschool-signer_email": "nieuw@voorbeeld.test"}, follow=True)
        assert "wie later aan de beurt is" in answer.content.decode()
        assert len(mails("sign_request")) == before
        assert said("link_sent", mine.agreement)[-1] == "Ander e-mailadres voor Sanne de Wit"
        sent_again = client.post(path, {**typed, "hogeschool-signer_email": "nieuw@voorbeeld.test"}, follow=True)
        assert sent_again.status_code in (200, 422)
        assert said("link_sent", mine.agreement).count("Ander e-mailadres voor Sanne de Wit") == 1

    @pytest.mark.parametrize(("order", "sentence"), ASKED_WHEN.items())
    def test_sender_is_told_who_is_asked_when(self, client, order, sentence):
        mine = drafted(order)
        client.force_login(mine.coordinator.user)
        path = f"/overeenkomsten/{mine.agreement.public_id}/versturen/"
        page = client.get(path)
        assert sentence in page.content.decode()
        sending_ = {**page.context["form"].initial, "content_sha256": page.context["form"]["content_sha256"].value()}
        reasons = {name: "Zo afgesproken." for _, name in page.context["form"].asked}
        told = client.post(path, {**sending_, **reasons}, follow=True)
        assert [str(message) for message in told.context["messages"]] == [f"Verstuurd. {sentence}"]

    def test_mended_address_waits_for_its_turn(self):
        mine = sent(SigningOrder.HOGESCHOOL_LAST)
        with acting_as(mine.coordinator.actor):
            signing = Signing.objects.select_related("agreement").get(version=mine.version, role="hogeschool")
            sending.resend_link(signing, email="nieuw@voorbeeld.test", who="Sanne")
        assert not [mail for mail in mails("sign_request") if mail.to_email == "nieuw@voorbeeld.test"]
        for role in ("student", "company"):
            one(mine, role).identify().sign()
        next_turn(mine)
        assert [mail for mail in mails("sign_request") if mail.to_email == "nieuw@voorbeeld.test"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once():
    mine = sent(SigningOrder.HOGESCHOOL_LAST)
    all_sign({role: person for role, person in signers(mine.version).items() if role != "hogeschool"})

    def ask():
        with acting_as(SYSTEM):
            return ask_next(mine.agreement.pk)

    assert sorted(at_once(ask, ask, ask)) == [0, 0, 1]
    assert len([mail for mail in mails("sign_request") if mail.to_email == mine.coordinator.user.email]) == 1


@given(st.sampled_from(SigningOrder), st.sampled_from(Role), st.sampled_from(Role))
def test_turns_follow_the_order_of_the_parties(order, one_role, other):
    earlier, later = sorted((one_role, other), key=list(Role).index)
    assert order.turn_of(earlier) <= order.turn_of(later)
    assert order.turn_of(Role.STUDENT) == 1
