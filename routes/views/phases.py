"""Where a route stands in its development, and how it came there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.organisations.access import hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.enums import Phase
from routes.forms.phases import PhaseForm
from routes.models import PhaseChange, Route
from routes.revisions import Overtaken
from routes.services import change_phase

from .beside import Theirs
from .posted import NOTHING, posted


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def show(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    ours = request.hat.kind == Kind.HOGESCHOOL
    if request.method == "POST" and not ours:
        raise PermissionDenied
    form = PhaseForm(posted(request), now=route.phase)
    if form.is_valid() and _changed(request, route, form):
        return redirect("routes:phase", public_id)
    route.refresh_from_db(fields=["phase"])
    context = {
        "route": route,
        "form": form,
        "ours": ours,
        "theirs": _theirs(request, route),
        "history": history(route),
        "trail": [(route.title, reverse("routes:detail", args=[public_id])), ("Fase", "")],
        "lead": f"De route is nu in de fase ‘{route.get_phase_display().lower()}’.",
    }
    return render(request, "routes/phase.html", context, status=422 if form.is_bound else 200)


def _changed(request, route: Route, form: PhaseForm) -> bool:
    to = Phase(form.cleaned_data["phase"])
    seen = request.POST.get("seen") or NOTHING
    try:
        change_phase(route, to, who=signature(request), reason=form.cleaned_data["reason"], seen=seen)
    except Overtaken as overtaken:
        form.add_error(None, overtaken)
    except ValidationError as refusal:
        form.add_error("phase", refusal)
    else:
        messages.success(request, f"De route is nu in de fase ‘{to.label.lower()}’.")
        return True
    return False


def _theirs(request, route: Route) -> list[Theirs]:
    """The phase that a colleague chose while the form lay open."""
    is_overtaken = request.method == "POST" and request.POST.get("seen") not in ("", None, route.phase)
    return [Theirs("Fase", route.get_phase_display(), is_clash=True)] if is_overtaken else []


def history(route: Route) -> list[dict]:
    """Newest first."""
    return [
        {
            "at": change.at,
            "who": change.who,
            "what": change.get_after_display() if not change.before else f"{change.get_before_display()} → {change}",
            "reason": change.reason,
        }
        for change in PhaseChange.objects.filter(route=route).order_by("-at", "-id")
    ]
