"""One-time codes: sent to the mailbox of the signer, few of them, and few tries each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import codes, events
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

from .signers import last_mail, mails, said, signers


@pytest.fixture
def signer(db):
    return signers(cast.tenant().version)["company"]


class Clock:
    """Moves timezone.now() for the code under test."""

    def __init__(self, monkeypatch):
        self.real, self.ahead = timezone.now, timedelta()
        monkeypatch.setattr(timezone, "now", lambda: self.real() + self.ahead)

    def forward(self, **duration):
        self.ahead += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_code_goes_to_the_signer_and_row_keeps_no_code(signer):
    assert signer.send_code() is None
    (mail,) = mails("sign_code")
    assert mail.to_email == signer.email
    code = signer.code()
    assert code.isdigit()
    assert len(code) == 6
    assert code not in mail.subject  # staff of the hogeschool can read the subject
    assert code not in str(vars(signer.row))


def test_first_code_records_that_the_agreement_was_opened(signer, clock):
    signer.send_code()
    clock.forward(minutes=2)
    signer.send_code()
    assert len(said("opened", signer.row.agreement)) == 1
    assert len(said("code_sent", signer.row.agreement)) == 2
    assert signer.row.opened_at


def test_right_code_identifies_once(signer):
    signer.send_code()
    code = signer.code()
    assert signer.confirm_code(code) == signer.row.identified_at
    assert signer.confirm_code(code) is None


def test_wrong_code_is_recorded_and_counted(signer):
    signer.send_code()
    assert signer.confirm_code("000000" if signer.code() != "000000" else "000001") is None
    assert signer.row.code_attempts == 1
    assert said("code_wrong", signer.row.agreement)
    assert signer.row.identified_at is None


def test_sixth_try_fails_even_with_the_right_code(signer):
    signer.send_code()
    wrong = "000000" if signer.code() != "000000" else "000001"
    for _ in range(codes.MOST_ATTEMPTS):
        signer.confirm_code(wrong)
    assert signer.confirm_code(signer.code()) is None
    assert signer.row.code_attempts == codes.MOST_ATTEMPTS


def test_code_runs_out(signer, clock):
    signer.send_code()
    clock.forward(minutes=10, seconds=1)
    assert signer.confirm_code(signer.code()) is None


def test_new_code_replaces_the_old_one(signer, clock):
    signer.send_code()
    first = signer.code()
    clock.forward(seconds=61)
    signer.send_code()
    if signer.code() != first:
        assert signer.confirm_code(first) is None
    assert signer.confirm_code(signer.code())


def test_no_second_code_within_a_minute(signer, clock):
    signer.send_code()
    clock.forward(seconds=58)
    later = signer.send_code()
    assert timedelta() < later - timezone.now() <= timedelta(seconds=2)
    assert len(mails("sign_code")) == 1


def test_five_codes_an_hour(signer, clock):
    for _ in range(5):
        assert signer.send_code() is None
        clock.forward(minutes=2)
    later = signer.send_code()
    assert timedelta(minutes=49) < later - timezone.now() <= timedelta(minutes=50)
    clock.forward(minutes=51)
    assert signer.send_code() is None


def test_fifteen_codes_a_day(signer, clock):
    for _ in range(15):
        assert signer.send_code() is None
        clock.forward(minutes=13)
    assert signer.send_code() > timezone.now() + timedelta(hours=20)


def test_codes_of_one_signer_do_not_count_for_another(db):
    people = signers(cast.tenant().version)
    people["company"].send_code()
    assert people["student"].send_code() is None


def test_code_of_another_signer_is_wrong(db):
    people = signers(cast.tenant().version)
    people["company"].send_code()
    people["student"].send_code()
    with acting_as(SYSTEM):
        assert codes.hash_code(people["company"].row, "123456") != codes.hash_code(people["student"].row, "123456")


def test_without_a_code_nothing_is_right(signer):
    assert signer.confirm_code("") is None
    assert signer.confirm_code("123456") is None
    assert signer.row.code_attempts == 0


def test_hash_needs_the_portals_secret(signer, settings):
    row = signer.row
    before = codes.hash_code(row, "123456")
    settings.SECRET_KEY = "another"
    assert codes.hash_code(row, "123456") != before


def test_log_stays_whole(signer, clock):
    signer.send_code()
    signer.confirm_code("999999")
    clock.forward(minutes=2)
    signer.identify()
    with acting_as(SYSTEM):
        assert events.verify_chain(signer.row.agreement) == []


def test_mail_says_how_long_the_code_lasts(signer):
    signer.send_code()
    assert "10 minuten" in last_mail(signer.email, "sign_code")
