"""The files of a measurement: the report and the figures of the page; for the programme team the answers too."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import slugify

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.archive import Archive, Section
from mkbroute.exports.delimited import write_csv
from mkbroute.exports.making import Gone, Part
from mkbroute.exports.models import Job
from mkbroute.exports.opendocument import write_ods
from mkbroute.exports.tables import Sheet
from mkbroute.exports.workbook import write_xlsx

from .enums import Audience, WaveState
from .flat import baseline_sheet, sheet
from .logbook import interviews_of, log_pdf, log_sheet
from .models import ResultSet, Wave, WavePopulation
from .queries import baseline_lines
from .reporting import codebook_pdf, report_pdf
from .researching import Data, data_of
from .services.results import minimum_cell
from .theme_files import quotes_sheet, themes_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIGURES, ANSWERS, INTERVIEWS = "survey_figures", "survey_answers", "survey_interviews"
BESIDE = "+"  # between a measurement and the earlier one beside it, in what a job is about


def subject_of(wave: Wave, beside: str) -> str:
    """`beside`: the id of an earlier measurement; what is none is left out."""
    try:
        return f"{wave.public_id}{BESIDE}{UUID(beside)}"
    except ValueError:
        return str(wave.public_id)


def plan_figures(job: Job) -> list[Part]:
    """As whoever asked: a hogeschool gets its own beside all."""
    wave, beside = _wave(job), job.subject.partition(BESIDE)[2]
    found = list(ResultSet.objects.filter(population__wave=wave).select_related("population"))
    if not found:
        raise Gone("Er zijn nog geen uitkomsten om in een bestand te zetten.")
    parts = [Part("Het rapport", partial(_report, wave, beside))]
    parts += [Part(f"De cijfers: {_label(each)}", partial(_figures, each)) for each in found]
    return [*parts, Part("Thema's en citaten", partial(_themes, wave))]


def plan_answers(job: Job) -> list[Part]:
    """For the programme team, once nobody can be tied to an answer any more."""
    wave = _wave(job)
    if wave.state != WaveState.CLOSED:
        raise Gone("De antwoorden zelf zijn er pas als de meting gesloten is: dan zijn alle sleutels gewist.")
    populations = list(WavePopulation.objects.filter(wave=wave))
    return [Part(f"De antwoorden: {Audience(each.audience).label}", partial(_answers, each.pk)) for each in populations]


def _wave(job: Job) -> Wave:
    found = Wave.objects.filter(public_id=job.subject.partition(BESIDE)[0]).exclude(state=WaveState.DRAFT).first()
    if found is None:
        raise Gone("Deze meting is er niet (meer).")
    return found


def _label(found: ResultSet) -> str:
    return Audience(found.population.audience).label


def _report(wave: Wave, beside: str, archive: Archive) -> None:
    archive.add("rapport.pdf", report_pdf(wave, beside), "Alle uitkomsten, om te lezen en te versturen")


def _themes(wave: Wave, archive: Archive) -> None:
    """Of open answers, where they were coded or quoted."""
    for make, name, about in (
        (themes_sheet, "themas", "Hoe vaak elk thema in de open antwoorden voorkomt"),
        (quotes_sheet, "citaten", "Open antwoorden die zijn vrijgegeven"),
    ):
        if next(iter(make(wave).rows), None):
            archive.add(f"open-antwoorden/{name}.csv", write_csv(make(wave)), about)
            archive.add(f"open-antwoorden/{name}.ods", write_ods(make(wave)), about)
            archive.add(f"open-antwoorden/{name}.xlsx", write_xlsx([make(wave)]), about)


def plan_interviews(job: Job) -> list[Part]:
    """As whoever asked: a hogeschool gets what is shared with it."""
    wave = _wave(job)
    if not interviews_of(wave):
        raise Gone("Er zijn geen gesprekken om in een bestand te zetten.")
    return [Part("De gesprekken", partial(_interviews, wave))]


def _interviews(wave: Wave, archive: Archive) -> None:
    found = interviews_of(wave)
    archive.add("interviews.pdf", log_pdf(wave, found), "Alle gesprekken, om te lezen")
    archive.add("interviews.ods", write_ods(log_sheet(wave, found)), "Een rij per gesprek, een kolom per onderwerp")
    archive.add("interviews.xlsx", write_xlsx([log_sheet(wave, found)]), "Hetzelfde, voor Excel")


def _figures(found: ResultSet, archive: Archive) -> None:
    audience, name = found.population.audience, _label(found).lower()
    label = _label(found)

    def sheets() -> list[Sheet]:
        lines = [line for each in baseline_lines(found.content, audience).values() for line in each]
        return [sheet(found.content, label), baseline_sheet(lines, label)]

    archive.add(f"cijfers/{name}.csv", write_csv(sheets()[0]), f"De cijfers van {name}")
    archive.add(f"cijfers/{name}-nulmeting.csv", write_csv(sheets()[1]), f"{label} naast de nulmeting")
    archive.add(f"cijfers/{name}.ods", write_ods(sheets()[0]), f"De cijfers van {name}")
    archive.add(f"cijfers/{name}.xlsx", write_xlsx(sheets()), f"De cijfers van {name}, ook naast de nulmeting")
    for figures in found.content.get("supplements", {}).values():
        path, about = f"cijfers/{name}-eigen-{slugify(figures['name'])}", f"Eigen vragen van {figures['name']}"
        archive.add(f"{path}.csv", write_csv(sheet(figures, label)), about)
        archive.add(f"{path}.xlsx", write_xlsx([sheet(figures, label)]), about)


def _answers(population_id: int, archive: Archive) -> None:
    # the answers themselves are nobody's to read: who may have the file was judged when the plan was made
    with acting_as(SYSTEM):
        found = data_of(WavePopulation.objects.select_related("wave").get(pk=population_id))
        minimum = minimum_cell()
    for data in found:
        _add_answers(data, minimum, archive)


def _add_answers(data: Data, minimum: int, archive: Archive) -> None:
    forms: Iterable[tuple[str, Callable[[], Iterable[bytes]], str]] = (
        ("csv", data.csv, "Met puntkomma's en decimale komma's"),
        ("xlsx", data.xlsx, "Met het codeboek als tweede blad"),
        ("ods", data.ods, "Voor LibreOffice"),
        ("sav", data.sav, "Voor SPSS: met labels, ontbrekende waarden en meetniveau"),
    )
    for suffix, write, about in forms:
        archive.add(f"{data.name}/{data.name}.{suffix}", write(), about)
    archive.add(f"{data.name}/codeboek.xlsx", data.codebook(), "Wat elke variabele betekent")
    archive.add(f"{data.name}/codeboek.pdf", codebook_pdf(data), "Hetzelfde, om te lezen")
    archive.add(f"{data.name}/recept.txt", data.recipe(minimum), "Inlezen in R en in Python")
    archive.tell(_told(data))


def _told(data: Data) -> Section:
    return Section(data.title, facts=[("Antwoorden", str(len(data.answers))), ("Variabelen", str(len(data.found)))])
