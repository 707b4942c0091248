"""Small counts and lists beside the work list."""

from django.db.models import Count, QuerySet, TextChoices

from agreements.enums import WITH_SEAL
from agreements.models import Agreement
from matching.enums import ApplicationState
from matching.journey import Reader, Row, rows_of
from matching.models import Application, Offer, Position
from matching.queries import PUBLISHED_OFFER, applications
from routes.models import Route
from routes.models.route import STANDS


def own_applications(email: str) -> list[Row]:
    return rows_of(applications(), Reader.PERSON, email)


def has_positions() -> bool:
    return Position.objects.exists()


def figures() -> list[tuple[str, int]]:
    """Of the hogeschool that looks."""
    running = Application.objects.exclude(state__in=[ApplicationState.WITHDRAWN, ApplicationState.REJECTED])
    return [
        ("erkende routes", Route.objects.filter(STANDS).count()),
        ("lopende aanmeldingen", running.count()),
        ("leerwerkplekken", Offer.objects.filter(PUBLISHED_OFFER).count()),
        ("verzegelde overeenkomsten", Agreement.objects.filter(state__in=WITH_SEAL).count()),
    ]


def counted(rows: QuerySet, field: str, choices: type[TextChoices]) -> list[tuple[str, int]]:
    """Label and number per choice, in the order of the choices."""
    numbers = dict(rows.values_list(field).annotate(Count("pk")))
    return [(choice.label, numbers.get(choice.value, 0)) for choice in choices]
