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

from ..enums import ENDED
from ..forms import ApplicationForm, ReasonForm
from ..journey import Reader, road_of
from ..models import Application
from ..round_queries import of_rounds
from ..services import applications as services
from ..services.refusal import Refusal
from .answers import posted, told

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
    form = ApplicationForm(posted(request), initial=_known_of_person())
    if form.is_bound and form.is_valid():
        try:
            application, is_new = services.submit_application(
                route, student_id=request.user.pk, email=request.user.email, details=form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("matching:applied" if is_new else "matching:mine", application.public_id)
    return render(request, "matching/apply.html", {"route": route, "form": form}, status=422 if form.is_bound else 200)


def _known_of_person() -> dict[str, str]:
    """As she wrote it for another route."""
    fields = ("name", "phone", "city", "province", "background", "prior_education", "employer_name")
    return Application.objects.values(*fields).first() or {}


@require_safe
@person_required
def applied(request, public_id):
    application = _application(public_id)
    lead = f"{application.hogeschool.name} heeft je aanmelding ontvangen."
    return render(request, "matching/applied.html", {"application": application, "lead": lead})


@require_safe
@person_required
def mine(request, public_id):
    application = _application(public_id)
    trail = [("Mijn route", reverse("home")), (application.route.title, "")]
    road = road_of(application, Reader.PERSON, request.user.email)
    context = {"application": application, "road": road, "trail": trail, **of_rounds(application)}
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
