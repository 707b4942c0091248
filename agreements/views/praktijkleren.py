"""The Subsidieregeling praktijkleren, for the company that applies and the hogeschool that helps it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .. import praktijkleren
from ..services.praktijkleren import ask_for_package

TITLE = "Praktijkleren"
WHO = (Kind.COMPANY, Kind.HOGESCHOOL)


@require_safe
@hat_required(*WHO)
def index(request):
    page = paginate(request, praktijkleren.rows(only=_own_company(request)))
    ours = request.hat.kind == Kind.HOGESCHOOL
    context = {"page": page, "ours": ours, "taken_over": [] if ours else praktijkleren.taken_over()}
    return render(request, "agreements/praktijkleren/index.html", context)


@require_safe
@hat_required(*WHO)
def year(request, company_id, year):
    package = _package(request, company_id, year)
    context = {
        "package": package,
        "bsn": praktijkleren.BSN,
        "soon": praktijkleren.soon(package),
        "ours": request.hat.kind == Kind.HOGESCHOOL,
        "trail": [(TITLE, reverse("agreements:praktijkleren")), (f"{package.company.name} {package.year}", "")],
    }
    return render(request, "agreements/praktijkleren/year.html", context)


@require_POST
@acting_hat_required(*WHO)
def make(request, company_id, year):
    job = ask_for_package(_package(request, company_id, year), who=signature(request))
    messages.success(request, "Het pakket wordt gemaakt. U vindt het ook terug bij Uw bestanden.")
    return redirect("exports:job", job.public_id)


def _own_company(request) -> int | None:
    return request.hat.organisation_id if request.hat.kind == Kind.COMPANY else None


def _package(request, company_id, year: int) -> praktijkleren.Package:
    """A company finds its own: who came after it under the same agreement is another."""
    company = get_object_or_404(Organisation, public_id=company_id, kind=Kind.COMPANY)
    if _own_company(request) not in (None, company.pk):
        raise Http404
    package = praktijkleren.package_of(company, year)
    if package is None:
        raise Http404
    return package
