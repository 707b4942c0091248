"""Asking each other to meet, and answering: with an account, or by the link in the mail."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.access.decorators import as_introduction_holder
from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, person_required
from mkbroute.organisations.by_link import NO_MENU, page_by_link
from mkbroute.organisations.enums import Kind

from .. import choosing, introducing
from ..forms import MessageForm
from ..models import Application, Introduction, Offer, Position, Profile
from ..services.introductions import answer_introduction, ask_company, invite_candidate, withdraw_introduction
from ..services.refusal import Refusal
from .answers import posted, told
from .matches import candidate_or_company

ANSWERS = ("yes", "no")


@acting_hat_required(Kind.COMPANY)
def invite(request, public_id, profile_id):
    """The company asks a candidate that it finds."""
    position = get_object_or_404(Position, public_id=public_id)
    profile = get_object_or_404(choosing.candidates_for(position), public_id=profile_id)
    form = MessageForm(posted(request), help_text="Waarom past deze plek? Hoe ziet kennismaken er bij u uit?")
    back = reverse("matching:position_candidates", args=[position.public_id])
    if form.is_bound and form.is_valid():
        try:
            invite_candidate(position, profile, message=form.cleaned_data["message"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{profile.first_name} krijgt uw uitnodiging per mail.")
            return redirect("matching:meetings")
    context = {
        "position": position,
        "profile": profile,
        "form": form,
        "terms": introducing.terms(),
        "back": back,
        "trail": [("Kandidaten", back), (f"{profile.first_name} uitnodigen", "")],
    }
    return render(request, "matching/invite.html", context, status=422 if form.is_bound else 200)


@person_required
def ask_to_meet(request, public_id, position_id):
    """A person asks the company of a leerwerkplek on her route."""
    application = get_object_or_404(Application.objects.select_related("route", "hogeschool"), public_id=public_id)
    offers = Offer.objects.select_related("position__organisation", "position__workplace")
    offer = get_object_or_404(offers, route=application.route_id, position__public_id=position_id)
    profile = Profile.objects.filter(application=application).first()
    if not profile:
        messages.info(
            request, "Schrijf eerst wat het bedrijf over je mag lezen. Daarna kun je vragen om kennis te maken."
        )
        return redirect("matching:visibility", application.public_id)
    form = MessageForm(posted(request), help_text="Waarom trekt deze plek je aan? Een paar zinnen is genoeg.")
    if form.is_bound and form.is_valid():
        try:
            ask_company(application, offer, message=form.cleaned_data["message"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{offer.position.organisation.name} krijgt je vraag per mail.")
            return redirect("matching:mine", application.public_id)
    place = reverse("matching:chosen_place", args=[application.public_id, offer.position.public_id])
    context = {
        "application": application,
        "position": offer.position,
        "profile": profile,
        "form": form,
        "terms": introducing.terms(),
        "back": place,
        "trail": [(offer.position.title, place), ("Kennismaken", "")],
    }
    return render(request, "matching/ask_to_meet.html", context, status=422 if form.is_bound else 200)


@require_safe
@hat_required(Kind.COMPANY)
def meetings(request):
    page = paginate(request, introducing.of_company())
    context = {"page": page, "summary": counted(page, "kennismaking", "kennismakingen"), "terms": introducing.terms()}
    return render(request, "matching/meetings.html", context)


@require_POST
@candidate_or_company
def answer_meeting(request, public_id):
    """Yes or no by who was asked; or taken back by who asked."""
    found = get_object_or_404(Introduction, public_id=public_id)
    with told(request, "Het is doorgegeven."):
        if request.POST.get("answer") == "withdraw":
            withdraw_introduction(found)
        elif request.POST.get("answer") in ANSWERS:
            answer_introduction(found, accepts=request.POST["answer"] == "yes")
        else:
            raise Refusal("Kies ja of nee.")
    if request.hat:
        return redirect("matching:meetings")
    return redirect("matching:mine", Application.objects.get(pk=found.application_id).public_id)


@page_by_link("matching/meet_unknown.html")
@as_introduction_holder
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request, token):
    """Shows what was asked; only a press of the button answers, so that a scanner of mail answers nothing."""
    found = Introduction.objects.select_related("profile", "position", "organisation", "route__hogeschool").get()
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("answer") not in ANSWERS:
                raise Refusal("Kies ja of nee.")
            answer_introduction(found, accepts=request.POST["answer"] == "yes")
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect("matching:meet", token)
    context = {**NO_MENU, "introduction": found, "problem": problem, "is_late": found.is_late}
    return render(request, "matching/meet.html", context, status=422 if problem else 200)
