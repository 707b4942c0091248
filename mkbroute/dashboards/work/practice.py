"""After signing: talks and weeks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.enums import FOR_THREE, WITH_SEAL, MomentState
from agreements.models import AttendanceWeek, ContactMoment, OutcomeVoice
from agreements.own_days import talk_is_own, thursday_is_own

from .agreements import agreement_title, agreements, named
from .item import AT_MOST, Item

SPEAK_BEFORE = timedelta(days=14)


def talks_to_write_down() -> Iterator[Item]:
    """Planned, and over: by the hogeschool."""
    late = _talks().filter(planned_at__lt=timezone.now())
    for moment in late.order_by("planned_at")[:AT_MOST]:
        what = f"{moment.get_kind_display().lower()} vastleggen, verzetten of afzeggen"
        yield _of_talk(moment, what, since=moment.planned_at or moment.created_at)


def talks_to_speak_at(voice: str) -> Iterator[Item]:
    """Near, and nothing said yet by this one of the three."""
    now = timezone.now()
    spoken = OutcomeVoice.objects.filter(moment=OuterRef("pk"), voice=voice).exclude(given_at=None)
    waiting = _talks().filter(
        talk_is_own(), ~Exists(spoken), kind__in=FOR_THREE, planned_at__range=(now, now + SPEAK_BEFORE)
    )
    for moment in waiting.order_by("planned_at")[:AT_MOST]:
        what = f"zeggen hoe ver het is, voor het {moment.get_kind_display().lower()}"
        yield _of_talk(moment, what, since=moment.created_at)


def weeks_to_confirm() -> Iterator[Item]:
    """By the company, what the hogeschool filled in."""
    waiting = AttendanceWeek.objects.filter(thursday_is_own(), confirmed_at=None, agreement__state__in=WITH_SEAL)
    found = waiting.values("agreement").annotate(since=Min("recorded_at")).values_list("agreement", "since")[:AT_MOST]
    since = dict(found)
    for agreement in agreements().filter(pk__in=since):
        url = reverse("agreements:practice", args=[agreement.public_id])
        yield Item(agreement_title(agreement), "aanwezigheid bevestigen", "", since[agreement.pk], url)


def _talks() -> QuerySet[ContactMoment]:
    planned = {"state": MomentState.PLANNED, "agreement__state__in": WITH_SEAL}
    return named(ContactMoment.objects.filter(**planned))


def _of_talk(moment: ContactMoment, what: str, since: datetime) -> Item:
    url = reverse("agreements:moment", args=[moment.public_id])
    return Item(agreement_title(moment), what, "", since, url)
