"""What every page's frame shows: who is logged in, in which hat, in whose house style."""

from django.conf import settings
from django.urls import reverse

from .enums import Kind
from .navigation import nav_items


def portal(request) -> dict:
    hat = getattr(request, "hat", None)
    return {
        "hat": hat,
        "hats": [other for other in getattr(request, "hats", []) if other != hat],
        "theme_url": _theme_url(request, hat),
        "nav_items": nav_items(request),
        "home_url": reverse("home"),
        "is_demo": settings.DEMO,
    }


def _theme_url(request, hat) -> str:
    host = getattr(request, "host", None)  # set on a hogeschool's own web address
    style = host.style if host else hat.style if hat and hat.kind == Kind.HOGESCHOOL else ""
    return reverse("organisations:style", args=[style]) if style else ""
