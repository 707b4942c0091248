from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store_upload
from mkbroute.documents.uploads import UploadRefused
from routes.enums import DOSSIER_OPEN, EventKind, EvidenceKind
from routes.indicators import INDICATORS
from routes.models import CriterionAssessment, Evidence, Route

from .steps import locked, record, require_state

AT_MOST = 20  # of one criterion


def add_file(assessment: CriterionAssessment, upload: UploadedFile, *, title: str = "", who: str) -> Evidence:
    """Raises ValidationError when the file is not what it says."""
    route = _open(assessment)
    try:
        document = store_upload(upload, hogeschool_id=route.hogeschool_id, kind=Kind.EVIDENCE, route_id=route.pk)
    except UploadRefused as refusal:
        raise ValidationError(str(refusal), code="file") from refusal
    return _add(route, assessment, EvidenceKind.FILE, title or document.name, document=document, who=who)


def add_link(assessment: CriterionAssessment, url: str, *, title: str = "", who: str) -> Evidence:
    return _add(_open(assessment), assessment, EvidenceKind.LINK, title or url[:200], url=url, who=who)


def add_figure(assessment: CriterionAssessment, code: str, *, who: str) -> Evidence:
    """The portal counts it; at submission its value is kept."""
    route = _open(assessment)
    if Evidence.objects.filter(assessment=assessment, indicator=code).exists():
        raise ValidationError("Dit cijfer staat al bij dit criterium.", code="twice")
    return _add(route, assessment, EvidenceKind.FIGURE, INDICATORS[code].title, indicator=code, who=who)


def remove_evidence(evidence: Evidence, *, who: str) -> None:
    """From the dossier as it stands now; a version that was submitted keeps it."""
    route = locked(evidence.route)
    require_state(route, *DOSSIER_OPEN)
    deleted, _ = Evidence.objects.filter(pk=evidence.pk).delete()
    if deleted:
        text = f"Bewijs verwijderd bij criterium {evidence.criterion.number}: {evidence.title}"[:300]
        record(route, EventKind.EVIDENCE_REMOVED, who=who, text=text)


def _open(assessment: CriterionAssessment) -> Route:
    route = locked(assessment.route)
    require_state(route, *DOSSIER_OPEN)
    if Evidence.objects.filter(assessment=assessment).count() >= AT_MOST:
        raise ValidationError(
            f"Bij één criterium staan hooguit {AT_MOST} bewijsstukken. Verwijder er eerst een.", code="many"
        )
    return route


def _add(
    route: Route,
    assessment: CriterionAssessment,
    kind: EvidenceKind,
    title: str,
    *,
    who: str,
    url: str = "",
    indicator: str = "",
    document: Document | None = None,
) -> Evidence:
    evidence = Evidence.objects.create(
        assessment=assessment,
        route=route,
        hogeschool_id=route.hogeschool_id,
        criterion_id=assessment.criterion_id,
        kind=kind,
        title=title,
        url=url,
        indicator=indicator,
        document=document,
        added_by=who,
    )
    text = f"Bewijs toegevoegd bij criterium {assessment.criterion.number}: {title}"[:300]
    record(route, EventKind.EVIDENCE_ADDED, who=who, text=text)
    return evidence
