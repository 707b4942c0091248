"""Someone learns at her own employer: an agreement without a match. By the hogeschool."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from matching.enums import ApplicationState
from matching.models import OPEN_MATCH, Application
from matching.services.own_employer import leave_own_employer
from matching.services.refusal import Refusal
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import queries
from ..forms import ReasonForm
from ..forms.classes import OwnEmployerForm
from ..services.following import has_graduated, running_of
from ..services.own_employer import draft_at_own_employer
from ..services.templates import standing_template
from .drafting import signer_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def draft(request, application_id):
    application = _application(application_id)
    running = running_of(application)
    if running:
        return redirect("agreements:detail", running.public_id)
    if not _may_begin(application):
        return render(request, "agreements/own_employer_no.html", {"application": application}, status=409)
    form = OwnEmployerForm(
        request.POST if request.method == "POST" else None,
        application=application,
        languages=standing_template(application.route.form, application.hogeschool_id).languages,
        copies=queries.to_copy(application.route),
        initial={**signer_of(request), **_known(application)},
    )
    if form.is_valid():
        try:
            agreement = draft_at_own_employer(
                application,
                kvk_number=form.cleaned_data["kvk_number"],
                name=form.cleaned_data["name"],
                contact=form.contact,
                signer=form.signer,
                language=form.chosen_language,
                copy_of=form.cleaned_data.get("copy_of"),
                who=signature(request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Het concept staat klaar; {form.contact.name} krijgt een mail om de gegevens in te vullen."
            )
            return redirect("agreements:cards", agreement.public_id)
    context = {"form": form, "application": application}
    return render(request, "agreements/own_employer.html", context, status=422 if form.is_bound else 200)


def _may_begin(application: Application) -> bool:
    if has_graduated(application):
        return False
    if application.own_employer_id:
        return application.state == ApplicationState.PLACED
    return application.state == ApplicationState.ADMISSIBLE and not application.matches.filter(OPEN_MATCH).exists()


def _known(application: Application) -> dict[str, str]:
    """As she gave it when she applied, where the employer is not known yet."""
    contact = {"contact_name": application.employer_contact, "contact_email": application.employer_email}
    employer = application.own_employer
    if employer:
        return {"name": employer.name, "kvk_number": employer.kvk_number, **contact}
    return {"name": application.employer_name, "kvk_number": application.employer_kvk, **contact}


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def leave(request, application_id):
    """She learns elsewhere after all."""
    application = _application(application_id)
    if not application.own_employer_id:
        return redirect("matching:application", application.public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = "De kandidaat kan dit lezen."
    if form.is_valid():
        try:
            leave_own_employer(application, who=signature(request), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{application.name} kan nu een andere leerwerkplek krijgen.")
        return redirect("matching:application", application.public_id)
    context = {"form": form, "application": application}
    return render(request, "agreements/own_employer_leave.html", context, status=422 if form.is_bound else 200)


def _application(public_id) -> Application:
    found = Application.objects.select_related("route", "hogeschool", "own_employer")
    return get_object_or_404(found, public_id=public_id)
