"""From answers to what a page shows: who sees what, and nothing more than is published."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.chapters import chapters_of
from surveys.figures.baseline import figures
from surveys.figures.measures import measured as measure
from surveys.importing import NotImported
from surveys.models import BaselineFigure, Response, ResultSet, WavePopulation
from surveys.queries import baseline_lines
from surveys.result_pages import Context
from surveys.services import importing
from surveys.services.results import compute, to_compute
from tests import cast
from tests.built_once import built_once

from . import measured, nulmeting

pytestmark = pytest.mark.django_db


def scene():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        tenant.measurement = measured.answered(tenant)
        for population in tenant.measurement.populations.all():
            compute(population.pk)
    return tenant


mine = built_once(scene)


def population(scene, audience) -> WavePopulation:
    return scene.measurement.populations.get(audience=audience)


def page(client, person, scene, audience, **query):
    client.force_login(person.user)
    return client.get(reverse("surveys:results", args=[scene.measurement.public_id, audience]), query)


def test_every_answer_is_read_and_counted(mine):
    with acting_as(SYSTEM):
        found = ResultSet.objects.get(population=population(mine, "students"), hogeschool=None)
    assert found.responses == 25
    assert measure(found.content, "S05", "count:1").number == 19
    assert measure(found.content, "S05", "count:2").number is None  # 2, of 6 others together
    assert measure(found.content, "S22.1", "mean").number == 7.4


def test_programme_team_sees_all_with_the_nulmeting_beside_it(client, mine):
    shown = whole(client, mine.assessor, mine, "students")
    assert "23 van de 25" not in shown  # 2 others are fewer than 5
    assert "Ten minste twee derde van de 25 studenten: één opleiding (Ad Bouwkunde)." in shown
    assert "niet gepubliceerd (figuur) (N = 25)" in shown
    assert "75 % van 25 is geen heel aantal" in shown
    assert shown.count('<svg class="chart"') > 15


def whole(client, person, scene, audience, **query):
    """Chapter after chapter, by the links at the end of each."""
    found, at = [], "respons"
    while at:
        found.append(page(client, person, scene, audience, deel=at, **query).content.decode())
        after = re.search(r'href="\?([^"]*)">Volgende', found[-1])
        at = after and parse_qs(unescape(after[1]))["deel"][0]
    return "".join(found)


def test_coordinator_sees_the_own_hogeschool_beside_all(client, mine):
    other = cast.tenant("Hogeschool Elders")
    with acting_as(SYSTEM):
        found = ResultSet.objects.get(population=population(mine, "students"), hogeschool=mine.hogeschool)
    assert found.content["own"] == f"hogeschool:{mine.hogeschool.pk}"
    assert "Uw hogeschool" in page(client, mine.coordinator, mine, "students", deel="deel-1").content.decode()
    assert page(client, other.coordinator, mine, "students").status_code == 404
    assert page(client, mine.contact, mine, "students").status_code == 403


def test_items_on_one_scale_are_named_and_fit_on_paper(mine):
    with acting_as(mine.coordinator.actor):
        found = ResultSet.objects.get(population=population(mine, "students"))
        beside = Context(lines=baseline_lines(found.content, "students"))
        blocks = [block for chapter in chapters_of(found) for block in chapter.blocks(beside)]
    scales = [block for block in blocks if len(block.codes) > 1]
    assert scales
    for block in scales:
        assert [table.label for table in block.tables] == ["Gemiddelden", "Verdeling"]
        assert max(len(table.head) for table in block.tables) <= 8
        names = [row[0] for row in block.tables[0].rows]
        former = [row[0] for table in block.beside if table.label == "Naast de nulmeting" for row in table.rows]
        assert former in ([], names)


def test_a_page_asks_little_of_the_database(client, mine, django_assert_max_num_queries):
    client.force_login(mine.assessor.user)
    url = reverse("surveys:results", args=[mine.measurement.public_id, "companies"])
    with django_assert_max_num_queries(16):
        client.get(url, {"per": "route", "deel": "deel-2"})


def test_figures_follow_new_answers_but_not_each_of_them(mine):
    with acting_as(SYSTEM):
        students = population(mine, "students")
        assert students.pk in to_compute()
        assert not compute(students.pk)
        add(students, 4)
        assert not compute(students.pk)  # four more would be told apart
        add(students, 1)
        assert compute(students.pk)
        assert ResultSet.objects.get(population=students, hogeschool=None).responses == 30


def add(population, count):
    like = Response.objects.filter(population=population).first()
    for _ in range(count):
        Response.objects.create(
            population=population, route=like.route, hogeschool=like.hogeschool, answers=like.answers
        )


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("S01;S99\n20;1\n", "Kolom S99 hoort niet bij deze vragenlijst."),
        ("S01;S01\n20;1\n", "Kolom S01 staat er twee keer."),
        ("S01;compleet\n20;misschien\n", "Regel 2, kolom compleet: Vul ja of nee in."),
        ("S01;compleet\nveel;nee\n", "Regel 2, kolom S01"),
        ("S01;compleet\n12;nee\n", "Regel 2, kolom S01"),
        ("S05;compleet\n9;nee\n", "Regel 2, kolom S05: Kies een van de antwoorden uit de lijst."),
        ("S05;S06;compleet\n2;1;nee\n", "Regel 2, kolom S06: Deze vraag geldt niet"),
        ("S01\n20\n", "Regel 2, kolom S04: Deze vraag moet beantwoord zijn."),
        ("S01;route;compleet\n20;elders;nee\n", "Regel 2, kolom route: ‘elders’ is niet bekend."),
        ("S01;compleet\n", "Er staan geen antwoorden"),
        ("S15.1;compleet\n7;nee\n", "Regel 2, kolom S15.1: Vul 0 of 1 in."),
        ("\xff\xfe", "geen tekst in UTF-8"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(mine, file, said):
    data = file.encode("latin-1" if file.startswith("\xff") else "utf-8")
    with acting_as(SYSTEM), pytest.raises(NotImported) as refused:
        importing.import_responses(population(mine, "students"), data, file_name="x.csv", who="Test")
    assert any(said in error for error in refused.value.errors)
    with acting_as(SYSTEM):
        assert Response.objects.filter(population=population(mine, "students")).count() == 25


def test_decimal_commas_words_and_options_are_taken(mine):
    file = "S04;S05;S07;S11;S16;S19;S20;S15.1;S15.6;S15_anders;S24\n1;1;2;2;2;1;1,5;1;1;Gewoon 🙂;Goed\n"
    with acting_as(SYSTEM):
        students = population(mine, "students")
        assert importing.import_responses(students, file.encode(), file_name="x.csv", who="Test") == 1
        with pytest.raises(NotImported, match="al ingelezen"):
            importing.import_responses(students, file.encode(), file_name="x.csv", who="Test")
        made = Response.objects.filter(open_answers__code="S15_anders").get()
        assert set(made.open_answers.values_list("code", "text")) == {("S15_anders", "Gewoon 🙂"), ("S24", "Goed")}
        assert 15 in made.answers


def test_baseline_is_there_with_its_pages(mine):
    with acting_as(mine.coordinator.actor):
        assert BaselineFigure.objects.count() == 73
        assert not BaselineFigure.objects.filter(page__lt=11).exists()
    assert {figure.audience for figure in figures()} == set(nulmeting.EVERYBODY)
