"""Leerwerkplekken, applications, rounds and proposals."""

from collections.abc import Iterator

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from agreements.enums import State as AgreementState
from agreements.models import Agreement
from matching.checking import Check, offers_in
from matching.enums import ApplicationState, MatchState, RoundState, RunState
from matching.models import OPEN_MATCH, Application, Match, Offer, Position, Round, Run, Snapshot
from matching.services.still_open import OPEN as OPEN_OR_INACTIVE

from .item import AT_MOST, Item


def offers_to_check() -> Iterator[Item]:
    for offer in offers_in(Check.WAITING)[:AT_MOST]:
        title = f"{offer.position.title}, {offer.position.organisation.name}"
        yield Item(title, f"leerwerkplek controleren voor {offer.route.title}", "", offer.asked_at, _offer_url(offer))


def offers_changed() -> Iterator[Item]:
    for offer in offers_in(Check.CHANGED)[:AT_MOST]:
        title = f"{offer.position.title}, {offer.position.organisation.name}"
        since = offer.changed_at or offer.asked_at
        yield Item(title, "bekijken wat het bedrijf heeft gewijzigd", "", since, _offer_url(offer))


def offers_returned_to_others() -> Iterator[Item]:
    for offer in offers_in(Check.RETURNED)[:AT_MOST]:
        company, since = offer.position.organisation.name, offer.reviewed_at or offer.asked_at
        yield Item(offer.position.title, "leerwerkplek aanpassen", company, since, _offer_url(offer))


def offers_to_mend() -> Iterator[Item]:
    for offer in offers_in(Check.RETURNED)[:AT_MOST]:
        what = f"leerwerkplek aanpassen en opnieuw aanbieden op {offer.route.title}"
        yield Item(offer.position.title, what, "", offer.reviewed_at or offer.asked_at, _offer_url(offer))


def places_to_confirm() -> Iterator[Item]:
    """Whether they still stand: the company was asked."""
    asked = Q(questions__asked_at__gte=F("confirmed_at"))
    found = Position.objects.filter(asked, state__in=OPEN_OR_INACTIVE).annotate(since=Min("questions__asked_at"))
    for position in found.order_by("since")[:AT_MOST]:
        url = reverse("matching:position", args=[position.public_id])
        yield Item(position.title, "laten weten of de leerwerkplek nog open staat", "", position.since, url)


def offers_with_hogeschool() -> Iterator[Item]:
    for offer in offers_in(Check.WAITING)[:AT_MOST]:
        what, who = f"leerwerkplek controleren voor {offer.route.title}", offer.hogeschool.name
        yield Item(offer.position.title, what, who, offer.asked_at, _offer_url(offer))


def _offer_url(offer: Offer) -> str:
    return reverse("matching:position", args=[offer.position.public_id])


def applications_to_judge() -> Iterator[Item]:
    return _applications(ApplicationState.SUBMITTED, "toelaatbaarheid beoordelen")


def applications_to_place() -> Iterator[Item]:
    return _applications(ApplicationState.ADMISSIBLE, "leerwerkplek voorstellen")


def _applications(state: str, what: str) -> Iterator[Item]:
    placed = Match.objects.filter(OPEN_MATCH, application=OuterRef("pk"))
    waiting = Application.objects.filter(~Exists(placed), state=state).select_related("route")
    for application in waiting.order_by("created_at")[:AT_MOST]:
        url = reverse("matching:application", args=[application.public_id])
        yield Item(f"{application.name}, {application.route.title}", what, "", application.created_at, url)


def rounds_to_decide() -> Iterator[Item]:
    """Closed, and nothing was published for this turn."""
    published = Run.objects.filter(round=OuterRef("pk"), turn=OuterRef("turn"), state=RunState.PUBLISHED)
    taken = Snapshot.objects.filter(round=OuterRef("pk"), turn=OuterRef("turn")).values("taken_at")
    waiting = Round.objects.filter(~Exists(published), state=RoundState.CLOSED)
    for found in waiting.annotate(since=Subquery(taken[:1])).order_by("since")[:AT_MOST]:
        url = reverse("matching:round", args=[found.public_id])
        yield Item(found.title, "indeling berekenen, bekijken en publiceren", "", found.since, url)


def matches_to_write_down() -> Iterator[Item]:
    agreed = Agreement.objects.filter(match=OuterRef("pk")).exclude(state=AgreementState.CANCELLED)
    for match in _matches().filter(~Exists(agreed), state=MatchState.CONFIRMED)[:AT_MOST]:
        yield Item(_names(match), "overeenkomst opstellen", "", match.created_at, _match_url(match))


def matches_unanswered() -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED)[:AT_MOST]:
        awaited = [
            name
            for name, answer in (
                (match.application.name, match.student_answer),
                (match.organisation.name, match.company_answer),
            )
            if not answer
        ]
        yield Item(_names(match), "voorstel beantwoorden", " en ".join(awaited), match.created_at, _match_url(match))


def matches_to_answer(answer: str) -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED, **{answer: ""})[:AT_MOST]:
        yield Item(_names(match), "voorstel beantwoorden", "", match.created_at, _match_url(match))


def matches_awaiting_candidate() -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED, student_answer="").exclude(company_answer="")[:AT_MOST]:
        yield Item(_names(match), "voorstel beantwoorden", match.application.name, match.created_at, _match_url(match))


def _matches() -> QuerySet[Match]:
    return Match.objects.select_related("application", "organisation", "position").order_by("created_at")


def _names(match: Match) -> str:
    return f"{match.application.name}: {match.position.title} bij {match.organisation.name}"


def _match_url(match: Match) -> str:
    return reverse("matching:match", args=[match.public_id])
