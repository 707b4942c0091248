"""The ombouw-assistent through its services: progress, whose, when, notes, and what others may read."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.access.models import Change
from routes import board
from routes.enums import Progress, State
from routes.models import BoardExample, BoardItem, BoardNote, BoardPoint, BoardTemplate, Route, RouteEvent
from routes.revisions import Overtaken
from routes.services import withdraw_route
from routes.services.board import PointValues, share_example, unshare_example, update_point

from .scene import WHO
from .scene import scene as make_scene

CODE = "projectleider"


@pytest.fixture
def route(scene):
    return scene.register()


def item(code=CODE):
    return BoardItem.objects.get(code=code, template__standing=True)


def save(scene, route, code=CODE, seen="", **values):
    with acting_as(scene.coordinator.actor):
        return update_point(route, item(code), PointValues(**values), who=WHO, seen=seen)


def share(scene, route, text="Zo deden wij het.", code=CODE, seen=""):
    with acting_as(scene.coordinator.actor):
        return share_example(route, item(code), text=text, who=WHO, seen=seen)


def overview(scene, route):
    with acting_as(scene.coordinator.actor):
        return board.overview(route)


def row(scene, route, code=CODE):
    return next(found for found in overview(scene, route).rows if found.item.code == code)


def told(route):
    with acting_as(SYSTEM):
        return list(RouteEvent.objects.filter(route=route).order_by("at").values_list("text", flat=True))


def test_board_holds_the_seven_tips_and_the_four_points_of_settling_in(scene, route):
    rows = overview(scene, route).rows
    assert [found.item.part for found in rows] == ["tips"] * 7 + ["settling_in"] * 4
    assert all(found.item.why and found.item.how and found.item.source and found.item.steps for found in rows)
    assert all(len({step["code"] for step in found.item.steps}) == len(found.item.steps) for found in rows)


def test_nothing_is_written_until_somebody_saves(scene, route):
    found = overview(scene, route)
    assert found.words == "Nog niet begonnen: 11 punten"
    with acting_as(SYSTEM):
        assert not BoardPoint.objects.exists()


def test_point_keeps_what_was_said(scene, route):
    due = timezone.localdate() + timedelta(days=30)
    save(scene, route, progress="busy", owner_member=scene.coordinator.membership, due_on=due, steps_done=["uren"])
    found = row(scene, route)
    assert (found.progress, found.owner, found.due_on, found.steps_done) == ("busy", "Sanne de Wit", due, 1)
    assert told(route)[-1] == "Ombouw-assistent: ‘Stel een projectleider aan’ staat nu op ‘bezig’"


def test_someone_of_elsewhere_may_own_a_point(scene, route):
    save(scene, route, owner_name="Piet Jonker, branche")
    assert row(scene, route).owner == "Piet Jonker, branche"


def test_step_that_does_not_exist_is_not_kept(scene, route):
    assert save(scene, route, steps_done=["naam", "verzonnen"]).steps_done == ["naam"]


def test_point_that_does_not_apply_says_why(scene, route):
    with pytest.raises(ValidationError, match="waarom"):
        save(scene, route, progress="skipped", reason="  ")
    save(scene, route, progress="skipped", reason="Er was al een lectoraat dat dit onderzocht.")
    found = overview(scene, route)
    assert found.applicable == 10
    assert save(scene, route, progress="busy", reason="blijft niet hangen").reason == ""


def test_database_refuses_a_skipped_point_without_reason(scene, route):
    save(scene, route, progress="busy")
    refused = pytest.raises(DatabaseError, match="board_point_skipped_has_reason")
    with refused, transaction.atomic(), acting_as(scene.coordinator.actor):
        BoardPoint.objects.update(progress="skipped")


def test_done_has_a_date_and_open_has_none(scene, route):
    first = save(scene, route, progress="done").done_at
    assert first
    assert save(scene, route, progress="done", steps_done=["uren"]).done_at == first
    assert save(scene, route, progress="busy").done_at is None


@pytest.mark.parametrize("year", [1021, 2019, 2099, 9999])
def test_absurd_date_is_refused(scene, route, year):
    with pytest.raises(ValidationError, match="jaartal"):
        save(scene, route, due_on=timezone.localdate().replace(year=year, day=1))


def test_what_is_late_and_whose(scene, route):
    past = timezone.localdate() - timedelta(days=1)
    save(scene, route, progress="busy", owner_name="Sanne", due_on=past)
    save(scene, route, "docenten", progress="done", owner_name="Sanne", due_on=past)
    save(scene, route, "werkplekscan", owner_name="Bas", due_on=timezone.localdate())
    found = overview(scene, route)
    assert [late.item.code for late in found.late] == [CODE]
    assert (found.done, found.busy, found.unowned) == (1, 1, 8)
    assert found.owners == [("Bas", 1), ("Sanne", 1)]
    assert found.words == "1 van 11 punten klaar, 1 te laat"
    assert [late.item.code for late in board.chosen(found.rows, show="late")] == [CODE]
    assert len(board.chosen(found.rows, owner="Sanne")) == 2
    assert len(board.chosen(found.rows, show="open")) == 10
    assert len(board.chosen(found.rows, show="unowned")) == 8


def test_work_list_has_what_is_late_the_oldest_first(scene, route):
    today = timezone.localdate()
    for code, days in (("docenten", 2), (CODE, 9), ("functie", -3)):
        save(scene, route, code, due_on=today - timedelta(days=days))
    with acting_as(scene.coordinator.actor):
        assert [found.item.code for found in board.late_points()] == [CODE, "docenten"]


def test_notes_keep_every_version(scene, route):
    for text in ("Eerst dit.", "Eerst dit.", "Toen dat."):
        save(scene, route, notes=text)
    with acting_as(scene.coordinator.actor):
        notes = board.notes_of(board.point_of(route, item()))
    assert [note.text for note in notes] == ["Toen dat.", "Eerst dit."]
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), acting_as(scene.coordinator.actor):
        BoardNote.objects.update(text="Nooit gezegd.")


def test_saving_the_same_twice_leaves_one_trace(scene, route):
    for _ in range(2):
        save(scene, route, progress="busy", notes="Gebeld.")
    assert sum("Ombouw" in text for text in told(route)) == 1
    with acting_as(SYSTEM):
        assert BoardNote.objects.count() == 1


def test_second_of_two_people_is_told(scene, route):
    with acting_as(scene.coordinator.actor):
        before = board.point_revision(None, [], [])
    save(scene, route, seen=before, progress="busy", notes="Van de eerste.")
    with pytest.raises(Overtaken):
        save(scene, route, seen=before, progress="done", notes="Van de tweede.")
    assert row(scene, route).progress == "busy"


def test_withdrawn_route_keeps_its_board_as_it_was(scene, route):
    save(scene, route, progress="busy")
    share(scene, route)
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Gestopt.", who=WHO)
    with pytest.raises(ValidationError, match="status"):
        save(scene, route, progress="done")
    with pytest.raises(ValidationError, match="status"):
        share(scene, route, "Anders.")
    with acting_as(scene.coordinator.actor):
        unshare_example(route, item(), who=WHO)
        assert not BoardExample.objects.exists()


def test_colleague_of_another_hogeschool_cannot_own_a_point(scene, route):
    stranger = make_scene("Saxion").coordinator.membership
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        save(scene, route, owner_member=stranger)


def test_new_version_of_the_points_is_for_boards_that_nobody_began(scene, route):
    save(scene, route, progress="busy")
    fresh = scene.register(programme="Logistiek")
    with acting_as(SYSTEM):
        BoardTemplate.objects.update(standing=False)
        new = BoardTemplate.objects.create(
            code="ombouw-2030", title="Nieuw", source="S", valid_from="2030-01-01", standing=True
        )
        BoardItem.objects.create(
            template=new, code="nieuw", number=1, part="tips", title="N", why="W", how="H", steps=[], source="S"
        )
    assert len(overview(scene, route).rows) == 11
    assert [found.item.code for found in overview(scene, fresh).rows] == ["nieuw"]


# -- what others may read ---------------------------------------------------------------------------------------------


def seen_by(actor, route):
    """Everything of this board that the actor can read, as text."""
    found = []
    for model in (BoardPoint, BoardNote, BoardExample):
        try:
            with transaction.atomic(), acting_as(actor):
                found += [str(values) for values in model.objects.values()]
        except DatabaseError:
            found.append(f"no right to {model.__name__}")
    return found


def test_another_hogeschool_reads_nothing_that_was_not_shared(scene, route):
    save(scene, route, progress="busy", notes="Geheim.", owner_name="Sanne")
    other = make_scene("Saxion")
    assert seen_by(other.coordinator.actor, route) == []
    share(scene, route, "Zo deden wij het.")
    (found,) = seen_by(other.coordinator.actor, route)
    assert "Zo deden wij het." in found
    assert "Geheim" not in found
    assert "Sanne" not in found


def test_only_that_point_is_shared(scene, route):
    share(scene, route)
    save(scene, route, "docenten", notes="Blijft hier.")
    other = make_scene("Saxion")
    with acting_as(other.coordinator.actor):
        assert [found.text for found in board.examples(item(), None)] == ["Zo deden wij het."]
        assert not board.examples(item("docenten"), None)


def test_later_notes_do_not_leak_into_what_is_shared(scene, route):
    share(scene, route)
    save(scene, route, notes="Hierna geschreven.")
    with acting_as(make_scene("Saxion").coordinator.actor):
        assert [found.text for found in BoardExample.objects.all()] == ["Zo deden wij het."]


def test_sharing_names_hogeschool_and_programme(scene, route):
    example = share(scene, route)
    assert (example.hogeschool_name, example.route_title) == (scene.hogeschool.name, "Ad Bouwkunde")
    assert told(route)[-1] == "Voorbeeld gedeeld: Stel een projectleider aan"


def test_sharing_is_taken_back_at_once(scene, route):
    share(scene, route)
    other = make_scene("Saxion")
    with acting_as(scene.coordinator.actor):
        unshare_example(route, item(), who=WHO)
        unshare_example(route, item(), who=WHO)
    assert seen_by(other.coordinator.actor, route) == []
    assert told(route).count("Voorbeeld niet langer gedeeld: Stel een projectleider aan") == 1


def test_programme_team_sees_progress_and_no_notes(scene, route):
    submitted = scene.submit(programme="Logistiek")
    save(scene, submitted, progress="busy", notes="Geheim.")
    save(scene, route, progress="done", notes="Van een concept.")
    with acting_as(scene.assessor.actor):
        assert [point.route_id for point in BoardPoint.objects.all()] == [submitted.pk]
        assert board.overview(Route.objects.get(pk=submitted.pk)).busy == 1
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(scene.assessor.actor):
        list(BoardNote.objects.all())


@pytest.mark.parametrize("who", ["contact", "adviser", "visitor"])
def test_nobody_else_reads_a_board(scene, route, who):
    share(scene, route)
    actor = PUBLIC if who == "visitor" else getattr(scene, who).actor
    for model in (BoardPoint, BoardNote, BoardExample, BoardItem):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(actor):
            list(model.objects.all())


def test_example_of_another_is_nobodys_to_change(scene, route):
    share(scene, route)
    other = make_scene("Saxion")
    with acting_as(other.coordinator.actor):
        assert BoardExample.objects.update(text="Van ons.") == 0
        assert BoardExample.objects.all()._raw_delete("default") == 0


def test_second_of_two_who_share_is_told(scene, route):
    with acting_as(scene.coordinator.actor):
        before = board.example_revision(None)
    share(scene, route, "De eerste.", seen=before)
    with pytest.raises(Overtaken):
        share(scene, route, "De tweede.", seen=before)


def test_empty_text_is_not_shared(scene, route):
    with pytest.raises(ValidationError, match="Schrijf op wat u deelt"):
        share(scene, route, "   ")


def test_history_keeps_who_changed_a_point(scene, route):
    save(scene, route, progress="busy")
    save(scene, route, progress="done")
    with acting_as(SYSTEM):
        change = Change.objects.filter(table="routes_boardpoint", operation="UPDATE").last()
    assert change.was["progress"] == Progress.BUSY
    assert change.user_id == scene.coordinator.user.pk


def test_every_state_but_withdrawn_has_an_open_board():
    from routes.services.board import EDITABLE

    assert set(EDITABLE) == set(State) - {State.WITHDRAWN}
