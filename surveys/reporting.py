"""The report of a measurement as a PDF that can be read aloud, in the order of chapter 2 of the nulmeting."""

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from mkbroute.documents.render import render_pdf

from . import result_pages as pages
from .dictionary import CODEBOOK, codebook_rows
from .enums import Audience
from .models import ResultSet, Wave
from .open_pages import themes_of
from .queries import baseline_lines
from .researching import Data
from .result_tables import Table, baseline_table

ORDER = (Audience.COMPANIES, Audience.STUDENTS, Audience.TEACHERS)


def report_pdf(wave: Wave) -> bytes:
    """As whoever acts: the programme team has all hogescholen in it, a hogeschool itself beside all together."""
    results = {
        each.population.audience: each
        for each in ResultSet.objects.filter(population__wave=wave).select_related("population", "hogeschool")
    }
    found = [results[audience] for audience in ORDER if audience in results]
    hogeschool = found[0].hogeschool if found else None
    title = f"Mkb-route in het hbo: {wave.name}"
    said = themes_of(wave)
    context = {
        "title": title,
        "wave": wave,
        "hogeschool": hogeschool,
        "minimum": found[0].content["minimum"] if found else 0,
        "chapters": [{**_chapter(each), "said": said.get(each.population.audience, [])} for each in found],
        "computed_at": max((each.computed_at for each in found), default=None),
    }
    html = render_to_string("pdf/survey_report.html", context)
    return render_pdf(html, title=title, created_at=localtime())


def _chapter(found: ResultSet) -> dict[str, object]:
    result, audience = found.content, found.population.audience
    lines = baseline_lines(result, audience)
    beside = pages.Context(lines=lines)
    response = pages.response_of(result, "route")
    response.beside = [baseline_table(lines[""])] if "" in lines else []
    return {
        "title": Audience(audience).label,
        "cautions": pages.cautions_of(result, audience),
        "response": response,
        "sections": pages.blocks_of(found.population.asked, result, beside=beside, own=result.get("own", "")),
    }


def codebook_pdf(data: Data) -> bytes:
    title = f"Codeboek: {data.title}"
    head = [column.label for column in CODEBOOK]
    rows = [dict(zip(head, row, strict=True)) for row in codebook_rows(data.found)]
    context = {"title": title, "rows": rows, "table": Table(title, head, [])}
    return render_pdf(render_to_string("pdf/survey_codebook.html", context), title=title, created_at=localtime())
