"""What the pages with open answers show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from matching.journey import Moment

from .enums import Audience, QuestionState, WaveState
from .masking import KNOWN, NAMED, Candidate
from .models import OpenQuestion, Quote, ThemeFigures, Verbatim, Wave
from .result_tables import NOTHING, Table, whole
from .services.results import minimum_cell
from .wave_pages import trail
from .words import agreed, share_of

HOME = "Open antwoorden"


def trail_of(question: OpenQuestion, *here: str) -> list[tuple[str, str]]:
    wave = question.population.wave
    begin = [*trail(wave, "x")[:-1], (HOME, reverse("surveys:open_answers", args=[wave.public_id]))]
    if not here:
        return [*begin, (question.code, "")]
    read = reverse("surveys:read_answers", args=[question.public_id])
    return [*begin, (question.code, read), *((name, "") for name in here)]


@dataclass
class Line:
    """A question, as the overview shows it."""

    found: OpenQuestion
    place: str  # of the reader: first or second coder, or empty

    @property
    def mine_to_code(self) -> bool:
        done = {"first": self.found.first_done, "second": self.found.second_done}
        return self.found.state == QuestionState.CODING and bool(self.place) and not done[self.place]

    @property
    def progress(self) -> list[tuple[str, str]]:
        """Of each coder: her name, and how far."""
        question = self.found
        pairs = ((question.first_name, question.first_done), (question.second_name, question.second_done))
        return [(name, "klaar" if done else "bezig") for name, done in pairs if name]


def index_context(wave: Wave, user_id: int) -> dict[str, Any]:
    found = OpenQuestion.objects.filter(population__wave=wave).select_related("population__wave")
    numbers = {
        "answers": Count("verbatims", distinct=True),
        "to_review": Count("verbatims", filter=Q(verbatims__state="new"), distinct=True),
        "released": Count("verbatims", filter=Q(verbatims__state="released"), distinct=True),
    }
    lines = [Line(each, each.place_of(user_id)) for each in found.annotate(**numbers).order_by("code", "id")]
    groups = [
        (Audience(audience).label, [line for line in lines if line.found.population.audience == audience])
        for audience in Audience
    ]
    return {
        "groups": [(label, found) for label, found in groups if found],
        "to_code": [line for line in lines if line.mine_to_code],
        "minimum": minimum_cell(),
        "is_closed": wave.state == WaveState.CLOSED,
        "trail": trail(wave, HOME),
    }


def events_of(verbatim: Verbatim) -> list[Moment]:
    return [Moment(event.at, event.who, event.text, "", "") for event in verbatim.events.all()]


def sure(found: Sequence[Candidate]) -> list[int]:
    """What is ticked beforehand: an address or a number is no word that merely has a capital, nor is a known name."""
    return [place for place, each in enumerate(found) if each.mark != NAMED or each.why == KNOWN]


@dataclass
class Shown:
    """Of one question, what all who see the results may see."""

    code: str
    text: str
    lead: str = ""
    agreement: str = ""
    table: Table | None = None
    quotes: list[Quote] = field(default_factory=list)


def themes_context(wave: Wave) -> dict[str, Any]:
    """As whoever acts: a hogeschool sees its own counts beside all."""
    shown = themes_of(wave)
    return {
        "groups": [(each.label, found) for each in Audience if (found := shown.get(each))],
        "minimum": minimum_cell(),
    }


def themes_of(wave: Wave) -> dict[str, list[Shown]]:
    """By audience; questions without counts or quotes are left out."""
    figures = ThemeFigures.objects.filter(question__population__wave=wave, question__state=QuestionState.SETTLED)
    by_question = {each.question_id: each for each in figures.order_by("pk")}
    quotes: dict[int, list[Quote]] = {}
    for quote in Quote.objects.filter(question__population__wave=wave):
        quotes.setdefault(quote.question_id, []).append(quote)
    found: dict[str, list[Shown]] = {}
    for question in OpenQuestion.objects.filter(population__wave=wave).select_related("population"):
        counted, said = by_question.get(question.pk), quotes.get(question.pk, [])
        if counted or said:
            one = _shown(question, counted, said)
            found.setdefault(question.population.audience, []).append(one)
    return found


def _shown(question: OpenQuestion, counted: ThemeFigures | None, quotes: list[Quote]) -> Shown:
    shown = Shown(question.code, question.text, quotes=quotes)
    if counted:
        content, own = counted.content, counted.hogeschool_id is not None
        shown.lead = f"{content['answers']} antwoorden; een antwoord kan over meer dan één thema gaan."
        shown.agreement = agreed(content["agreement"])
        shown.table = theme_table(content, own=own)
    return shown


def theme_table(content: dict[str, Any], *, own: bool) -> Table:
    """The themes that come up most first; what fits no theme last."""
    head = ["Thema", "Antwoorden", "Aandeel", *(["Uw hogeschool"] if own else []), "Kappa"]
    named = sorted((each for each in content["themes"] if each["name"]), key=lambda each: -(each["count"] or 0))
    rest = [each for each in content["themes"] if not each["name"]]
    rows = []
    for each in [*named, *rest]:
        count, measured = each["count"], each["agreement"]
        kappa = measured["kappa"] if measured else None
        row = [each["name"] or "Geen thema", whole(count), share_of(count, content["answers"])]
        row += [whole(each["own"])] if own else []
        rows.append([*row, NOTHING if kappa is None else f"{kappa:.2f}".replace(".", ",")])
    return Table("Thema’s", head, rows)
