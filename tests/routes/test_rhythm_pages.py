"""The rhythm: kept by the hogeschool, read and subscribed to by everyone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from routes import details
from routes.enums import PeriodKind
from routes.models import RhythmPeriod, Route, RouteEvent
from routes.revisions import Overtaken
from routes.rhythm import Period, study_year
from routes.services import (
    add_period,
    begin_rhythm,
    change_period,
    copy_rhythm,
    remove_period,
    withdraw_route,
)
from routes.services.rhythm import period_revision

from .scene import WHO
from .scene import scene as make_scene
from .test_ics import events_in, unescaped


def year() -> int:
    return study_year(timezone.localdate())


def autumn(name="Herfstvakantie", kind=PeriodKind.HOLIDAY, **changes) -> Period:
    period = Period(kind, name, date(year(), 10, 12), date(year(), 10, 18))
    return period._replace(**changes)


@pytest.fixture
def ours(scene):
    with acting_as(scene.coordinator.actor):
        yield scene


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.coordinator.user)
    return client


def url(name, *args):
    return reverse(f"routes:{name}", args=args)


def text(response):
    return response.content.decode()


class TestServices:
    def test_is_added_changed_and_removed(self, ours):
        row = add_period(ours.register(), autumn(), who=WHO)
        assert row.year == year()
        row = change_period(row, autumn("Vakantie"), who=WHO, seen=period_revision(row))
        assert RhythmPeriod.objects.get().name == "Vakantie"
        remove_period(row, who=WHO)
        assert not RhythmPeriod.objects.exists()
        with acting_as(SYSTEM):
            assert RouteEvent.objects.filter(kind="rhythm_changed").count() == 1  # told once, not for each row

    @pytest.mark.parametrize("day", [12, 15, 18])
    def test_same_days_of_the_same_kind_are_refused(self, ours, day):
        route = ours.register()
        add_period(route, autumn(), who=WHO)
        other = autumn("Nog een", first_day=date(year(), 10, day), last_day=date(year(), 10, 30))
        with pytest.raises(ValidationError, match="vallen samen met ‘Herfstvakantie’"):
            add_period(route, other, who=WHO)
        add_period(route, other._replace(kind=PeriodKind.LESSONS), who=WHO)
        add_period(ours.register(), other, who=WHO)

    def test_period_may_be_moved_over_its_own_days(self, ours):
        row = add_period(ours.register(), autumn(), who=WHO)
        change_period(row, autumn(first_day=date(year(), 10, 14)), who=WHO)
        assert RhythmPeriod.objects.get().first_day.day == 14

    def test_colleague_who_saved_first_is_not_overwritten(self, ours):
        row = add_period(ours.register(), autumn(), who=WHO)
        seen = period_revision(row)
        change_period(row, autumn("Van haar"), who=WHO, seen=seen)
        with pytest.raises(Overtaken):
            change_period(row, autumn("Van mij"), who=WHO, seen=seen)

    @pytest.mark.parametrize("years", [-30, 30])
    def test_year_far_away_is_refused(self, ours, years):
        far = autumn(first_day=date(year() + years, 10, 1), last_day=date(year() + years, 10, 2))
        with pytest.raises(ValidationError, match="te ver weg"):
            add_period(ours.register(), far, who=WHO)

    def test_year_is_sketched_once_and_copied_once(self, ours):
        route = ours.register()
        assert len(begin_rhythm(route, year(), who=WHO)) == 14
        copied = copy_rhythm(route, year(), who=WHO)
        assert {row.year for row in copied} == {year() + 1}
        with pytest.raises(ValidationError, match="staan er al perioden"):
            copy_rhythm(route, year(), who=WHO)
        with pytest.raises(ValidationError, match="staan er al perioden"):
            begin_rhythm(route, year(), who=WHO)

    def test_empty_year_is_not_copied(self, ours):
        with pytest.raises(ValidationError, match="nog niets ingevuld"):
            copy_rhythm(ours.register(), year(), who=WHO)

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"first_day": date(2026, 10, 9), "last_day": date(2026, 10, 8)}, "not_reversed"),
            ({"first_day": date(2026, 8, 31), "last_day": date(2026, 9, 8)}, "in_its_study_year"),
            ({"first_day": date(2027, 8, 1), "last_day": date(2027, 9, 1)}, "in_its_study_year"),
            ({"first_day": date(2026, 10, 5), "last_day": date(2026, 10, 12)}, "does_not_overlap"),
        ],
    )
    def test_database_refuses_what_the_service_would(self, ours, values, constraint):
        route = ours.register()
        row = {"route": route, "hogeschool_id": route.hogeschool_id, "year": 2026, "kind": "holiday", "name": "Vrij"}
        RhythmPeriod.objects.create(**row, first_day=date(2026, 10, 12), last_day=date(2026, 10, 18))
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            RhythmPeriod.objects.create(**row, **values)


class TestPages:
    def typed(self, period, **changes):
        values = {**period._asdict(), **changes}
        return {name: str(value) for name, value in values.items()}

    def test_empty_year_offers_a_beginning(self, browser, scene):
        route = scene.register()
        page = url("rhythm", route.public_id)
        assert "Begin met vier blokken" in text(browser.get(page))
        shown = browser.post(url("begin_rhythm", route.public_id), {"jaar": str(year())}, follow=True)
        assert "Er staat een schets" in text(shown)
        assert "32 lesweken" in text(shown)
        assert "8 tentamenweken" in text(shown)
        shown = browser.post(url("copy_rhythm", route.public_id), {"jaar": str(year())}, follow=True)
        assert f"{year() + 1}-{year() + 2} is klaar om na te lopen." in text(shown)
        shown = browser.post(url("copy_rhythm", route.public_id), {"jaar": str(year())}, follow=True)
        assert "staan er al perioden" in text(shown)

    @pytest.mark.parametrize("asked", ["", "2026", "99999", "abc", "1200", "²⁰²⁶"])
    def test_any_year_that_is_asked_gives_a_page(self, browser, scene, asked):
        assert browser.get(url("rhythm", scene.register().public_id), {"jaar": asked}).status_code == 200

    def test_period_is_added_and_changed(self, browser, scene):
        route = scene.register()
        response = browser.post(url("add_period", route.public_id), self.typed(autumn()))
        assert response.headers["Location"].endswith(f"?jaar={year()}")
        with acting_as(SYSTEM):
            row = RhythmPeriod.objects.get()
        page = url("change_period", row.public_id)
        typed = {**self.typed(autumn("Vrij")), "seen": browser.get(page).context["seen"]}
        assert browser.post(page, typed).status_code == 302
        overtaken = browser.post(page, {**typed, "name": "Anders"})  # the form was of before that
        assert overtaken.status_code == 422
        assert [(each.label, each.value) for each in overtaken.context["theirs"]] == [("Naam", "Vrij")]
        remove = url("remove_period", row.public_id)
        assert "verwijderen?" in text(browser.get(remove))
        assert browser.post(remove).status_code == 302

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"last_day": "2026-01-01", "first_day": "2026-01-02"}, "vóór de eerste"),
            ({"last_day": ""}, "Vul dit in."),
            ({"first_day": "31-02-2026"}, "bestaande datum"),
            ({"kind": "feest"}, "kind"),
            ({"first_day": "2001-10-01", "last_day": "2001-10-02"}, "te ver weg"),
        ],
    )
    def test_mistake_is_told(self, browser, scene, typed, says):
        page = url("add_period", scene.register().public_id)
        response = browser.post(page, self.typed(autumn(), **typed))
        assert response.status_code == 422
        assert says in text(response)
        assert "Herfstvakantie" in text(response)

    def test_route_under_review_is_closed(self, browser, scene):
        route = scene.submit()
        assert browser.get(url("add_period", route.public_id)).status_code == 409
        assert browser.post(url("begin_rhythm", route.public_id)).status_code == 409
        assert "Periode toevoegen" not in text(browser.get(url("rhythm", route.public_id)))

    def test_stranger_finds_nothing(self, client, scene):
        with acting_as(scene.coordinator.actor):
            row = add_period(scene.register(), autumn(), who=WHO)
        client.force_login(make_scene("Andere").coordinator.user)
        for name in ("change_period", "remove_period"):
            assert client.post(url(name, row.public_id)).status_code == 404


class TestPublic:
    @pytest.fixture
    def route(self, scene):
        route = scene.recognise(programme="Bouw, Infra; & meer")
        with acting_as(scene.coordinator.actor):
            begin_rhythm(route, year(), who=WHO)
        return route

    def test_anyone_reads_and_subscribes(self, client, scene, route):
        shown = text(client.get(url("rhythm_page", route.slug)))
        assert "Blok 1" in shown
        assert url("rhythm_feed", route.slug) in shown
        assert "Wijzigen" not in shown
        with acting_as(scene.contact.actor):
            assert details.public_details(Route.objects.get()).rhythm_url == url("rhythm_page", route.slug)

    def test_feed_says_what_the_register_says(self, client, route):
        response = client.get(url("rhythm_feed", route.slug))
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        events = {event["UID"]: event for event in events_in(text(response))}
        with acting_as(SYSTEM):
            rows = list(RhythmPeriod.objects.all())
        assert len(events) == len(rows) == 14
        for row in rows:
            event = events[f"{row.public_id}@localhost"]
            assert event["DTSTART;VALUE=DATE"] == row.first_day.strftime("%Y%m%d")
            assert unescaped(event["SUMMARY"]) == f"{row.name} (Ad Bouw, Infra; & meer)"

    def test_changed_period_keeps_its_address(self, client, scene, route):
        with acting_as(scene.coordinator.actor):
            row = RhythmPeriod.objects.filter(kind="holiday").first()
            change_period(row, details.period_of(row)._replace(name="Anders"), who=WHO)
        (event,) = [e for e in events_in(text(client.get(url("rhythm_feed", route.slug)))) if "Anders" in e["SUMMARY"]]
        assert event["UID"].startswith(str(row.public_id))

    def test_route_that_stopped_is_gone(self, client, scene, route):
        with acting_as(scene.coordinator.actor):
            withdraw_route(route, reason="Gestopt.", who=WHO)
        assert client.get(url("rhythm_page", route.slug)).status_code == 410
        assert client.get(url("rhythm_feed", route.slug)).status_code == 410

    def test_route_that_is_not_recognised_is_not_found(self, client, scene):
        route = scene.register()
        for name in ("rhythm_page", "rhythm_feed"):
            assert client.get(url(name, route.slug)).status_code == 404
