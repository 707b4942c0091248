"""The hogeschool: who applied, what is offered, and bringing the two together."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate, searched
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import choosing, introducing, queries
from ..admission import standing_checks
from ..checking import Check, deadline, offers_in, offers_to_look_at
from ..enums import ApplicationState
from ..forms import ApplicationFilter, OfferFilter, PlaceForm, ReasonForm
from ..journey import Reader, road_of, rows_of
from ..models import Application, Offer, PlaceTerms
from ..services import applications as services
from ..services import matches as match_services
from ..suggesting import suggest_for
from .answers import posted, told

OFFERS_TO_CHOOSE_FROM = 25


@require_safe
@hat_required(Kind.HOGESCHOOL)
def offers(request):
    form = OfferFilter(request.GET or None)
    asked = form.asked
    wanted = {"text": asked.get("q", ""), "routes": asked.get("route")}
    check = Check(asked["check"]) if asked.get("check") else None
    found = (
        offers_to_look_at(check, **wanted) if check else queries.offers(**wanted, with_room=asked.get("room") != "all")
    )
    page = paginate(request, found)
    if check:
        terms = PlaceTerms.objects.latest()
        for offer in page.object_list:
            offer.deadline = deadline(offer, terms)
    context = {
        "form": form,
        "page": page,
        "summary": counted(page, "leerwerkplek", "leerwerkplekken"),
        "check": check.value if check else "",
        "waiting": 0 if check else offers_in(Check.WAITING).count(),
    }
    return render(request, "matching/offers.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def applications(request):
    form = ApplicationFilter(request.GET or None)
    asked = form.asked
    found = queries.applications(text=asked.get("q", ""), routes=asked.get("route"), state=asked.get("state", ""))
    page = paginate(request, found)
    page.object_list = rows_of(page.object_list, Reader.HOGESCHOOL, request.user.email)
    context = {"form": form, "page": page, "summary": counted(page, "aanmelding", "aanmeldingen")}
    return render(request, "matching/applications.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def application(request, public_id):
    found = _application(public_id)
    road = road_of(found, Reader.HOGESCHOOL, request.user.email)
    earlier = queries.matches().filter(application=found).exclude(pk=road.match.pk if road.match else None)
    context = {
        "application": found,
        "road": road,
        "earlier": earlier,
        "checks": standing_checks(found),
        "introductions": introducing.of_person(found),
        "unsuitable": choosing.unsuitable_for(found),
        "files": found.files.select_related("document"),
        "trail": _trail(found.name),
    }
    return render(request, "matching/application.html", context)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def admit(request, public_id):
    found = _application(public_id)
    if not standing_checks(found):
        messages.info(request, "Leg eerst vast wat u hebt bekeken. Daarna laat u de kandidaat toe.")
        return redirect("matching:check", found.public_id)
    with told(request, f"{found.name} is toelaatbaar en krijgt daarover bericht."):
        services.admit_application(found, who=signature(request))
    return redirect("matching:application", found.public_id)


@acting_hat_required(Kind.HOGESCHOOL)
def reject(request, public_id):
    found = _application(public_id)
    form = ReasonForm(posted(request), help_text="De kandidaat leest deze reden in een e-mail.")
    if form.is_bound and form.is_valid():
        with told(request, f"{found.name} is niet toegelaten en krijgt daarover bericht."):
            services.reject_application(found, who=signature(request), reason=form.cleaned_data["reason"])
        return redirect("matching:application", found.public_id)
    question = f"Wilt u {found.name} niet toelaten?"
    return _asked(request, "matching/reject.html", {"application": found, "form": form, "question": question})


@acting_hat_required(Kind.HOGESCHOOL)
def place(request, public_id):
    """Propose a leerwerkplek to an applicant."""
    found = _application(public_id)
    if found.state != ApplicationState.ADMISSIBLE and request.method != "POST":
        messages.warning(request, f"U kunt {found.name} nu geen leerwerkplek voorstellen: {_why_not(found)}")
        return redirect("matching:application", found.public_id)
    text = searched(request.GET.get("q", ""))
    wanted = request.GET.get("plek", "")  # by whoever came from a suggestion
    met, offers = _to_choose_from(found, text, wanted)
    form = PlaceForm(posted(request), offers=offers, met=met, initial={"offer": wanted})
    if form.is_bound and form.is_valid():
        with told(request, "Het voorstel is verstuurd. De kandidaat en het bedrijf geven allebei antwoord."):
            match_services.propose_match(found, form.chosen, who=signature(request), note=form.cleaned_data["note"])
        return redirect("matching:application", found.public_id)
    context = {
        "application": found,
        "form": form,
        "text": text,
        "suggested": suggest_for(found, form.offers.values()),
        "lead": f"Voor {found.name} uit {found.city}, {found.route.title}.",
        "trail": _trail(found.name, "Voorstellen", found),
    }
    return _asked(request, "matching/place.html", context)


def _to_choose_from(application: Application, text: str, wanted: str) -> tuple[list[int], list[Offer]]:
    """Whose companies she met come first: where both want each other already."""
    offers = queries.offers_for(application, text)
    met = [offer.pk for offer in introducing.acquainted(application)]
    first = sorted(offers.filter(pk__in=met), key=lambda offer: met.index(offer.pk))
    others = offers.exclude(pk__in=met)
    if queries.is_uuid(wanted):
        others = others.order_by(queries.first(Q(position__public_id=wanted)), *others.query.order_by)
    return met, [*first, *others[:OFFERS_TO_CHOOSE_FROM]]


def _why_not(application: Application) -> str:
    if application.state == ApplicationState.SUBMITTED:
        return "beoordeel eerst of deze persoon toelaatbaar is."
    return f"de aanmelding heeft de stand ‘{application.get_state_display().lower()}’."


@acting_hat_required(Kind.HOGESCHOOL)
def cancel(request, public_id):
    found = get_object_or_404(queries.matches(), public_id=public_id)
    form = ReasonForm(posted(request), help_text="De kandidaat en het bedrijf lezen deze reden allebei in een e-mail.")
    if form.is_bound and form.is_valid():
        with told(request, "Het voorstel is vervallen. De kandidaat en het bedrijf krijgen bericht."):
            match_services.cancel_match(found, who=signature(request), reason=form.cleaned_data["reason"])
        return redirect("matching:application", found.application.public_id)
    return _asked(request, "matching/cancel.html", {"match": found, "form": form})


def _trail(name: str, here: str = "", found: Application | None = None) -> list[tuple[str, str]]:
    start = ("Aanmeldingen", reverse("matching:applications"))
    if found:
        return [start, (name, reverse("matching:application", args=[found.public_id])), (here, "")]
    return [start, (name, "")]


def _application(public_id) -> Application:
    return get_object_or_404(
        Application.objects.select_related("route", "hogeschool", "own_employer"), public_id=public_id
    )


def _asked(request, template, context):
    """A page with a form: as it is first shown, or with what was wrong."""
    return render(request, template, context, status=422 if context["form"].is_bound else 200)
