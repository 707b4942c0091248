"""The programme team reads a dossier, judges each criterion, and decides."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.field_html import mistakes_in
from mkbroute.design.listing import paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import indicators, judgements, queries, second_round, versions
from routes.enums import WITH_PROGRAMME, Occasion, State
from routes.forms.dossier import DecisionForm, VerdictForm
from routes.forms.lists import ReviewFilter
from routes.forms.questions import AssessorForm
from routes.judgements import Seat, verdict_revision
from routes.models import CriterionJudgement, DossierQuestion, DossierVersion, Route
from routes.revisions import Overtaken, revision
from routes.services import Judgement, review_route

from .drafts import Drafting
from .posted import NOTHING, posted

SHOWN_ABOVE = ("Waar gaat de route over?", "Hoe zijn werken en leren verbonden?")
DECIDED = {
    State.ASSESSING: "Uw oordelen over {} zijn bewaard.",
    State.RECONSIDERING: "Uw oordelen over {} zijn bewaard.",
    State.RECOGNISED: "{} is erkend en staat in het openbare overzicht. De hogeschool krijgt het besluit per mail.",
    State.RETURNED: "Er is een aanvulling gevraagd voor {}.",
    State.REJECTED: "{} is nog niet erkend en blijft als ontwikkelroute in het register.",
}


@dataclass
class Row:
    """A criterion with the form of whoever judges. `theirs`: what was saved in another window while she typed."""

    item: queries.DossierItem
    form: VerdictForm
    own: CriterionJudgement | None
    others: list[tuple[str, CriterionJudgement]]
    questions: list[DossierQuestion]
    differs: bool
    figures: list[tuple[str, str, str]]  # title, as it was submitted, and as it was last counted
    theirs: bool = False
    is_kept: bool = False  # filled in with what she found of the version before


@dataclass
class Desk:
    """What lies before whoever opens the page."""

    route: Route
    version: DossierVersion | None
    seats: list[Seat]

    @property
    def own(self) -> Seat | None:
        return judgements.own_seat(self.seats)

    @property
    def colleagues(self) -> list[Seat]:
        return judgements.colleagues(self.seats)

    def figures(self, route_id: int) -> dict[str, str]:
        """As they were submitted; of what was not known then, as it was last counted."""
        then = versions.figures_in_words(self.version.content) if self.version else {}
        return {**indicators.kept_in_words(route_id), **then}

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Everything that is judged beside the criteria, as it was submitted."""
        if not self.version:
            return queries.facts_of(self.route)
        return [(label, said) for label, said in self.version.content["facts"] if label not in SHOWN_ABOVE]

    @property
    def is_open(self) -> bool:
        """May whoever reads judge now? A dossier that nobody took up is taken up by the first who saves."""
        lies_there = self.version is not None and self.route.state in WITH_PROGRAMME
        return lies_there and judgements.may_judge(self.seats)

    @property
    def may_take_over(self) -> bool:
        return self.version is not None and self.route.state in WITH_PROGRAMME and not self.is_open

    @property
    def leave_to_another(self) -> bool:
        """Is it an objection to what whoever reads found herself?"""
        asked_again = self.version is not None and self.version.occasion == Occasion.OBJECTION
        return asked_again and self.is_open and judgements.judged_before(self.version)


@hat_required(Kind.PROGRAMME)
@require_safe
def list_reviews(request):
    form = ReviewFilter(request.GET)
    page = paginate(request, queries.reviews(**form.found()))
    return render(request, "routes/reviews.html", {"form": form, "page": page, "rows": queries.with_turns(page)})


@acting_hat_required(Kind.PROGRAMME)
def judge(request, public_id):
    desk = _desk(public_id)
    rows = _rows(desk, posted(request))
    decision = DecisionForm(posted(request), with_colleague=bool(desk.colleagues))
    draft = Drafting(
        request, f"review-{desk.version.number if desk.version else 0}", public_id, *_forms(rows, decision)
    )
    if request.method == "POST" and _all_valid(rows, decision):
        try:
            saved = _save(request, desk.route, rows, decision)
        except Overtaken as overtaken:
            desk = _desk(public_id)
            rows = _beside_theirs(request.POST, desk)
            decision.add_error(None, overtaken)
        except ValidationError as refusal:
            _point_out(refusal, rows, decision)
        else:
            draft.forget()
            _tell(request, saved, rows)
            return redirect("routes:reviews")
    return _page(request, _desk(public_id) if request.method == "POST" else desk, rows, decision, draft)


def _point_out(refusal: ValidationError, rows: list[Row], decision: DecisionForm) -> None:
    """At each criterion that it is about; else above the form."""
    about = (getattr(refusal, "params", None) or {}).get("criteria", [])
    for row in rows:
        if row.item.number in about:
            row.form.add_error("verdict", "Geef een oordeel, of kies bij het besluit ‘nog niet besluiten’.")
    if not about:
        decision.add_error(None, refusal)


def _tell(request, saved: Route, rows: list[Row]) -> None:
    said = any(row.own or row.form.cleaned_data["verdict"] or row.form.cleaned_data["motivation"] for row in rows)
    if said or saved.state not in WITH_PROGRAMME:
        messages.success(request, DECIDED[State(saved.state)].format(saved.title))
    else:
        messages.info(request, f"Er was nog geen oordeel over {saved.title} ingevuld: er is niets veranderd.")


