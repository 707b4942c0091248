"""A proposal, as the company and the candidate see it; their answers."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import queries
from ..enums import Answer, MatchState, Side
from ..forms import ReasonForm
from ..journey import NOBODY, Reader, road_of
from ..models import Match
from ..services.matches import answer_match
from .answers import posted, told

CLOSED = {
    MatchState.DECLINED: "Dit voorstel is afgewezen",
    MatchState.CANCELLED: "Dit voorstel is vervallen",
}


@require_safe
@hat_required(Kind.COMPANY)
def match_list(request):
    page = paginate(request, queries.matches_of_company())
    summary = counted(page, "kandidaat", "kandidaten")
    return render(request, "matching/matches.html", {"page": page, "summary": summary})


def candidate_or_company(view):
    """For the two who answer: the person herself, or whoever wears a hat of a company."""
    for_company = acting_hat_required(Kind.COMPANY)(view)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return for_company(request, *args, **kwargs) if request.hat else view(request, *args, **kwargs)

    wrapped.acting = True
    return wrapped


@require_safe
def match(request, public_id):
    """The company's page. The coordinator and the person see the match on that of the application."""
    if request.hat is None:
        return redirect("matching:mine", _match(public_id).application.public_id)
    return _for_organisation(request, public_id)


@hat_required(Kind.COMPANY, Kind.HOGESCHOOL)
def _for_organisation(request, public_id):
    found = _match(public_id)
    if request.hat.kind == Kind.HOGESCHOOL:
        return redirect("matching:application", found.application.public_id)
    road = road_of(found.application, Reader.COMPANY, request.user.email)
    context = {
        "match": found,
        "road": road,
        "turn": road.turn if found.is_open else NOBODY,
        "closed_title": CLOSED.get(found.state, ""),
        "trail": [("Kandidaten", reverse("matching:matches")), (found.application.name, "")],
    }
    return render(request, "matching/match.html", context)


@require_POST
@candidate_or_company
def say_yes(request, public_id):
    found = _match(public_id)
    with told(request):
        found = answer_match(found, answer=Answer.YES, **_by(request, found))
        messages.success(request, _thanks(request, found))
    return redirect("matching:match", found.public_id)


@candidate_or_company
def say_no(request, public_id):
    found = _match(public_id)
    if found.state != MatchState.PROPOSED:
        return redirect("matching:match", found.public_id)
    form = ReasonForm(posted(request), help_text=_who_reads(request, found))
    if form.is_bound and form.is_valid():
        with told(request, "Uw antwoord is verstuurd." if request.hat else "Je antwoord is verstuurd."):
            answer_match(found, answer=Answer.NO, reason=form.cleaned_data["reason"], **_by(request, found))
        return redirect("matching:match", found.public_id)
    question = "Wilt u deze kandidaat niet?" if request.hat else "Wil je deze plek niet?"
    context = {"match": found, "form": form, "question": question}
    return render(request, "matching/say_no.html", context, status=422 if form.is_bound else 200)


def _match(public_id) -> Match:
    found = queries.matches().select_related("application__route", "application__hogeschool")
    return get_object_or_404(found, public_id=public_id)


def _by(request, found: Match) -> dict[str, str]:
    if request.hat:
        return {"side": Side.COMPANY, "who": signature(request)}
    return {"side": Side.STUDENT, "who": found.application.name}


def _thanks(request, found: Match) -> str:
    if found.state == MatchState.CONFIRMED:
        return f"De plek is rond. {found.hogeschool.name} stelt nu de overeenkomst op."
    other = found.application.name if request.hat else found.organisation.name
    mine = "Uw" if request.hat else "Je"
    return f"{mine} ja is doorgegeven. Nu is het aan {other}."


def _who_reads(request, found: Match) -> str:
    other = found.application.name if request.hat else found.organisation.name
    return f"{found.hogeschool.name} en {other} lezen deze reden. Kort en vriendelijk is genoeg."
