"""How to reach people is mended without a new version; who still has to sign gets a link there."""

import pytest
from django.db import DatabaseError
from django.test import Client

from agreements.enums import Role, SigningState, State
from agreements.models import Agreement, Party
from agreements.services.contacts import contact_values, current_parties, mend_contacts
from agreements.services.sending import Refused, SharedAddress
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash
from tests.built_once import built_once

from . import scenes, sealed
from .scenes import WHO
from .signers import mails, said, signers, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_at_once")]
NEW = "karim.nieuw@voorbeeld.test"


mine = built_once(scenes.matched)


@pytest.fixture
def version(mine):
    return scenes.send(mine, scenes.complete(mine))


def mend(mine, agreement, **values):
    values = {key.replace("__", "-"): value for key, value in values.items()}
    with acting_as(mine.coordinator.actor):
        seen = contact_values(current_parties(agreement))
        return mend_contacts(agreement, values=values, seen=seen, who=WHO)


def company_of(agreement) -> Party:
    with acting_as(SYSTEM):
        return agreement.parties.get(role=Role.COMPANY)


def test_who_must_sign_gets_a_link_at_the_new_address(mine, version):
    before = len(mails("sign_request"))
    text = version.content_sha256
    mend(mine, version.agreement, company__signer_email=NEW)
    assert [mail.to_email for mail in mails("sign_request")[before:]] == [NEW]
    with acting_as(SYSTEM):
        assert version.signings.get(role=Role.COMPANY).email == NEW
        agreement = Agreement.objects.get(pk=version.agreement_id)
        assert (agreement.state, agreement.version) == (State.SENT, 1)
        assert agreement.versions.get().content_sha256 == text
    assert company_of(version.agreement).signer_email == NEW
    assert said("edited", version.agreement) == ["Contactgegevens hersteld: e-mailadres (bedrijf)"]


def test_telephone_and_supervisor_send_nothing(mine, version):
    before = len(mails("sign_request"))
    mend(mine, version.agreement, company__signer_phone="06 87654321", company__supervisor_email="els@voorbeeld.test")
    assert len(mails("sign_request")) == before
    company = company_of(version.agreement)
    assert (company.signer_phone, company.supervisor_email) == ("06 87654321", "els@voorbeeld.test")


def test_who_signed_keeps_the_address_she_signed_from(mine, version):
    people = signers(version)
    people["company"].identify().sign()
    before = len(mails("sign_request"))
    mend(mine, version.agreement, company__signer_email=NEW)
    assert len(mails("sign_request")) == before
    with acting_as(SYSTEM):
        signing = version.signings.get(role=Role.COMPANY)
    assert (signing.state, signing.email) == (SigningState.SIGNED, people["company"].email)
    assert company_of(version.agreement).signer_email == NEW


def test_same_address_for_two_is_refused(mine, version):
    with pytest.raises(SharedAddress):
        mend(mine, version.agreement, company__signer_email=mine.student.user.email)
    assert company_of(version.agreement).signer_email != mine.student.user.email


def test_draft_is_edited_and_what_was_dropped_is_over(mine):
    draft = scenes.complete(mine)
    for agreement in (draft, mine.agreement):
        with pytest.raises(Refused):
            mend(mine, agreement, company__signer_email=NEW)


def test_colleague_mended_the_same(mine, version):
    seen = {"company-signer_email": "oud@voorbeeld.test"}
    with acting_as(mine.coordinator.actor), pytest.raises(Clash):
        mend_contacts(version.agreement, values={"company-signer_email": NEW}, seen=seen, who=WHO)


def test_running_addendum_is_mended_along(mine):
    agreement = sealed.sealed(mine)
    addendum = sealed.drafted(mine, agreement, hours_per_week=24)
    sealed.send(mine, addendum)
    before = len(mails("addendum_request"))
    mend(mine, agreement, company__signer_email=NEW)
    assert [mail.to_email for mail in mails("addendum_request")[before:]] == [NEW]
    with acting_as(SYSTEM):
        addendum.refresh_from_db()
    assert NEW in {party.signer_email for party in addendum.party_rows()}


def test_database_lets_nothing_else_of_a_party_change(mine, version):
    with acting_as(mine.coordinator.actor):
        parties = Party.objects.filter(agreement=version.agreement, role=Role.COMPANY)
        assert parties.update(signer_phone="06 87654321") == 1
        for change in ({"legal_name": "Iemand anders"}, {"signer_name": "Iemand anders"}, {"kvk_number": "1"}):
            with (
                pytest.raises(DatabaseError, match="a party changes in a draft only"),
                acting_as(mine.coordinator.actor),
            ):
                parties.update(**change)


def test_page(mine, version):
    client = Client()
    client.force_login(mine.coordinator.user)
    address = f"/overeenkomsten/{version.agreement.public_id}/contact/"
    page = client.get(address)
    typed = {name: field.initial or page.context["form"].initial.get(name, "")
             for name, field in page.context["form"].fields.items()}  # fmt: skip
    shared = client.post(address, {**typed, "company-signer_email": mine.student.user.email})
    assert shared.status_code == 422
    assert "eigen postvak" in text_of(shared)
    answer = client.post(address, {**typed, "company-signer_email": NEW}, follow=True)
    assert "krijgt daar een nieuwe link" in text_of(answer)
    assert company_of(version.agreement).signer_email == NEW
