"""The letter about a decision: made once, by the worker, kept by its hash, and mailed."""

from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store
from routes import papers
from routes.models import Decision
from routes.models.review import WITH_LETTER

from . import notices


def write_letter(decision_id: int) -> Document | None:
    """None when it has been written, or needs none: running twice changes nothing. As the system."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
    if decision.document_id or decision.outcome not in WITH_LETTER:
        return None
    decision = Decision.objects.select_related("route__hogeschool", "version__criteria_set", "terms").get(
        pk=decision_id
    )
    document = store(
        papers.letter(decision),
        kind=Kind.DECISION,
        name=f"besluit-{decision.reference}.pdf",
        media_type="application/pdf",
        hogeschool_id=decision.hogeschool_id,
        route_id=decision.route_id,
    )
    decision.document = document
    decision.save(update_fields=["document"])
    notices.decided(decision, document)
    return document
