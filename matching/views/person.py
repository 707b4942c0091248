"""Someone applies to a route, and follows how it goes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.access.actor import PUBLIC, acting_as
from mkbroute.organisations.access import person_required
from routes.catalogue import alternatives
from routes.enums import Phase
from routes.models import Route
from routes.readers import asked_by, reader_of

from .. import introducing, queries
from ..admission import conditions, standing_checks
from ..audience import words_for
from ..enums import ENDED, ApplicationState
from ..forms import ApplicationForm, ReasonForm
from ..journey import Reader, road_of
from ..models import GIVEN, Application
from ..round_queries import of_rounds
from ..services import applications as services
from ..services.applying import apply_for_routes
from ..services.refusal import FileRefused, Refusal
from .answers import posted, told

KNOWN = [name for name in GIVEN if name != "motivation"]
WHY_CLOSED = {
    Phase.STALLED: "{} heeft deze opleiding stilgelegd: er begint voorlopig niemand.",
    Phase.ENDED: "{} is met deze opleiding gestopt.",
}


@login_not_required
def apply(request, slug):
    """A visitor first reads what will happen and proves her address, so that nothing typed is lost on the way."""
    with acting_as(PUBLIC):  # what is public is so for whoever is logged in, in whatever hat
        route = get_object_or_404(Route.objects.select_related("hogeschool"), slug=slug)
        cards = [] if route.is_open else alternatives(route)
    # closed while she filled in the form: that keeps what she typed, and says why
    if not route.is_open and (request.method != "POST" or not request.user.is_authenticated):
        return _closed(request, route, cards)
    if not request.user.is_authenticated:
        return _start(request, route)
    return _apply(request, route)


def _closed(request, route, cards):
    why = WHY_CLOSED.get(Phase(route.phase)) if route.is_recognised else None
    told = (why or "{} neemt voor deze opleiding geen aanmeldingen aan.").format(route.hogeschool.name)
    return render(request, "matching/apply_closed.html", {"route": route, "cards": cards, "why": told})


def _start(request, route):
    login = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
    asked = asked_by(reader_of(request))
    context = {
        "route": route,
        "login_url": login,
        "reader": asked.get("voor", ""),
        "lead": f"Werken en leren tegelijk, bij {route.hogeschool.name} en een bedrijf.",
        "trail": [
            ("Opleidingen", reverse("routes:catalogue")),
            (route.title, reverse("routes:page", args=[route.slug], query=asked)),
            ("Aanmelden", ""),
        ],
    }
    return render(request, "matching/apply_start.html", context)


@person_required
def _apply(request, route):
    running = Application.objects.filter(route=route).exclude(state__in=ENDED).first()
    if running:
        messages.info(request, "Je hebt je al aangemeld voor deze opleiding. Hier zie je hoe het ervoor staat.")
        return redirect("matching:mine", running.public_id)
    form = _form(request, route)
    if form.is_bound and form.is_valid():
        try:
            (application, is_new), *_ = apply_for_routes(
                form.chosen_routes,
                student_id=request.user.pk,
                email=request.user.email,
                details=form.details,
                cv=form.cleaned_data["cv"],
            )
        except Refusal as refusal:
            form.add_error("cv" if isinstance(refusal, FileRefused) else None, str(refusal))
        else:
            return redirect("matching:applied" if is_new else "matching:mine", application.public_id)
    choice = queries.route_choice(request.POST.get("route_text", ""), form.ticked, but=route)
    context = {"route": route, "form": form, "choice": choice}
    return render(request, "matching/apply.html", context, status=422 if form.is_bound else 200)


def _form(request, route: Route) -> ApplicationForm:
    """Bound, unless someone without script only looks for a route: then what was typed stands, unjudged."""
    if "find_route" in request.POST:
        typed = {**request.POST.dict(), **{name: request.POST.getlist(name) for name in ("routes", "regions", "days")}}
        return ApplicationForm(initial=typed, route=route)
    return ApplicationForm(posted(request), request.FILES or None, initial=_known_of_person(), route=route)


def _known_of_person() -> dict[str, str]:
    """As she wrote it for another route."""
    return Application.objects.values(*KNOWN).first() or {}


@require_safe
@person_required
def route_options(request, slug):
    """The part of the form that htmx asks for while someone looks for another route."""
    route = get_object_or_404(Route, slug=slug)
    text = request.GET.get("route_text", "")
    choice = queries.route_choice(text, request.GET.getlist("routes"), but=route)
    return render(request, "matching/_route_choice.html", {"choice": choice})


@require_safe
@person_required
def applied(request, public_id):
    application = _application(public_id)
    lead = f"{application.hogeschool.name} heeft je aanmelding ontvangen."
    words = words_for(application.background)
    also = (
        Application.objects.exclude(pk=application.pk).filter(state=ApplicationState.SUBMITTED).select_related("route")
    )
    context = {"application": application, "lead": lead, "words": words, "also": also}
    return render(request, "matching/applied.html", context)


@require_safe
@person_required
def mine(request, public_id):
    application = _application(public_id)
    trail = [("Mijn route", reverse("home")), (application.route.title, "")]
    road = road_of(application, Reader.PERSON, request.user.email)
    checks = standing_checks(application)
    context = {
        "application": application,
        "road": road,
        "trail": trail,
        "introductions": introducing.of_person(application),
        "checks": checks,
        "conditions": conditions(checks),
        "words": words_for(application.background),
        "also": Application.objects.exclude(pk=application.pk).exclude(state__in=ENDED).select_related("route"),
        **of_rounds(application),
    }
    return render(request, "matching/mine.html", context)


@person_required
def withdraw(request, public_id):
    application = _application(public_id)
    readers = "De hogeschool leest dit, en het bedrijf als je daar bent voorgesteld."
    form = ReasonForm(posted(request), required=False, help_text=readers)
    if form.is_bound and form.is_valid():
        with told(request, "Je aanmelding is ingetrokken. De hogeschool krijgt bericht."):
            services.withdraw_application(application, reason=form.cleaned_data["reason"])
        return redirect("matching:mine", application.public_id)
    context = {"application": application, "form": form}
    return render(request, "matching/withdraw.html", context, status=422 if form.is_bound else 200)


def _application(public_id) -> Application:
    return get_object_or_404(Application.objects.select_related("route", "hogeschool"), public_id=public_id)
