"""The nightly round: count every route, and tell where a recognised one falls below what is asked."""

from collections.abc import Collection

from django.utils import timezone

from routes import indicators
from routes.enums import EventKind
from routes.indicators import INDICATORS, Count, Figure, veiled
from routes.models import IndicatorThreshold, Route, RouteFlag, RouteIndicator
from routes.models.route import STANDS

from . import notices
from .steps import locked, record

PORTAL = "Portaal"


def keep_figures(route_ids: Collection[int]) -> None:
    """Today's numbers; counted again the same day they are replaced. As the system."""
    today = timezone.localdate()
    # woken twice at once, the second replaces what the first kept
    locked_rows = Route.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=route_ids)
    routes = {route.pk: route for route in locked_rows.order_by("pk")}
    rows = [
        _row(routes[route_id], veiled(Figure(INDICATORS[code], today, count)))
        for route_id, counts in indicators.count_all(route_ids).items()
        for code, count in counts.items()
    ]
    RouteIndicator.objects.filter(route__in=route_ids, on=today).delete()
    RouteIndicator.objects.bulk_create(rows)


def _row(route: Route, figure: Figure) -> RouteIndicator:
    return RouteIndicator(
        route=route,
        hogeschool_id=route.hogeschool_id,
        code=figure.indicator.code,
        on=figure.on,
        numerator=figure.count.numerator if figure.count else None,
        denominator=figure.count.denominator if figure.count else None,
    )


def flag_route(route: Route) -> None:
    """Raises and lowers the flags of one route by its kept figures; told once per change. As the system."""
    route = locked(route)
    stands = Route.objects.filter(STANDS, pk=route.pk).exists()
    below = _below(route) if stands else {}
    standing = {flag.code: flag for flag in RouteFlag.objects.filter(route=route, cleared_at=None)}
    raised = [_raise(route, *below[code]) for code in below if code not in standing]
    cleared = [flag for code, flag in standing.items() if code not in below]
    for flag in cleared:
        flag.cleared_at = timezone.now()
        flag.save(update_fields=["cleared_at"])
    if not stands or not (raised or cleared):
        return
    up = [_sentence(figure, threshold) for figure, threshold in raised]
    down = [INDICATORS[flag.code].title for flag in cleared]
    if up:
        record(route, EventKind.FLAGGED, who=PORTAL, text="Onder de norm", reason="\n".join(up))
    if down:
        record(route, EventKind.UNFLAGGED, who=PORTAL, text=f"Weer op de norm: {', '.join(down)}"[:300])
    notices.flagged(route, raised=up, cleared=down)


def _below(route: Route) -> dict[str, tuple[Figure, IndicatorThreshold]]:
    thresholds = indicators.thresholds_of(route.pk, timezone.localdate())
    return {
        figure.indicator.code: (figure, thresholds[figure.indicator.code])
        for figure in indicators.figures_kept(route.pk)
        if figure.indicator.code in thresholds and figure.falls_below(thresholds[figure.indicator.code].minimum_percent)
    }


def _raise(route: Route, figure: Figure, threshold: IndicatorThreshold) -> tuple[Figure, IndicatorThreshold]:
    count = figure.count or Count(0, 0)
    RouteFlag.objects.create(
        route=route,
        hogeschool_id=route.hogeschool_id,
        threshold=threshold,
        code=figure.indicator.code,
        numerator=count.numerator,
        denominator=count.denominator,
    )
    return figure, threshold


def _sentence(figure: Figure, threshold: IndicatorThreshold) -> str:
    return f"{figure.indicator.title}: {figure.words}. {figure.norm(threshold.minimum_percent)}"
