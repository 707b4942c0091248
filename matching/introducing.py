"""What the pages and the worker read of introductions."""

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from .enums import IntroductionState, PositionState, Side
from .models import Application, Introduction, MeetingTerms, Offer
from .queries import first

OPEN = Q(state=IntroductionState.OPEN)


def terms() -> MeetingTerms:
    return MeetingTerms.objects.filter(valid_from__lte=localdate()).latest()


def overdue() -> QuerySet[Introduction]:
    """Its term has passed, or the place is not offered any more."""
    gone = Q(offer__withdrawn_at__isnull=False) | ~Q(position__state=PositionState.OFFERED)
    return Introduction.objects.filter(OPEN).filter(Q(due_on__lt=localdate()) | gone)


def of_person(application: Application) -> QuerySet[Introduction]:
    found = Introduction.objects.filter(application=application)
    return found.select_related("position__organisation", "position__workplace", "organisation")


def of_company() -> QuerySet[Introduction]:
    """What waits for the company first."""
    found = Introduction.objects.select_related("position", "route__hogeschool")
    return found.order_by(first(OPEN & Q(by=Side.STUDENT)), "-asked_at", "-id")


def acquainted(application: Application) -> list[Offer]:
    """Of whose companies she met, the last one first: what a coordinator would propose."""
    met = Introduction.objects.filter(application=application, state=IntroductionState.ACCEPTED)
    offers = Offer.objects.filter(introductions__in=met).select_related(
        "position__organisation", "position__workplace", "route"
    )
    return list(offers.order_by("-introductions__ended_at"))
