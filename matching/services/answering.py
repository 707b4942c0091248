"""Both sides answer to what a round proposed, within its term: who did not is reminded, and then it lapses."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils.formats import date_format
from django.utils.timezone import localdate

from .. import round_notices
from ..enums import LineState, MatchState
from ..models import Match, RoundTerms, RunPerson
from .applications import lock_application
from .matches import cancel_match

PORTAL = "Portaal"


def _waiting() -> QuerySet[RunPerson]:
    return RunPerson.objects.filter(line=LineState.PROPOSED, match__state=MatchState.PROPOSED)


def last_reminder_day(answer_by: date, today: date, terms: list[int]) -> date | None:
    """The latest day until today on which a reminder was due; None: it is too early."""
    days = [answer_by - timedelta(days=term) for term in terms]
    return max((day for day in days if day <= today), default=None)


def to_remind() -> tuple[list[int], list[str]]:
    """People who did not answer, by key; and companies, by the address that reads for them. As the system."""
    terms, today = RoundTerms.objects.latest().remind_days, localdate()
    people, companies = [], set()
    rows = _waiting().filter(run__answer_by__gte=today).select_related("run", "match__position__organisation")
    for person in rows.order_by("pk"):
        due = last_reminder_day(person.run.answer_by, today, terms) if person.run.answer_by else None
        if due is None or person.match is None:
            continue
        if not person.match.student_answer and _is_before(person.student_reminded_on, due):
            people.append(person.pk)
        if not person.match.company_answer and _is_before(person.company_reminded_on, due):
            companies.add(person.match.position.mailbox[1].lower())
    return people, sorted(companies)


def _is_before(day: date | None, due: date) -> bool:
    return day is None or day < due


@atomic
def remind_person(key: int) -> None:
    """Once a day; not when she answered meanwhile."""
    person = _locked(_waiting().filter(pk=key, match__student_answer="")).first()
    if person and person.student_reminded_on != localdate():
        person.student_reminded_on = localdate()
        person.save(update_fields=["student_reminded_on"])
        round_notices.remind_person(person)


@atomic
def remind_company(address: str) -> None:
    """One mail about all that it did not answer, once a day."""
    rows = _locked(_waiting().filter(match__company_answer="", run__answer_by__gte=localdate()))
    mine = [person for person in rows if _reads(person, address) and person.company_reminded_on != localdate()]
    for person in mine:
        person.company_reminded_on = localdate()
        person.save(update_fields=["company_reminded_on"])
    if mine:
        round_notices.remind_company(mine)


def _reads(person: RunPerson, address: str) -> bool:
    match = person.match
    return match is not None and match.position.mailbox[1].lower() == address


def _locked(rows: QuerySet[RunPerson]) -> QuerySet[RunPerson]:
    # two workers at once: the second finds that she was reminded today
    related = (
        "run__round", "application__route__hogeschool", "match__position__organisation", "match__position__workplace",
        "match__application",
    )  # fmt: skip
    return rows.select_for_update(of=("self",)).select_related(*related).order_by("pk")


def to_lapse() -> list[int]:
    late = _waiting().filter(run__answer_by__lt=localdate())
    return list(late.order_by("pk").values_list("pk", flat=True))


@atomic
def lapse(key: int) -> None:
    """Nobody waits for ever: the proposal ends, and both are told. Not when both answered meanwhile."""
    person = RunPerson.objects.select_related("run", "application").get(pk=key)
    lock_application(person.application)  # who answers holds it: either we see that answer, or she finds it ended
    proposed = Match.objects.filter(in_runs=person, state=MatchState.PROPOSED)
    match = proposed.select_related("application").first()
    if match and person.run.answer_by:
        reason = f"Niet iedereen gaf uiterlijk {date_format(person.run.answer_by)} antwoord."
        cancel_match(match, who=PORTAL, reason=reason)
