"""Two people at one board or funnel at the same moment."""

from datetime import date
from uuid import uuid4

import pytest

from mkbroute.access.actor import SYSTEM, acting_as
from routes import board
from routes.models import BoardItem, BoardNote, BoardPoint, FunnelEntry
from routes.revisions import Overtaken
from routes.services.board import PointValues, update_point
from routes.services.funnel import EntryValues, enter_count
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


def test_of_two_first_notes_one_is_kept_and_the_other_told(scene):
    route = scene.register()
    with acting_as(SYSTEM):
        item = BoardItem.objects.get(template__standing=True, code="docenten")
    untouched = board.point_revision(None, [], [])

    def save(text):
        return acting(scene, lambda: update_point(route, item, PointValues(notes=text), who=WHO, seen=untouched))

    found = at_once(save("A"), save("B"))
    assert sorted(type(answer).__name__ for answer in found) == ["BoardPoint", Overtaken.__name__]
    with acting_as(SYSTEM):
        assert BoardPoint.objects.count() == BoardNote.objects.count() == 1


def test_double_click_enters_one_count(scene):
    route, key = scene.register(), uuid4()
    values = EntryValues(stage="meeting", channel="open_day", number=80, counted_on=date(2026, 3, 14))
    enter = acting(scene, lambda: enter_count(route, values, key=key, who=WHO))
    first, second = at_once(enter, enter)
    assert first.pk == second.pk
    with acting_as(SYSTEM):
        assert FunnelEntry.objects.count() == 1
