"""Questions about a dossier: the programme team asks, the hogeschool answers, each in rounds."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import judgements, queries
from routes.enums import WITH_PROGRAMME, QuestionState
from routes.forms.questions import AnswerForm, AskForm
from routes.judgements import Seat
from routes.models import Criterion, DossierQuestion, Route
from routes.services import answer_questions, ask_questions, close_question

from .closed import closed
from .drafts import Drafting
from .posted import posted


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def threads(request, public_id):
    found = queries.since_last_step(Route.objects.select_related("hogeschool"))
    route = get_object_or_404(found, public_id=public_id)
    ours = request.hat.kind == Kind.HOGESCHOOL
    seats = [] if ours else _seats(route)
    running = route.state in WITH_PROGRAMME
    if request.method == "POST" and not running:
        return closed(request, route)
    asked = list(
        DossierQuestion.objects.filter(route=route).select_related("criterion", "version").prefetch_related("posts")
    )
    form = _form(request, route, asked, ours=ours) if running else None
    draft = Drafting(request, "answers" if ours else "questions", public_id, form) if form else None
    if form and form.is_valid():
        try:
            told = _save(request, route, form, ours=ours)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            draft.forget()
            messages.success(request, told)
            return redirect("routes:questions", public_id)
    turn = queries.turn(route)
    first = ("Routes", reverse("routes:list")) if ours else ("Beoordeling", reverse("routes:reviews"))
    context = {
        "route": route,
        "trail": [first, (route.title, reverse("routes:detail", args=[public_id])), ("Vragen", "")],
        "threads": asked,
        "form": form,
        "draft": draft,
        "ours": ours,
        "judged_by": "" if ours or judgements.may_judge(seats) else _names(judgements.colleagues(seats)),
        "may_close": running and not ours,
        "turn": turn,
        "turn_mine": bool(turn and turn.kind == request.hat.kind),
    }
    return render(request, "routes/questions.html", context, status=422 if request.method == "POST" else 200)


def _seats(route: Route) -> list[Seat]:
    version = queries.latest_version(route)
    return judgements.seats_of(version) if version else []


def _names(seats: list[Seat]) -> str:
    return " en ".join(seat.name for seat in seats)


def _form(request, route: Route, asked: list[DossierQuestion], *, ours: bool) -> AskForm | AnswerForm | None:
    data = posted(request)
    if ours:
        waiting = [question for question in asked if question.state == QuestionState.OPEN]
        if data is not None:  # answered by a colleague meanwhile: the service says so, and what was typed stays
            waiting = [question for question in asked if f"q{question.public_id}" in data]
        return AnswerForm(data, questions=waiting) if waiting or data is not None else None
    version = queries.latest_version(route)
    criteria = Criterion.objects.filter(criteria_set=version.criteria_set_id) if version else []
    answered = [question for question in asked if question.state == QuestionState.ANSWERED]
    if data is not None:
        answered = [question for question in asked if f"q{question.public_id}" in data]
    return AskForm(data, criteria=criteria, answered=answered)


def _save(request, route: Route, form, *, ours: bool) -> str:
    if ours:
        answer_questions(route, form.answers, who=signature(request))
        left = queries.open_questions(route)
        return f"Uw antwoord is bewaard. Nog open: {left}." if left else "Alle vragen zijn beantwoord."
    asked = ask_questions(route, form.new, again=form.again, who=signature(request))
    what = "Uw vraag is" if len(asked) == 1 else f"Uw {len(asked)} vragen zijn"
    return f"{what} in één mail gestuurd aan {route.hogeschool.name}."


@hat_required(Kind.PROGRAMME)
@require_POST
def close(request, question_id):
    question = get_object_or_404(DossierQuestion.objects.select_related("route", "criterion"), public_id=question_id)
    try:
        close_question(question, who=signature(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"De vraag over criterium {question.criterion.number} is afgehandeld.")
    return redirect("routes:questions", question.route.public_id)
