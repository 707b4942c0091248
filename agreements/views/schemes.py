"""The facts of the Subsidieregeling praktijkleren per study year, kept by the programmateam."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import praktijkleren
from ..forms.schemes import SchemeForm, initial_of
from ..services.praktijkleren import publish_scheme

TITLE = "Subsidie praktijkleren"


@require_safe
@hat_required(Kind.PROGRAMME)
def index(request):
    years = praktijkleren.scheme_years()
    context = {"years": years, "next_year": praktijkleren.next_scheme_year(years)}
    return render(request, "agreements/schemes/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.PROGRAMME)
def add(request):
    """Of a new study year, or what became known of one that is there: `jaar` says which."""
    years = praktijkleren.scheme_years()
    study_year = _asked_year(request) or praktijkleren.next_scheme_year(years)
    newest = praktijkleren.scheme_of(study_year) or (years[0].now if years else None)
    form = SchemeForm(request.POST if request.method == "POST" else None, initial=initial_of(newest, study_year))
    if form.is_valid():
        scheme = publish_scheme(**form.facts, who=signature(request))
        holds = praktijkleren.scheme_of(scheme.study_year) == scheme
        told = f"Dit geldt nu voor studiejaar {scheme.year}." if holds else "Wat later bekend werd, blijft gelden."
        messages.success(request, f"Vastgelegd. {told}")
        return redirect("agreements:schemes")
    context = {"form": form, "trail": [(TITLE, reverse("agreements:schemes")), ("Gegevens vastleggen", "")]}
    return render(request, "agreements/schemes/add.html", context, status=422 if form.is_bound else 200)


def _asked_year(request) -> int | None:
    asked, this = request.GET.get("jaar", ""), timezone.localdate().year
    return int(asked) if asked.isdecimal() and len(asked) == 4 and abs(int(asked) - this) < 10 else None
