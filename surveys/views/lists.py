"""A list of who is asked: of one route and one audience, for the hogeschool whose it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from matching.services.refusal import Refusal
from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import wave_pages as pages
from ..enums import Listed, ListState, WaveState
from ..forms.waves import TEMPLATE, PeopleFileForm, PersonForm
from ..models import Invitation, WaveList
from ..services import lists as services
from .waves import with_form


@require_safe
@acting_hat_required(Kind.HOGESCHOOL)
def people(request, list_id):
    found = list_of(list_id)
    page = paginate(request, found.invitations.all())
    context = {"page": page, "summary": counted(page, "persoon", "personen"), **pages.list_context(found)}
    return render(request, "surveys/waves/people.html", context)


@with_form
@acting_hat_required(Kind.HOGESCHOOL)
def add(request, list_id):
    found = list_of(list_id)
    if refused := _takes_no_names(request, found):
        return refused
    form = PersonForm(request.POST or None, found=found)
    if form.is_valid():
        try:
            services.add_person(found, form.cleaned_data, who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} staat op de lijst.")
            return redirect("surveys:people", found.public_id)
    context = {"form": form, "found": found, "trail": pages.list_trail(found, "Iemand toevoegen")}
    return render(request, "surveys/waves/add.html", context, status=422 if form.is_bound else 200)


@with_form
@acting_hat_required(Kind.HOGESCHOOL)
def upload(request, list_id):
    found = list_of(list_id)
    if refused := _takes_no_names(request, found):
        return refused
    form = PeopleFileForm(request.POST or None, request.FILES or None, found=found)
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["file"]
        try:
            services.add_people(found, rows, how=Listed.FILE, who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Ingelezen: {len(rows)} mensen staan erbij.")
            return redirect("surveys:people", found.public_id)
    context = {"form": form, "found": found, "trail": pages.list_trail(found, "Bestand inlezen")}
    return render(request, "surveys/waves/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def template(request):
    """An example to fill in."""
    headers = {
        "Content-Disposition": 'attachment; filename="namen-voor-meting.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(TEMPLATE.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, list_id, invitation_id):
    found = get_object_or_404(Invitation.objects.select_related("wave_list"), public_id=invitation_id)
    return _done(
        request,
        found.wave_list,
        lambda: services.remove_person(found, who=signature(request)),
        f"{found.name} is van de lijst gehaald.",
    )


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def send(request, list_id):
    found = list_of(list_id)
    done = "De uitnodigingen worden verstuurd. Wie niet antwoordt, krijgt vanzelf een herinnering."
    return _done(request, found, lambda: services.send_list(found, who=signature(request)), done)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def open_link(request, list_id):
    found = list_of(list_id)
    on = request.POST.get("link") == "on"
    done = (
        "De open link staat hieronder." if on else "De open link werkt niet meer. Wie al begonnen was, kan verder niet."
    )
    return _done(request, found, lambda: services.set_open_link(found, on=on, who=signature(request)), done)


def _done(request, found, act, done):
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("surveys:people", found.public_id)


def _takes_no_names(request, found):
    """Not now, or not any more: back to the list, which says why."""
    if found.wave.state == WaveState.OPEN and found.state != ListState.SENDING:
        return None
    messages.info(request, services.BUSY)
    return redirect("surveys:people", found.public_id)


def list_of(list_id) -> WaveList:
    found = WaveList.objects.select_related("wave", "population", "route")
    return get_object_or_404(found, public_id=list_id)
