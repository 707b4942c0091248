"""Steps that a hogeschool adds to a point of the ombouw-assistent itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from mkbroute.access.actor import SYSTEM, acting_as
from routes import board
from routes.models import BoardPoint, BoardStep, RouteEvent
from routes.revisions import Overtaken

from .scene import WHO
from .scene import scene as make_scene
from .test_board import row, save
from .test_board_pages import CODE, HOSTILE, at, item, text, typed


@pytest.fixture
def route(scene):
    return scene.submit()


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.coordinator.user)
    return client


def steps():
    with acting_as(SYSTEM):
        return list(BoardStep.objects.values_list("text", "is_done"))


def key(words):
    with acting_as(SYSTEM):
        return str(BoardStep.objects.get(text=words).public_id)


def test_own_steps_are_added_finished_and_dropped(scene, route):
    save(scene, route, new_steps=["De directeur  vragen", "", "Zaal huren"])
    assert steps() == [("De directeur vragen", False), ("Zaal huren", False)]
    save(scene, route, steps_done=[key("Zaal huren")])
    assert steps() == [("De directeur vragen", False), ("Zaal huren", True)]
    save(scene, route, steps_done=[key("Zaal huren")], steps_dropped=[key("De directeur vragen")])
    assert steps() == [("Zaal huren", True)]
    save(scene, route)
    assert steps() == [("Zaal huren", False)]


def test_they_count_on_the_board(scene, route):
    before = row(scene, route).steps
    save(scene, route, new_steps=["Zaal huren", "Koffie"])
    save(scene, route, steps_done=[key("Koffie")])
    assert (row(scene, route).steps, row(scene, route).steps_done) == (before + 2, 1)
    assert row(scene, route, "functie").steps_done == 0


def test_what_stands_there_is_not_added_again(scene, route):
    save(scene, route, new_steps=["Zaal huren", "zaal HUREN"])
    save(scene, route, new_steps=["ZAAL huren"])
    assert steps() == [("Zaal huren", False)]


@pytest.mark.parametrize("wrong", [["x" * 201], [f"Stap {number}" for number in range(21)]])
def test_too_long_and_too_many_are_refused_whole(scene, route, wrong):
    with pytest.raises(ValidationError, match=r"korter dan 200|ten hoogste 20"):
        save(scene, route, new_steps=["Goed", *wrong])
    assert steps() == []
    with acting_as(SYSTEM):
        assert not BoardPoint.objects.filter(route=route).exists()


def test_each_change_leaves_a_trace(scene, route):
    save(scene, route, new_steps=["Zaal huren"])
    with acting_as(SYSTEM):
        assert RouteEvent.objects.filter(route=route, kind="board_changed").count() == 1
        assert BoardStep.objects.get().added_by == WHO


def test_second_of_two_people_is_told(scene, route):
    save(scene, route, new_steps=["Zaal huren"])
    with acting_as(scene.coordinator.actor):
        point = board.point_of(route, item())
        seen = board.point_revision(point, board.notes_of(point), board.own_steps_of(point))
    save(scene, route, steps_done=[key("Zaal huren")])
    with pytest.raises(Overtaken):
        save(scene, route, seen=seen, progress="busy")


def test_the_database_keeps_them_apart(scene, route):
    save(scene, route, new_steps=["Zaal huren"])
    with acting_as(SYSTEM):
        point = BoardPoint.objects.get()
        usual = {"point": point, "hogeschool": scene.hogeschool, "added_by": WHO}
        for wrong in ("Zaal huren", ""):
            with pytest.raises(IntegrityError), transaction.atomic():
                BoardStep.objects.create(text=wrong, **usual)
    other = make_scene("Fontys")
    with acting_as(other.coordinator.actor):
        assert not BoardStep.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            BoardStep.objects.create(text="Van een ander", **usual)
    with acting_as(scene.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
        BoardStep.objects.update(text="Anders")


def test_programme_team_reads_them_and_changes_nothing(scene, route):
    save(scene, route, new_steps=["Zaal huren"])
    programme = Client()
    programme.force_login(scene.assessor.user)
    assert "Zaal huren" in text(programme.get(at("board_point", route, CODE)))
    with acting_as(scene.assessor.actor), pytest.raises(DatabaseError), transaction.atomic():
        BoardStep.objects.update(is_done=True)


class TestForm:
    def test_steps_go_round(self, browser, scene, route):
        address = at("board_point", route, CODE)
        assert "Eigen stappen weghalen" not in text(browser.get(address))
        browser.post(address, typed(browser, address, new_steps=f"Zaal huren\r\n\r\n{HOSTILE}\r\n"))
        assert steps() == [("Zaal huren", False), (HOSTILE, False)]
        shown = text(browser.get(address))
        assert "Zaal huren" in shown
        assert HOSTILE not in shown
        browser.post(address, typed(browser, address, steps_done=[key("Zaal huren")], steps_dropped=[key(HOSTILE)]))
        assert steps() == [("Zaal huren", True)]
        assert "1 van" in text(browser.get(at("board", route)))

    def test_too_long_a_step_is_told_and_stays_typed(self, browser, scene, route):
        address = at("board_point", route, CODE)
        response = browser.post(address, typed(browser, address, new_steps="x" * 201, notes="Bel de branche."))
        assert response.status_code == 422
        assert "Houd een stap korter" in text(response)
        assert "Bel de branche." in text(response)

    def test_a_step_that_a_colleague_dropped_is_no_mistake_of_mine(self, browser, scene, route):
        save(scene, route, new_steps=["Zaal huren"])
        address = at("board_point", route, CODE)
        sent = typed(browser, address, steps_done=[key("Zaal huren")], notes="Bel de branche.")
        save(scene, route, steps_dropped=[key("Zaal huren")])
        response = browser.post(address, sent)
        assert response.status_code == 422
        assert "Bel de branche." in text(response)
        assert "heeft dit gewijzigd" in text(response)
        assert steps() == []
