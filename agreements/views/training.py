"""The opleidingsplan and the rotation of an agreement: by the hogeschool."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import pages
from ..consolidated import consolidate
from ..enums import State
from ..forms.training import PlanFormSet, RotationFormSet
from ..models import Agreement
from ..models.plan import plan_of, rotation_of
from ..services import training as services
from ..services.drafting import NotInDraft
from ..training import days, gaps_of, not_planned, outcomes_of, place_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TOO_LATE = "De overeenkomst is geen concept meer: het opleidingsplan ligt vast."


@require_safe
@hat_required(Kind.HOGESCHOOL)
def show(request, public_id):
    agreement = _agreement(public_id)
    now = consolidate(agreement)
    plan, rotation = plan_of(now.now), rotation_of(now.now)
    context = {
        "agreement": agreement,
        "is_draft": agreement.state == State.DRAFT,
        "sources": [each for each in now.addenda if each.plan is not None or each.rotation is not None],
        "rows": [(row, place_of(row), days(row.begins_on, row.ends_on)) for row in plan],
        "rotation": [(period, days(period.begins_on, period.ends_on)) for period in rotation],
        "gaps": gaps_of(agreement, plan, rotation),
        "to_take": len(not_planned(agreement, plan)),
        "has_outcomes": bool(outcomes_of(agreement)),
        "trail": pages.trail(agreement, "Opleidingsplan"),
    }
    return render(request, "agreements/training/plan.html", context)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit_plan(request, public_id):
    agreement = _agreement(public_id)
    initial = list(agreement.plan.values(*services.OF_ROW))
    period = (agreement.practice_starts_on, agreement.practice_ends_on)
    made = PlanFormSet(
        request.POST if request.method == "POST" else None, initial=initial, form_kwargs={"period": period}
    )
    return _editing(request, agreement, made, services.write_plan, services.plan_revision(agreement), "edit")


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit_rotation(request, public_id):
    agreement = _agreement(public_id)
    initial = list(agreement.rotation.values(*services.OF_PERIOD))
    made = RotationFormSet(request.POST if request.method == "POST" else None, initial=initial)
    return _editing(
        request, agreement, made, services.write_rotation, services.rotation_revision(agreement), "rotation"
    )


def _editing(request, agreement, made, write, now, name):
    """Save all rows, or show them: with what is wrong, or what stands in the way."""
    if agreement.state != State.DRAFT:
        return _too_late(request, agreement)
    refusal, seen = [], request.POST.get("seen", now)
    if request.method == "POST" and made.is_valid():
        try:
            write(agreement, made.filled, seen=seen, who=signature(request))
        except NotInDraft:
            return _too_late(request, agreement)
        except ValidationError as refused:
            refusal, seen = refused.messages, now
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("agreements:plan", agreement.public_id)
    context = {
        "agreement": agreement,
        "rows": made,
        "refusal": [*refusal, *(made.non_form_errors() if made.is_bound else [])],
        "seen": seen,
        "trail": [*pages.trail(agreement)[:-1], *_trail(agreement)],
    }
    status = 422 if made.is_bound else 200
    return render(request, f"agreements/training/{name}.html", context, status=status)


def _trail(agreement: Agreement) -> list[tuple[str, str]]:
    plan = ("Opleidingsplan", reverse("agreements:plan", args=[agreement.public_id]))
    return [(agreement.student_name, pages.url_of("detail", agreement)), plan, ("Bewerken", "")]


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def take(request, public_id):
    """The outcomes of the route, as rows to fill in."""
    agreement = _agreement(public_id)
    try:
        number = services.take_from_route(agreement, who=signature(request))
    except NotInDraft:
        return _too_late(request, agreement)
    if not number:
        messages.info(request, "Alle leeruitkomsten van de route staan er al in.")
        return redirect("agreements:plan", public_id)
    messages.success(
        request,
        f"{number} {'leeruitkomst' if number == 1 else 'leeruitkomsten'} overgenomen. Vul plaats en beoordeling in.",
    )
    return redirect("agreements:edit_plan", public_id)


def _too_late(request, agreement):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:plan", agreement.public_id)


def _agreement(public_id) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("route", "organisation"), public_id=public_id)
