"""A seal without a time stamp, and the token that is fetched for it afterwards."""

from datetime import timedelta

import pytest
from asn1crypto import cms
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import seal_readiness, stamps, tasks
from mkbroute.documents.enums import Level
from mkbroute.documents.models import SealReadiness, TimeStamp
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import store_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unstamped(paper, with_time_stamps):
    """Sealed while the service was down; it answers again."""
    with_time_stamps.down = {"tsa"}
    sealed = seal_pdf(paper, reason="Alle partijen hebben getekend")
    with acting_as(SYSTEM):
        document = store_sealed(sealed, name="overeenkomst.pdf")
    assert document.seal_level == Level.B
    with_time_stamps.down = set()
    return document


def row(document) -> TimeStamp:
    with acting_as(SYSTEM):
        return TimeStamp.objects.get(document=document)


def fetch(document) -> bool:
    with acting_as(SYSTEM):
        return stamps.stamp_document(document.pk)


def test_token_over_the_document_as_it_was_mailed(unstamped):
    assert row(unstamped).token is None
    assert fetch(unstamped)
    kept = row(unstamped)
    info = cms.ContentInfo.load(bytes(kept.token))["content"]["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native.hex() == unstamped.sha256
    assert abs(kept.stamped_at - timezone.now()) < timedelta(minutes=1)


def test_asked_once(unstamped, with_time_stamps):
    fetch(unstamped)
    with_time_stamps.down = {"tsa"}
    assert fetch(unstamped)


def test_service_still_down_is_asked_later_and_later(unstamped, with_time_stamps):
    with_time_stamps.down = {"tsa"}
    waits = []
    for _ in range(12):
        assert not fetch(unstamped)
        waits.append(round((row(unstamped).next_attempt_at - timezone.now()).total_seconds() / 60))
    assert waits == sorted(waits)
    assert waits[-1] == stamps.LONGEST_BETWEEN.total_seconds() / 60
    assert row(unstamped).attempts == 13


def test_service_that_was_down_for_weeks_is_asked_twice_a_day(unstamped, with_time_stamps):
    with_time_stamps.down = {"tsa"}
    assert stamps.BETWEEN * 2**stamps.MOST_DOUBLED >= stamps.LONGEST_BETWEEN
    with acting_as(SYSTEM):
        TimeStamp.objects.update(attempts=5000)
    assert not fetch(unstamped)
    wait = row(unstamped).next_attempt_at - timezone.now()
    assert abs(wait - stamps.LONGEST_BETWEEN) < timedelta(minutes=1)
    assert row(unstamped).attempts == 5001


def test_sweep_finds_what_is_due(unstamped):
    tasks.stamp()
    assert row(unstamped).token is None  # not within five minutes
    with acting_as(SYSTEM):
        TimeStamp.objects.update(next_attempt_at=timezone.now())
    tasks.stamp()
    assert row(unstamped).token


def test_answer_about_something_else_is_no_token(unstamped, monkeypatch, with_time_stamps):
    monkeypatch.setattr(with_time_stamps, "answer", lambda path, body: ("application/timestamp-reply", b"\x30\x00"))
    assert not fetch(unstamped)


def test_token_stays(unstamped):
    fetch(unstamped)
    with acting_as(SYSTEM), pytest.raises(Exception, match="set once"):
        TimeStamp.objects.update(stamped_at=timezone.now())


def test_stamped_at_once_needs_none(paper, with_time_stamps):
    with acting_as(SYSTEM):
        document = store_sealed(seal_pdf(paper, reason="Getekend"), name="overeenkomst.pdf")
        assert document.seal_level == Level.LT
        assert not TimeStamp.objects.exists()


def test_without_a_service_nobody_is_asked(paper):
    with acting_as(SYSTEM):
        store_sealed(seal_pdf(paper, reason="Getekend"), name="overeenkomst.pdf")
        assert not TimeStamp.objects.exists()


class TestReadiness:
    def test_before_anyone_looked(self):
        with acting_as(SYSTEM):
            assert not seal_readiness.is_ready()

    def test_with_a_key(self):
        with acting_as(SYSTEM):
            assert seal_readiness.look().problem == ""
            assert seal_readiness.is_ready()

    def test_without(self, settings, own_key):
        settings.DEMO = settings.DEBUG = False
        own_key.unlink()
        tasks.check_seal_key()
        with acting_as(SYSTEM):
            assert not seal_readiness.is_ready()
            assert "SEAL_KEY_FILE" in seal_readiness.found().problem

    def test_past_the_end_of_the_certificate(self):
        with acting_as(SYSTEM):
            seal_readiness.look()
            SealReadiness.objects.update(valid_until=timezone.now())
            assert not seal_readiness.is_ready()
