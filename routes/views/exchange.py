"""The register as a file: out, and in again after showing what that would do."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.exports.delimited import write_csv
from mkbroute.exports.workbook import write_xlsx
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes import exports
from routes.forms.planned import CHANGED, NEW, SAME, WRONG, plan, revision_of_plan
from routes.forms.uploads import MAX_ROWS, UploadForm, unread_columns
from routes.models import Route, RouteUpload
from routes.services import carry_out_upload, discard_upload, keep_upload

from .files import download, require_format, written

TEMPLATES = ("xlsx", "csv")


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def export(request, file_format):
    """Everything that the reader may see: the database decides what that is."""
    require_format(file_format)
    head = {"title": "Register van Mkb-routes", "generated_at": timezone.now().isoformat(timespec="seconds")}
    return download(written(exports.register_sheet(), file_format, head), file_format, "register")


@hat_required(Kind.HOGESCHOOL)
@require_safe
def template(request, file_format):
    require_format(file_format, among=TEMPLATES)
    sheets = exports.template_sheets()
    content = write_xlsx(sheets, to_fill_in=True) if file_format == "xlsx" else write_csv(sheets[0])
    return download(content, file_format, "sjabloon-routes")


@acting_hat_required(Kind.HOGESCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        hogeschool = Organisation.objects.get(pk=request.hat.organisation_id)
        kept = keep_upload(
            hogeschool,
            form.cleaned_data["file"],
            file_name=form.file_name,
            unread=form.unread,
            who=signature(request),
        )
        return redirect("routes:planned_upload", kept.public_id)
    context = {
        "form": form,
        "columns": [(each.to_fill_in, each.needed) for each in exports.READ_COLUMNS],
        "max_rows": MAX_ROWS,
        "trail": [("Routes", reverse("routes:list")), ("Routes inlezen", "")],
        "earlier": RouteUpload.objects.exclude(carried_out_at=None)[:5],
    }
    return render(request, "routes/upload.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(Kind.HOGESCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def planned(request, public_id):
    """What would happen, row by row. Nothing is written before it is confirmed."""
    kept = get_object_or_404(RouteUpload, public_id=public_id)
    if kept.carried_out_at:
        return render(request, "routes/upload_done.html", {"upload": kept})
    rows = plan(kept.rows, Route.objects.prefetch_related("years"))
    refusal = _carry_out(request, kept, rows) if request.method == "POST" else []
    if request.method == "POST" and not refusal:
        messages.success(request, "Uw register is bijgewerkt.")
        return redirect("routes:planned_upload", public_id)
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in (NEW, CHANGED, SAME, WRONG)}
    context = {
        "upload": kept,
        "rows": rows,
        "counts": counts,
        "to_write": counts[NEW] + counts[CHANGED],
        "seen": revision_of_plan(rows),
        "refusal": refusal,
        "unread": unread_columns(kept.unread),
        "absent": list(dict.fromkeys(label for row in rows for label in row.absent)),
        "trail": [("Routes", reverse("routes:list")), ("Routes inlezen", reverse("routes:upload")), ("Controle", "")],
    }
    return render(request, "routes/upload_plan.html", context, status=409 if refusal else 200)


def _carry_out(request, kept, rows) -> list[str]:
    """What stands in the way; nothing is written then."""
    if any(row.wrong for row in rows):
        return ["Er staan nog fouten in het bestand. Herstel ze daar, en lees het bestand opnieuw in."]
    if request.POST.get("seen") != revision_of_plan(rows):
        return ["Uw register is intussen gewijzigd. Hieronder staat wat er nu zou gebeuren; bevestig opnieuw."]
    try:
        carry_out_upload(kept, [row.write for row in rows if row.write], who=signature(request))
    except ValidationError as refused:
        return refused.messages
    return []


@acting_hat_required(Kind.HOGESCHOOL)
@require_POST
def discard(request, public_id):
    kept = get_object_or_404(RouteUpload, public_id=public_id)
    if kept.carried_out_at:
        messages.info(request, "Dit bestand was al verwerkt.")
        return redirect("routes:planned_upload", public_id)
    discard_upload(kept)
    messages.success(request, "Het bestand is weggegooid. Er is niets gewijzigd.")
    return redirect("routes:upload")
