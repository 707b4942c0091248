"""Someone corrects what she said of herself."""

from typing import Any

from django.db.transaction import atomic

from ..enums import EventKind
from ..models import GIVEN, Application
from .applications import lock_application
from .log import record
from .refusal import Refusal
from .visibility import bring_up_to_date


@atomic
def correct_application(application: Application, details: dict[str, Any]) -> Application:
    """Writes what differs; the log names the fields and not what stood in them. Raises Refusal when it has ended.

    An agreement keeps what was agreed: that changes by an addendum.
    """
    application = lock_application(application)
    if application.has_ended:
        raise Refusal("Deze aanmelding is afgesloten. Je gegevens veranderen niet meer.")
    changed = [name for name in GIVEN if name in details and details[name] != getattr(application, name)]
    if not changed:
        return application
    for name in changed:
        setattr(application, name, details[name])
    application.save(update_fields=changed)
    bring_up_to_date(application)
    record(application, EventKind.CORRECTED, who=application.name, text=f"Gewijzigd: {_named(changed)}"[:300])
    return application


def _named(fields: list[str]) -> str:
    labels = {field.name: str(field.verbose_name).rstrip("?") for field in Application._meta.concrete_fields}
    return ", ".join(labels[name] for name in fields)
