"""The 7.7 meter of a cohort: how many agreements miss what, which, and where to fill it in."""

from datetime import date

import pytest
from django.test import Client

from agreements.cohorts import agreements_lacking, cohorts, lacking
from agreements.meter import FIELDS, missing_fields
from agreements.models import Addendum, Agreement
from agreements.term import study_year
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import scenes, sealed
from .signers import text_of
from .test_praktijkleren import RUNNING

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


def bars(mine):
    with acting_as(mine.coordinator.actor):
        return {(cohort.title, cohort.year): {bar.code: bar for bar in cohort.bars} for cohort in cohorts()}


def test_counts_what_is_missing_and_leaves_out_what_was_dropped(mine):
    scenes.complete(mine, termination_grounds="", hours_per_week=None)
    found = bars(mine)
    (key,) = found
    assert key[1] == 2027
    assert {code: (bar.missing, bar.total) for code, bar in found[key].items()} == {
        "a": (1, 1), "b": (0, 1), "c": (0, 1), "d": (1, 1),
    }  # fmt: skip
    assert found[key]["d"].text == "1 van 1 overeenkomst mist deze bepaling of een deel ervan"
    assert found[key]["d"].law == "WHW art. 7.7 lid 5 onder d"
    assert found[key]["b"].url == ""


@pytest.mark.parametrize(("starts_on", "year"), [("2028-02-01", 2027), ("2027-08-01", 2027), ("2027-07-31", 2026)])
def test_cohort_is_the_study_year_of_the_start(mine, starts_on, year):
    day = date.fromisoformat(starts_on)
    scenes.complete(mine, starts_on=day, practice_starts_on=day)
    assert [key[1] for key in bars(mine)] == [year]
    assert study_year(day) == f"{year}-{year + 1}"


@pytest.mark.parametrize("code", FIELDS)
def test_database_and_meter_agree_on_what_is_missing(mine, code):
    agreement = scenes.complete(mine)
    for field in FIELDS[code]:
        empty = None if Agreement._meta.get_field(field).null else ""
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=agreement.pk).update(**{field: empty})
            assert missing_fields(Agreement.objects.get(pk=agreement.pk), code)
            assert Agreement.objects.filter(lacking(code), pk=agreement.pk).exists()
            Agreement.objects.filter(pk=agreement.pk).update(**{field: getattr(agreement, field)})
            assert not Agreement.objects.filter(lacking(code), pk=agreement.pk).exists()


def test_pages_lead_from_the_bar_to_the_very_field(mine):
    agreement = scenes.complete(mine, termination_grounds="")
    client = Client()
    client.force_login(mine.coordinator.user)
    page = text_of(client.get("/overeenkomsten/meter/"))
    address = f"/overeenkomsten/meter/{mine.route.public_id}/2027/d/"
    assert f'href="{address}"' in page
    assert "WHW art. 7.7 lid 5 onder d" in page
    behind = text_of(client.get(address))
    assert "Joris Kok" in behind
    assert f"/overeenkomsten/{agreement.public_id}/bewerken/#id_termination_grounds" in behind
    assert "Hier ontbreekt niets" in text_of(client.get(address.replace("/d/", "/b/")))
    assert client.get(address.replace("/d/", "/e/")).status_code == 404


def test_others_see_nothing_of_it(mine):
    scenes.complete(mine, termination_grounds="")
    other = cast.tenant("Hogeschool Elders")
    client = Client()
    client.force_login(other.coordinator.user)
    assert client.get(f"/overeenkomsten/meter/{mine.route.public_id}/2027/d/").status_code == 404
    assert str(mine.route.public_id) not in text_of(client.get("/overeenkomsten/meter/"))
    client.force_login(mine.contact.user)
    assert client.get("/overeenkomsten/meter/").status_code == 403


def test_counts_what_holds_where_an_addendum_changed_it(mine):
    agreement = sealed.sealed(mine, RUNNING)
    addendum = sealed.drafted(mine, agreement, date(2026, 2, 1), guidance="")
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=addendum.pk).update(state=state, version=2)
    ((bar,),) = [[each["b"]] for each in bars(mine).values()]
    assert (bar.missing, bar.total) == (1, 1)
    with acting_as(mine.coordinator.actor):
        (found,) = agreements_lacking(mine.route, study_start(agreement), "b")
    assert [name for name, _ in found.fields] == ["hoe vaak en hoe wordt begeleid"]
    again = sealed.drafted(mine, agreement, date(2026, 3, 1), guidance="Elke week.")
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=again.pk).update(state=state, version=3)
    assert [each["b"].missing for each in bars(mine).values()] == [0]


def study_start(agreement) -> int:
    return int(study_year(agreement.starts_on)[:4])


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_stays_the_same(mine, number, django_assert_num_queries):
    scenes.complete(mine)
    for _ in range(number - 1):
        other = cast.tenant("Hogeschool Elders")
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=other.agreement.pk).update(state="sent")
    with acting_as(SYSTEM), django_assert_num_queries(3):
        assert len(cohorts()) == number
