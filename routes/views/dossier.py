"""The dossier on the five criteria, by the hogeschool."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import indicators, queries
from routes.enums import DOSSIER_OPEN, STEPS, STOPPED, State, Verdict
from routes.forms.dossier import StatementForm
from routes.models import CriterionAssessment, Route
from routes.revisions import Overtaken
from routes.services import state_criterion, submit_route
from routes.wordings import wordings_of

from .beside import beside, shown
from .closed import closed
from .drafts import Drafting
from .posted import posted, seen


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def show(request, public_id):
    route = get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)
    ours = request.hat.kind == Kind.HOGESCHOOL
    items = queries.dossier(route, figures=indicators.now_in_words if ours else None)
    version = queries.latest_version(route)
    criteria_set = items[0].assessment.criterion.criteria_set
    completeness = queries.completeness(route, items)
    context = {
        "route": route,
        "trail": [*_trail(route, ours=ours)[:-1], ("Dossier", "")],
        "items": items,
        "criteria_set": criteria_set,
        "may_adopt": ours and route.state in DOSSIER_OPEN and not criteria_set.standing,
        "completeness": completeness,
        "ready": all(row["ok"] for row in completeness),
        "may_state": ours and route.state in DOSSIER_OPEN,
        "version": version,
    }
    return render(request, "routes/dossier.html", context)


def _trail(route: Route, *, ours: bool = True) -> list[tuple[str, str]]:
    first = ("Routes", reverse("routes:list")) if ours else ("Beoordeling", reverse("routes:reviews"))
    place = {"args": [route.public_id]}
    return [first, (route.title, reverse("routes:detail", **place)), ("Dossier", reverse("routes:dossier", **place))]


def answered(public_id, number: int) -> CriterionAssessment:
    """Under the criteria that the route answers now; else 404."""
    route = get_object_or_404(Route, public_id=public_id)
    found = queries.assessment_of(route, number)
    if found is None:
        raise Http404
    found.route = route
    return found


@acting_hat_required(Kind.HOGESCHOOL)
def state(request, public_id, number):
    assessment = answered(public_id, number)
    if assessment.route.state not in DOSSIER_OPEN:
        return closed(request, assessment.route)
    items = queries.dossier(assessment.route, figures=indicators.now_in_words)
    item = next(item for item in items if item.number == number)
    before = seen(request, queries.statement_revision(assessment))
    form = StatementForm(posted(request), instance=assessment)
    draft = Drafting(request, f"criterion-{number}", public_id, form)
    criterion, last = assessment.criterion, len(items)
    context = {
        "item": item,
        "criterion": criterion,
        "wordings": wordings_of(criterion),
        "route": assessment.route,
        "trail": [*_trail(assessment.route), (f"Criterium {number}", "")],
        "eyebrow": f"Criterium {number} van {last}",
        "found": f"Het programmateam vindt: {item.finding.verdict.label.lower()}" if item.finding else "",
        "next_label": f"Opslaan en naar criterium {number + 1}" if number < last else "",
        "form": form,
        "draft": draft,
        "seen": draft.resumed("seen", before),
        "shown": draft.resumed("shown", shown(request, form)),
        "theirs": [],
    }
    if form.is_valid() and _saved(request, assessment, context):
        draft.forget()
        return _next_page(request, assessment)
    return render(request, "routes/criterion.html", context, status=422 if form.is_bound else 200)


def _saved(request, assessment, context) -> bool:
    values = context["form"].cleaned_data
    try:
        state_criterion(assessment, who=signature(request), seen=context["seen"], **values)
    except Overtaken as overtaken:
        now = CriterionAssessment.objects.get(pk=assessment.pk)
        found = beside(request.POST, StatementForm(instance=now))
        context |= found.context(queries.statement_revision(now))
        context["form"] = StatementForm(found.data, instance=now)
        context["form"].add_error(None, overtaken)
    except ValidationError as refusal:
        context["form"].add_error(None, refusal)
    else:
        return True
    return False


def _next_page(request, assessment):
    """Criterion after criterion, or back to the dossier: as the button says."""
    messages.success(request, f"Criterium {assessment.criterion.number} is opgeslagen.")
    number = assessment.criterion.number + 1
    if "next" in request.POST and queries.assessment_of(assessment.route, number):
        return redirect("routes:criterion", assessment.route.public_id, number)
    return redirect("routes:dossier", assessment.route.public_id)


@acting_hat_required(Kind.HOGESCHOOL)
def submit(request, public_id):
    route = get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)
    if State.SUBMITTED not in STEPS.get(route.state, {}):
        return closed(request, route)
    missing = queries.missing(route)
    if request.method == "POST":
        try:
            submit_route(route, who=signature(request))
        except ValidationError as refusal:
            missing = refusal.messages
        else:
            told = f"{route.title} ligt bij het programmateam. U krijgt een mail als er een besluit is."
            messages.success(request, told)
            return redirect("routes:detail", public_id)
    status = 422 if request.method == "POST" else 200
    items = queries.dossier(route, figures=indicators.now_in_words)
    doubts = [item for item in items if item.own_verdict not in (None, Verdict.MEETS)]
    gaps = [row for row in queries.completeness(route, items) if not row["ok"]]
    context = {
        "route": route,
        "missing": missing,
        "gaps": gaps,
        "doubts": doubts,
        "told": [item for item in items if item.is_words_alone],
        "stopped": route.get_phase_display() if route.phase in STOPPED else "",
        "question": f"{route.title} indienen?",
    }
    return render(request, "routes/submit.html", context, status=status)
