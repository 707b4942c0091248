"""An addendum is signed in the order of the template, passed on and signed in one sitting, as an agreement is."""

import pytest
from django.db import DatabaseError

from agreements.models import Addendum, Signing
from agreements.services import forwarding, together
from agreements.services.drafting import Signer as Person
from agreements.services.turns import ask_next, whose_turn_it_is
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes, sealed
from .signers import VISIT, Signer, last_mail, signers

pytestmark = pytest.mark.django_db
ELS = Person("Els de Boer", "els.de.boer@voorbeeld.test", "directeur")


mine = built_once(scenes.matched)


@pytest.fixture
def addendum(mine):
    return sealed.drafted(mine, sealed.sealed(mine), hours_per_week=24)


def test_next_one_is_asked_when_it_is_her_turn(mine):
    scenes.use_order("in_order")
    version = sealed.send(mine, sealed.drafted(mine, sealed.sealed(mine), hours_per_week=24))
    with acting_as(SYSTEM):
        asked = Signing.objects.filter(version=version, is_asked=True)
        assert [signing.role for signing in asked] == ["student"]
        assert not whose_turn_it_is().filter(version=version).exists()
    Signer(asked_of(version), link_in(version, "student")).identify().sign()
    with acting_as(SYSTEM):
        assert ask_next(version.agreement_id) == 1
        assert set(asked.values_list("role", flat=True)) == {"student", "company"}


def asked_of(version, role="student"):
    with acting_as(SYSTEM):
        return Signing.objects.get(version=version, role=role)


def link_in(version, role, kind="addendum_request"):
    return last_mail(asked_of(version, role).email, kind).split("/tekenen/")[1].split("/")[0]


def test_passed_on_to_who_may_sign(mine, addendum):
    version = sealed.send(mine, addendum)
    company = signers(version)["company"].identify()
    with acting_as(company.actor):
        signing = Signing.objects.select_related("version", "agreement").get(pk=company.pk)
        forwarding.forward_signing(
            signing, identified_at=company.identified_at, to=ELS, reason="Zij is bevoegd.", visit=VISIT
        )
    with acting_as(SYSTEM):
        party = next(each for each in Addendum.objects.get(pk=addendum.pk).party_rows() if each.role == "company")
        assert (party.signer_name, party.signer_email) == (ELS.name, ELS.email)
        assert addendum.agreement.parties.get(role="company").signer_name != ELS.name
    assert "vraagt u om addendum 1 bij de overeenkomst voor" in last_mail(ELS.email, "sign_forwarded")


@pytest.mark.parametrize(("role", "name"), [("student", "signer_name"), ("company", "legal_name")])
def test_who_signs_changes_nothing_else_of_the_parties(mine, addendum, role, name):
    company = signers(sealed.send(mine, addendum))["company"]
    parties = [{**said, name: "Iemand anders"} if said["role"] == role else said for said in addendum.parties]
    with pytest.raises(DatabaseError, match="changes as a draft only"), acting_as(company.actor):
        Addendum.objects.filter(pk=addendum.pk).update(parties=parties)


def test_waits_in_a_sitting(mine, addendum):
    version = sealed.send(mine, addendum)
    with acting_as(mine.contact.actor):
        waiting = together.own_waiting(asked_of_company(version))
        assert [signing.version_id for signing in waiting] == [version.pk]


def asked_of_company(version):
    return asked_of(version, "company").email
