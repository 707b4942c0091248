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
from mkbroute.organisations.access import hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import queries
from routes.enums import State
from routes.forms.dossier import DecisionForm, VerdictForm
from routes.forms.lists import ReviewFilter
from routes.models import Route
from routes.revisions import Overtaken, revision
from routes.services import Judgement, review_route

from .posted import NOTHING, posted

DECIDED = {
    State.SUBMITTED: "Uw oordelen over {} zijn bewaard.",
    State.RECOGNISED: "{} is erkend en staat in het openbare overzicht.",
    State.RETURNED: "Er is een aanvulling gevraagd voor {}.",
    State.REJECTED: "{} is nog niet erkend en blijft als ontwikkelroute in het register.",
}


@dataclass
class Row:
    """A criterion with its form. `theirs`: what a colleague saved while this person was typing."""

    item: queries.DossierItem
    form: VerdictForm
    theirs: bool = False


@hat_required(Kind.PROGRAMME)
@require_safe
def list_reviews(request):
    form = ReviewFilter(request.GET)
    page = paginate(request, queries.reviews(**form.found()))
    return render(request, "routes/reviews.html", {"form": form, "page": page, "rows": queries.with_turns(page)})


@hat_required(Kind.PROGRAMME)
def judge(request, public_id):
    found = queries.since_last_step(Route.objects.select_related("hogeschool").prefetch_related("years"))
    route = get_object_or_404(found, public_id=public_id)
    rows = [Row(item, _verdict_form(item, posted(request))) for item in queries.dossier(route)]
    decision = DecisionForm(posted(request))
    if request.method == "POST" and _all_valid(rows, decision):
        try:
            saved = _save(request, route, rows, decision)
        except Overtaken as overtaken:
            rows = _beside_theirs(request.POST, route)
            decision.add_error(None, overtaken)
        except ValidationError as refusal:
            _point_out(refusal, rows, decision)
        else:
            _tell(request, saved, rows)
            return redirect("routes:reviews")
    return _page(request, route, rows, decision)


def _point_out(refusal: ValidationError, rows: list[Row], decision: DecisionForm) -> None:
    """At each criterion that it is about; else above the form."""
    about = (getattr(refusal, "params", None) or {}).get("criteria", [])
    for row in rows:
        if row.item.number in about:
            row.form.add_error("verdict", "Geef een oordeel, of kies bij het besluit ‘nog niet besluiten’.")
    if not about:
        decision.add_error(None, refusal)


def _tell(request, route: Route, rows: list[Row]) -> None:
    judged = any(row.form.cleaned_data["verdict"] for row in rows)
    if route.state == State.SUBMITTED and not judged:
        messages.info(request, f"Er was nog geen oordeel over {route.title} ingevuld: er is niets veranderd.")
    else:
        messages.success(request, DECIDED[State(route.state)].format(route.title))


def _verdict_form(item: queries.DossierItem, data) -> VerdictForm:
    found = item.assessment
    initial = {"verdict": found.verdict, "motivation": found.motivation, "seen": queries.verdict_revision(found)}
    return VerdictForm(data, criterion=found.criterion, initial=initial)


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
    )


def _beside_theirs(sent, route: Route) -> list[Row]:
    """What a colleague saved takes the place of what this person left alone; what she typed stays, beside theirs."""
    data, rows = sent.copy(), []
    for item in queries.dossier(route):
        number, found = item.number, item.assessment
        now, seen = queries.verdict_revision(found), sent.get(f"c{number}-seen")
        typed = revision(sent.get(f"c{number}-verdict", ""), sent.get(f"c{number}-motivation", "").strip())
        if typed == seen != now:
            data[f"c{number}-verdict"], data[f"c{number}-motivation"] = found.verdict, found.motivation
        data[f"c{number}-seen"] = now
        rows.append(Row(item, _verdict_form(item, data), theirs=now not in (seen, typed)))
    return rows


def _page(request, route: Route, rows: list[Row], decision: DecisionForm):
    route.refresh_from_db(fields=["state"])
    partners = queries.partners_of(route)
    context = {
        "route": route,
        "trail": [("Beoordeling", reverse("routes:reviews")), (route.title, "")],
        "facts": queries.facts_of(route),
        "weeks": queries.weeks_of(route),
        "partners": partners,
        "rows": rows,
        "decision": decision,
        "mistakes": [mistake for form in _forms(rows, decision) if form.is_bound for mistake in mistakes_in(form)],
        "is_open": route.state == State.SUBMITTED,
        "turn": queries.turn(route),
        "events": queries.timeline(route),
    }
    return render(request, "routes/review.html", context, status=422 if request.method == "POST" else 200)
