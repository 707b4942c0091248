"""Documents: what our checks and standards cost on top of the layout, what a seal costs, and what stays in memory."""

import gc
from collections.abc import Callable

import psutil
from django.template.loader import render_to_string
from django.test import override_settings
from weasyprint import HTML

from mkbroute.documents.render import _fonts, _stylesheet, render_pdf
from mkbroute.documents.seal import seal_pdf

from .cpu import cpu_seconds, ratio
from .registry import Result, figure

TITLE = "Overeenkomst duaal onderwijs"
SENTENCE = "De student verricht in het bedrijf de werkzaamheden die bij de leeruitkomsten horen, onder begeleiding. "
WARM_UP, DOCUMENTS = 50, 400


def page_source(articles: int = 16) -> str:
    """Some five pages, in the portal's own layout, with a table as agreements have."""
    rows = "".join(f"<tr><th scope='row'>Partij {number}</th><td>Utrecht</td></tr>" for number in range(4))
    table = f"<table><thead><tr><th scope='col'>Naam</th><th scope='col'>Plaats</th></tr></thead>{rows}</table>"
    text = "".join(
        f"<h2>Artikel {number}</h2><p>{SENTENCE * 4}</p><ol><li>{SENTENCE}</li><li>{SENTENCE}</li></ol>"
        for number in range(1, articles)
    )
    return render_to_string("pdf/agreement.html", {"title": TITLE, "html": table + text})


def ours(html: str) -> Callable[[], bytes]:
    return lambda: render_pdf(html, title=TITLE)


def bare(html: str) -> Callable[[], bytes | None]:
    """WeasyPrint as warm as ours: with the same stylesheet, parsed once, and the same fonts."""
    return lambda: HTML(string=html).write_pdf(stylesheets=[_stylesheet()], font_config=_fonts())


@figure("agreements.pdf_vs_weasyprint")
def pdf_vs_weasyprint() -> Result:
    html = page_source()
    how = "bounded, tagged, PDF/A-3a and PDF/UA-1 against bare write_pdf of the same HTML, warm"
    return Result(ratio(ours(html), bare(html)), "<= 1.2", how)


@figure("agreements.seal_seconds")
def seal_seconds() -> Result:
    pdf = ours(page_source())()
    with override_settings(DEMO=True, TIMESTAMP_URL=""):
        seconds = cpu_seconds(lambda: seal_pdf(pdf, reason="Alle partijen hebben getekend"))
    return Result(seconds, "<= 0.15", "CPU seconds per seal, without time stamp, key loaded, checked after")


@figure("agreements.rss_growth_mb_per_400")
def rss_growth() -> Result:
    process = psutil.Process()
    render = ours(page_source(3))
    for _ in range(WARM_UP):
        render()
    gc.collect()
    before = process.memory_info().rss
    for _ in range(DOCUMENTS):
        render()
    gc.collect()
    return Result((process.memory_info().rss - before) / 1e6, "<= 25", f"after {WARM_UP} documents of one page")
