"""The mails of an agreement in the order in which they come: each link opens while it is the last one.

That every kind of mail has links that open: tests/mail/test_every_link.py.
"""

import pytest
from django.utils import timezone

from agreements.enums import ReaderKind
from agreements.models import Agreement, Signing
from agreements.queries import SEALED_WITHIN
from agreements.services import forwarding, readers, sending
from agreements.services.addenda import cancel_addendum
from agreements.services.drafting import Signer as Person
from agreements.services.seal_warning import warn_of_stuck_seal
from agreements.services.sealing import seal_agreement
from agreements.services.turns import ask_next
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once
from tests.mail.follow import Post

from . import endings, scenes, sealed
from .scenes import WHO
from .signers import VISIT, signers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]


mine = built_once(scenes.matched)


@pytest.fixture
def post(mine):
    return Post()


def test_of_signing(mine, post):
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        ada = {"name": "Ada", "email": "ada@voorbeeld.test", "role": "administratie"}
        readers.add_reader(agreement, kind=ReaderKind.READS, who=WHO, **ada)
    version = scenes.send(mine, agreement)
    post.follow_all()
    people = signers(version)
    company = people["company"].identify()
    els = Person("Els de Boer", "els.de.boer@voorbeeld.test", "directeur")
    with acting_as(company.actor):
        signing = Signing.objects.select_related("version", "agreement").get(pk=company.pk)
        forwarding.forward_signing(signing, identified_at=company.identified_at, to=els, reason="Zij.", visit=VISIT)
    post.follow_all()
    people["student"].identify().decline()
    post.follow_all()
    with acting_as(mine.coordinator.actor):
        sending.reopen_agreement(agreement, reason="Anders.", who=WHO)
    post.follow_all()
    with acting_as(mine.coordinator.actor):
        sending.cancel_agreement(agreement, reason="Toch niet.", who=WHO)
    post.follow_all()
    assert post.kinds >= {
        "sign_request", "read_along", "sign_code", "sign_forwarded", "sign_forwarded_coordinator", "sign_declined",
        "sign_declined_coordinator", "agreement_reopened", "agreement_cancelled",
    }  # fmt: skip


def test_of_a_seal(mine, post):
    version = scenes.send(mine, scenes.complete(mine))
    post.follow_all()
    people = signers(version)
    for role in ("student", "company"):
        people[role].identify().sign()
    with acting_as(SYSTEM):
        ask_next(version.agreement_id)
    post.follow_all()
    signers(version)["hogeschool"].identify().sign()
    post.follow_all()
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=version.agreement_id).update(changed_at=timezone.now() - SEALED_WITHIN)
        warn_of_stuck_seal(version.agreement_id, "event 3 is missing")
    post.follow_all()
    with acting_as(SYSTEM):
        seal_agreement(version.agreement_id)
    post.follow_all()
    assert post.kinds >= {"seal_stuck", "seal_stuck_team", "agreement_sealed", "agreement_sealed_coordinator"}


def test_of_an_addendum(mine, post):
    addendum = sealed.drafted(mine, sealed.sealed(mine), hours_per_week=24)
    version = sealed.send(mine, addendum)
    post.follow_all()
    company = signers(version)["company"]
    with acting_as(mine.coordinator.actor):
        sending.resend_link(Signing.objects.get(pk=company.pk), email="karim.elders@voorbeeld.test", who=WHO)
    post.follow_all()
    with acting_as(mine.coordinator.actor):
        cancel_addendum(addendum, reason="Toch niet.", who=WHO)
    post.follow_all()
    assert post.kinds >= {"addendum_request", "agreement_cancelled"}


def test_of_an_end(mine, post):
    agreement = endings.running(mine)
    ending = endings.propose(mine, agreement)
    post.follow_all()
    endings.parties(ending)["company"].answer(agreed=False, reason="De datum klopt niet.")
    post.follow_all()
    endings.all_agree(ending)
    endings.work(agreement)
    post.follow_all()
    assert post.kinds >= {"ending_request", "ending_disagreed", "ending_letter"}
