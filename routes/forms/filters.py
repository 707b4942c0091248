"""Above the hogeschool's lists of people and papers: text, and which of its routes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from mkbroute.design.fields import ComboboxField
from mkbroute.design.listing import searched

from ..models import Route, title_of

FEW = 15  # more than these are chosen by typing
SUGGESTED = 12


class RouteFilter(forms.Form):
    """`asked`: what was asked; what makes no sense counts as not asked. The route is a list of public ids, or None."""

    q = forms.CharField(label="Zoek", required=False, max_length=100)

    def __init__(self, *args: Any, routes: bool = True, **kwargs: Any) -> None:
        """`routes`: the reader has some of her own to choose from."""
        super().__init__(*args, **kwargs)
        if routes:
            self.fields["route"] = _route_field()

    @property
    def asked(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_bound and not self.errors else {}


def _route_field() -> forms.Field:
    few = suggested_routes("", limit=FEW + 1)
    if len(few) > FEW:
        return TypedRoutesField(label="Route", required=False, url=reverse("routes:choices"))
    choices = [("", "Alle routes"), *few]
    return forms.TypedChoiceField(
        label="Route", required=False, choices=choices, coerce=lambda key: [key], empty_value=None
    )


class TypedRoutesField(ComboboxField):
    """The route that was chosen, or all that fit what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(search=lambda text: suggested_routes(text, limit=None), label_of=_label_of, **kwargs)
        self.widget.attrs["placeholder"] = "Alle routes"

    def clean(self, value: Any) -> list[str] | None:
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        if (label := _label_of(chosen)) and text in ("", label):
            return [chosen]
        return [key for key, _ in self.search(text)] if text else None


def suggested_routes(text: str, limit: int | None = SUGGESTED) -> list[tuple[str, str]]:
    """Of the reader's hogeschool, by programme or place: (public id, label)."""
    routes = Route.objects.order_by("programme", "city", "id")
    for word in searched(text).split():
        routes = routes.filter(programme__icontains=word) | routes.filter(city__icontains=word)
    return _labelled(routes[:limit])


def _label_of(key: str) -> str:
    try:
        return dict(_labelled(Route.objects.filter(public_id=key))).get(key, "")
    except ValidationError:
        return ""


def _labelled(routes: QuerySet[Route]) -> list[tuple[str, str]]:
    rows = routes.values_list("public_id", "degree", "programme", "city")
    return [(str(key), f"{title_of(degree, programme)}, {city}") for key, degree, programme, city in rows]
