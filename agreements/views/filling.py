"""All drafts of a class: the same in each, shown first and then confirmed; and sending all that are ready."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.revisions import revision

from ..classes import dispatches_of, drafts_of
from ..forms.filling import SECTIONS, FillForm, SendManyForm, name_of
from ..links import LIFETIME
from ..sendable import revision_of, sendables
from ..services import filling as services
from ..services.filling import Change
from ..services.sending_many import RunsAlready, ask_to_send
from .classes import route_of, trail_of

CHANGED_MEANWHILE = "De concepten zijn intussen gewijzigd. Hieronder staat wat er nu zou gebeuren; bevestig opnieuw."


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def fill(request, route_id):
    route = route_of(route_id)
    form = FillForm(request.POST if request.method == "POST" else None)
    changes: list[Change] = []
    stale = False
    if form.is_valid():
        drafts = drafts_of(route).select_related("route").prefetch_related("plan").order_by("student_name", "pk")
        changes = services.changes_of(drafts, form.values, **form.chosen)
        seen = _seen(changes, form)
        if form.cleaned_data["seen"] == seen and changes and _filled(request, route, form):
            return redirect("agreements:class", route_id)
        stale = bool(form.cleaned_data["seen"]) and form.cleaned_data["seen"] != seen
    context = {
        "route": route,
        "form": form,
        "sections": SECTIONS,
        "drafts": drafts_of(route).count(),
        "checked": form.is_valid(),
        "rows": [(change, [name_of(name) for name in change.filled], [name_of(name) for name in change.replaced])
                 for change in changes],
        "seen": _seen(changes, form) if changes else "",
        "stale": CHANGED_MEANWHILE if stale else "",
        "submit": "Vul 1 concept aan" if len(changes) == 1 else f"Vul {len(changes)} concepten aan",
        "trail": trail_of(route, "Voor alle concepten"),
    }  # fmt: skip
    status = 422 if form.is_bound and not form.is_valid() else 409 if stale else 200
    return render(request, "agreements/classes/fill.html", context, status=status)


def _seen(changes: list[Change], form: FillForm) -> str:
    """Of exactly this, on exactly these drafts."""
    rows = [(change.agreement.pk, *change.filled, "", *change.replaced, change.outcomes) for change in changes]
    return revision(*rows, *sorted(form.values.items()), tuple(form.chosen.values()))


def _filled(request, route, form: FillForm) -> bool:
    try:
        done = services.fill_drafts(route, form.values, **form.chosen, who=signature(request))
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    many = "1 concept is" if len(done) == 1 else f"{len(done)} concepten zijn"
    messages.success(request, f"{many} aangevuld.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def send(request, route_id):
    """Which are ready, which deserve a second look, which are not and why; sent at once."""
    route = route_of(route_id)
    if running := dispatches_of(route).filter(finished_at=None).first():
        return redirect("agreements:dispatch", running.public_id)
    everything = sendables(route)
    ready = [each for each in everything if not each.obstacles]
    seen = revision_of(ready)
    form = SendManyForm(request.POST if request.method == "POST" else None, ready=ready)
    stale = form.is_bound and form.data.get("seen") != seen
    if not stale and form.is_valid():
        try:
            asked = ask_to_send(route, form.picked, reasons=form.reasons, who=signature(request))
        except RunsAlready:  # a second click, or a colleague
            asked = dispatches_of(route).first()
        return redirect("agreements:dispatch", asked.public_id) if asked else redirect("agreements:class", route_id)
    if stale:  # with what she typed, and what stands there now
        form = SendManyForm(initial=form.typed, ready=ready)
    context = {
        "route": route,
        "form": form,
        "ready": ready,
        "blocked": [each for each in everything if each.obstacles],
        "seen": seen,
        "stale": CHANGED_MEANWHILE if stale else "",
        "days": LIFETIME.days,
        "submit": "Verstuur de gekozen overeenkomsten",
        "trail": trail_of(route, "Versturen"),
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return render(request, "agreements/classes/send.html", context, status=status)
