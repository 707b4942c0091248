"""A personal link of who guides no longer: it opens nothing, and mails no new one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from agreements.models import (
    AttendanceWeek,
    ContactMoment,
    Interruption,
    MomentNote,
    OutcomeVoice,
    PlanRow,
    PracticeLink,
    RealisedOutcome,
)
from agreements.services import moments
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from .practice import in_practice
from .signers import mails, text_of
from .test_moments import close, planned

pytestmark = pytest.mark.django_db
READ = (AttendanceWeek, ContactMoment, Interruption, MomentNote, OutcomeVoice, PlanRow, RealisedOutcome)

mine = built_once(in_practice)
tenant = built_once(cast.tenant)


def ended(on=None, **link) -> None:
    with acting_as(SYSTEM):
        moments.end_links(PracticeLink.objects.filter(**link), on or localdate())


def url(name: str, token: str) -> str:
    return reverse(f"agreements:{name}", args=[token])


def stays_closed(name: str, token: str, words: str) -> None:
    """Also after asking for another, as the page for a link that is too old lets somebody do."""
    for _ in range(2):
        page = Client().get(url(name, token))
        assert words in text_of(page)
        assert url("practice_renew", token) not in text_of(page)
        Client().post(url("practice_renew", token))
    assert mails("practice_link") == []


def test_of_a_talk_it_opens_nothing_before_or_after(mine):
    moment = planned(mine)
    token = mine.link(moment)
    ended(moment=moment)
    stays_closed("talk", token, "U bent niet meer uitgenodigd voor dit gesprek")
    assert "Niet bewaard" in text_of(Client().post(url("talk_keep", token), {"level-0": "shown"}))
    close(mine, moment)
    stays_closed("talk", token, "U bent niet meer uitgenodigd voor dit gesprek")
    assert "Meer tekenen." not in text_of(Client().get(url("talk", token)))


def test_nor_when_it_is_too_old_besides(mine):
    ago = timezone.now() - timedelta(days=2)
    token = mine.link(planned(mine), asked_at=ago, link_expires_at=ago + timedelta(days=1))
    ended()
    stays_closed("talk", token, "U bent niet meer uitgenodigd voor dit gesprek")


def test_about_attendance_it_opens_nothing_from_that_day_on(mine):
    token = mine.link()
    ended(localdate() + timedelta(days=1))
    assert "niet meer in" not in text_of(Client().get(url("attendance_link", token)))
    ended()
    ended(localdate() + timedelta(days=9))
    stays_closed("attendance_link", token, "U vult de aanwezigheid niet meer in")


@pytest.mark.parametrize("holder", ["practice_holder", "attendance_holder"])
def test_its_holder_reads_nothing_of_the_practice(tenant, holder):
    with acting_as(getattr(tenant, holder)):
        assert {model for model in READ if model.objects.exists()} == set(READ)
    ended(localdate() + timedelta(days=1))
    with acting_as(getattr(tenant, holder)):
        assert all(model.objects.exists() for model in READ)
    ended()
    with acting_as(getattr(tenant, holder)):
        assert not [model for model in READ if model.objects.exists()]
        assert PracticeLink.objects.update(link_expires_at=timezone.now() + timedelta(days=9)) == 0
