"""Two people at once on the rhythm and the phase of one route."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import PeriodKind, Phase
from routes.models import PhaseChange, RhythmPeriod
from routes.rhythm import Period, study_year
from routes.services import add_period, begin_rhythm, change_phase
from tests.races import at_once

from .scene import WHO
from .scene import scene as make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def acting(scene, work):
    def run():
        with acting_as(scene.coordinator.actor):
            return work()

    return run


def test_one_of_two_overlapping_periods_is_kept(scene):
    route, year = scene.register(), study_year(timezone.localdate())
    periods = [
        Period(PeriodKind.HOLIDAY, name, date(year, 10, first), date(year, 10, first + 7))
        for name, first in (("Een", 5), ("Twee", 9))
    ]
    found = at_once(*[acting(scene, lambda period=period: add_period(route, period, who=WHO)) for period in periods])
    assert sorted(type(answer) for answer in found if isinstance(answer, Exception)) == [ValidationError]
    with acting_as(SYSTEM):
        assert RhythmPeriod.objects.count() == 1


def test_year_is_sketched_once(scene):
    route, year = scene.register(), study_year(timezone.localdate())
    found = at_once(*[acting(scene, lambda: begin_rhythm(route, year, who=WHO))] * 2)
    assert sum(isinstance(answer, ValidationError) for answer in found) == 1
    with acting_as(SYSTEM):
        assert RhythmPeriod.objects.count() == 14


def test_phase_changes_once(scene):
    route = scene.register()
    found = at_once(*[acting(scene, lambda: change_phase(route, Phase.STARTING, who=WHO, seen="developing"))] * 2)
    assert sum(isinstance(answer, ValidationError) for answer in found) == 1
    with acting_as(SYSTEM):
        assert PhaseChange.objects.count() == 2
