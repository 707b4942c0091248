"""Asking for a dossier: of an agreement, of a person, or one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from matching.models import Application
from mkbroute.organisations.access import acting_hat_required, person_required, signature
from mkbroute.organisations.enums import Kind

from ..access import party_required, reader_of
from ..enums import Role
from ..models import Agreement
from ..services import dossiers as services

MAY_ASK = (Role.HOGESCHOOL, Role.STUDENT)


@require_POST
@party_required
def of_agreement(request, public_id):
    """For the hogeschool, and for the student whose agreement it is."""
    agreement = get_object_or_404(Agreement, public_id=public_id)
    if reader_of(request) not in MAY_ASK:
        raise PermissionDenied
    return _to(services.ask_for_agreement(agreement, who=signature(request)), request)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def of_person(request, application_id):
    application = get_object_or_404(Application, public_id=application_id)
    return _to(services.ask_for_person(application, who=signature(request)), request)


@require_POST
@person_required
def own(request):
    return _to(services.ask_for_own(who=signature(request)), request)


def _to(job, request):
    if request.hat:
        messages.success(request, "Het dossier wordt gemaakt. U vindt het ook terug bij Uw bestanden.")
    else:
        messages.success(request, "Je dossier wordt gemaakt. Je vindt het ook terug bij Mijn bestanden.")
    return redirect("exports:job", job.public_id)
