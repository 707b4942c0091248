"""What leaves the portal: the report, the figures, the answers for researchers, and the command line."""

import csv
import io
import json
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyreadstat
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.archive import Archive
from mkbroute.exports.making import Gone, plan_of
from mkbroute.exports.models import Job
from surveys import files
from surveys.figures.baseline import figures
from surveys.figures.measures import measured as measure
from surveys.models import Response, Wave, WaveEvent
from surveys.reporting import report_pdf
from surveys.researching import data_of
from surveys.services.results import compute
from tests import cast
from tests.built_once import built_once
from tests.documents.papers import faults

from . import measured

pytestmark = pytest.mark.django_db


def scene():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        tenant.measurement = measured.answered(tenant, name="Nulmeting opnieuw")
        for population in tenant.measurement.populations.all():
            compute(population.pk)
    return tenant


mine = built_once(scene)


def results(*args, **options):
    out = io.StringIO()
    call_command("survey_results", *args, wave="Nulmeting opnieuw", stdout=out, **options)
    return out.getvalue()


def test_every_published_figure_comes_out_of_the_command(mine):
    """Answers with the margins of the nulmeting went in as a file; what was printed comes out."""
    options = {"compare": "baseline", "unsuppressed": True, "by": mine.assessor.user.email}
    found = {each["audience"]: each for each in json.loads(results(**options))["populations"]}
    labels = {"companies": "Bedrijven", "students": "Studenten", "teachers": "Docenten"}
    wrong = [
        figure
        for figure in figures()
        if figure.precision == "exact"
        and measure(found[labels[figure.audience]], figure.item, figure.measure).number != figure.value
    ]
    assert wrong == []
    beside = {line["label"]: line for line in found["Studenten"]["baseline"]}
    assert beside["Nog bezig met de opleiding"]["change"] == 0
    with acting_as(SYSTEM):
        assert WaveEvent.objects.filter(wave=mine.measurement, who=mine.assessor.user.email).count() == 1


def test_command_line_hides_as_the_page_does(mine):
    found = json.loads(results())["populations"]
    counts = [
        count
        for population in found
        for item in population["items"]
        for group in item["groups"].values()
        for count in (group.get("counts") or {}).values()
    ]
    assert any(count is None for count in counts)
    assert not any(count is not None and 0 < count < 5 for count in counts)
    lines = list(csv.DictReader(io.StringIO(results(form="csv")), delimiter=";"))
    shown = [float(line["Waarde"]) for line in lines if line["Maat"] == "aantal" and line["Waarde"]]
    assert len(shown) > 50
    assert not any(0 < value < 5 for value in shown)


def test_all_figures_are_for_the_programme_team_only(mine):
    for by in ("", mine.coordinator.user.email, "niemand@elders.test"):
        with pytest.raises(CommandError, match="programmateam"):
            results(unsuppressed=True, by=by)
    with pytest.raises(CommandError, match="Er is geen meting"):
        call_command("survey_results", wave="Meting van niets")


def test_import_on_the_command_line_says_what_is_wrong(mine, tmp_path):
    file = tmp_path / "antwoorden.csv"
    file.write_text("S01;compleet\n12;nee\n")
    errors = io.StringIO()
    with pytest.raises(CommandError, match="niets ingelezen"):
        call_command("import_responses", str(file), wave="Nulmeting opnieuw", population="studenten", stderr=errors)
    assert "Regel 2, kolom S01" in errors.getvalue()
    file.write_text("S01;compleet\n22;nee\n")
    call_command("import_responses", str(file), wave=str(mine.measurement.public_id), population="studenten")
    with acting_as(SYSTEM):
        assert Response.objects.filter(population__wave=mine.measurement).count() == 31 + 25 + 13 + 1


def test_another_reader_of_spss_files_finds_the_same(mine):
    with acting_as(SYSTEM):
        data = data_of(mine.measurement.populations.get(audience="students"))[0]
        with NamedTemporaryFile(suffix=".sav") as file:
            Path(file.name).write_bytes(b"".join(data.sav()))
            found, said = pyreadstat.read_sav(file.name, user_missing=True, output_format="dict")
    assert said.column_names == [each.variable.name for each in data.found]
    assert said.column_names_to_labels["S22.1"].startswith("Hoe tevreden ben je over … de mate waarin")
    assert said.variable_value_labels["S05"][2.0] == "Ik ben voortijdig gestopt"
    assert said.variable_value_labels["S06"][-8.0] == "niet gevraagd"
    assert [each["lo"] for each in said.missing_ranges["S06"]] == [-9.0, -8.0]
    assert said.variable_measure["S22.1"] == "ordinal"
    assert said.variable_measure["S01"] == "scale"
    assert sorted(found["S06"]) == [-8.0] * 6 + [1.0] * 14 + [2.0] * 5
    assert sum(found["S20"][place] for place in range(25) if found["S20"][place] >= 0) == pytest.approx(43)
    assert len(set(found["sleutel"])) == 25


def archive_of(mine, person, kind, folder):
    with acting_as(person.actor):
        job = Job(kind=kind, subject=str(mine.measurement.public_id), user=person.user)
        archive = Archive(folder, title="Bestanden", asked_by="Test", made_at=timezone.now())
        for part in plan_of(job):
            part.write(archive)
    return archive


def test_figures_of_a_hogeschool_are_its_own(mine, tmp_path):
    archive = archive_of(mine, mine.coordinator, files.FIGURES, tmp_path)
    assert {"rapport.pdf", "cijfers/studenten.xlsx", "cijfers/docenten.ods"} <= set(archive.entries)
    text = (tmp_path / "cijfers" / "studenten.csv").read_text("utf-8-sig")
    assert mine.hogeschool.name in text
    shown = [
        row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["Maat"] == "aantal" and row["Waarde"]
    ]
    assert not any(0 < int(row["Waarde"]) < 5 for row in shown)


def test_answers_are_there_once_the_wave_is_closed(mine, tmp_path):
    with pytest.raises(Gone, match="gesloten"):
        archive_of(mine, mine.assessor, files.ANSWERS, tmp_path)
    with acting_as(SYSTEM):
        Wave.objects.filter(pk=mine.measurement.pk).update(state="closed", closed_at=timezone.now())
    archive = archive_of(mine, mine.assessor, files.ANSWERS, tmp_path)
    folder = tmp_path / "antwoorden-studenten"
    assert {path.name for path in folder.iterdir()} == {
        *(f"antwoorden-studenten.{suffix}" for suffix in ("csv", "xlsx", "ods", "sav")),
        "codeboek.xlsx",
        "codeboek.pdf",
        "recept.txt",
    }
    lines = list(
        csv.DictReader(io.StringIO((folder / "antwoorden-studenten.csv").read_text("utf-8-sig")), delimiter=";")
    )
    assert [line["S08"] for line in lines if line["S08"] not in ("-8", "-9")].count("4") == 10
    assert len(archive.sections) == 3


def test_answers_are_not_for_a_hogeschool(client, mine):
    with acting_as(SYSTEM):
        Wave.objects.filter(pk=mine.measurement.pk).update(state="closed", closed_at=timezone.now())
    url = reverse("surveys:answers_file", args=[mine.measurement.public_id])
    client.force_login(mine.coordinator.user)
    assert client.post(url).status_code == 403
    client.force_login(mine.assessor.user)
    assert client.post(url).status_code == 302


def test_report_can_be_read_aloud(mine):
    with acting_as(mine.assessor.actor):
        pdf = report_pdf(Wave.objects.get(pk=mine.measurement.pk))
    assert pdf.startswith(b"%PDF")
    assert faults(pdf) == []
