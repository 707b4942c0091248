"""Documents to work on, and the judge of what becomes of them."""

from datetime import UTC, datetime
from io import BytesIO

import page
from PIL import Image

from mkbroute.documents.render import Enclosure, render_pdf

AT = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
AGREEMENT = """
<main>
  <h1>Overeenkomst duaal onderwijs</h1>
  <p><img src="document:logo" alt="Logo van de hogeschool"> Partijen zijn het volgende overeengekomen.</p>
  <h2>Artikel 1. Looptijd</h2>
  <p>Zie <a href="https://wetten.overheid.nl/">de wet</a>, artikel 7.7 lid 5.</p>
  <table>
    <caption>Partijen</caption>
    <thead><tr><th scope="col">Naam</th><th scope="col">Rol</th></tr></thead>
    <tbody><tr><th scope="row">Łukasz Çelik-Nguyễn</th><td>student</td></tr></tbody>
  </table>
  <ol><li>één<ul><li>onder één</li></ul></li><li>twee</li></ol>
  <dl><dt>Uren</dt><dd>32</dd></dl>
</main>
"""


def image(kind="PNG", mode="RGBA", size=(40, 20)) -> bytes:
    content = BytesIO()
    Image.new(mode, size).save(content, kind)
    return content.getvalue()


def agreement(text="", **options) -> bytes:
    enclosure = Enclosure("bijlage.json", b'{"getekend": true}', "Bewijs in machineleesbare vorm")
    options = {
        "title": "Overeenkomst",
        "created_at": AT,
        "files": {"logo": image()},
        "enclosures": [enclosure],
    } | options
    return render_pdf(AGREEMENT + text, **options)


def faults(pdf: bytes) -> list[str]:
    """What keeps it from being PDF/A-3a and PDF/UA-1."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]
