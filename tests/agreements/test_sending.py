"""Sending for signature, taking back, dropping, and mending a link."""

import re
from hashlib import sha256

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from agreements import links
from agreements.cautions import cautions
from agreements.enums import EventKind, Role, SigningState, State
from agreements.events import verify_chain
from agreements.links import Standing, standing
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.readiness import obstacles
from agreements.services.drafting import NotInDraft, edit_agreement
from agreements.services.sending import (
    ONE_CLICK,
    NotReady,
    Refused,
    SharedAddress,
    TextChanged,
    cancel_agreement,
    fingerprint,
    reopen_agreement,
    resend_link,
    send_agreement,
)
from agreements.text import compose
from matching.models import Match
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.models import Organisation
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .scenes import WHO, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_at_once")]
LINK = re.compile(r"/tekenen/([\w-]+)/")


mine = built_once(scenes.matched)


def content(agreement):
    return fingerprint(compose(agreement, agreement.parties.all()))


def sent(mine, **fields):
    agreement = scenes.complete(mine, **fields)
    send(mine, agreement)
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=agreement.pk)


def signing_of(agreement, role=Role.COMPANY):
    return agreement.signings.select_related("agreement", "version").get(role=role, version__number=agreement.version)


def mails(agreement, kind="sign_request"):
    return Message.objects.filter(kind=kind, about=f"agreement:{agreement.public_id}")


def mailed_token(address):
    """From the newest mail to her."""
    with acting_as(SYSTEM):
        body = MessageBody.objects.filter(message__to_email=address).latest("message__created_at")
    return LINK.search(body.text)[1]


def test_sending_freezes_the_text(mine):
    agreement = scenes.complete(mine)
    version = send(mine, agreement)
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
        assert (agreement.state, agreement.version) == (State.SENT, 1)
        assert version.content_sha256 == sha256(version.html.encode()).hexdigest()
        assert version.html == compose(agreement, agreement.parties.all()).html
        assert "Joris Kok" in version.title


