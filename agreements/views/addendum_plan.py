"""The opleidingsplan and the rotation from the day of an addendum on: by the hogeschool."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import addendum_pages as pages
from ..consolidated import consolidate_with
from ..enums import Role, State
from ..forms.training import PlanFormSet, RotationFormSet
from ..models.plan import OF_PERIOD, OF_ROW
from ..services import addenda as services

TOO_LATE = "Het addendum is geen concept meer: de tekst ligt vast."


page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, addendum_id):
    """Begins with the plan that holds now."""
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    rows = [{name: getattr(row, name) for name in OF_ROW} for row in services.addendum_plan(addendum)]
    period = (addendum.effective_on, consolidate_with(addendum).now.practice_ends_on)
    made = PlanFormSet(_typed(request), initial=rows, form_kwargs={"period": period})
    now = services.addendum_plan_revision(addendum)
    return _editing(request, addendum, made, services.edit_addendum_plan, now, "addendum_plan")


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit_rotation(request, addendum_id):
    """Begins with the rotation that holds now."""
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    rows = [{name: getattr(period, name) for name in OF_PERIOD} for period in services.addendum_rotation(addendum)]
    made = RotationFormSet(_typed(request), initial=rows)
    now = services.addendum_rotation_revision(addendum)
    return _editing(request, addendum, made, services.edit_addendum_rotation, now, "addendum_rotation")


def _typed(request):
    return request.POST if request.method == "POST" else None


def _editing(request, addendum, made, save, now, name):
    """Save all rows, or show them: with what is wrong, or what stands in the way."""
    if addendum.state != State.DRAFT:
        return _too_late(request, addendum)
    refusal, seen = [], request.POST.get("seen", now)
    if request.method == "POST" and made.is_valid():
        try:
            save(addendum, made.filled, seen=seen, who=signature(request))
        except services.NotInDraft:
            return _too_late(request, addendum)
        except ValidationError as refused:
            refusal, seen = refused.messages, now
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("agreements:addendum", addendum.public_id)
    context = {
        "addendum": addendum,
        "agreement": addendum.agreement,
        "rows": made,
        "refusal": [*refusal, *(made.non_form_errors() if made.is_bound else [])],
        "seen": seen,
        "trail": pages.trail(addendum, pages.TITLES[name]),
    }
    return render(request, f"agreements/{name}.html", context, status=422 if made.is_bound else 200)


def _too_late(request, addendum):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:addendum", addendum.public_id)
