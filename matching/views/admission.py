"""The hogeschool looks at whether someone can be admitted, and keeps what it found."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from ..admission import standing_checks, subjects
from ..enums import ApplicationState, EmployerPlan
from ..forms import AdmissionForm
from ..models import Application
from ..services.admission import record_checks
from ..services.applications import admit_application
from .answers import posted, told


@acting_hat_required(Kind.HOGESCHOOL)
def check(request, public_id):
    """Per subject what was found; `admit` with it, where she was not admitted yet."""
    application = get_object_or_404(Application.objects.select_related("route", "hogeschool"), public_id=public_id)
    form = AdmissionForm(posted(request), subjects=list(subjects()), standing=standing_checks(application))
    if form.is_valid() and (form.findings or "admit" not in request.POST):
        admits = "admit" in request.POST
        with told(request, _done(application, admits)):
            record_checks(application, form.findings, who=signature(request))
            if admits:
                admit_application(application, who=signature(request))
        return redirect(_next(application, admits))
    context = {
        "application": application,
        "form": form,
        "nothing_found": form.is_bound and form.is_valid() and not form.findings,
        "can_admit": application.state == ApplicationState.SUBMITTED,
        "trail": [
            ("Aanmeldingen", reverse("matching:applications")),
            (application.name, reverse("matching:application", args=[application.public_id])),
            ("Toelating", ""),
        ],
    }
    return render(request, "matching/check.html", context, status=422 if form.is_bound else 200)


def _done(application: Application, admits: bool) -> str:
    return f"{application.name} is toelaatbaar en krijgt daarover bericht." if admits else "De beoordeling is bewaard."


def _next(application: Application, admits: bool) -> str:
    """Who learns at her own employer needs no leerwerkplek: the agreement is next."""
    found = Application.objects.get(pk=application.pk)
    is_own = found.employer_plan == EmployerPlan.OWN and found.state == ApplicationState.ADMISSIBLE
    name = "agreements:draft_own" if admits and is_own else "matching:application"
    return reverse(name, args=[application.public_id])