def _desk(public_id) -> Desk:
    found = queries.since_last_step(Route.objects.select_related("hogeschool").prefetch_related("years"))
    route = get_object_or_404(found, public_id=public_id)
    version = queries.latest_version(route)
    return Desk(route, version, judgements.seats_of(version) if version else [])


def _rows(desk: Desk, data) -> list[Row]:
    numbers = judgements.numbers_of(desk.version) if desk.version else []
    differing = judgements.differing(desk.seats, numbers)
    found = DossierQuestion.objects.filter(route=desk.route).select_related("criterion").prefetch_related("posts")
    threads: dict[int, list[DossierQuestion]] = {}
    for question in found:
        threads.setdefault(question.criterion.number, []).append(question)
    figures = _figures(desk)
    kept = second_round.kept_judgements(desk.version) if desk.version and desk.is_open else {}
    rows = []
    for item in queries.dossier(desk.route, figures=desk.figures):
        own = desk.own.judgements.get(item.number) if desk.own else None
        # what a colleague found is shown once the reader has her own opinion, or only looks on
        looks_on = not desk.own or bool(own and own.verdict)
        others = [
            (seat.name, seat.judgements[item.number])
            for seat in desk.seats
            if not seat.is_own and looks_on and seat.verdict_on(item.number)
        ]
        form = _verdict_form(item, own, data, kept.get(item.number))
        asked = threads.get(item.number, [])
        differs = looks_on and item.number in differing
        rows.append(Row(item, form, own, others, asked, differs, figures.get(item.number, [])))
        rows[-1].is_kept = own is None and item.number in kept
    return rows


def _figures(desk: Desk) -> dict[int, list[tuple[str, str, str]]]:
    """By number of the criterion."""
    now = {figure.indicator.code: figure for figure in indicators.figures_kept(desk.route.pk)}
    found: dict[int, list[tuple[str, str, str]]] = {}
    for then in desk.version.content["figures"] if desk.version else []:
        kept = now[then["code"]]
        counted = kept.dated if kept.count or kept.too_few else ""
        found.setdefault(then["criterion"], []).append((then["title"], then["words"], counted))
    return found


def _verdict_form(
    item: queries.DossierItem, own: CriterionJudgement | None, data, kept: CriterionJudgement | None = None
) -> VerdictForm:
    found = own or kept
    typed = {"verdict": found.verdict, "motivation": found.motivation} if found else {}
    initial = {**typed, "seen": verdict_revision(own)}
    return VerdictForm(data, criterion=item.assessment.criterion, initial=initial)


def _all_valid(rows: list[Row], decision: DecisionForm) -> bool:
    mistakes = [form.errors for form in _forms(rows, decision)]  # of every form, so that all show at once
    return not any(mistakes)


def _forms(rows: list[Row], decision: DecisionForm) -> list[Form]:
    return [*[row.form for row in rows], decision]


def _save(request, route: Route, rows: list[Row], decision: DecisionForm) -> Route:
    typed = {row.item.number: row.form.cleaned_data for row in rows}
    return review_route(
        route,
        {number: Judgement(data["verdict"], data["motivation"]) for number, data in typed.items()},
        seen={number: data["seen"] or NOTHING for number, data in typed.items()},
        who=signature(request),
        decision=decision.chosen,
        reason=decision.cleaned_data["reason"],
        without=decision.cleaned_data.get("without", ""),
    )


def _beside_theirs(sent, desk: Desk) -> list[Row]:
    """What was saved elsewhere takes the place of what this window left alone; what was typed stays, beside it."""
    data, rows = sent.copy(), _rows(desk, None)
    for row in rows:
        number, found = row.item.number, row.own
        now, seen = verdict_revision(found), sent.get(f"c{number}-seen")
        typed = revision(sent.get(f"c{number}-verdict", ""), sent.get(f"c{number}-motivation", "").strip())
        if typed == seen != now and found:
            data[f"c{number}-verdict"], data[f"c{number}-motivation"] = found.verdict, found.motivation
        data[f"c{number}-seen"] = now
        row.form = _verdict_form(row.item, found, data)
        row.theirs = now not in (seen, typed)
    return rows


def _page(request, desk: Desk, rows: list[Row], decision: DecisionForm, draft: Drafting):
    route, version = desk.route, desk.version
    before = _judged_before(route, version)
    context = {
        "route": route,
        "trail": [("Beoordeling", reverse("routes:reviews")), (route.title, "")],
        "facts": desk.facts,
        "rhythm": version.content.get("rhythm", []) if version else [],
        "weeks": queries.weeks_of(route),
        "partners": queries.partners_of(route),
        "rows": rows,
        "desk": desk,
        "decision": decision,
        "draft": draft,
        "decided": queries.last_decision(route),
        "before": before,
        "sections": versions.compare(before.content, version.content) if before and version else [],
        "mistakes": [mistake for form in _forms(rows, decision) if form.is_bound for mistake in mistakes_in(form)],
        "is_open": desk.is_open,
        "ask_form": AssessorForm(team=judgements.may_be_asked(desk.seats)) if _may_ask(desk) else None,
        "turn": queries.turn(route),
        "events": queries.timeline(route),
    }
    return render(request, "routes/review.html", context, status=422 if request.method == "POST" else 200)


def _may_ask(desk: Desk) -> bool:
    return desk.is_open and len(desk.colleagues) + bool(desk.own) < judgements.AT_MOST


def _judged_before(route: Route, version: DossierVersion | None) -> DossierVersion | None:
    """The version of the judgement before this one."""
    if not version:
        return None
    return DossierVersion.objects.filter(route=route, number__lt=version.number, decision__isnull=False).last()
