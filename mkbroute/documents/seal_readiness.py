"""Can the portal seal? The worker looks, at its start and every day; processes without the key read what it found."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from .keys import seal_key
from .models import SealReadiness

ONLY = 1


def look() -> SealReadiness:
    """Where the key is; as the system."""
    try:
        key = seal_key()
    except ImproperlyConfigured as error:
        found: dict[str, Any] = {"problem": str(error), "certificate_name": "", "valid_until": None}
    else:
        found = {"problem": "", "certificate_name": key.name[:200], "valid_until": key.ends_at}
    values = {**found, "checked_at": timezone.now()}
    return SealReadiness.objects.update_or_create(pk=ONLY, defaults=values)[0]


def is_ready() -> bool:
    """As last found. Nothing found yet: no."""
    now = timezone.now()
    return SealReadiness.objects.filter(pk=ONLY, problem="", valid_until__gt=now).exists()


def found() -> SealReadiness | None:
    return SealReadiness.objects.filter(pk=ONLY).first()
