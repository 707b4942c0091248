"""The report of a measurement as a PDF that can be read aloud, in the order of chapter 2 of the nulmeting."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from mkbroute.documents.render import render_pdf

from . import result_pages as pages
from .chapters import chapters_of
from .dictionary import CODEBOOK, codebook_rows
from .enums import Audience
from .models import ResultSet, Wave
from .open_pages import themes_of
from .queries import baseline_lines, beside_earlier, earlier_results
from .researching import Data
from .result_tables import Table

ORDER = (Audience.COMPANIES, Audience.STUDENTS, Audience.TEACHERS)


def report_pdf(wave: Wave, beside: str = "") -> bytes:
    """As whoever acts: the programme team has all hogescholen in it, a hogeschool itself beside all others. `beside`:
    the id of an earlier measurement, to lie there besides the nulmeting."""
    results = {
        each.population.audience: each
        for each in ResultSet.objects.filter(population__wave=wave).select_related("population__wave", "hogeschool")
    }
    found = [results[audience] for audience in ORDER if audience in results]
    hogeschool = found[0].hogeschool if found else None
    title = f"Mkb-route in het hbo: {wave.name}"
    said = themes_of(wave)
    chapters = [
        {**_chapter(each, _beside(each, beside)), "said": said.get(each.population.audience, [])} for each in found
    ]
    context = {
        "title": title,
        "wave": wave,
        "hogeschool": hogeschool,
        "earlier": next((each["earlier"] for each in chapters if each["earlier"]), ""),
        "minimum": found[0].content["minimum"] if found else 0,
        "chapters": chapters,
        "computed_at": max((each.computed_at for each in found), default=None),
    }
    html = render_to_string("pdf/survey_report.html", context)
    return render_pdf(html, title=title, created_at=localtime())


def _beside(found: ResultSet, wave: str) -> pages.Context:
    lines = baseline_lines(found.content, found.population.audience)
    other = next(
        (each for each in earlier_results(found.population) if str(each.population.wave.public_id) == wave), None
    )
    return beside_earlier(found, other, lines) if other else pages.Context(lines=lines)


def _chapter(found: ResultSet, beside: pages.Context) -> dict[str, Any]:
    audience = found.population.audience
    response, *sections = chapters_of(found)
    return {
        "title": Audience(audience).label,
        "earlier": beside.earlier,
        "cautions": pages.cautions_of(found.content, audience),
        "response": response.blocks(beside)[0],
        "sections": [(each.title, each.blocks(beside)) for each in sections],
    }


def codebook_pdf(data: Data) -> bytes:
    title = f"Codeboek: {data.title}"
    head = [column.label for column in CODEBOOK]
    rows = [dict(zip(head, row, strict=True)) for row in codebook_rows(data.found)]
    context = {"title": title, "rows": rows, "table": Table(title, head, [])}
    return render_pdf(render_to_string("pdf/survey_codebook.html", context), title=title, created_at=localtime())
