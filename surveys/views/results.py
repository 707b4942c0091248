"""What came out of a measurement: for the programme team of all, for a hogeschool its own beside all together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from mkbroute.exports.services import ask_for
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import result_pages as pages
from ..chapters import chapters_of, opened_at
from ..enums import Audience, WaveState
from ..files import ANSWERS, FIGURES, subject_of
from ..models import ResultSet, Wave, WaveEvent
from ..queries import BASELINE, beside_of, earlier_results
from ..wave_pages import trail

READERS = (Kind.HOGESCHOOL, Kind.PROGRAMME)


@require_safe
@hat_required(*READERS)
def index(request, wave_id):
    """The first audience that was asked."""
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    return redirect("surveys:results", wave_id, wave.populations.values_list("audience", flat=True)[0])


@require_safe
@hat_required(*READERS)
def results(request, wave_id, audience):
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    populations = list(wave.populations.all())
    population = next((each for each in populations if each.audience == audience), None)
    if population is None:
        return redirect("surveys:all_results", wave_id)
    found = ResultSet.objects.filter(population=population).select_related("population").first()
    context = {
        "wave": wave,
        "is_open": wave.state != WaveState.CLOSED,
        "may_have_answers": wave.state == WaveState.CLOSED and acts_for(request, Kind.PROGRAMME),
        "audience": Audience(audience),
        "audiences": _tabs(wave, populations, audience),
        "found": found,
        "trail": trail(wave, "Uitkomsten"),
        **(_figures(request, found) if found else {}),
    }
    return render(request, "surveys/results/results.html", context)


@require_POST
@acting_hat_required(*READERS)
def figures_file(request, wave_id):
    """The report, and the figures that the pages show: made by a worker."""
    return _ask_for(request, wave_id, FIGURES, "Uitkomsten", beside=request.POST.get("naast", ""))


@require_POST
@acting_hat_required(Kind.PROGRAMME)
def answers_file(request, wave_id):
    """The answers themselves, for researchers; who asked for them stands with the measurement."""
    wave = get_object_or_404(Wave, public_id=wave_id)
    if wave.state != WaveState.CLOSED:
        messages.error(request, "De antwoorden zelf zijn er pas als de meting gesloten is.")
        return redirect("surveys:all_results", wave_id)
    WaveEvent.objects.create(wave=wave, who=signature(request), text="Vroeg de antwoorden op, als bestand")
    return _ask_for(request, wave_id, ANSWERS, "Antwoorden")


def _ask_for(request, wave_id, kind, what, beside=""):
    """`beside`: the id of an earlier measurement that lies beside it in the file."""
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    job = ask_for(
        kind,
        subject_of(wave, beside),
        title=f"{what} van {wave.name}",
        file_name=f"{slugify(f'{what} {wave.name}')}.zip",
        who=signature(request),
    )
    return redirect("exports:job", job.public_id)


def _tabs(wave, populations, current):
    return [
        (
            Audience(each.audience).label,
            reverse("surveys:results", args=[wave.public_id, each.audience]),
            each.audience == current,
        )
        for each in populations
    ]


def _figures(request, found):
    """One chapter: all at once would be a page that nobody reads on a phone."""
    result, audience = found.content, found.population.audience
    chapters = opened_at(chapters_of(found), request.GET.get("deel", ""))
    divisions = chapters.current.figures["divisions"]
    per = request.GET.get("per", "")
    earlier = earlier_results(found.population)
    chosen = request.GET.get("naast", BASELINE)
    return {
        "cautions": pages.cautions_of(result, audience),
        "chapters": chapters,
        "blocks": chapters.current.blocks(beside_of(found, chosen, earlier), per),
        "per": per if per in divisions else "",
        "chosen": chosen,
        "divisions": [(name, pages.DIVISIONS[name]) for name in divisions],
        "earlier": [(str(each.population.wave.public_id), each.population.wave.name) for each in earlier],
        "minimum": result["minimum"],
    }
