"""What every page's frame shows: who is logged in, in which hat, in whose house style."""

from functools import partial

from django.conf import settings
from django.urls import reverse

from mkbroute.access.actor import OWN_HAT
from mkbroute.access.hats import Hat

from .access import looks_on
from .enums import Kind, Part
from .navigation import address, footer_items, nav_items, organisation_items


def portal(request) -> dict:
    hat = getattr(request, "hat", None)
    return {
        "hat": _shown(hat) if hat else None,
        "looks_on": bool(hat and looks_on(hat)),
        "hats": _others(request, hat),
        **_theme(request, hat),
        "nav_items": nav_items(request),
        "organisation_nav": partial(organisation_items, request),  # for the pages that show it
        "footer_items": footer_items(),
        "home_url": address("home"),
        "is_demo": settings.DEMO,
    }


def _shown(hat: Hat) -> dict:
    return {"name": hat.name, "organisation_name": hat.organisation_name, "part_label": Part(hat.part).label}


def _others(request, hat: Hat | None) -> list[dict]:
    """The hats to switch to; oneself is one of them for whoever has any. A template writes the number 1234 as 1.234."""
    others = [
        {"id": str(other.id), "label": f"{Part(other.part).label}, {other.organisation_name}"}
        for other in getattr(request, "hats", [])
        if other != hat
    ]
    return [*others, {"id": OWN_HAT, "label": "Uzelf, als kandidaat of student"}] if hat else others


def _theme(request, hat: Hat | None) -> dict:
    host = getattr(request, "host", None)  # set on a hogeschool's own web address
    style = host.style if host else hat.style if hat and hat.kind == Kind.HOGESCHOOL else ""
    if not style:
        return {"theme_url": "", "logo_url": ""}
    return {
        "theme_url": reverse("organisations:style", args=[style]),
        "logo_url": reverse("organisations:logo", args=[style]),
    }
