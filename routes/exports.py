"""A route in a file: which columns it has, what they mean, and what each route puts in them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils import timezone

from mkbroute.exports.tables import Column, Kind, Row, Sheet, Value
from mkbroute.organisations.enums import Province

from . import catalogue
from .canonical import page_url
from .enums import (
    STOPPED,
    Audience,
    Connection,
    Degree,
    Form,
    PartnerRole,
    Persona,
    Phase,
    Sector,
    Shape,
    State,
)
from .export_details import PUBLIC_DETAILS, REGISTER_DETAILS, Listed, with_all_details, with_public_details
from .models import Route

EXAMPLE = "voorbeeld"  # as id: a row of the template that is never read
CHUNK = 1000  # rows at a time: what belongs to them comes in one query for each list


@dataclass(frozen=True)
class RouteColumn:
    column: Column
    value: Callable[[Route], Value]
    example: Value = ""
    is_public: bool = True
    fills: str = ""  # the field that it fills when it comes in; "" of what only goes out
    needed: bool = False  # for a new route
    asks: str = ""  # what to fill in, where that is something else than what it means
    offered: tuple[str, ...] = ()  # the choices for whoever fills in, where those are fewer

    @property
    def to_fill_in(self) -> Column:
        """As the template has it."""
        column = self.column
        return replace(column, about=self.asks or column.about, choices=self.offered or column.choices)


def _own(name: str) -> Callable[[Route], Value]:
    return lambda route: getattr(route, name)


def _text(key: str, label: str, about: str, example: str = "", **more: Any) -> RouteColumn:
    column = Column(key, label, about, wide=more.pop("wide", False))
    return RouteColumn(column, _own(key), example, fills=key, **more)


def _choice(
    key: str,
    label: str,
    about: str,
    choices: type[TextChoices],
    example: TextChoices,
    needed: bool = True,
    without: Sequence[TextChoices] = (),
) -> RouteColumn:
    """`without`: what nobody can fill in for a new route."""
    column = Column(key, label, about, choices=tuple(choices.labels), codes=tuple(choices.values))
    return RouteColumn(
        column,
        lambda route: choices(getattr(route, key)).label,
        example.label,
        fills=key,
        needed=needed,
        offered=tuple(str(choice.label) for choice in choices if choice not in without),
    )


def _several(key: str, label: str, about: str, choices: type[TextChoices], example: TextChoices) -> RouteColumn:
    column = Column(key, label, about, Kind.SEVERAL, tuple(choices.labels), wide=True, codes=tuple(choices.values))
    return RouteColumn(
        column,
        lambda route: [choices(one).label for one in getattr(route, key)],
        [example.label],
        fills=key,
        asks=f"{about} {BARS}",
    )


def _listed(listed: Iterable[Listed], *, is_public: bool) -> list[RouteColumn]:
    return [RouteColumn(column, value, is_public=is_public) for column, value in listed]


BARS = "Meer dan één: zet er een | tussen."
PLACES = {"school": "op school", "company": "in het bedrijf", "elsewhere": "elders"}
EXAMPLE_WEEK = {"school": Decimal(1), "company": Decimal(4), "elsewhere": Decimal(0)}


def _days(year: int, place: str) -> RouteColumn:
    label = f"Jaar {year}: dagen {PLACES[place]}"
    about = f"Dagen per week {PLACES[place]} in studiejaar {year}, in hele of halve dagen."
    column = Column(f"year{year}_{place}", label, about, Kind.NUMBER)

    def value(route: Route) -> Value:
        return next((getattr(row, f"days_{place}") for row in route.years.all() if row.year == year), None)

    return RouteColumn(column, value, EXAMPLE_WEEK[place] if year <= Degree.AD.years else None, fills=column.key)


COLUMNS = [
    RouteColumn(
        Column("id", "Kenmerk", "Waaraan het portaal de route herkent; het blijft altijd hetzelfde.", form="uuid"),
        lambda route: str(route.public_id),
        EXAMPLE,
        asks="Waaraan het portaal de route herkent. Laat het leeg bij een nieuwe route.",
    ),
    RouteColumn(
        Column("state", "Status", "Hoe ver de erkenning is.", choices=tuple(State.labels), codes=tuple(State.values)),
        lambda route: State(route.state).label,
        is_public=False,
    ),
    RouteColumn(Column("hogeschool", "Hogeschool", "De penvoerder van de route."), lambda route: route.hogeschool.name),
    _text("programme", "Opleiding", "De naam, zonder Ad of bachelor ervoor.", "Bouwkunde", needed=True),
    _choice("degree", "Graad", "Een Ad duurt twee jaar, een bachelor vier.", Degree, Degree.AD),
    _choice("form", "Vorm", "Duaal of deeltijd (WHW artikel 7.7).", Form, Form.DUAAL),
    _text("croho_code", "Opleidingscode (CROHO)", "Vijf cijfers uit het register van opleidingen.", "80071"),
    _text("brin", "Instellingscode (BRIN)", "Twee cijfers en twee letters.", "21XX"),
    RouteColumn(
        Column("accredited", "Geaccrediteerd", "Is de opleiding geaccrediteerd?", Kind.YES_NO),
        _own("accredited"),
        True,
        fills="accredited",
    ),
    _choice("sector", "Sector", "Waarin men werkt.", Sector, Sector.BUILDING),
    _choice(
        "shape", "Opzet", "Een van de vier uit Samen opleiden met het mkb, paragraaf 3.", Shape, Shape.THROUGHOUT
    ),
    *[_days(year, place) for year in range(1, 5) for place in PLACES],
    _several("connections", "Vormen van verbinding", "Hoe werken en leren samenhangen.", Connection,
             Connection.ASSIGNMENTS),
    _several("audiences", "Doelgroepen", "Voor wie de route is.", Audience, Audience.MBO4),
    _several("personas", "Persona’s", "Uit de Handreiking studentcommunicatie.", Persona, Persona.PURPOSEFUL),
    _text("summary", "Waar gaat de route over?", "In gewone taal, voor wie zich wil aanmelden.",
          "Je leert een bouwproject voorbereiden.", wide=True, needed=True),
    _text("connection", "Hoe zijn werken en leren verbonden?", "In gewone taal.",
          "De opdrachten komen uit het eigen bedrijf.", wide=True, needed=True),
    _text("costs", "Kosten", "Wat het kost, en wie wat betaalt.", "Collegegeld; veel werkgevers betalen mee.",
          wide=True),
    _text("city", "Plaats", "Waar de school staat.", "Utrecht", needed=True),
    _choice("province", "Provincie", "Waar die plaats ligt.", Province, Province.UTRECHT),
    RouteColumn(
        Column("starts_on", "Eerstvolgende start", "De eerste dag van het onderwijs of het werk.", Kind.DATE),
        _own("starts_on"),
        fills="starts_on",
        needed=True,
        asks="De eerste dag, bijvoorbeeld 1-9-2027.",
    ),
    RouteColumn(
        Column("places", "Aantal plaatsen", "Hoeveel mensen bij die start kunnen beginnen.", Kind.NUMBER),
        _own("places"),
        20,
        fills="places",
        needed=True,
    ),
    _choice("phase", "Fase", "Waar de route in haar ontwikkeling staat.", Phase, Phase.STARTING, False,
            without=STOPPED),
    _choice("partner_role", "Rol in het programma", "Van de hogeschool.", PartnerRole, PartnerRole.PILOT, False),
    _text("contact_name", "Contactpersoon", "Wie vragen beantwoordt.", "Sanne de Wit", is_public=False, needed=True),
    _text("contact_email", "E-mailadres contactpersoon", "Waar vragen heen gaan.", "sanne@voorbeeld.nl",
          is_public=False, needed=True),
    *_listed(PUBLIC_DETAILS, is_public=True),
    *_listed(REGISTER_DETAILS, is_public=False),
    RouteColumn(
        Column("recognised_on", "Erkend sinds", "De dag van de eerste erkenning.", Kind.DATE),
        lambda route: timezone.localdate(route.public_since) if route.public_since else None,
    ),
    RouteColumn(Column("changed_at", "Gewijzigd", "Wanneer dit voor het laatst wijzigde.", Kind.MOMENT),
                _own("changed_at")),
    RouteColumn(Column("url", "Webadres", "De openbare pagina; leeg zolang de route niet is erkend, en na het einde.",
                       form="uri"),
                lambda route: page_url(route) if route.has_page else ""),
]  # fmt: skip
PUBLIC_COLUMNS = [each for each in COLUMNS if each.is_public]
READ_COLUMNS = [each for each in COLUMNS if each.fills or each.column.key == "id"]
WEEK_KEYS = [f"year{year}_{place}" for year in range(1, 5) for place in PLACES]


def register_sheet() -> Sheet:
    """Every route that the reader may see, with what belongs to it and how the dossier was judged."""
    return _sheet(COLUMNS, with_all_details(Route.objects.all()))


def open_data_sheet(hogeschool_id: int | None = None) -> Sheet:
    """Recognised routes, of one hogeschool or of all, without the people behind them."""
    return _sheet(PUBLIC_COLUMNS, with_public_details(catalogue.recognised(hogeschool_id)))


def _sheet(columns: list[RouteColumn], routes: QuerySet[Route]) -> Sheet:
    return Sheet("routes", [each.column for each in columns], _rows(columns, routes))


def _rows(columns: list[RouteColumn], routes: QuerySet[Route]) -> Iterator[Row]:
    found = (
        routes.select_related("hogeschool").prefetch_related("years").order_by("hogeschool__name", "programme", "id")
    )
    for route in found.iterator(chunk_size=CHUNK):
        yield [each.value(route) for each in columns]


def template_sheets() -> list[Sheet]:
    """To fill in: a head with an example, and what each column asks."""
    columns = [each.to_fill_in for each in READ_COLUMNS]
    explained = [
        Column("label", "Kolom", ""),
        Column("about", "Uitleg", "", wide=True),
        Column("needed", "Nodig bij een nieuwe route", ""),
        Column("kind", "Soort", ""),
        Column("choices", "Wat u kunt invullen", "", wide=True),
    ]
    rows: list[Row] = [
        [column.label, column.about, "ja" if each.needed else "", column.kind.value, "\n".join(column.choices)]
        for each, column in zip(READ_COLUMNS, columns, strict=True)
    ]  # fmt: skip
    return [Sheet("Routes", columns, [example_row()]), Sheet("Uitleg", explained, rows)]


def example_row() -> Row:
    return [each.example if each.example != "" else _example(each.column.kind) for each in READ_COLUMNS]


def _example(kind: Kind) -> Value:
    return "1-9-2027" if kind == Kind.DATE else ""
