"""Every link in every mail about agreements leads somewhere for who got it."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from agreements.enums import ReaderKind
from agreements.models import Agreement, Signing
from agreements.queries import SEALED_WITHIN
from agreements.services import forwarding, readers, sending
from agreements.services.addenda import cancel_addendum
from agreements.services.drafting import Signer as Person
from agreements.services.seal_warning import warn_of_stuck_seal
from agreements.services.sealing import seal_agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.models import User
from tests.built_once import built_once

from . import endings, scenes, sealed
from .scenes import WHO
from .signers import VISIT, all_sign, signers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


class Post:
    """What came since it was last opened."""

    def __init__(self) -> None:
        with acting_as(SYSTEM):
            self.read = set(Message.objects.values_list("pk", flat=True))
        self.kinds: set[str] = set()

    def follow_all(self) -> None:
        """While its links are fresh: a later mail may make them useless, and says so."""
        with acting_as(SYSTEM):
            bodies = list(MessageBody.objects.exclude(message__in=self.read).select_related("message"))
        for body in bodies:
            self.read.add(body.message_id)
            self.kinds.add(body.message.kind)
            for address in self._addresses(body):
                self._follow(address, body.message)

    def _addresses(self, body: MessageBody) -> set[str]:
        found = {*ADDRESS.findall(body.text), *ADDRESS.findall(unescape(body.html))}
        ours = {address.rstrip(".,)") for address in found if address.startswith(settings.SITE_URL)}
        assert ours, body.message.kind
        return ours

    def _follow(self, address: str, message: Message) -> None:
        client, parts = Client(), urlsplit(address)
        user = User.objects.filter(email__iexact=message.to_email).first()
        if user:
            client.force_login(user)
        answer = client.get(f"{parts.path}?{parts.query}", follow=bool(user))
        assert answer.status_code in (200, 302), f"{message.kind} to {message.to_email}: {address}"


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
    all_sign(signers(version))
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
