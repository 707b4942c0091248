"""Asking for a dossier. The worker makes it, as who asked (dossier.py)."""

from matching.models import Application
from mkbroute.exports.archive import safe_name
from mkbroute.exports.models import Job
from mkbroute.exports.services import ask_for

from .. import dossier
from ..models import Agreement


def ask_for_agreement(agreement: Agreement, *, who: str) -> Job:
    return ask_for(
        dossier.AGREEMENT,
        f"agreement:{agreement.public_id}",
        title=f"Dossier van de overeenkomst van {agreement.student_name}",
        file_name=safe_name(f"dossier overeenkomst {agreement.student_name}", ".zip"),
        who=who,
    )


def ask_for_person(application: Application, *, who: str) -> Job:
    """Of all that this hogeschool has of who applied."""
    return ask_for(
        dossier.PERSON,
        f"application:{application.public_id}",
        title=f"Dossier van {application.name}",
        file_name=safe_name(f"dossier {application.name}", ".zip"),
        who=who,
    )


def ask_for_own(*, who: str) -> Job:
    """By someone for herself."""
    return ask_for(dossier.OWN, "person", title="Mijn dossier", file_name="mijn-dossier.zip", who=who)
