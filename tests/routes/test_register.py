"""Registering a route, and changing it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from routes import queries
from routes.enums import EventKind, State
from routes.models import CriterionAssessment, Route, RouteEvent, RouteYear
from routes.revisions import Overtaken
from routes.services import register_route, update_route
from routes.weeks import Week

from .aftermath import complaint, fresh, said
from .scene import WHO, fields
from .scene import scene as make_scene


class TestRegister:
    def test_route_begins_as_concept_with_the_usual_week_and_an_empty_dossier(self, coordinator):
        route = register_route(coordinator.hogeschool, who=WHO, **fields())
        assert route.state == State.CONCEPT
        assert [week.words for week in queries.weeks_of(route)] == ["4 dagen werken, 1 dag studeren"] * 2
        assert CriterionAssessment.objects.filter(route=route, statement="", own_verdict="").count() == 5
        assert said(route) == [EventKind.REGISTERED]

    def test_bachelor_has_four_years(self, coordinator):
        route = register_route(coordinator.hogeschool, who=WHO, **fields(degree="bachelor", shape="growing"))
        assert [week.company for week in queries.weeks_of(route)] == [0, 2, 3, 4]

    def test_own_week_is_kept(self, coordinator):
        weeks = [Week(1, Decimal("1.5"), Decimal("3.5")), Week(2, Decimal(1), Decimal(4))]
        route = register_route(coordinator.hogeschool, who=WHO, weeks=weeks, **fields())
        assert queries.weeks_of(route) == weeks

    def test_week_of_six_days_is_refused_and_nothing_is_made(self, coordinator):
        weeks = [Week(1, Decimal(2), Decimal(4)), Week(2, Decimal(1), Decimal(4))]
        with pytest.raises(ValidationError) as error:
            register_route(coordinator.hogeschool, who=WHO, weeks=weeks, **fields())
        assert "Studiejaar 1 telt 6 dagen" in complaint(error)
        assert not Route.objects.exists()

    def test_second_route_of_the_same_name_gets_the_next_address(self, coordinator):
        first, second = (register_route(coordinator.hogeschool, who=WHO, **fields()) for _ in range(2))
        assert second.slug == f"{first.slug}-2"

    def test_address_that_another_hogeschool_has_is_passed_over(self, scene):
        other = make_scene("Andere")
        with acting_as(SYSTEM):
            type(other.hogeschool).objects.filter(pk=other.hogeschool.pk).update(name=scene.hogeschool.name)
            other.hogeschool.refresh_from_db()
        mine, theirs = scene.register(), other.register()
        assert theirs.slug == f"{mine.slug}-2"

    def test_coordinator_cannot_register_for_another_hogeschool(self, scene):
        other = make_scene("Andere")
        with (
            acting_as(scene.coordinator.actor),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            register_route(other.hogeschool, who=WHO, **fields())


class TestUpdate:
    def test_change_is_kept_and_named(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, costs="Collegegeld", places=12)
        assert (fresh(route).costs, fresh(route).places) == ("Collegegeld", 12)
        with acting_as(SYSTEM):
            assert RouteEvent.objects.latest("at").text == "Gegevens gewijzigd: kosten, aantal plaatsen"

    def test_nothing_changed_leaves_no_trace(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, places=20)
        assert said(route) == [EventKind.REGISTERED]

    def test_other_degree_needs_its_own_weeks(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError) as error:
            update_route(route, who=WHO, degree="bachelor")
        assert "studiejaar 3" in complaint(error)

    def test_weeks_are_replaced(self, scene):
        route = scene.register()
        weeks = [Week(1, Decimal(2), Decimal(3)), Week(2, Decimal(2), Decimal(3))]
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, weeks=weeks)
            assert queries.weeks_of(fresh(route)) == weeks
            assert RouteYear.objects.count() == 2

    def test_colleague_who_saved_first_is_not_overwritten(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            seen = queries.revision_of(route)
            update_route(route, who=WHO, seen=seen, costs="Van de eerste")
            with pytest.raises(Overtaken):
                update_route(route, who=WHO, seen=seen, costs="Van de tweede")
        assert fresh(route).costs == "Van de eerste"

    def test_route_under_review_stays_as_it_was_submitted(self, scene):
        route = scene.submit()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError) as error:
            update_route(route, who=WHO, places=1)
        assert "‘ingediend’" in complaint(error)
        assert "Sanne de Wit" in complaint(error)

    def test_recognised_route_keeps_what_it_was_recognised_as(self, scene):
        route = scene.recognise()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, places=30)
            with pytest.raises(ValidationError):
                update_route(route, who=WHO, form="deeltijd")
            with pytest.raises(ValidationError):
                update_route(route, who=WHO, weeks=[Week(year, Decimal(2), Decimal(3)) for year in (1, 2)])
        assert (fresh(route).places, fresh(route).form) == (30, "duaal")
