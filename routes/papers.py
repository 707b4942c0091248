"""Routes on paper: the dossier on a sheet, and the letter about a decision."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from mkbroute.documents.render import render_pdf
from mkbroute.mail.links import absolute

from .enums import State
from .models import Decision
from .sheets import Sheet, sheet_of


def dossier(sheet: Sheet, *, standing: str, decision: Decision | None, at: datetime) -> bytes:
    """`standing`: what this is, as a line under the title; `at`: since when it reads so."""
    title = f"Dossier {sheet.title}, {sheet.hogeschool}"
    context = {"sheet": sheet, "title": title, "standing": standing, "decision": decision}
    return render_pdf(render_to_string("pdf/dossier.html", context), title=title, created_at=at)


def letter(decision: Decision) -> bytes:
    title = f"Besluit {decision.reference}"
    context = {
        "decision": decision,
        "route": decision.route,
        "sheet": sheet_of(decision.version.content, decision, decision.version.criteria_set),
        "title": title,
        "recognised": decision.outcome == State.RECOGNISED,
        "url": absolute(reverse("routes:detail", args=[decision.route.public_id])),
    }
    return render_pdf(render_to_string("pdf/decision.html", context), title=title, created_at=decision.decided_at)
