"""The coordinator proposes a leerwerkplek; the person and the company each say yes or no."""

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from .. import notices
from ..enums import Answer, ApplicationState, EventKind, MatchState, Side
from ..journey import sequel_of
from ..models import OPEN_MATCH, Application, Match, Offer
from .applications import lock_application
from .log import record
from .refusal import Refusal, is_refused_by

HAS_ROOM = "position_has_room"
IS_PUBLISHED = "match_offer_is_published"
NOT_CHECKED = (
    "Deze leerwerkplek is niet gepubliceerd: ze wacht op controle, of is teruggestuurd. Controleer haar eerst, of kies "
    "een andere."
)


@atomic
def propose_match(application: Application, offer: Offer, *, who: str, note: str = "") -> Match:
    """Raises Refusal when the person is not waiting for a place, or the place is gone."""
    application = lock_application(application)
    if application.state != ApplicationState.ADMISSIBLE:
        raise Refusal("Voorstellen kan alleen bij iemand die toelaatbaar is en nog geen leerwerkplek heeft.")
    if application.matches.filter(OPEN_MATCH).exists():
        raise Refusal("Voor deze aanmelding loopt al een voorstel.")
    offer = Offer.objects.select_related("position").get(pk=offer.pk)
    if offer.route_id != application.route_id:
        raise Refusal("Deze leerwerkplek is niet aangeboden op de route van de kandidaat. Kies een andere.")
    if offer.withdrawn_at or not offer.position.is_offered:
        raise Refusal("Het bedrijf heeft deze leerwerkplek ingetrokken. Kies een andere.")
    if not offer.is_published:
        raise Refusal(NOT_CHECKED)
    if offer.position.has_closed:
        raise Refusal("De leerwerkplek stond open tot en met een dag die voorbij is. Kies een andere.")
    match = _take_place(application, offer, note)
    text = f"Leerwerkplek voorgesteld: {match.position.title} bij {match.organisation.name}"
    record(application, EventKind.PROPOSED, who=who, text=text, reason=note, match=match)
    notices.tell_proposed(match)
    return match


def _take_place(application: Application, offer: Offer, note: str) -> Match:
    try:
        with atomic():
            return Match.objects.create(
                application=application,
                offer=offer,
                position=offer.position,
                route=application.route,
                hogeschool=application.hogeschool,
                organisation_id=offer.organisation_id,
                student_id=application.student_id,
                note=note,
            )
    except IntegrityError as error:
        if is_refused_by(error, IS_PUBLISHED):  # withdrawn or changed meanwhile
            raise Refusal(NOT_CHECKED) from error
        if not is_refused_by(error, HAS_ROOM):
            raise
        raise Refusal("De laatste plaats is zojuist vergeven. Kies een andere leerwerkplek.") from error


@atomic
def answer_match(match: Match, *, side: Side, answer: Answer, who: str, reason: str = "") -> Match:
    """Yes or no. Whoever is the second to say yes confirms the match; a no, with its reason, ends it.

    The same answer again changes nothing; a yes may become a no until the other has said yes too. Raises Refusal when
    the match is over, or was confirmed.
    """
    application = lock_application(match.application)
    match = _locked(match)
    if getattr(match, f"{side}_answer") == answer and match.state != MatchState.CANCELLED:
        return match
    if match.state != MatchState.PROPOSED:
        raise Refusal(_closed(match))
    setattr(match, f"{side}_answer", answer)
    setattr(match, f"{side}_answered_at", timezone.now())
    match.state = _state_after(match, answer)
    match.decline_reason = reason if answer == Answer.NO else ""
    match.save(update_fields=["state", "decline_reason", f"{side}_answer", f"{side}_answered_at"])
    _follow_up(application, match, side=side, answer=answer, who=who, reason=reason)
    return match


def _state_after(match: Match, answer: Answer) -> MatchState:
    if answer == Answer.NO:
        return MatchState.DECLINED
    both = match.student_answer == match.company_answer == Answer.YES
    return MatchState.CONFIRMED if both else MatchState.PROPOSED


def _follow_up(application: Application, match: Match, *, side: Side, answer: Answer, who: str, reason: str) -> None:
    if answer == Answer.NO:
        record(application, EventKind.DECLINED, who=who, text=f"{side.label} zegt nee", reason=reason, match=match)
        notices.tell_declined(match, side)
        return
    record(application, EventKind.SAID_YES, who=who, text=f"{side.label} zegt ja", match=match)
    if match.state == MatchState.CONFIRMED:
        application.state = ApplicationState.PLACED
        application.save(update_fields=["state"])
        record(application, EventKind.CONFIRMED, who=who, match=match)
        notices.tell_confirmed(match)


@atomic
def cancel_match(match: Match, *, who: str, reason: str) -> None:
    """By the coordinator. The person can be proposed elsewhere. Raises Refusal when the match is over, or an agreement
    rests on it."""
    application = lock_application(match.application)
    match = _locked(match)
    if match.state == MatchState.CANCELLED:
        return
    if not match.is_open:
        raise Refusal(_closed(match))
    if sequel_of(match).binds:
        raise Refusal("Op dit voorstel rust een overeenkomst. Laat die eerst vervallen.")
    match.state, match.decline_reason = MatchState.CANCELLED, reason
    match.save(update_fields=["state", "decline_reason"])
    if application.state == ApplicationState.PLACED:
        application.state = ApplicationState.ADMISSIBLE
        application.save(update_fields=["state"])
    record(application, EventKind.CANCELLED, who=who, reason=reason, match=match)
    notices.tell_cancelled(match)


@atomic
def release_place(
    application: Application, *, place: Match | None, employer_id: int, who: str, reason: str
) -> Application:
    """The person learnt there, and that is over: she can be proposed elsewhere. Who calls this knows that no agreement
    binds her any more. `place` is the match, or None where she learnt at her own employer. A second call does nothing.
    """
    application = lock_application(application)
    match = _locked(place) if place else None
    is_there = match.state == MatchState.CONFIRMED if match else application.own_employer_id == employer_id
    if application.state != ApplicationState.PLACED or not is_there:
        return application
    if match:
        match.state, match.decline_reason = MatchState.CANCELLED, reason
        match.save(update_fields=["state", "decline_reason"])
    application.own_employer, application.state = None, ApplicationState.ADMISSIBLE
    application.save(update_fields=["own_employer", "state"])
    record(application, EventKind.CANCELLED, who=who, text="Zoekt een andere leerwerkplek", reason=reason, match=match)
    return application


def _locked(match: Match) -> Match:
    # two answers at the same moment: the second waits, and then sees the first
    related = ("application", "route", "hogeschool", "organisation", "position__workplace")
    return Match.objects.select_for_update(of=("self",)).select_related(*related).get(pk=match.pk)


def _closed(match: Match) -> str:
    contact = match.route.contact_name
    return {
        MatchState.CANCELLED: "Dit voorstel is vervallen. Antwoorden is niet meer nodig.",
        MatchState.DECLINED: "Dit voorstel is al afgesloten: er is nee gezegd.",
        MatchState.CONFIRMED: f"Deze plek is al bevestigd. Neem contact op met {contact} om er iets aan te veranderen.",
    }[MatchState(match.state)]
