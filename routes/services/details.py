"""Locations, contacts and costs of a route: rows of their own, one service for all three."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from routes.enums import EventKind
from routes.models import Route, RouteContact, RouteCost, RouteLocation
from routes.revisions import require_unchanged, revision

from .register import EDITABLE
from .steps import locked, record, record_once, require_state

AnyDetail = TypeVar("AnyDetail", RouteLocation, RouteContact, RouteCost)
CALLED: dict[type, str] = {RouteLocation: "Locatie", RouteContact: "Contactpersoon", RouteCost: "Kostenpost"}
TOGETHER: dict[type, str] = {RouteLocation: "Locaties", RouteContact: "Contactpersonen", RouteCost: "Kosten"}
MOST = 30  # of a kind, on one route
GONE = "Een collega heeft dit intussen verwijderd. Er is niets van u opgeslagen."


def add_detail(model: type[AnyDetail], route: Route, *, who: str, **fields: Any) -> AnyDetail:
    route = locked(route)
    require_state(route, *EDITABLE)
    if model._default_manager.filter(route=route).count() >= MOST:
        raise ValidationError(f"Meer dan {MOST} is er te veel voor één route. Verwijder er eerst een.", code="many")
    detail = model._default_manager.create(route=route, hogeschool_id=route.hogeschool_id, **fields)
    _told(route, model, who)
    return detail


def change_detail(detail: AnyDetail, *, who: str, seen: str = "", **fields: Any) -> AnyDetail:
    """`seen`: the revision (detail_revision) that the person was looking at; raises `Overtaken`."""
    route = locked(detail.route)
    require_state(route, *EDITABLE)
    now = type(detail)._default_manager.filter(pk=detail.pk).first()
    if now is None:
        raise ValidationError(GONE, code="removed")
    require_unchanged(seen, detail_revision(now))
    changed = [name for name, value in fields.items() if getattr(now, name) != value]
    for name in changed:
        setattr(now, name, fields[name])
    if changed:
        now.save(update_fields=changed)
        _told(route, type(detail), who)
    return now


def remove_detail(detail: RouteLocation | RouteContact | RouteCost, *, who: str) -> None:
    route = locked(detail.route)
    require_state(route, *EDITABLE)
    text = f"{CALLED[type(detail)]} verwijderd: {detail}"[:300]
    deleted, _ = type(detail)._default_manager.filter(pk=detail.pk).delete()
    if deleted:
        record(route, EventKind.DETAIL_CHANGED, who=who, text=text)


def _told(route: Route, model: type, who: str) -> None:
    record_once(route, EventKind.DETAIL_CHANGED, who=who, text=f"{TOGETHER[model]} bijgewerkt")


def detail_revision(detail: RouteLocation | RouteContact | RouteCost) -> str:
    return revision(*[getattr(detail, field.name) for field in detail._meta.fields if field.editable])
