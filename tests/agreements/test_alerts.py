"""One mail a day to the contact of a route: ends, links that lapse and cards that came in; nothing twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from agreements import tasks
from agreements.alerts import term_of
from agreements.models import Alert, EndingConfirmation, PartyCard, Signing
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.agreements import cards, endings, scenes
from tests.agreements.signers import last_mail, mails
from tests.races import at_once

KIND = "daily_alerts"
TERMS = [90, 60, 30]


@pytest.fixture
def mine(db):
    return quiet(scenes.matched())


def quiet(mine: cast.Tenant) -> cast.Tenant:
    """What the cast left open is done."""
    with acting_as(SYSTEM):
        EndingConfirmation.objects.filter(agreement=mine.agreement).update(
            state="agreed", answered_at=timezone.now(), answered_by="Iemand"
        )
    return mine


@pytest.fixture
def later(monkeypatch):
    """Lets so many days pass."""
    real, passed = timezone.now, [0]

    def let_pass(days: int) -> None:
        passed[0] += days
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=passed[0]))

    return let_pass


def until(mine: cast.Tenant, days: int, **fields):
    last = localdate() + timedelta(days=days)
    return endings.running(mine, **{"ends_on": last, "practice_ends_on": last, **fields})


def told(mine: cast.Tenant) -> list[tuple[str, int]]:
    """Not what the cast has."""
    with acting_as(SYSTEM):
        found = Alert.objects.filter(hogeschool=mine.hogeschool).exclude(agreement=mine.agreement)
        return sorted(found.values_list("kind", "days"))


@given(st.integers(-500, 500))
def test_the_term_is_the_nearest_that_has_begun(left):
    today = date(2027, 3, 1)
    found = term_of(today + timedelta(days=left), TERMS, today)
    if 0 <= left <= 90:
        assert found is not None
        assert left <= found
        assert all(left > term for term in TERMS if term < found)
    else:
        assert found is None


def test_of_each_term_once_and_never_twice_a_day(mine, later):
    until(mine, 91)
    tasks.tell_daily()
    assert told(mine) == []
    for days, expected in [(1, 1), (5, 1), (25, 2), (30, 3), (20, 3), (20, 3)]:
        later(days)
        tasks.tell_daily()
        tasks.tell_daily()
        assert len(mails(KIND)) == len(told(mine)) == expected
    assert told(mine) == [("agreement", 30), ("agreement", 60), ("agreement", 90)]


def test_a_portal_that_stood_still_tells_the_nearest_term_only(mine, later):
    until(mine, 100)
    later(75)
    tasks.tell_daily()
    assert told(mine) == [("agreement", 30)]


def test_a_temporary_contract_that_ends_before_the_agreement(mine):
    contract = localdate() + timedelta(days=40)
    agreement = until(mine, 300, contract_term="temporary", contract_ends_on=contract)
    tasks.tell_daily()
    assert told(mine) == [("contract", 60)]
    assert agreement.student_name in last_mail(mine.route.contact_email, KIND)


def test_what_has_an_end_of_its_own_is_not_told_again(mine):
    agreement = until(mine, 50)
    endings.propose(mine, agreement, endings.graduated(localdate()))
    tasks.tell_daily()
    assert told(mine) == []


def test_links_that_lapse_are_told_a_week_before(mine, later):
    version = scenes.send(mine, scenes.complete(mine))
    tasks.tell_daily()
    later(52)
    tasks.tell_daily()
    assert told(mine) == []
    later(1)
    tasks.tell_daily()
    later(1)
    tasks.tell_daily()
    with acting_as(SYSTEM):
        number = Signing.objects.filter(version=version, is_asked=True).count()
    assert told(mine) == [("link", 7)] * number
    assert len(mails(KIND)) == 1


def test_cards_that_came_in_stand_in_one_mail(mine, later):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        for number, role in enumerate(["company", "student"]):
            card = cards.ask(mine, agreement, role, f"kaart{number}@bedrijf.test")
            PartyCard.objects.filter(pk=card.pk).update(filled_at=timezone.now())
    tasks.tell_daily()
    assert told(mine) == [("card", 0)] * 2
    assert last_mail(mine.route.contact_email, KIND).count("door Karim Bakker") == 2
    later(1)
    tasks.tell_daily()
    assert len(mails(KIND)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    mine = quiet(scenes.matched())
    until(mine, 20)
    at_once(*[tasks.tell_daily] * 2)
    assert len(mails(KIND)) == 1
    assert told(mine) == [("agreement", 30)]
