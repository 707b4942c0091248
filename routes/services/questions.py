from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from routes import queries
from routes.enums import WITH_PROGRAMME, EventKind, QuestionState
from routes.models import Criterion, DossierQuestion, QuestionPost, Route

from . import notices
from .assessors import take_seat
from .steps import locked, record, require_state


def ask_questions(
    route: Route,
    new: Mapping[int, str],
    *,
    who: str,
    again: Mapping[DossierQuestion, str] | None = None,
) -> list[DossierQuestion]:
    """One round: questions by number of the criterion, and what is asked again in threads that were answered.

    The contact gets one mail with all of them.
    """
    with transaction.atomic():
        route = locked(route)
        version, _ = take_seat(route, who=who)
        criteria = Criterion.objects.filter(criteria_set=version.criteria_set_id)
        by_number = {criterion.number: criterion for criterion in criteria}
        asked = []
        for number, text in new.items():
            if text.strip():
                question = DossierQuestion.objects.create(
                    version=version,
                    route=route,
                    hogeschool_id=route.hogeschool_id,
                    criterion=by_number[number],
                )
                asked.append((question, text))
        for thread, text in (again or {}).items():
            if text.strip():
                asked.append((_step(thread, QuestionState.OPEN, QuestionState.ANSWERED), text))
        if not asked:
            raise ValidationError("Schrijf bij minstens één criterium een vraag.", code="empty")
        for question, text in asked:
            _say(question, text, by_programme=True, who=who)
        number = len(asked)
        text = "Eén vraag gesteld" if number == 1 else f"{number} vragen gesteld"
        record(route, EventKind.QUESTIONED, who=who, text=text)
        listed = [{"title": str(question.criterion), "text": text.strip()} for question, text in asked]
        notices.asked(route, listed, who=who)
    return [question for question, _ in asked]


def answer_questions(route: Route, answers: Mapping[DossierQuestion, str], *, who: str) -> list[DossierQuestion]:
    """Some or all. The programme team gets one mail, when none is open any more."""
    with transaction.atomic():
        route = locked(route)
        require_state(route, *WITH_PROGRAMME)
        given = [(question, text) for question, text in answers.items() if text.strip()]
        if not given:
            raise ValidationError("Schrijf bij minstens één vraag een antwoord.", code="empty")
        for question, text in given:
            _say(_step(question, QuestionState.ANSWERED, QuestionState.OPEN), text, by_programme=False, who=who)
        number = len(given)
        text = "Eén vraag beantwoord" if number == 1 else f"{number} vragen beantwoord"
        record(route, EventKind.ANSWERED, who=who, text=text)
        if not queries.open_questions(route):
            notices.answered(route, number=number, who=who)
    return [question for question, _ in given]


def close_question(question: DossierQuestion, *, who: str) -> None:
    """By the programme team: nothing more to ask."""
    route = locked(question.route)
    require_state(route, *WITH_PROGRAMME)
    _step(question, QuestionState.CLOSED, QuestionState.OPEN, QuestionState.ANSWERED)


def close_questions(route: Route) -> None:
    """What was still asked or answered is closed by the decision. `route` is locked."""
    running = DossierQuestion.objects.filter(route=route).exclude(state=QuestionState.CLOSED)
    running.update(state=QuestionState.CLOSED, changed_at=timezone.now())


def _step(question: DossierQuestion, to: QuestionState, *since: QuestionState) -> DossierQuestion:
    """The route is locked. A thread that somebody else moved on meanwhile is left alone."""
    now = DossierQuestion.objects.select_related("criterion").get(pk=question.pk)
    if now.state not in since:
        label = QuestionState(now.state).label.lower()
        raise ValidationError(
            f"De vraag over criterium {now.criterion.number} is intussen veranderd: {label}. Er is niets opgeslagen.",
            code="state",
        )
    now.state, now.changed_at = to, timezone.now()
    now.save(update_fields=["state", "changed_at"])
    return now


def _say(question: DossierQuestion, text: str, *, by_programme: bool, who: str) -> None:
    QuestionPost.objects.create(
        question=question,
        route_id=question.route_id,
        hogeschool_id=question.hogeschool_id,
        text=text.strip(),
        who=who,
        by_programme=by_programme,
    )