def test_each_signer_gets_a_link_of_her_own(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signings = list(agreement.signings.filter(version__number=1))
        assert {signing.role for signing in signings} == {Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL}
        for signing in signings:
            assert signing.token_hash == hash_token(mailed_token(signing.email))
            assert (signing.link_expires_at - timezone.now()).days in (59, 60)
    tokens = {mailed_token(signing.email) for signing in signings}
    assert len(tokens) == 3
    with acting_as(Actor(link_hash=hash_token(mailed_token(mine.contact.user.email)))):
        assert Signing.objects.filter(agreement=agreement).count() == 3


def test_mail_says_who_what_why_and_how_long(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        bodies = {mail.to_email: mail.body for mail in mails(agreement).select_related("body")}
    to_company, to_student = bodies[mine.contact.user.email], bodies[mine.student.user.email]
    for said in (WHO, "Joris Kok", f"namens {mine.company.name}", "5 minuten", "geen account", "werkt tot en met"):
        assert said in to_company.text
        assert said in to_company.html
    assert "Je tekent voor jezelf" in to_student.text
    assert " u " not in to_student.text
    assert LINK.search(to_company.html)[1] == LINK.search(to_company.text)[1]


def test_sender_never_sees_a_link(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        token = mailed_token(mine.contact.user.email)
    with acting_as(mine.coordinator.actor):
        assert mails(agreement).count() == 3
        for row in [*Message.objects.values(), *Signing.objects.values(), *agreement.events.values()]:
            assert token not in str(row)
    with pytest.raises(ProgrammingError), acting_as(mine.coordinator.actor):
        list(MessageBody.objects.all())


def test_sending_is_logged_with_the_hash(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        kinds = list(agreement.events.values_list("kind", flat=True))
        assert kinds == [EventKind.DRAFTED, EventKind.SENT, *[EventKind.LINK_SENT] * 3]
        assert agreement.versions.get().content_sha256 in agreement.events.get(kind=EventKind.SENT).payload
        assert verify_chain(agreement) == []


@pytest.mark.parametrize("field", ["hours_per_week", "guidance", "assessment", "termination_grounds", "starts_on"])
def test_duaal_is_not_sent_while_a_provision_is_incomplete(mine, field):
    agreement = scenes.complete(mine, **{field: None if field in ("hours_per_week", "starts_on") else ""})
    with pytest.raises(NotReady) as refusal:
        send(mine, agreement)
    assert [(obstacle.page, obstacle.anchor) for obstacle in refusal.value.obstacles] == [("edit", f"id_{field}")]
    with acting_as(SYSTEM):
        assert not AgreementVersion.objects.filter(agreement=agreement).exists()


def test_deeltijd_is_sent_without_the_recommended_provisions():
    mine = scenes.matched(form="deeltijd")
    agreement = scenes.drafted(mine, learning_outcomes="", hours_per_week=None)
    assert send(mine, agreement).number == 1
    with acting_as(SYSTEM):
        found = cautions(Agreement.objects.get(pk=agreement.pk))
    assert "onderdeel a, b, c" in found[0].title


def change_party(agreement, role, **fields):
    agreement.parties.filter(role=role).update(**fields)


@pytest.mark.parametrize(
    ("role", "fields", "said"),
    [
        (Role.COMPANY, {"kvk_number": ""}, "het KvK-nummer ontbreekt"),
        (Role.COMPANY, {"signer_name": ""}, "wie tekent ontbreekt"),
        (Role.STUDENT, {"signer_email": ""}, "het e-mailadres"),
    ],
)
def test_party_must_be_complete(mine, role, fields, said):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        change_party(agreement, role, **fields)
    with pytest.raises(NotReady, match=said):
        send(mine, agreement)


def test_two_parties_cannot_sign_from_one_mailbox(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        change_party(agreement, Role.HOGESCHOOL, signer_email=mine.contact.user.email.upper())
    with pytest.raises(NotReady, match="hetzelfde e-mailadres"):
        send(mine, agreement)


def test_missing_party_is_named(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        agreement.parties.filter(role=Role.STUDENT).delete()
    with pytest.raises(NotReady, match="ontbreekt een partij: student"):
        send(mine, agreement)


def test_agreement_on_a_dropped_match_is_not_sent(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        Match.objects.filter(pk=mine.match.pk).update(state="cancelled")
    with pytest.raises(NotReady, match="match"):
        send(mine, agreement)


def test_text_that_the_sender_did_not_see_is_not_sent(mine):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        saw = content(agreement)
        edit_agreement(agreement, values={"tasks": "Alles."}, seen={"tasks": agreement.tasks}, who="Ada")
        with pytest.raises(TextChanged):
            send_agreement(agreement, content_sha256=saw, who=WHO)


def test_sending_twice_sends_once(mine):
    agreement = scenes.complete(mine)
    assert send(mine, agreement) == send(mine, agreement)
    with acting_as(SYSTEM):
        assert agreement.signings.count() == 3
        assert mails(agreement).count() == 3


@pytest.mark.parametrize("who", ["company", "student"])
def test_others_cannot_send(mine, who):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        saw = content(agreement)
    # the database lets them lock no agreement but one that is sealed
    with pytest.raises(Agreement.DoesNotExist), acting_as(mine.actors[who]):
        send_agreement(agreement, content_sha256=saw, who=WHO)
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
    assert agreement.state == State.DRAFT


def test_other_hogeschool_cannot_send(mine):
    agreement = scenes.complete(mine)
    theirs = scenes.matched("Hogeschool Zuid")
    with acting_as(theirs.coordinator.actor), pytest.raises(Match.DoesNotExist):
        send_agreement(agreement, content_sha256="", who=WHO)


# -- taking back, dropping ----------------------------------------------------------------------------------------


def test_reopening_keeps_the_version_and_closes_its_links(mine):
    agreement = sent(mine)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="De einddatum klopt niet.", who=WHO)
        agreement.refresh_from_db()
        assert agreement.state == State.DRAFT
        assert agreement.versions.get().number == 1
        assert {standing(signing) for signing in agreement.signings.all()} == {Standing.REPLACED}
        assert agreement.events.last().reason == "De einddatum klopt niet."
        assert mails(agreement, "agreement_reopened").count() == 3


def test_next_version_asks_everybody_again(mine):
    agreement = sent(mine)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="Uren.", who=WHO)
        edit_agreement(agreement, values={"hours_per_week": 36}, seen={"hours_per_week": "32"}, who=WHO)
        agreement.refresh_from_db()
    version = send(mine, agreement)
    with acting_as(SYSTEM):
        assert (version.number, agreement.versions.count()) == (2, 2)
        first, second = agreement.versions.order_by("number")
        assert "gemiddeld 32 uur" in first.html
        assert "gemiddeld 36 uur" in second.html
        assert second.signings.filter(state=SigningState.WAITING).count() == 3


@pytest.mark.parametrize("step", [reopen_agreement, cancel_agreement])
@pytest.mark.parametrize("state", [State.SIGNED, State.SEALED, State.CANCELLED])
def test_what_is_signed_or_dropped_stays_so(mine, step, state):
    with acting_as(SYSTEM):
        agreement = sent(mine)
        for passing in {State.SIGNED: ["signed"], State.SEALED: ["signed", "sealed"], State.CANCELLED: ["cancelled"]}[
            state
        ]:
            Agreement.objects.filter(pk=agreement.pk).update(state=passing)
    with acting_as(mine.coordinator.actor), pytest.raises(Refused):
        step(agreement, reason="Toch niet.", who=WHO)


def test_dropping_tells_whoever_was_asked(mine):
    agreement = sent(mine)
    with acting_as(mine.coordinator.actor):
        cancel_agreement(agreement, reason="De student stopt.", who=WHO)
        agreement.refresh_from_db()
        assert agreement.state == State.CANCELLED
        assert mails(agreement, "agreement_cancelled").count() == 3
        assert {standing(signing) for signing in agreement.signings.all()} == {Standing.CANCELLED}


def test_dropping_a_draft_tells_nobody(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        cancel_agreement(agreement, reason="Vergissing.", who=WHO)
        assert not Message.objects.filter(about=f"agreement:{agreement.public_id}").exists()


# -- links --------------------------------------------------------------------------------------------------------


def later(signing):
    """As if the link had been sent a while ago."""
    with acting_as(SYSTEM):
        Signing.objects.filter(pk=signing.pk).update(link_expires_at=signing.link_expires_at - 2 * ONE_CLICK)


def test_new_link_makes_the_old_one_unknown(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing = signing_of(agreement)
    old = mailed_token(signing.email)
    later(signing)
    with acting_as(mine.coordinator.actor):
        resend_link(signing, email=signing.email, who=WHO)
    assert mailed_token(signing.email) != old
    with pytest.raises(ProgrammingError), acting_as(Actor(link_hash=hash_token(old))):
        pass


def test_second_click_on_resend_sends_no_second_link(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing = signing_of(agreement)
    later(signing)
    for _ in range(2):
        with acting_as(mine.coordinator.actor):
            resend_link(signing, email=signing.email, who=WHO)
    with acting_as(SYSTEM):
        assert mails(agreement).filter(to_email=signing.email).count() == 2


def test_mended_address_changes_no_text_and_asks_nobody_else_again(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing, before = signing_of(agreement), agreement.versions.get().content_sha256
    with acting_as(mine.coordinator.actor):
        resend_link(signing, email="Karim@Bedrijf.test", who=WHO)
        signing.refresh_from_db()
        agreement.refresh_from_db()
        assert signing.email == "karim@bedrijf.test"
        assert agreement.parties.get(role=Role.COMPANY).signer_email == "karim@bedrijf.test"
        assert content(agreement) == before == agreement.versions.get().content_sha256
        assert "ander adres" in agreement.events.last().text
        assert mails(agreement).count() == 4


def test_mended_address_must_be_somebody_of_her_own(mine):
    agreement = sent(mine)
    with acting_as(mine.coordinator.actor), pytest.raises(SharedAddress):
        resend_link(signing_of(agreement), email=mine.student.user.email, who=WHO)


def test_who_signed_already_gets_no_new_link(mine):
    agreement = sent(mine)
    now = timezone.now()
    with acting_as(SYSTEM):
        signing = signing_of(agreement)
        Signing.objects.filter(pk=signing.pk).update(
            state=SigningState.SIGNED, answered_at=now, identified_at=now, typed_name="Karim Bakker"
        )
    with acting_as(mine.coordinator.actor), pytest.raises(Refused):
        resend_link(signing, email=signing.email, who=WHO)


def test_link_of_an_older_version_is_not_renewed(mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing = signing_of(agreement)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="X", who=WHO)
    send(mine, agreement)
    with acting_as(mine.coordinator.actor), pytest.raises(Refused):
        resend_link(signing, email=signing.email, who=WHO)


def test_links_last_sixty_days():
    assert links.LIFETIME.days == 60


# -- a second look ------------------------------------------------------------------------------------------------


def titles(agreement):
    with acting_as(SYSTEM):
        return [caution.title for caution in cautions(Agreement.objects.get(pk=agreement.pk))]


def test_good_agreement_asks_for_no_second_look(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="small", mkb_declared_on="2026-01-01")
        assert obstacles(agreement, agreement.parties.all()) == []
    assert titles(agreement) == []


def test_reasons_to_look_again(mine):
    agreement = scenes.complete(mine, hours_per_week=36, employment="Arbeidsovereenkomst voor een jaar.")
    with acting_as(SYSTEM):
        mine.position.contract_months = 12
        mine.position.save(update_fields=["contract_months"])
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="", mkb_declared_on=None)
        Agreement.objects.filter(pk=agreement.pk).update(ends_on="2029-06-30", practice_ends_on="2029-06-30")
    assert titles(agreement) == [
        "Het arbeidscontract duurt 12 maanden, de opleiding 24",
        "De overeenkomst eindigt vóór het einde van de opleiding (31 augustus 2029)",
        "36 uur werk en 1 dag school passen niet in één week",
        f"{mine.company.name} heeft de mkb-verklaring nog niet ingevuld",
        "Er staat niet dat de werkgever loon betaalt",
    ]


def test_large_company_is_pointed_out(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="large", mkb_declared_on="2026-01-01")
    assert titles(agreement) == [f"{mine.company.name} is volgens zijn eigen verklaring geen mkb"]


# -- races --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_race_two_senders_send_one_version():
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    answers = at_once(lambda: send(mine, agreement), lambda: send(mine, agreement))
    assert answers[0] == answers[1]
    with acting_as(SYSTEM):
        assert agreement.versions.count() == 1
        assert agreement.signings.count() == 3
        assert verify_chain(agreement) == []


@pytest.mark.django_db(transaction=True)
def test_race_edit_and_send_have_one_outcome():
    """Either the edit came first, and the sender is told; or the sending, and the editor is."""
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        saw = content(agreement)

    def edit():
        with acting_as(mine.coordinator.actor):
            edit_agreement(agreement, values={"tasks": "Alles."}, seen={"tasks": "Tekenen en rekenen."}, who="Ada")
            return "edited"

    def send_seen():
        with acting_as(mine.coordinator.actor):
            return send_agreement(agreement, content_sha256=saw, who="Bea")

    edited, version = at_once(edit, send_seen)
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
    if isinstance(version, AgreementVersion):
        assert isinstance(edited, NotInDraft)
        assert agreement.tasks == "Tekenen en rekenen."
    else:
        assert (edited, type(version)) == ("edited", TextChanged)
        assert (agreement.tasks, agreement.state) == ("Alles.", State.DRAFT)


@pytest.mark.django_db(transaction=True)
def test_race_reopen_and_drop_have_one_outcome():
    mine = scenes.matched()
    agreement = sent(mine)

    def step(service):
        with acting_as(mine.coordinator.actor):
            service(agreement, reason="X", who=WHO)
            return service.__name__

    reopened, cancelled = at_once(lambda: step(reopen_agreement), lambda: step(cancel_agreement))
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
        assert verify_chain(agreement) == []
    # a draft that was taken back can still be dropped; what was dropped cannot be taken back
    assert cancelled == "cancel_agreement"
    assert agreement.state == State.CANCELLED
    assert reopened == "reopen_agreement" or isinstance(reopened, Refused)
