"""The learning outcomes of a route, in versions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.forms.outcomes import OutcomesForm
from routes.models import Route
from routes.services import write_outcomes


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    versions = list(route.outcome_lists.all())
    last = versions[0] if versions else None
    initial = {"outcomes": "\n".join(last.outcomes) if last else "", "seen": last.number if last else 0}
    form = OutcomesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            write_outcomes(route, **form.cleaned_data, who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
            form.data = {**form.data.dict(), "seen": initial["seen"]}  # to save again on top of what is there now
        else:
            messages.success(request, "De leeruitkomsten zijn opgeslagen.")
            return redirect("routes:outcomes", public_id)
    context = {
        "route": route,
        "form": form,
        "last": last,
        "earlier": versions[1:],
        "trail": [(route.title, reverse("routes:detail", args=[public_id])), ("Leeruitkomsten", "")],
    }
    return render(request, "routes/outcomes.html", context, status=422 if form.is_bound else 200)
