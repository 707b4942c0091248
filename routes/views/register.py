"""The register of a hogeschool: its routes in a list, and one by one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mkbroute.design.listing import Column, paginate, sorted_columns
from mkbroute.design.views import combobox_options
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes import board, indicators, queries
from routes.enums import DOSSIER_OPEN, STEPS, Degree, Shape, State
from routes.forms.dossier import ReasonForm
from routes.forms.filters import suggested_routes
from routes.forms.lists import ListFilter
from routes.forms.register import RouteForm, complete
from routes.forms.weeks import WeeksForm, refilled_weeks, weeks_initial
from routes.models import Route
from routes.revisions import Overtaken
from routes.services import update_route, withdraw_route
from routes.services.register import EDITABLE, register_once

from .beside import beside, shown
from .closed import closed
from .details import summary_of
from .drafts import Drafting
from .posted import posted, seen, sent_key

EXPLAINED = (
    State.RETURNED,
    State.REJECTED,
    State.RECONSIDERING,
    State.WITHDRAWN,
)  # by the reason that came with the last step
COLUMNS = [
    Column("Opleiding", "opleiding", "programme"),
    Column("Vorm", "vorm", "form"),
    Column("Start", "start", "starts_on"),
    Column("Plaatsen", "plaatsen", "places", numeric=True),
    Column("Status", "status", "state"),
    Column("Aan zet"),
]


@hat_required(Kind.HOGESCHOOL)
@require_safe
def list_routes(request):
    form = ListFilter(request.GET)
    columns, order = sorted_columns(request, COLUMNS, default="opleiding")
    page = paginate(request, queries.register(**form.found()).order_by(order, "id"))
    context = {"form": form, "columns": columns, "page": page, "rows": queries.with_turns(page)}
    context["partnerships"] = queries.partnerships(request.hat.organisation_id)
    return render(request, "routes/list.html", context)


@hat_required(Kind.HOGESCHOOL)
@require_safe
def choices(request):
    """The list under the field for a route, above the lists of people and papers."""
    return combobox_options(request, suggested_routes(request.GET.get("route_text", "")))


@acting_hat_required(Kind.HOGESCHOOL)
def add(request):
    hogeschool = Organisation.objects.get(pk=request.hat.organisation_id)
    form = RouteForm(posted(request), initial=_likely(request, hogeschool))
    weeks_form = WeeksForm(posted(request), degree=request.POST.get("degree", ""))
    key = sent_key(request)
    draft = Drafting(request, "route", hogeschool.public_id, form, weeks_form)
    weeks_form.degree = draft.resumed("degree", weeks_form.degree)
    values = complete(form, weeks_form) if request.method == "POST" else None
    if values:
        fields, weeks = values
        route, is_new = register_once(hogeschool, key=key, who=signature(request), weeks=weeks, **fields)
        draft.forget()
        if is_new:
            text = f"{route.title} staat in het register. Vul nu het dossier met de vijf criteria in."
        else:
            text = f"{route.title} stond al in het register. Wilt u iets wijzigen, doe dat dan hier."
        messages.success(request, text)
        return redirect("routes:detail", route.public_id)
    return _form_page(request, "routes/add.html", {"form": form, "weeks": weeks_form, "draft": draft, "key": key})


def _likely(request, hogeschool: Organisation) -> dict[str, str]:
    """What most new routes of this hogeschool have in common."""
    contact = {"contact_name": request.hat.name, "contact_email": request.user.email}
    place = {"city": hogeschool.city, "province": hogeschool.province}
    return {**contact, **place, "brin": queries.usual_brin(hogeschool)}


@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    if route.state not in EDITABLE:
        return closed(request, route)
    weeks = queries.weeks_of(route)
    before = seen(request, queries.revision_of(route))
    form = RouteForm(posted(request), instance=route)
    degree = request.POST.get("degree", route.degree)
    weeks_form = WeeksForm(posted(request), initial=weeks_initial(weeks), degree=degree)
    draft = Drafting(request, "route", route.public_id, form, weeks_form)
    weeks_form.degree = draft.resumed("degree", degree)
    context = {
        "route": route,
        "title": route.title,
        "form": form,
        "weeks": weeks_form,
        "seen": draft.resumed("seen", before),
        "shown": draft.resumed("shown", shown(request, form, weeks_form)),
        "theirs": [],
        "draft": draft,
    }
    values = complete(form, weeks_form) if request.method == "POST" else None
    if values and _saved(request, route, context, *values):
        draft.forget()
        messages.success(request, "De gegevens zijn opgeslagen.")
        return redirect("routes:detail", public_id)
    return _form_page(request, "routes/edit.html", context)


def _saved(request, route, context, fields, weeks) -> bool:
    try:
        update_route(route, who=signature(request), weeks=weeks, seen=context["seen"], **fields)
    except Overtaken as overtaken:
        now = Route.objects.get(pk=route.pk)
        stands = WeeksForm(initial=weeks_initial(queries.weeks_of(now)), degree=now.degree)
        found = beside(request.POST, RouteForm(instance=now), stands)
        context |= found.context(queries.revision_of(now))
        context["form"] = RouteForm(found.data, instance=now)
        context["weeks"] = WeeksForm(found.data, degree=found.data.get("degree", now.degree))
        context["form"].add_error(None, overtaken)
    except ValidationError as refusal:
        context["form"].add_error(None, refusal)
    else:
        return True
    return False


def _form_page(request, template: str, context: dict):
    week_of = request.POST.get("week_of") or _week_of(context["form"].instance)
    week_of = context["draft"].resumed("week_of", week_of)
    status = 422 if request.method == "POST" else 200
    nothing = {"seen": "", "shown": "", "theirs": []}
    return render(request, template, {**nothing, **context, "week_of": week_of}, status=status)


def _week_of(route: Route) -> str:
    return f"{route.shape}:{route.degree}" if route.pk else ""


@hat_required(Kind.HOGESCHOOL)
@require_safe
def weeks(request):
    """The week fields for a degree and shape just chosen, for htmx."""
    degree, shape = request.GET.get("degree"), request.GET.get("shape")
    if degree in Degree.values and shape in Shape.values:
        form, week_of = refilled_weeks(request.GET, Shape(shape), Degree(degree)), f"{shape}:{degree}"
    else:
        form, week_of = WeeksForm(initial=request.GET.dict(), degree=degree or ""), ""
    return render(request, "routes/_weeks.html", {"weeks": form, "week_of": week_of})


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def detail(request, public_id):
    found = queries.with_flags(queries.since_last_step(Route.objects.select_related("hogeschool")))
    route = get_object_or_404(found.prefetch_related("years"), public_id=public_id)
    partners, turn = queries.partners_of(route), queries.turn(route)
    ours = request.hat.kind == Kind.HOGESCHOOL
    items = queries.dossier(route, partners, figures=indicators.now_in_words if ours else None)
    may_state = ours and route.state in DOSSIER_OPEN
    completeness = queries.completeness(route, items) if may_state else []
    events = queries.timeline(route)
    context = {
        "route": route,
        "facts": queries.facts_of(route),
        "weeks": queries.weeks_of(route),
        "partners": partners,
        "details": summary_of(route),
        "items": items,
        "completeness": completeness,
        "trail": [("Routes", reverse("routes:list")), (route.title, "")],
        "turn": turn,
        "turn_mine": bool(turn and turn.kind == request.hat.kind),
        "events": events,
        "last_reason": next((event for event in events if event["reason"]), None) if route.state in EXPLAINED else None,
        "ready": all(row["ok"] for row in completeness),
        "ours": ours,
        "board": board.overview(route).words,
        "decision": queries.last_decision(route),
        "may_ask_again": ours and _may_object(route),
        "may_edit": acts_for(request, Kind.HOGESCHOOL) and route.state in EDITABLE,
        "may_state": may_state,
        "may_withdraw": _may_withdraw(request, route),
    }
    return render(request, "routes/detail.html", context)


def _may_object(route: Route) -> bool:
    decision = queries.last_decision(route) if route.state == State.REJECTED else None
    until = decision.reconsider_until if decision else None
    return bool(until and timezone.localdate() <= until)


def _may_withdraw(request, route: Route) -> bool:
    if request.hat.kind == Kind.PROGRAMME:
        return route.state == State.RECOGNISED
    return State.WITHDRAWN in STEPS.get(route.state, {})


@acting_hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def withdraw(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    if not _may_withdraw(request, route):
        return closed(request, route)
    form = ReasonForm(posted(request), help_text="Iedereen die bij de route hoort, leest deze reden.")
    if form.is_valid():
        try:
            withdraw_route(route, reason=form.cleaned_data["reason"], who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{route.title} is ingetrokken.")
            return redirect("routes:detail", public_id)
    context = {"route": route, "form": form, "question": f"{route.title} intrekken?"}
    return render(request, "routes/withdraw.html", context, status=422 if form.is_bound else 200)
