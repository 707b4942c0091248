"""Closing a wave: no more answers, and nothing left that ties who was asked to what was answered."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from matching.services.refusal import Refusal
from mkbroute.access.tasks import wake

from ..enums import ListState, WaveState
from ..models import Wave, WaveKey, WaveList
from .preparing import PORTAL
from .waves import record

# Whoever saves an answer holds the same lock, shared (sql/answering.sql).
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('survey wave', %s))"


def to_close() -> list[int]:
    ended = Q(state=WaveState.OPEN, closes_on__lt=localdate())
    found = Wave.objects.filter(ended | Q(state=WaveState.CLOSING))
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def ask_to_close(wave: Wave, *, who: str) -> None:
    """Before its last day: from now on it takes no answers, and a worker closes it. Raises Refusal."""
    found = Wave.objects.select_for_update().get(pk=wave.pk)
    if found.state != WaveState.OPEN:
        raise Refusal("Deze meting loopt niet (meer).")
    record(found, who, "Laten sluiten.")
    Wave.objects.filter(pk=wave.pk).update(state=WaveState.CLOSING)
    wake("surveys.sweep")


@transaction.atomic
def close_wave(wave_id: int) -> None:
    """As the system. Names, addresses, links and days go. A second call does nothing."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [wave_id])
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state not in (WaveState.OPEN, WaveState.CLOSING):
        return
    WaveList.objects.filter(wave=wave, state=ListState.SENDING).update(state=ListState.SENT)
    WaveList.objects.filter(wave=wave).update(open_token=None)
    WaveKey.objects.filter(wave=wave).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.forget_who_answered(%s)", [wave_id])
    record(wave, PORTAL, "Gesloten: namen, adressen en links zijn gewist.")
    Wave.objects.filter(pk=wave_id).update(state=WaveState.CLOSED, closed_at=timezone.now())
