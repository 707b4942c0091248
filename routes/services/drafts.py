"""Half-filled forms are kept while someone types, offered when she comes back, and dropped once she saves."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from routes.models import Draft

KEPT_FOR = timedelta(days=30)
LONGEST = 200_000  # characters of JSON; no form of the portal comes near
MOST = 50  # of one person


def keep_draft(user_id: int, form: str, about: UUID, values: Mapping[str, list[str]]) -> Draft | None:
    """The newest of what was typed takes the place of what there was. None: too much to be a form."""
    typed = {_storable(name): [_storable(text) for text in texts] for name, texts in values.items()}
    if len(json.dumps(typed)) > LONGEST:
        return None
    found: dict[str, Any] = {"values": typed, "saved_at": timezone.now()}
    draft, created = Draft.objects.update_or_create(user_id=user_id, form=form, about=about, defaults=found)
    if created:
        oldest = Draft.objects.filter(user_id=user_id).order_by("-saved_at", "-pk").values("pk")[MOST:]
        Draft.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
    return draft


def find_draft(user_id: int, form: str, about: UUID) -> Draft | None:
    return Draft.objects.filter(user_id=user_id, form=form, about=about).first()


def forget_draft(user_id: int, form: str, about: UUID) -> None:
    Draft.objects.filter(user_id=user_id, form=form, about=about).delete()


def forget_old_drafts(now: datetime | None = None) -> int:
    """Answers how many."""
    deleted, _ = Draft.objects.filter(saved_at__lt=(now or timezone.now()) - KEPT_FOR).delete()
    return deleted


def _storable(text: str) -> str:
    return text.replace("\x00", "")  # which PostgreSQL does not store
