"""The funnel: who is counted by whom, for which start, and never twice."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement
from matching.models import Application, Match, Offer, Position
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Kind as OrganisationKind
from routes import funnel
from routes.enums import COUNTED_STAGES, Stage
from routes.models import FunnelCount, FunnelEntry, Route, RoutePartner
from routes.revisions import Overtaken
from routes.services import withdraw_route
from routes.services.funnel import (
    EntryValues,
    change_count,
    enter_count,
    entry_revision,
    keep_counts,
    remove_count,
)
from routes.tasks import keep_funnel, keep_funnels
from tests import cast
from tests.built_once import built_once

from .scene import WHO
from .scene import scene as make_scene

LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def route(scene):
    return scene.register(starts_on=date(timezone.localdate().year + 1, 9, 1))


def values(**changes):
    usual = {"stage": "meeting", "channel": "open_day", "number": 80, "counted_on": date(LAST_YEAR, 3, 14)}
    return EntryValues(**{**usual, **changes})


def enter(scene, route, key=None, **changes):
    with acting_as(scene.coordinator.actor):
        return enter_count(route, values(**changes), key=key or uuid4(), who=WHO)


# -- counting ---------------------------------------------------------------------------------------------------------

COHORTS = st.integers(2024, 2026)
NUMBERS = st.dictionaries(st.tuples(COHORTS, st.sampled_from(Stage)), st.integers(1, 500), max_size=12)


@given(NUMBERS, NUMBERS)
def test_counted_and_entered_are_never_added(by_portal, by_hand):
    by_portal = {at: number for at, number in by_portal.items() if at[1] in COUNTED_STAGES}
    for row in funnel.rows_of(by_portal, by_hand):
        counted = row.counted or 0
        assert max(counted, row.entered) <= row.total <= counted + row.entered
    for cohort in (2024, 2025, 2026):
        for row in funnel.rows_of(by_portal, by_hand, cohort):
            assert row.total == max(row.counted or 0, row.entered)


@given(NUMBERS, NUMBERS)
def test_all_starts_together_are_the_sum_of_each(by_portal, by_hand):
    by_portal = {at: number for at, number in by_portal.items() if at[1] in COUNTED_STAGES}
    together = [row.total for row in funnel.rows_of(by_portal, by_hand)]
    each = [[row.total for row in funnel.rows_of(by_portal, by_hand, cohort)] for cohort in (2024, 2025, 2026)]
    assert together == [sum(numbers) for numbers in zip(*each, strict=True)]


@given(NUMBERS)
def test_entering_what_the_portal_counted_already_changes_nothing(by_portal):
    by_portal = {at: number for at, number in by_portal.items() if at[1] in COUNTED_STAGES}
    totals = [row.total for row in funnel.rows_of(by_portal, {})]
    assert [row.total for row in funnel.rows_of(by_portal, dict(by_portal))] == totals


@given(st.lists(st.tuples(st.sampled_from(COUNTED_STAGES), st.integers(0, 800), st.integers(1, 9)), max_size=40))
def test_one_person_counts_once_per_stage_and_start(seen):
    route = Route(starts_on=date(2026, 9, 1))
    sightings = [funnel.Sighting(stage, date(2024, 9, 2) + timedelta(days), key) for stage, days, key in seen]
    people = {(funnel.cohort_of(route, found.on), found.stage, found.key) for found in sightings}
    with Sources(lambda _: [*sightings, *sightings]):
        assert sum(funnel.together(funnel.counted(route)).values()) == len(people)


class Sources:
    """In place of those that the higher floors registered."""

    def __init__(self, *given):
        self.given = list(given)

    def __enter__(self):
        self.before, funnel._sources[:] = list(funnel._sources), self.given

    def __exit__(self, *_):
        funnel._sources[:] = self.before


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_each_day_belongs_to_the_next_start(starts_on, day):
    route = Route(starts_on=starts_on)
    cohort = funnel.cohort_of(route, day)
    start = (cohort, starts_on.month, starts_on.day)
    assert (day.year, day.month, day.day) <= start
    assert (day.year, day.month, day.day) > (cohort - 1, starts_on.month, starts_on.day)


def test_each_floor_tells_what_it_has():
    told = {source.__module__ for source in funnel._sources}
    assert told == {"routes.pledges", "matching.funnel", "agreements.funnel"}


tenant = built_once(cast.tenant)


def numbers(tenant, actor=None):
    with acting_as(actor or tenant.coordinator.actor):
        return {stage: number for (_, stage), number in funnel.together(funnel.counted(tenant.route)).items()}


def test_portal_counts_what_it_has(tenant):
    counted = {Stage.INTEREST: 1, Stage.PLEDGE: 1, Stage.PLACE: 1, Stage.STUDENT: 1}
    assert numbers(tenant) == counted
    with acting_as(SYSTEM):
        Agreement.objects.update(state="signed")
        Position.objects.update(capacity=4)
    assert numbers(tenant) == {**counted, Stage.PLACE: 4, Stage.SIGNED: 1}


def test_channel_that_someone_named_goes_with_her_to_the_signature(tenant):
    with acting_as(SYSTEM):
        Application.objects.update(channel="mbo")
        Agreement.objects.update(state="signed")
    with acting_as(tenant.coordinator.actor):
        found = funnel.counted(tenant.route)
    assert {stage for _, stage in found["mbo"]} == {Stage.INTEREST, Stage.STUDENT, Stage.SIGNED}
    assert {stage for _, stage in found[""]} == {Stage.PLEDGE, Stage.PLACE}


def test_company_that_confirms_its_part_is_a_pledge(scene, route):
    asked = cast.organisation(OrganisationKind.COMPANY, "Nog niet bevestigd")
    now = timezone.now()
    with acting_as(SYSTEM):
        for number, (organisation, at) in enumerate([(scene.company, now), (scene.branche, now), (asked, None)]):
            RoutePartner.objects.create(
                route=route, hogeschool=scene.hogeschool, organisation=organisation, contribution=f"Bijdrage {number}",
                confirmed_at=at, confirmed_by="Karim" if at else "",
            )  # fmt: skip
    with acting_as(scene.coordinator.actor):
        found = funnel.together(funnel.counted(route))
    assert {stage: number for (_, stage), number in found.items()} == {Stage.PLEDGE: 1}
    keep_funnels()
    with acting_as(SYSTEM):
        assert FunnelCount.objects.get(route=route, stage="pledge").counted == 1


def test_company_that_says_yes_more_than_once_pledges_once(tenant):
    with acting_as(SYSTEM):
        RoutePartner.objects.filter(route=tenant.route).delete()
        RoutePartner.objects.create(
            route=tenant.route, hogeschool=tenant.hogeschool, organisation=tenant.company, contribution="Leidt op.",
            confirmed_at=timezone.now(), confirmed_by="Karim",
        )  # fmt: skip
        Match.objects.update(company_answer="yes", company_answered_at=timezone.now())
    assert numbers(tenant)[Stage.PLEDGE] == 1


def test_who_applies_again_is_still_one_person(tenant):
    with acting_as(SYSTEM):
        Application.objects.update(state="withdrawn")
        (old,) = Application.objects.values()
        again = {name: value for name, value in old.items() if name not in ("id", "public_id")}
        again = Application.objects.create(**{**again, "state": "submitted", "channel": "website"})
    assert numbers(tenant)[Stage.INTEREST] == 1
    with acting_as(tenant.coordinator.actor):
        assert sum(funnel.together(funnel.counted(tenant.route), "website").values()) == 1


def test_what_was_taken_back_no_longer_counts(tenant):
    with acting_as(SYSTEM):
        Match.objects.update(state="cancelled")
        Offer.objects.update(withdrawn_at=timezone.now())
        Agreement.objects.update(state="cancelled")
    assert numbers(tenant) == {Stage.INTEREST: 1, Stage.PLEDGE: 1}


def test_whoever_matches_after_the_start_counts_for_the_start_she_applied_for(tenant):
    year = timezone.localdate().year
    with acting_as(SYSTEM):
        at = datetime(year, 8, 20, 12, tzinfo=timezone.get_current_timezone())
        Application.objects.update(created_at=at)
        Match.objects.update(created_at=at + timedelta(days=30))
    with acting_as(tenant.coordinator.actor):
        found = funnel.together(funnel.counted(tenant.route))
    assert found[year, Stage.INTEREST] == found[year, Stage.STUDENT] == 1


def test_coordinator_counts_her_own_only(tenant):
    other = cast.tenant("Hogeschool B")
    assert numbers(tenant, other.coordinator.actor) == {}


# -- in words ---------------------------------------------------------------------------------------------------------


def rows(**totals):
    return funnel.rows_of({}, {(2026, Stage(stage)): number for stage, number in totals.items()})


def test_conversion_has_percentages_only_where_there_are_enough():
    told = {row.stage: row.conversion for row in rows(meeting=80, interest=19, talk=8, student=9)}
    assert told[Stage.INTEREST] == "19 van de 80 (24%)"
    assert told[Stage.TALK] == "8 van de 19"
    assert told[Stage.PLEDGE] == ""
    assert told[Stage.STUDENT] == "meer dan bij de stap ervoor"


def test_bars_are_relative_to_the_widest_and_never_vanish():
    widths = {row.stage: row.width for row in rows(meeting=1000, student=1)}
    assert (widths[Stage.MEETING], widths[Stage.STUDENT], widths[Stage.TALK]) == ("100.0", "1.0", "0")


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({}, "Vul in hoeveel mensen naar een bijeenkomst kwamen"),
        ({"meeting": 80, "student": 3}, "werden er 3 student, ongeveer 1 op de 27. In het voorbeeld"),
        ({"meeting": 12, "student": 1}, "te klein om te vergelijken"),
        ({"meeting": 40}, "werden er 0 student. In het voorbeeld"),
        ({"meeting": 20, "student": 30}, "langs een andere weg"),
    ],
)
def test_comparison_with_the_nulmeting_is_careful(totals, said):
    told = funnel.comparison(rows(**totals))
    assert said in told
    assert "kwamen er 80 en schreven zich er 3 in" in told


@pytest.mark.parametrize("totals", [{}, {"meeting": 80, "student": 3}, {"meeting": 12}, {"meeting": 20, "student": 30}])
def test_programme_team_is_not_addressed_as_the_hogeschool(totals):
    told = funnel.comparison(rows(**totals), ours=False)
    assert not {"u", "uw", "Uw", "Vul"} & set(told.replace(",", " ").replace(".", " ").split())
    assert "Bij deze route" in told or "De hogeschool vulde nog niet in" in told


def test_each_part_of_a_bar_says_who_counted_it():
    by_portal = {(2026, Stage.STUDENT): 3, (2027, Stage.STUDENT): 2}
    by_hand = {(2025, Stage.STUDENT): 4, (2026, Stage.STUDENT): 1, (2027, Stage.STUDENT): 2}
    row = funnel.rows_of(by_portal, by_hand)[5]
    assert (row.share, row.source) == (funnel.Share(portal=5, hogeschool=4), "geteld en ingevuld")
    assert (row.width, row.width_portal) == ("100.0", "55.6")
    assert funnel.rows_of(by_portal, by_hand, 2025)[5].source == "ingevuld"
    assert funnel.rows_of(by_portal, by_hand, 2027)[5].source == "geteld"


def test_without_numbers_the_funnel_is_empty():
    assert funnel.is_empty(rows())
    assert not funnel.is_empty(rows(signed=1))


# -- entering ---------------------------------------------------------------------------------------------------------


def test_count_is_entered_once_whatever_is_clicked(scene, route):
    key = uuid4()
    assert enter(scene, route, key).pk == enter(scene, route, key, number=5).pk
    with acting_as(SYSTEM):
        assert FunnelEntry.objects.get().number == 80


def test_form_of_another_route_is_not_taken_twice(scene, route):
    key = uuid4()
    enter(scene, route, key)
    with pytest.raises(ValidationError, match="al gebruikt"):
        enter(scene, scene.register(programme="Logistiek"), key)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": 0}, "tussen 1 en 20.000"),
        ({"number": -3}, "tussen 1 en 20.000"),
        ({"number": 20_001}, "tussen 1 en 20.000"),
        ({"counted_on": date(1921, 3, 14)}, "jaartal"),
        ({"counted_on": timezone.localdate() + timedelta(days=1)}, "moet nog komen"),
    ],
)
def test_absurd_count_is_refused(scene, route, changes, said):
    with pytest.raises(ValidationError, match=said):
        enter(scene, route, **changes)


@pytest.mark.parametrize(("column", "value"), [("number", 0), ("number", 99_999), ("counted_on", date(1921, 1, 1))])
def test_database_refuses_absurd_counts_too(scene, route, column, value):
    enter(scene, route)
    with pytest.raises(DatabaseError, match="makes_sense"), transaction.atomic(), acting_as(scene.coordinator.actor):
        FunnelEntry.objects.update(**{column: value})


def test_only_a_branche_is_a_branche(scene, route):
    assert enter(scene, route, branche=scene.branche).branche == scene.branche
    with pytest.raises(ValidationError, match="Kies een branche"):
        enter(scene, route, branche=scene.company)


def test_second_of_two_people_is_told(scene, route):
    entry = enter(scene, route)
    with acting_as(scene.coordinator.actor):
        before = entry_revision(entry)
        change_count(entry, values(number=81), who=WHO, seen=before)
        with pytest.raises(Overtaken):
            change_count(entry, values(number=82), who=WHO, seen=before)
        now = FunnelEntry.objects.get()
        assert now.number == 81


def test_nobody_removes_what_she_did_not_see(scene, route):
    entry = enter(scene, route)
    with acting_as(scene.coordinator.actor):
        before = entry_revision(entry)
        now = change_count(entry, values(number=81), who=WHO, seen=before)
        with pytest.raises(Overtaken):
            remove_count(entry, who=WHO, seen=before)
        remove_count(entry, who=WHO, seen=entry_revision(now))
        assert not FunnelEntry.objects.exists()


def test_removed_count_cannot_be_changed(scene, route):
    entry = enter(scene, route)
    with acting_as(scene.coordinator.actor):
        remove_count(entry, who=WHO)
        remove_count(entry, who=WHO)
        with pytest.raises(ValidationError, match="verwijderd"):
            change_count(entry, values(number=1), who=WHO)


def test_withdrawn_route_counts_no_more(scene, route):
    entry = enter(scene, route)
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Gestopt.", who=WHO)
        for refused in (
            lambda: enter_count(route, values(), key=uuid4(), who=WHO),
            lambda: change_count(entry, values(number=1), who=WHO),
            lambda: remove_count(entry, who=WHO),
        ):
            with pytest.raises(ValidationError, match="status"):
                refused()


def test_lines_per_channel_and_branche(scene, route):
    enter(scene, route, branche=scene.branche)
    enter(scene, route, stage="interest", channel="mbo", number=7)
    with acting_as(scene.coordinator.actor):
        entries = list(funnel.entries_of(route))
    lines = funnel.by_channel({}, funnel.entered(route, entries))
    assert [line.label for line in lines] == ["Open dag of bijeenkomst", "Mbo-school"]
    assert dict(lines[1].numbers)["Interesse"] == 7
    assert [line.label for line in funnel.by_branche(entries)] == [scene.branche.name, "Geen branche"]


def test_line_of_a_channel_never_adds_what_was_counted_and_entered():
    by_portal = {"mbo": {(2026, Stage.INTEREST): 5, (2027, Stage.INTEREST): 2}, "": {(2026, Stage.PLACE): 3}}
    by_hand = {"mbo": {(2026, Stage.INTEREST): 7}}
    lines = {line.label: dict(line.numbers) for line in funnel.by_channel(by_portal, by_hand)}
    assert lines == {"Mbo-school": {"Interesse": 9}, "Niet bekend": {"Leerwerkplek": 3}}
    assert funnel.by_channel(by_portal, by_hand, 2027)[0].numbers == [("Interesse", 2)]


# -- for the programme team -------------------------------------------------------------------------------------------


def kept(scene, route):
    with acting_as(scene.assessor.actor):
        return funnel.kept(Route.objects.get(pk=route.pk))


def test_programme_team_sees_numbers_and_nothing_else(scene):
    route = scene.submit(starts_on=date(timezone.localdate().year + 1, 9, 1))
    enter(scene, route, note="Met Karim gesproken.")
    keep_funnels()
    assert kept(scene, route) == ({}, {"open_day": {(LAST_YEAR, Stage.MEETING): 80}})
    for model in (FunnelEntry, Application):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with refused, transaction.atomic(), acting_as(scene.assessor.actor):
            list(model.objects.all())


def test_concept_is_not_the_programmes_business(scene, route):
    enter(scene, route)
    keep_funnels()
    with acting_as(scene.assessor.actor):
        assert not FunnelCount.objects.exists()


def test_keeping_twice_changes_nothing_and_follows_what_changed(scene):
    route = scene.submit(starts_on=date(timezone.localdate().year + 1, 9, 1))
    entry = enter(scene, route)
    for _ in range(2):
        keep_funnel(route.pk)
    with acting_as(SYSTEM):
        first = FunnelCount.objects.get()
    with acting_as(scene.coordinator.actor):
        change_count(entry, values(stage="talk", number=4), who=WHO)
    keep_funnel(route.pk)
    with acting_as(SYSTEM):
        assert FunnelCount.objects.get().stage == "talk"
    with acting_as(scene.coordinator.actor):
        remove_count(entry, who=WHO)
    with acting_as(SYSTEM):
        keep_counts(route)
        assert not FunnelCount.objects.exists()
    assert first.entered == 80


def test_kept_numbers_are_the_portals_own(tenant):
    keep_funnels()
    with acting_as(SYSTEM):
        found = dict(FunnelCount.objects.filter(route=tenant.route, counted__gt=0).values_list("stage", "counted"))
    assert found == {"interest": 1, "pledge": 1, "place": 1, "student": 1}


def test_coordinator_cannot_write_what_the_programme_reads(scene, route):
    row = {"route": route, "hogeschool": scene.hogeschool, "cohort": 2026, "stage": "meeting"}
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), acting_as(scene.coordinator.actor):
        FunnelCount.objects.create(**row, counted=0, entered=900)


def test_other_hogeschool_sees_no_counts(scene, route):
    enter(scene, route)
    keep_funnels()
    with acting_as(make_scene("Saxion").coordinator.actor):
        assert not FunnelEntry.objects.exists()
        assert not FunnelCount.objects.exists()
