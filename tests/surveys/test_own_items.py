"""What one hogeschool asked more: shown to it and to the programme team, under the same rules, and to nobody else."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.asking.columns import MISSING, columns
from surveys.asking.items import Content, Section, Wording
from surveys.asking.writing import as_data
from surveys.models import QuestionnaireVersion, Response, ResultSet, WaveSupplement
from surveys.reporting import report_pdf
from surveys.researching import data_of
from surveys.services.results import compute
from tests import cast
from tests.built_once import built_once

from . import measured
from .asked import scale, single

pytestmark = pytest.mark.django_db
OWN = Content(
    "HS",
    Wording("Eigen vragen"),
    sections=(Section("eigen", Wording("Over onze stad"), items=(single("HS01"), scale("HS02"))),),
)


def scene():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        tenant.measurement = measured.answered(tenant, audiences=["students"])
        tenant.population = tenant.measurement.populations.get()
        put_supplement(tenant)
        compute(tenant.population.pk)
    return tenant


def put_supplement(tenant):
    """Of 25 people 20 said yes and 3 no; two of them answered elsewhere, and were not asked."""
    version = QuestionnaireVersion.objects.filter(questionnaire__hogeschool=tenant.hogeschool).first()
    WaveSupplement.objects.create(
        population=tenant.population, hogeschool=tenant.hogeschool, version=version, content=as_data(OWN)
    )
    more = len(columns(OWN))
    assert more == 2
    for place, response in enumerate(Response.objects.filter(population=tenant.population).order_by("pk")):
        if place < 23:
            response.answers = [*response.answers, 1 if place < 20 else 2, 6 if place % 2 else MISSING]
            response.save(update_fields=["answers"])


mine = built_once(scene)


def page(client, person, scene, **query):
    client.force_login(person.user)
    return client.get(
        reverse("surveys:results", args=[scene.measurement.public_id, "students"]), query
    ).content.decode()


def own_figures(scene, hogeschool):
    with acting_as(SYSTEM):
        found = ResultSet.objects.get(population=scene.population, hogeschool=hogeschool)
    return found.content["supplements"]


def test_small_numbers_are_hidden_here_too(mine):
    figures = own_figures(mine, mine.hogeschool)[f"hogeschool:{mine.hogeschool.pk}"]
    first = figures["items"][0]["groups"][""]
    assert (first["respondents"], first["counts"]) == (25, {"o:1": None, "o:2": None})  # 3 said no, of 23
    assert [item["code"] for item in figures["items"]] == ["HS01", "HS02"]


def test_the_hogeschool_and_the_team_read_it_and_nobody_else(client, mine):
    key = f"eigen-{mine.hogeschool.pk}-1"
    assert "Onze eigen vragen: Over onze stad" in page(client, mine.coordinator, mine, deel=key)
    assert f"Eigen vragen van {mine.hogeschool.name}" in page(client, mine.assessor, mine, deel=key)
    other = cast.tenant("Hogeschool Elders")
    with acting_as(SYSTEM):
        result = ResultSet.objects.get(population=mine.population, hogeschool=None).content
    from surveys.services.results import within

    assert within(result, other.hogeschool.pk, [])["supplements"] == {}
    with acting_as(other.coordinator.actor):
        assert not WaveSupplement.objects.filter(population=mine.population).exists()


def test_the_report_and_the_command_line_have_it(mine):
    with acting_as(mine.coordinator.actor):
        assert report_pdf(mine.measurement).startswith(b"%PDF")
    out = io.StringIO()
    call_command("survey_results", wave=mine.measurement.name, form="csv", stdout=out)
    assert ";HS02;" in out.getvalue()


def test_the_dictionary_of_the_standard_file_stays_and_own_items_have_a_file(mine):
    with acting_as(SYSTEM):
        standard, own = data_of(mine.population)
    names = [each.variable.name for each in own.found]
    assert not [each for each in standard.found if each.variable.name.startswith("HS")]
    assert names[-2:] == ["HS01", "HS02"]
    assert names[:3] == [each.variable.name for each in standard.found][:3]
    rows = list(own.rows())
    assert len(rows) == 25
    assert sorted(row[-2] for row in rows).count(-8) == 2  # not asked elsewhere
    assert {row[0] for row in rows} == {row[0] for row in standard.rows()}
    assert own.name.startswith("antwoorden-studenten-eigen-")
