"""One form, one or more routes."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.transaction import atomic

from routes.models import Route

from ..enums import FileKind
from ..models import Application
from .applications import submit_application
from .files import add_file


@atomic
def apply_for_routes(
    routes: Iterable[Route],
    *,
    student_id: int,
    email: str,
    details: dict[str, Any],
    cv: UploadedFile | None = None,
) -> list[tuple[Application, bool]]:
    """An application to each route, or to none: each is judged and withdrawn on its own. Raises Refusal when a route
    takes no applications, or the CV is not what it says."""
    done = [submit_application(route, student_id=student_id, email=email, details=details) for route in routes]
    for application, is_new in done:
        if cv and is_new:
            add_file(application, cv, FileKind.CV)
    return done
