"""The opleidingsplan from the day of an addendum on: by the hogeschool."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import addendum_pages as pages
from ..consolidated import consolidate_with
from ..enums import Role, State
from ..forms.training import PlanFormSet
from ..models.plan import OF_ROW
from ..services import addenda as services

TOO_LATE = "Het addendum is geen concept meer: de tekst ligt vast."


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, addendum_id):
    """Begins with the plan that holds now."""
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    if addendum.state != State.DRAFT:
        return _too_late(request, addendum)
    rows = [{name: getattr(row, name) for name in OF_ROW} for row in services.addendum_plan(addendum)]
    made = PlanFormSet(
        request.POST if request.method == "POST" else None,
        initial=rows,
        form_kwargs={"period": (addendum.effective_on, consolidate_with(addendum).now.practice_ends_on)},
    )
    now = services.addendum_plan_revision(addendum)
    refusal, seen = [], request.POST.get("seen", now)
    if request.method == "POST" and made.is_valid():
        try:
            services.edit_addendum_plan(addendum, made.filled, seen=seen, who=signature(request))
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
        "trail": pages.trail(addendum, pages.TITLES["addendum_plan"]),
    }
    return render(request, "agreements/addendum_plan.html", context, status=422 if made.is_bound else 200)


def _too_late(request, addendum):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:addendum", addendum.public_id)
