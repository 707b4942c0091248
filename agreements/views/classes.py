"""A whole class: draft for everybody at once, from what is known or from a file; and see what is still missing."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.exports.delimited import write_csv
from mkbroute.exports.workbook import write_xlsx
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.models import Route
from routes.views.files import download, require_format

from ..classes import candidates, counts, drafts_of, last_dispatch, lines_of, totals_of, with_employer
from ..enums import Language
from ..forms.classes import CarryOutForm, ClassForm, ClassUploadForm
from ..models import DraftUpload
from ..planned import COLUMNS, MAX_ROWS, plan, revision_of, template_sheet
from ..services import bulk as services
from ..services.bulk import Wanted
from ..services.cards import ask_everyone
from ..services.templates import standing_template
from .drafting import signer_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@hat_required(Kind.HOGESCHOOL)
def index(request):
    """Routes with something to draft, or drafts to complete."""
    found = counts()
    context = {
        "rows": [(route, *found[route.pk]) for route in Route.objects.filter(pk__in=found).order_by("programme", "pk")],
        "trail": [("Overeenkomsten", reverse("agreements:list")), ("Per klas", "")],
    }
    return render(request, "agreements/classes/index.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def overview(request, route_id):
    """The one overview: what each party still owes, over all drafts of the route."""
    route = route_of(route_id)
    lines = lines_of(drafts_of(route))
    context = {
        "route": route,
        "lines": lines,
        "totals": totals_of(lines),
        "waiting": len(candidates(route)),
        "with_employer": with_employer(route),
        "dispatch": last_dispatch(route),
        "trail": trail_of(route),
    }
    return render(request, "agreements/classes/overview.html", context)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def draft(request, route_id):
    route = route_of(route_id)
    everybody = candidates(route)
    starts = sorted({each.starts_on for each in everybody})
    start = _chosen(request.GET.get("start", ""), starts)
    fitting = [each for each in everybody if each.match and start in (None, each.starts_on)]
    form = ClassForm(
        request.POST if request.method == "POST" else None,
        candidates=fitting,
        languages=_languages(route),
        initial={**signer_of(request), "chosen": [each.key for each in fitting]},
    )
    if form.is_valid():
        chosen = set(form.cleaned_data["chosen"])
        wanted = [Wanted(each.application.name, each.application, each.match) for each in fitting if each.key in chosen]
        try:
            made = services.draft_class(
                wanted,
                signer=form.signer,
                who=signature(request),
                ask=form.cleaned_data["ask"],
                language=form.chosen_language,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _drafted(len(made)))
            return redirect("agreements:class", route_id)
    context = {
        "route": route,
        "form": form,
        "fitting": fitting,
        "apart": [each for each in everybody if not each.match],
        "starts": [(day.isoformat(), date_format(day, "j F Y"), day == start) for day in starts],
        "start": start,
        "trail": trail_of(route, "Opstellen"),
    }
    return render(request, "agreements/classes/draft.html", context, status=422 if form.is_bound else 200)


def _chosen(asked: str, starts: list[date]) -> date | None:
    return next((day for day in starts if day.isoformat() == asked), None)


def _drafted(number: int) -> str:
    return "1 concept staat klaar." if number == 1 else f"{number} concepten staan klaar."


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def ask(request, route_id):
    route = route_of(route_id)
    number = ask_everyone(drafts_of(route).select_related("match__position"), who=signature(request))
    if number:
        messages.success(request, f"{number} {'mail is' if number == 1 else 'mails zijn'} onderweg.")
    else:
        messages.info(request, "Er is niemand om te vragen: ieder is al gevraagd, of het adres ontbreekt nog.")
    return redirect("agreements:class", route_id)


# -- a file -------------------------------------------------------------------------------------------------------


@hat_required(Kind.HOGESCHOOL)
@require_safe
def template(request, file_format):
    require_format(file_format, among=("xlsx", "csv"))
    sheet = template_sheet()
    content = write_xlsx([sheet], to_fill_in=True) if file_format == "xlsx" else write_csv(sheet)
    return download(content, file_format, "sjabloon-klas")


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def upload(request, route_id):
    route = route_of(route_id)
    form = ClassUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        kept = services.keep_class(
            route,
            form.cleaned_data["file"],
            file_name=form.file_name,
            who=signature(request),
            unread=form.unread,
        )
        return redirect("agreements:class_planned", kept.public_id)
    context = {
        "route": route,
        "form": form,
        "columns": COLUMNS,
        "max_rows": MAX_ROWS,
        "trail": trail_of(route, "Bestand inlezen"),
    }
    return render(request, "agreements/classes/upload.html", context, status=422 if form.is_bound else 200)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def planned(request, upload_id):
    """What would be drafted, row by row. Nothing is made before it is confirmed."""
    kept = _upload(upload_id)
    if kept.carried_out_at:
        messages.info(request, f"Dit bestand is al verwerkt: {_drafted(kept.drafted)}")
        return redirect("agreements:class", kept.route.public_id)
    rows = plan(kept.rows, kept.route)
    form = CarryOutForm(
        request.POST if request.method == "POST" else None,
        initial=signer_of(request),
        languages=_languages(kept.route),
    )
    refusal = _carry_out(request, kept, rows, form) if form.is_valid() else []
    if form.is_valid() and not refusal:
        return redirect("agreements:class", kept.route.public_id)
    wanted, wrong = [row for row in rows if row.wanted], [row for row in rows if row.wrong]
    context = {
        "upload": kept,
        "route": kept.route,
        "rows": rows,
        "form": form,
        "new": len(wanted),
        "wrong": len(wrong),
        "there": len(rows) - len(wanted) - len(wrong),
        "seen": revision_of(rows),
        "refusal": refusal,
        "submit": "Maak 1 concept" if len(wanted) == 1 else f"Maak {len(wanted)} concepten",
        "trail": trail_of(kept.route, "Controle"),
    }
    status = 409 if refusal else 422 if form.is_bound else 200
    return render(request, "agreements/classes/planned.html", context, status=status)


def _carry_out(request, kept, rows, form) -> list[str]:
    """What stands in the way; nothing is made then."""
    if any(row.wrong for row in rows):
        return ["Er staan nog fouten in het bestand. Herstel ze daar, en lees het bestand opnieuw in."]
    if form.cleaned_data["seen"] != revision_of(rows):
        return ["De klas is intussen gewijzigd. Hieronder staat wat er nu zou gebeuren; bevestig opnieuw."]
    wanted = [row.wanted for row in rows if row.wanted]
    chosen = {"ask": form.cleaned_data["ask"], "language": form.chosen_language}
    try:
        made = services.carry_out_class(kept, wanted, signer=form.signer, who=signature(request), **chosen)
    except ValidationError as refused:
        return refused.messages
    messages.success(request, _drafted(len(made)))
    return []


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def discard(request, upload_id):
    kept = _upload(upload_id)
    services.discard_class(kept)
    messages.success(request, "Het bestand is weggegooid. Er is niets gemaakt.")
    return redirect("agreements:class", kept.route.public_id)


def _upload(public_id) -> DraftUpload:
    return get_object_or_404(DraftUpload.objects.select_related("route"), public_id=public_id)


def _languages(route: Route) -> list[Language]:
    return standing_template(route.form, route.hogeschool_id).languages


def route_of(public_id) -> Route:
    return get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)


def trail_of(route: Route, *here: str) -> list[tuple[str, str]]:
    start = [("Overeenkomsten", reverse("agreements:list")), ("Per klas", reverse("agreements:classes"))]
    if not here:
        return [*start, (route.title, "")]
    return [*start, (route.title, reverse("agreements:class", args=[route.public_id])), (here[0], "")]
