"""How far the sending of a class is, and what came of each draft."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind

from ..enums import DispatchState
from ..models import Dispatch, DispatchLine
from .classes import trail_of


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def show(request, dispatch_id):
    dispatch = _dispatch(dispatch_id)
    lines = list(dispatch.lines.select_related("agreement__organisation").order_by("agreement__student_name", "pk"))
    sent = sum(line.state == DispatchState.SENT for line in lines)
    context = {
        "dispatch": dispatch,
        "route": dispatch.route,
        "lines": lines,
        "refused": sum(line.state == DispatchState.REFUSED for line in lines),
        "outcome": _outcome(sent),
        "shown": _shown(dispatch, lines),
        "trail": trail_of(dispatch.route, "Verzending"),
    }
    return render(request, "agreements/classes/dispatch.html", context)


def _outcome(sent: int) -> str:
    many = "1 overeenkomst is" if sent == 1 else f"{sent} overeenkomsten zijn"
    return f"{many} verstuurd om te tekenen."


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def progress(request, dispatch_id):
    """The part of the page that htmx fetches anew."""
    dispatch = _dispatch(dispatch_id)
    return render(request, "exports/_progress.html", {"shown": _shown(dispatch, list(dispatch.lines.all()))})


def _dispatch(dispatch_id) -> Dispatch:
    return get_object_or_404(Dispatch.objects.select_related("route__hogeschool"), public_id=dispatch_id)


def _shown(dispatch: Dispatch, lines: list[DispatchLine]) -> dict:
    """As the component `progress` wants it."""
    done = sum(line.state != DispatchState.WAITING for line in lines)
    state = "finished" if dispatch.finished_at else "running" if done else "waiting"
    return {
        "label": "De overeenkomsten worden verstuurd" if state != "finished" else "De verzending is klaar",
        "done": done,
        "total": len(lines),
        "state": state,
        "error": "",
        "poll_url": reverse("agreements:dispatch_progress", args=[dispatch.public_id]),
        "result_url": reverse("agreements:dispatch", args=[dispatch.public_id]),
        "result_label": "Bekijk wat er is verstuurd",
        "informal": False,
    }
