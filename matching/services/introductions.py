"""A candidate and a company ask each other to meet, answer, and take a question back. The worker tells them
(services/telling.py): neither side can read the other's address before both want to."""

from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.access.tasks import wake

from ..enums import IntroductionState, Side
from ..introducing import terms
from ..models import Application, Introduction, Offer, Position, Profile
from .refusal import Refusal, is_refused_by

UNDER_CAP = "introduction_under_cap"
ONCE = "introduction_once_at_a_time"
SAID = {
    "introduction_of_who_looks": "Deze kandidaat zoekt nu geen leerwerkplek.",
    "introduction_of_what_is_offered": "Deze leerwerkplek wordt nu niet aangeboden.",
    "introduction_in_time": "De termijn om te antwoorden is voorbij.",
}


def invite_candidate(position: Position, profile: Profile, *, message: str) -> Introduction:
    """By the company. Raises Refusal when it may not ask more now, or one of the two cannot meet."""
    found = Profile.objects.filter(pk=profile.pk).first()
    offer = position.offers.filter(route=profile.route_id, withdrawn_at=None).first()
    if not found or not offer:
        raise Refusal("Deze kandidaat is niet meer zichtbaar. Bekijk de lijst opnieuw.")
    return _ask(found, offer, Side.COMPANY, message)


def ask_company(application: Application, offer: Offer, *, message: str) -> Introduction:
    """By the person: with it she shows that company her profile. Raises Refusal as invite_candidate."""
    profile = Profile.objects.filter(application=application).first()
    if not profile:
        raise Refusal("Schrijf eerst wat het bedrijf over je mag lezen.")
    if not offer.is_published:  # she may read it still, because she ranked it
        raise Refusal(SAID["introduction_of_what_is_offered"])
    return _ask(profile, offer, Side.STUDENT, message)


def _ask(profile: Profile, offer: Offer, side: Side, message: str) -> Introduction:
    try:
        with atomic():
            asked = Introduction.objects.create(
                profile=profile,
                application_id=profile.application_id,
                offer=offer,
                position_id=offer.position_id,
                route_id=offer.route_id,
                hogeschool_id=offer.hogeschool_id,
                organisation_id=offer.organisation_id,
                student_id=profile.student_id,
                by=side,
                first_name=profile.first_name,
                message=message,
            )
            wake("matching.introductions")
            return asked
    except IntegrityError as error:
        raise Refusal(_why_not(error, side)) from error


def _why_not(error: IntegrityError, side: Side) -> str:
    if is_refused_by(error, UNDER_CAP):
        return _too_many(side)
    for constraint, said in SAID.items():
        if is_refused_by(error, constraint):
            return said
    if ONCE in str(error):
        return "Voor deze plek loopt al een kennismaking."
    raise error


def _too_many(side: Side) -> str:
    held = terms()
    if side == Side.COMPANY:
        return (
            f"U hebt al {held.company_open} uitnodigingen openstaan. Wacht op antwoord, of trek er een in. "
            f"Na {held.answer_days} dagen sluit een uitnodiging vanzelf."
        )
    return (
        f"Je hebt al {held.student_open} vragen openstaan. Wacht op antwoord, of trek er een in. "
        f"Na {held.answer_days} dagen sluit een vraag vanzelf."
    )


@atomic
def answer_introduction(introduction: Introduction, *, accepts: bool) -> Introduction:
    """By who was asked, with an account or by the link. The same answer again changes nothing.

    Raises Refusal when it is over, or is for the other side to say.
    """
    return _end(introduction, IntroductionState.ACCEPTED if accepts else IntroductionState.DECLINED)


@atomic
def withdraw_introduction(introduction: Introduction) -> Introduction:
    """By who asked. Raises Refusal when it is over."""
    return _end(introduction, IntroductionState.WITHDRAWN)


def _end(introduction: Introduction, state: IntroductionState) -> Introduction:
    # two answers at the same moment: the second waits, and then sees the first
    found = Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
    if found.state == state:
        return found
    if not found.is_open:
        raise Refusal(f"Dit kan niet meer: de kennismaking staat op ‘{found.get_state_display().lower()}’.")
    _set(found, state=state, ended_at=timezone.now())
    wake("matching.introductions")
    return found


def _set(found: Introduction, **values: Any) -> None:
    for name, value in values.items():
        setattr(found, name, value)
    try:
        with atomic():
            found.save(update_fields=list(values))
    except IntegrityError as error:
        if is_refused_by(error, "introduction_is_answered"):
            raise Refusal("Dit is aan de ander om te zeggen.") from error
        if is_refused_by(error, "introduction_in_time"):
            raise Refusal(SAID["introduction_in_time"]) from error
        raise
