"""Waves: the programme team draws them up and follows them, a hogeschool sees those in which its routes take part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.services.refusal import Refusal
from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import wave_pages as pages
from ..enums import WaveState
from ..forms.waves import EndForm, WaveForm, values_of
from ..models import Wave
from ..services import closing, lists, waves

SEE = (Kind.HOGESCHOOL, Kind.PROGRAMME)
with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@hat_required(*SEE)
def index(request):
    page = paginate(request, Wave.objects.all())
    context = {"page": page, "summary": counted(page, "meting", "metingen"), "is_team": is_team(request)}
    return render(request, "surveys/waves/list.html", context)


@with_form
@acting_hat_required(Kind.PROGRAMME)
def draw_up(request):
    form = WaveForm(request.POST or None)
    if form.is_valid():
        wave = waves.draw_up_wave(form.cleaned_data, who=signature(request))
        messages.success(request, "De meting staat klaar als concept. Er is nog niemand gevraagd.")
        return redirect("surveys:wave", wave.public_id)
    return _form_page(request, form, None)


@with_form
@acting_hat_required(Kind.PROGRAMME)
def change(request, wave_id):
    wave = get_object_or_404(Wave, public_id=wave_id)
    if wave.state != WaveState.DRAFT:
        messages.info(request, waves.BEGUN)
        return redirect("surveys:wave", wave.public_id)
    form = WaveForm(request.POST or None, found=wave, initial=values_of(wave))
    if form.is_valid():
        try:
            waves.change_wave(wave, form.cleaned_data, who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "De opzet is gewijzigd.")
            return redirect("surveys:wave", wave.public_id)
    return _form_page(request, form, wave)


def _form_page(request, form, wave):
    back = reverse("surveys:wave", args=[wave.public_id]) if wave else reverse("surveys:waves")
    context = {
        "form": form,
        "wave": wave,
        "cancel": back,
        "trail": pages.trail(wave, "Opzet" if wave else "Nieuwe meting"),
    }
    return render(request, "surveys/waves/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@hat_required(*SEE)
def wave(request, wave_id):
    found = get_object_or_404(Wave, public_id=wave_id)
    context = pages.wave_context(found, is_team=is_team(request), hogeschool=request.GET.get("hogeschool", ""))
    context["may_check"] = acts_for(request, Kind.HOGESCHOOL)
    return render(request, "surveys/waves/wave.html", context)


@require_safe
@hat_required(*SEE)
def progress(request, wave_id):
    """The part of the page that htmx fetches anew while a worker is busy."""
    found = get_object_or_404(Wave, public_id=wave_id)
    return render(request, "surveys/waves/_progress.html", {"shown": pages.progress_of(found)})


@with_form
@acting_hat_required(Kind.PROGRAMME)
def begin(request, wave_id):
    """Asks first: from the opening on what is asked stays as it is."""
    found = get_object_or_404(Wave, public_id=wave_id)
    return _confirmed(
        request,
        found,
        WaveState.DRAFT,
        lambda: waves.open_wave(found, who=signature(request)),
        "surveys/waves/begin.html",
        "De meting is geopend. De lijsten worden klaargezet; de coördinatoren krijgen een mail.",
    )


@with_form
@acting_hat_required(Kind.PROGRAMME)
def drop(request, wave_id):
    found = get_object_or_404(Wave, public_id=wave_id)
    if request.method == "POST" and found.state == WaveState.DRAFT:
        try:
            waves.drop_wave(found)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("surveys:wave", wave_id)
        messages.success(request, "De meting is weggegooid. Er was nog niemand gevraagd.")
        return redirect("surveys:waves")
    return _confirmed(request, found, WaveState.DRAFT, lambda: None, "surveys/waves/drop.html", "")


@with_form
@acting_hat_required(Kind.PROGRAMME)
def close(request, wave_id):
    found = get_object_or_404(Wave, public_id=wave_id)
    return _confirmed(
        request,
        found,
        WaveState.OPEN,
        lambda: closing.ask_to_close(found, who=signature(request)),
        "surveys/waves/close.html",
        "De meting wordt gesloten. Namen, adressen en links worden gewist.",
    )


def _confirmed(request, found, state, act, template, done):
    """A page that asks, or the deed. Of a wave that is further already: its page."""
    if found.state != state:
        messages.info(request, "Deze meting is intussen verder. Kijk hoe zij er nu voor staat.")
        return redirect("surveys:wave", found.public_id)
    if request.method != "POST":
        context = {"wave": found, "trail": pages.trail(found, "Weet u het zeker?"), **pages.scope_of(found)}
        return render(request, template, context)
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("surveys:wave", found.public_id)


@with_form
@acting_hat_required(Kind.PROGRAMME)
def move_end(request, wave_id):
    found = get_object_or_404(Wave, public_id=wave_id)
    if found.state != WaveState.OPEN:
        messages.info(request, "De laatste dag is alleen te verzetten zolang de meting loopt.")
        return redirect("surveys:wave", found.public_id)
    form = EndForm(request.POST or None, found=found, initial={"closes_on": found.closes_on})
    if form.is_valid():
        try:
            waves.move_end(found, form.cleaned_data["closes_on"], who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "De laatste dag is verzet. Links blijven werken.")
            return redirect("surveys:wave", found.public_id)
    context = {"form": form, "wave": found, "trail": pages.trail(found, "Laatste dag")}
    return render(request, "surveys/waves/end.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.PROGRAMME)
def send_all(request, wave_id):
    found = get_object_or_404(Wave, public_id=wave_id)
    try:
        sent = lists.send_all(found, who=signature(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{sent} lijsten worden verstuurd." if sent else "Alle lijsten waren al verstuurd.")
    return redirect("surveys:wave", found.public_id)


def is_team(request) -> bool:
    return request.hat.kind == Kind.PROGRAMME
