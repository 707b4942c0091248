"""What an organisation says of itself: its data, its workplaces, its size."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import hosts, queries
from ..access import acting_hat_required, hat_required, looks_on
from ..enums import Kind
from ..forms.mkb import MkbForm
from ..forms.organisations import ProfileForm, WorkplaceForm
from ..models import Organisation, Workplace
from ..services import mkb as mkb_services
from ..services import organisations as services

READ_AND_SEND = ["GET", "HEAD", "POST"]
ADDRESS = ("street", "postcode", "city", "province")


@acting_hat_required(*Kind)
@require_http_methods(READ_AND_SEND)
def profile(request):
    own = Organisation.objects.get(pk=request.hat.organisation_id)
    initial = {name: getattr(own, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=initial, kind=own.kind)
    if form.is_valid() and _saved(own, form):
        messages.success(request, "De gegevens zijn opgeslagen.")
        return redirect("organisations:profile")
    context = {"form": form, "organisation": own}
    return render(request, "organisations/profile.html", context, status=422 if form.is_bound else 200)


def _saved(own, form) -> bool:
    try:
        services.change_organisation(own, **form.cleaned_data)
    except services.HostNameTaken:
        form.add_error("host_name", "Dit webadres is al van een andere hogeschool.")
        return False
    hosts.forget()
    return True


@hat_required(Kind.COMPANY)
@require_safe
def workplaces(request):
    rows = Workplace.objects.filter(organisation_id=request.hat.organisation_id)
    return render(request, "organisations/workplaces.html", {"workplaces": rows})


@acting_hat_required(Kind.COMPANY)
@require_http_methods(READ_AND_SEND)
def add_workplace(request):
    own = Organisation.objects.get(pk=request.hat.organisation_id)
    # most learn at the seat: propose its address for the first
    is_first = not Workplace.objects.filter(organisation=own).exists()
    initial = {name: getattr(own, name) for name in ADDRESS} if is_first else {}
    form = WorkplaceForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.add_workplace(own, **form.cleaned_data)
        except services.WorkplaceKnown as known:
            form.add_error(known.field, str(known))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is toegevoegd.")
            return redirect("organisations:workplaces")
    context = {"form": form, "title": "Vestiging toevoegen"}
    return render(request, "organisations/workplace.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(Kind.COMPANY)
@require_http_methods(READ_AND_SEND)
def change_workplace(request, public_id):
    workplace = get_object_or_404(Workplace, organisation_id=request.hat.organisation_id, public_id=public_id)
    initial = {name: getattr(workplace, name) for name in WorkplaceForm.base_fields}
    form = WorkplaceForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.change_workplace(workplace, **form.cleaned_data)
        except services.WorkplaceKnown as known:
            form.add_error(known.field, str(known))
        else:
            messages.success(request, "De gegevens van de vestiging zijn opgeslagen.")
            return redirect("organisations:workplaces")
    context = {"form": form, "title": workplace.name}
    return render(request, "organisations/workplace.html", context, status=422 if form.is_bound else 200)


@hat_required(Kind.COMPANY, Kind.EMPLOYER)
@require_safe
def mkb(request):
    context = {
        "organisation": Organisation.objects.get(pk=request.hat.organisation_id),
        "declarations": queries.declarations(request.hat.organisation_id),
        "thresholds": queries.thresholds_today(),
        "may_manage": not looks_on(request.hat),
    }
    return render(request, "organisations/mkb.html", context)


@acting_hat_required(Kind.COMPANY, Kind.EMPLOYER)
@require_http_methods(READ_AND_SEND)
def declare_mkb(request):
    form = MkbForm(request.POST or None)
    if form.is_valid():
        own = Organisation.objects.get(pk=request.hat.organisation_id)
        mkb_services.declare_size(own, declared_by=request.hat.name, **form.answers)
        messages.success(request, "De verklaring is opgeslagen.")
        return redirect("organisations:mkb")
    context = {"form": form, "thresholds": queries.thresholds_today()}
    return render(request, "organisations/declare_mkb.html", context, status=422 if form.is_bound else 200)
