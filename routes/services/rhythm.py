from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from routes.details import period_of
from routes.enums import EventKind
from routes.models import RhythmPeriod, Route
from routes.revisions import require_unchanged, revision
from routes.rhythm import Period, name_of, next_year, study_year, usual_year, wrong_with

from .details import GONE
from .register import EDITABLE
from .steps import locked, record_once, require_state

YEARS_AHEAD, YEARS_BACK = 5, 5
NO_OVERLAP = "rhythm_period_does_not_overlap"


def add_period(route: Route, period: Period, *, who: str) -> RhythmPeriod:
    route = locked(route)
    require_state(route, *EDITABLE)
    _require_fit(period, periods_in(route, period.year))
    (row,) = _write(route, [period])
    _told(route, period.year, who)
    return row


def change_period(row: RhythmPeriod, period: Period, *, who: str, seen: str = "") -> RhythmPeriod:
    """`seen`: the revision (period_revision) that the person was looking at; raises `Overtaken`."""
    route = locked(row.route)
    require_state(route, *EDITABLE)
    now = RhythmPeriod.objects.filter(pk=row.pk).first()
    if now is None:
        raise ValidationError(GONE, code="removed")
    require_unchanged(seen, period_revision(now))
    _require_fit(period, periods_in(route, period.year, but=now))
    if period_of(now) != period:
        for name, value in {**period._asdict(), "year": period.year, "changed_at": timezone.now()}.items():
            setattr(now, name, value)
        now.save()
        _told(route, period.year, who)
    return now


def remove_period(row: RhythmPeriod, *, who: str) -> None:
    route = locked(row.route)
    require_state(route, *EDITABLE)
    deleted, _ = RhythmPeriod.objects.filter(pk=row.pk).delete()
    if deleted:
        _told(route, row.year, who)


def copy_rhythm(route: Route, year: int, *, who: str) -> list[RhythmPeriod]:
    """The periods of a year once more, a year later. That year must still be empty."""
    return _fill(route, year + 1, lambda now: next_year(periods_in(now, year), year), who=who)


def begin_rhythm(route: Route, year: int, *, who: str) -> list[RhythmPeriod]:
    """Four blocks and the holidays as a first sketch. The year must still be empty."""
    return _fill(route, year, lambda now: usual_year(year), who=who)


def periods_in(route: Route, year: int, *, but: RhythmPeriod | None = None) -> list[Period]:
    rows = RhythmPeriod.objects.filter(route=route, year=year)
    return [period_of(row) for row in (rows.exclude(pk=but.pk) if but else rows)]


def period_revision(row: RhythmPeriod) -> str:
    return revision(*period_of(row))


def _fill(route: Route, year: int, periods_for: Callable[[Route], Iterable[Period]], *, who: str) -> list[RhythmPeriod]:
    route = locked(route)
    require_state(route, *EDITABLE)
    _require_near(year)
    if periods_in(route, year):
        raise ValidationError(f"Voor {name_of(year)} staan er al perioden. Er is niets gewijzigd.", code="filled")
    periods = list(periods_for(route))
    if not periods:
        raise ValidationError(f"Voor {name_of(year - 1)} is nog niets ingevuld.", code="empty")
    rows = _write(route, periods)
    _told(route, year, who)
    return rows


def _require_fit(period: Period, others: Iterable[Period]) -> None:
    if wrong := wrong_with(period, others):
        raise ValidationError(wrong, code="period")
    _require_near(period.year)


def _require_near(year: int) -> None:
    running = study_year(timezone.localdate())
    if not running - YEARS_BACK <= year <= running + YEARS_AHEAD:
        raise ValidationError(f"Het studiejaar {name_of(year)} ligt te ver weg. Controleer het jaartal.", code="year")


def _write(route: Route, periods: Iterable[Period]) -> list[RhythmPeriod]:
    try:
        with transaction.atomic():
            return RhythmPeriod.objects.bulk_create(
                RhythmPeriod(route=route, hogeschool_id=route.hogeschool_id, year=period.year, **period._asdict())
                for period in periods
            )
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise ValidationError("Deze dagen vallen samen met een andere periode van dezelfde soort.") from error


def _told(route: Route, year: int, who: str) -> None:
    record_once(route, EventKind.RHYTHM_CHANGED, who=who, text=f"Ritme van {name_of(year)} bijgewerkt")
