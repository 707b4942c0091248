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
from ..enums import Audience, WaveState
from ..figures.beside import beside_wave
from ..files import ANSWERS, FIGURES
from ..models import ResultSet, Wave, WaveEvent
from ..queries import baseline_lines, earlier_results
from ..wave_pages import trail

READERS = (Kind.HOGESCHOOL, Kind.PROGRAMME)
BASELINE = "nulmeting"


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
    found = ResultSet.objects.filter(population=population).first()
    context = {
        "wave": wave,
        "is_open": wave.state != WaveState.CLOSED,
        "may_have_answers": wave.state == WaveState.CLOSED and acts_for(request, Kind.PROGRAMME),
        "audience": Audience(audience),
        "audiences": _tabs(wave, populations, audience),
        "found": found,
        "trail": trail(wave, "Uitkomsten"),
        **(_figures(request, wave, population, found) if found else {}),
    }
    return render(request, "surveys/results/results.html", context)


@require_POST
@acting_hat_required(*READERS)
def figures_file(request, wave_id):
    """The report, and the figures that the pages show: made by a worker."""
    return _ask_for(request, wave_id, FIGURES, "Uitkomsten")


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


def _ask_for(request, wave_id, kind, what):
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    job = ask_for(
        kind,
        str(wave.public_id),
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


def _figures(request, wave, population, found):
    result, own = found.content, found.content.get("own", "")
    per = request.GET.get("per", "")
    per = per if per in result["divisions"] else ""
    earlier = earlier_results(population)
    chosen = request.GET.get("naast", BASELINE)
    beside = beside_of(result, population.audience, chosen, earlier)
    return {
        "cautions": pages.cautions_of(result, population.audience),
        "response": pages.response_of(result, per or "route"),
        "sections": pages.blocks_of(population.asked, result, beside=beside, per=per, own=own),
        "per": per,
        "chosen": chosen,
        "divisions": [(name, pages.DIVISIONS[name]) for name in result["divisions"]],
        "earlier": [(str(each.population.wave.public_id), each.population.wave.name) for each in earlier],
        "minimum": result["minimum"],
    }


def beside_of(result, audience, chosen, earlier=()):
    """The nulmeting, or another wave by its id; nothing of what does not exist."""
    if chosen == BASELINE:
        return pages.Context(lines=baseline_lines(result, audience))
    other = next((each for each in earlier if str(each.population.wave.public_id) == chosen), None)
    if other is None:
        return pages.Context()
    waves = {each.code: each for each in beside_wave(result, other.content)}
    return pages.Context(waves=waves, earlier=other.population.wave.name)
