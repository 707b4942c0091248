"""What the pages of matching read. The database decides whose rows these are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, FilteredRelation, OrderBy, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from mkbroute.design.listing import searched
from routes.enums import Degree
from routes.models import Route
from routes.models.route import OPEN

from .enums import MatchState, OfferState, PositionState
from .journey import ITS_MATCH
from .models import OPEN_MATCH, OPEN_STATES, Application, Match, Offer, Position

AT_MOST = 12  # routes shown at once to choose from
STANDING_OFFER = Q(withdrawn_at=None)
PUBLISHED_OFFER = STANDING_OFFER & Q(state=OfferState.PUBLISHED, position__state=PositionState.OFFERED)
HAS_ROOM = Q(position__taken__lt=F("position__capacity"))
ADVISED_MONTHS = 24  # nulmeting 2021-2022, paragraph 4.1: offer a two-year contract rather than one year at a time


def positions() -> QuerySet[Position]:
    """With the routes each is offered on, as `standing_offers`."""
    offers = Offer.objects.filter(STANDING_OFFER).select_related("route__hogeschool").order_by("route__programme")
    return Position.objects.select_related("workplace", "organisation", "formal_employer").prefetch_related(
        Prefetch("offers", offers, to_attr="standing_offers")
    )


def offers(*, text: str = "", routes: Collection[str | UUID] | None = None, with_room: bool = True) -> QuerySet[Offer]:
    """Leerwerkplekken where somebody may be placed: published, and not past their last day. On the routes of the
    hogeschool that looks, or on some of them by public id."""
    found = Offer.objects.filter(PUBLISHED_OFFER).filter(not_closed())
    if with_room:
        found = found.filter(HAS_ROOM)
    return narrowed(found, text, routes)


def not_closed() -> Q:
    return Q(position__closes_on=None) | Q(position__closes_on__gte=localdate())


def narrowed(found: QuerySet[Offer], text: str, routes: Collection[str | UUID] | None) -> QuerySet[Offer]:
    """By what was typed, and by route."""
    if routes is not None:
        found = found.filter(route__public_id__in=routes)
    if text:
        found = found.filter(
            Q(position__title__icontains=text)
            | Q(position__organisation__name__icontains=text)
            | Q(position__workplace__city__icontains=text)
        )
    return found.select_related("position__organisation", "position__workplace", "route")


def offers_for(application: Application, text: str = "") -> QuerySet[Offer]:
    """Places on the person's own route, with room; in the regions she named, or her own province, first."""
    near = Q(position__workplace__province__in=application.regions or [application.province])
    found = offers(text=text, routes=[application.route.public_id])
    return found.order_by(first(near), "-offered_at", "-id")


def applications(*, text: str = "", routes: Collection[str] | None = None, state: str = "") -> QuerySet[Application]:
    """Each with the match that is open, as ITS_MATCH, where there is one: there is never a second."""
    standing = FilteredRelation("matches", condition=Q(matches__state__in=OPEN_STATES))
    found = Application.objects.annotate(**{ITS_MATCH: standing})
    found = found.select_related("route", "hogeschool", f"{ITS_MATCH}__organisation")
    if routes is not None:
        found = found.filter(route__public_id__in=routes)
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(city__icontains=text))
    return found


def matches() -> QuerySet[Match]:
    return Match.objects.select_related(
        "application", "route", "hogeschool", "organisation", "position__workplace", "position__organisation"
    )


def matches_of_company() -> QuerySet[Match]:
    """What the company must answer first, then what runs, then what is over."""
    waiting = Q(state=MatchState.PROPOSED, company_answer="")
    return matches().order_by(first(waiting), first(OPEN_MATCH), "-created_at", "-id")


def first(condition: Q) -> OrderBy:
    return ExpressionWrapper(condition, output_field=BooleanField()).desc()


@dataclass(frozen=True)
class RouteChoice:
    """Some out of hundreds of routes: those chosen, those that fit the text, and how many more do."""

    text: str
    chosen: list[Route]
    found: list[Route]
    more: int

    @property
    def chosen_count(self) -> int:
        return len(self.chosen)

    @property
    def total(self) -> int:
        return len(self.found) + self.more


def routes_to_offer_on(position: Position | None = None) -> QuerySet[Route]:
    """Those that take them; and those that the position is offered on already."""
    known = Offer.objects.filter(STANDING_OFFER, position=position).values("route")
    fitting = OPEN | Q(pk__in=known) if position else OPEN
    return Route.objects.filter(fitting).select_related("hogeschool").order_by("programme", "hogeschool__name", "id")


def route_choice(text: str, chosen: Iterable[str], but: Route | None = None) -> RouteChoice:
    """`but`: a route that is chosen already, by the page."""
    text = searched(text)
    keys = [key for key in chosen if is_uuid(key)]
    found = routes_to_offer_on().exclude(public_id__in=[*keys, *([but.public_id] if but else [])])
    for word in text.split():
        found = found.filter(
            Q(programme__icontains=word) | Q(hogeschool__name__icontains=word) | Q(city__icontains=word)
        )
    shown = list(found[:AT_MOST])
    more = found.count() - AT_MOST if len(shown) == AT_MOST else 0
    picked = Route.objects.filter(public_id__in=keys).select_related("hogeschool").order_by("programme", "id")
    return RouteChoice(text, list(picked), shown, more)


def is_uuid(text: str) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def contract_advice(position: Position, routes: Iterable[Route]) -> str:
    """A friendly warning when the contract is shorter than advised, or than a programme; "" when all is well."""
    if position.contract_months < ADVISED_MONTHS:
        return (
            f"Het arbeidscontract duurt {position.contract_months} maanden. Hogescholen adviseren een contract van "
            "twee jaar: dan kan de opleiding echt goed worden gedaan, en bindt u de kandidaat aan uw bedrijf."
        )
    longest = max((Degree(route.degree).years * 12 for route in routes), default=0)
    if position.contract_months < longest:
        return (
            f"Het arbeidscontract duurt {position.contract_months} maanden, de opleiding {longest} maanden. Dat mag. "
            "Spreek vooraf af wat er na het contract gebeurt."
        )
    return ""
