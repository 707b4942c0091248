"""A dossier under criteria that were replaced goes on under those that stand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import queries
from routes.enums import DOSSIER_OPEN
from routes.forms.criteria import AdoptForm
from routes.models import CriteriaSet, Criterion, Route
from routes.services import adopt_criteria

from .closed import closed
from .posted import posted


@acting_hat_required(Kind.HOGESCHOOL)
def adopt(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    if route.state not in DOSSIER_OPEN:
        return closed(request, route)
    former = [found.criterion for found in queries.assessments_of(route)]
    current, standing = former[0].criteria_set, CriteriaSet.objects.get(standing=True)
    if current == standing:
        messages.info(request, f"Dit dossier staat al onder de geldende criteria: {standing.title}.")
        return redirect("routes:dossier", public_id)
    criteria = Criterion.objects.filter(criteria_set=standing).select_related("criteria_set")
    form = AdoptForm(posted(request), standing=criteria, former=former)
    if form.is_valid():
        try:
            adopt_criteria(route, form.answers, who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Het dossier staat onder de nieuwe criteria. Lees het na en geef uw oordeel.")
            return redirect("routes:dossier", public_id)
    context = {
        "route": route,
        "form": form,
        "current": current,
        "standing": standing,
        "cancel": reverse("routes:dossier", args=[public_id]),
        "trail": [
            ("Routes", reverse("routes:list")),
            (route.title, reverse("routes:detail", args=[public_id])),
            ("Dossier", reverse("routes:dossier", args=[public_id])),
            ("Nieuwe criteria", ""),
        ],
    }
    return render(request, "routes/adopt_criteria.html", context, status=422 if form.is_bound else 200)
