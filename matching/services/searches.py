"""Somebody saves a search, confirms her address, and hears of new leerwerkplekken: at most one mail a day."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .. import links
from ..models import OpenPlace, SavedSearch
from ..open_places import Wanted, found, in_words, list_url, url_of
from .refusal import Refusal

# What is published stands in the database within this time: what is newer waits for the next mail.
SETTLED = timedelta(minutes=10)
AT_MOST = 20  # places in one mail
UNCONFIRMED_KEPT, STOPPED_KEPT = timedelta(days=7), timedelta(days=30)
RUNS = Q(confirmed_at__isnull=False, stopped_at=None)


@atomic
def save_search(email: str, wanted: Wanted) -> str:
    """ "confirmed" for a person who is logged in, at her own address; else "new", and a mail asks whether she wants it.

    A visitor never hears whether an address was known. Raises Refusal when there are too many at this address.
    """
    search_id = uuid4()
    outcome = links.save_search(search_id, email, wanted)
    if outcome == "enough":
        raise Refusal(
            "Voor dit e-mailadres zijn al veel zoekopdrachten bewaard. Bevestig die eerst, of zet er een uit."
        )
    if outcome == "new":
        context = {"url": links.search_url(search_id), "search": in_words(wanted)}
        post("search_confirm", to=("", email.lower()), context=context)
    return "new" if outcome == "known" else outcome


@atomic
def stop_own_search(search: SavedSearch) -> None:
    """By the person herself, in her account."""
    SavedSearch.objects.filter(pk=search.pk, stopped_at=None).update(stopped_at=timezone.now())


def wanted_of(search: SavedSearch) -> Wanted:
    return Wanted(search.text, search.province, search.sector, search.route_id)


def addresses_to_tell() -> list[str]:
    running = SavedSearch.objects.filter(RUNS).order_by("email")
    told_today = running.filter(told_on=timezone.localdate()).values("email")
    return list(running.exclude(email__in=told_today).values_list("email", flat=True).distinct())


@atomic
def tell_of_new_places(email: str, now: datetime | None = None) -> bool:
    """One mail about all she looks for; whether one was sent. Of two workers at once the second waits, and then finds
    that she was told today."""
    now = now or timezone.now()
    until, today = now - SETTLED, timezone.localdate(now)
    running = SavedSearch.objects.select_for_update(of=("self",)).filter(RUNS, email=email).order_by("pk")
    searches = list(running.select_related("route"))
    if any(search.told_on == today for search in searches):
        return False
    told = _new_for(searches, until)
    if told:
        _post(email, told)
    for search in searches:
        search.told_until, search.told_on = max(until, search.told_until), today if told else search.told_on
        search.save(update_fields=["told_until", "told_on"])
    return bool(told)


class New(NamedTuple):
    """What one search finds; `more` of them do not fit in the mail."""

    search: SavedSearch
    places: list[OpenPlace]
    more: int


def _new_for(searches: list[SavedSearch], until: datetime) -> list[New]:
    """Each place once, at the first search that finds it; one on several routes too."""
    seen: set[UUID] = set()
    told = []
    for search in searches:
        places = found(wanted_of(search)).filter(published_at__gt=search.told_until, published_at__lte=until)
        fresh = places.exclude(public_id__in=seen)
        number = fresh.order_by().values("public_id").distinct().count()
        if number:
            new = _first_of(fresh, AT_MOST - len(seen))
            seen.update(place.public_id for place in new)
            told.append(New(search, new, number - len(new)))
    return told


def _first_of(places: QuerySet[OpenPlace], many: int) -> list[OpenPlace]:
    """One that is on several routes counts as one."""
    first: dict[UUID, OpenPlace] = {}
    for place in places.iterator(chunk_size=AT_MOST):
        if len(first) >= many:
            break
        first.setdefault(place.public_id, place)
    return list(first.values())


def _post(email: str, told: list[New]) -> None:
    rows = [
        {
            "search": in_words(wanted_of(each.search), each.search.route),
            "stop_url": links.search_url(each.search.pk),
            "places": [{"place": place, "url": absolute(url_of(place))} for place in each.places],
            "more": each.more,
            "list_url": absolute(list_url(wanted_of(each.search), each.search.route)),
        }
        for each in told
    ]
    number = sum(len(each.places) + each.more for each in told)
    post("search_alert", to=("", email), context={"rows": rows, "number": number, "stop_url": rows[0]["stop_url"]})


@atomic
def forget_searches(now: datetime | None = None) -> int:
    """What nobody confirmed, and what was stopped a while ago: how many."""
    gone = forgettable(now or timezone.now())
    return gone.delete()[0]


def forgettable(now: datetime) -> QuerySet[SavedSearch]:
    unconfirmed = Q(confirmed_at=None, created_at__lte=now - UNCONFIRMED_KEPT)
    return SavedSearch.objects.filter(unconfirmed | Q(stopped_at__lte=now - STOPPED_KEPT))
