"""The dossier on a sheet: as it is now, as it was submitted, and what changed between."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind
from routes import indicators, papers, queries, versions
from routes.enums import WITH_PROGRAMME, Occasion
from routes.models import Decision, DossierVersion, IndicatorThreshold, Route, RouteFlag
from routes.sheets import sheet_of

NOW = "nu"
BOTH = (Kind.HOGESCHOOL, Kind.PROGRAMME)


def _route(public_id) -> Route:
    return get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)


def _trail(request, route: Route, last: str) -> list[tuple[str, str]]:
    ours = request.hat.kind == Kind.HOGESCHOOL
    first = ("Routes", reverse("routes:list")) if ours else ("Beoordeling", reverse("routes:reviews"))
    return [first, (route.title, reverse("routes:detail", args=[route.public_id])), (last, "")]


def _as_it_is(request, route: Route):
    """A hogeschool has it counted now; the programme team reads what the portal kept."""
    ours = request.hat.kind == Kind.HOGESCHOOL
    figures = indicators.figures_now(route.pk) if ours else indicators.figures_kept(route.pk)
    decision, criteria_set = queries.last_decision(route), queries.criteria_set_of(route)
    found = decision if decision and decision.version.criteria_set_id == criteria_set.pk else None
    return figures, sheet_of(versions.content_of(route, figures), found, criteria_set), decision


@hat_required(*BOTH)
@require_safe
def overview(request, public_id):
    route = _route(public_id)
    figures, sheet, decision = _as_it_is(request, route)
    context = {
        "route": route,
        "trail": _trail(request, route, "Overzicht"),
        "sheet": sheet,
        "figures": _with_norms(figures, indicators.thresholds_of(route.pk, timezone.localdate())),
        "below": _below(route, figures),
        "decision": decision,
        "standing": f"Stand van {date_format(timezone.localdate(), 'j F Y')}",
        "pdf_url": reverse("routes:overview_pdf", args=[public_id]),
        "version": None,
    }
    return render(request, "routes/overview.html", context)


def _with_norms(figures, thresholds) -> list[tuple[indicators.Figure, IndicatorThreshold | None, str]]:
    found = [(figure, thresholds.get(figure.indicator.code)) for figure in figures]
    return [(figure, asked, figure.norm(asked.minimum_percent) if asked else "") for figure, asked in found]


def _below(route: Route, figures) -> list[tuple[RouteFlag, indicators.Figure, str]]:
    """Each standing flag with the figure as it is now and the norm in words; they are about what is recognised."""
    if not route.is_recognised:
        return []
    by_code = {figure.indicator.code: figure for figure in figures}
    flags = RouteFlag.objects.filter(route=route, cleared_at=None).select_related("threshold")
    shown = [(flag, by_code[flag.code]) for flag in flags]
    return [(flag, figure, figure.norm(flag.threshold.minimum_percent)) for flag, figure in shown]


@hat_required(*BOTH)
@require_safe
def overview_pdf(request, public_id):
    route = _route(public_id)
    _, sheet, decision = _as_it_is(request, route)
    standing = f"Stand van {date_format(timezone.localdate(), 'j F Y')}"
    return _pdf(papers.dossier(sheet, standing=standing, decision=decision, at=timezone.now()), route.slug)


@hat_required(*BOTH)
@require_safe
def list_versions(request, public_id):
    route = _route(public_id)
    found = list(DossierVersion.objects.filter(route=route).select_related("criteria_set"))
    decisions = {each.version_id: each for each in Decision.objects.filter(route=route).select_related("document")}
    before, after = _asked(request, route, found)
    context = {
        "route": route,
        "trail": _trail(request, route, "Versies"),
        "rows": [(version, decisions.get(version.pk)) for version in reversed(found)],
        "choices": [(NOW, "Zoals het nu is"), *((str(each.number), str(each)) for each in reversed(found))],
        "before": before,
        "after": after,
        "sections": versions.compare(before.content, after.content) if before and after else [],
    }
    return render(request, "routes/versions.html", context)


@dataclass(frozen=True)
class Side:
    """Of a comparison: a version, or the dossier as it is now."""

    key: str
    label: str
    content: dict[str, Any]


def _asked(request, route: Route, found: list[DossierVersion]) -> tuple[Side | None, Side | None]:
    """The two that are compared. What does not exist counts as not asked.

    By default the last two while the programme team reads; else what changed since the last.
    """
    if not found:
        return None, None
    usual = found[-1] if route.state in WITH_PROGRAMME and len(found) > 1 else None
    before = _side(request, route, found, "van") or _frozen_side(found[-2] if usual else found[-1])
    after = _side(request, route, found, "naar") or (_frozen_side(usual) if usual else _as_it_is_now(request, route))
    return before, after


def _side(request, route: Route, found: list[DossierVersion], name: str) -> Side | None:
    asked = request.GET.get(name, "")
    if asked == NOW:
        return _as_it_is_now(request, route)
    return next((_frozen_side(each) for each in found if str(each.number) == asked), None)


def _frozen_side(found: DossierVersion) -> Side:
    return Side(str(found.number), f"versie {found.number}", found.content)


def _as_it_is_now(request, route: Route) -> Side:
    """With figures as a version keeps them, so that no figure differs by who reads it."""
    ours = request.hat.kind == Kind.HOGESCHOOL
    figures = indicators.figures_now(route.pk, for_all=True) if ours else indicators.figures_kept(route.pk)
    return Side(NOW, "het dossier zoals het nu is", versions.content_of(route, figures))


@hat_required(*BOTH)
@require_safe
def version(request, public_id, number):
    found, decision = _frozen(public_id, number)
    context = {
        "route": found.route,
        "trail": _trail(request, found.route, f"Versie {number}"),
        "sheet": sheet_of(found.content, decision, found.criteria_set),
        "figures": [],
        "below": [],
        "decision": decision,
        "standing": _standing(found),
        "pdf_url": reverse("routes:version_pdf", args=[public_id, number]),
        "version": found,
    }
    return render(request, "routes/overview.html", context)


@hat_required(*BOTH)
@require_safe
def version_pdf(request, public_id, number):
    found, decision = _frozen(public_id, number)
    at = decision.decided_at if decision else found.submitted_at
    sheet = sheet_of(found.content, decision, found.criteria_set)
    content = papers.dossier(sheet, standing=_standing(found), decision=decision, at=at)
    return _pdf(content, f"{found.route.slug}-versie-{number}")


def _frozen(public_id, number) -> tuple[DossierVersion, Decision | None]:
    found = DossierVersion.objects.select_related("route__hogeschool", "criteria_set")
    frozen = found.filter(route__public_id=public_id, number=number).first()
    if frozen is None:
        raise Http404
    return frozen, Decision.objects.filter(version=frozen).select_related("document").first()


def _standing(found: DossierVersion) -> str:
    day = date_format(timezone.localtime(found.submitted_at), "j F Y")
    return f"Versie {found.number}. {Occasion(found.occasion).label} op {day} door {found.submitted_by}"


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="dossier-{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
