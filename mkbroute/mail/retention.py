"""The list of what was mailed goes after its term. What a mail said was gone once it was sent."""

from django.db.models.functions import Coalesce

from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.removal import Gone, Remover
from mkbroute.documents.retention import past_term

from .models import Message, State

AT_ONCE = 2000  # in one transaction
NONE = 0  # of no hogeschool


def _old():
    sent = Message.objects.exclude(state=State.WAITING).order_by("created_at")
    return sent.annotate(of=Coalesce("hogeschool_id", NONE)).filter(past_term(DocumentClass.MAIL, "created_at"))


def due(limit: int) -> list[int]:
    """Hogescholen: each removal takes many mails of one."""
    return sorted(set(_old().order_by().values_list("of", flat=True).distinct()[:limit]))


def remove(hogeschool: int) -> Gone | None:
    keys = list(_old().filter(of=hogeschool).values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return None
    Message.objects.filter(pk__in=keys).delete()
    return Gone(DocumentClass.MAIL, hogeschool or None, {Message._meta.db_table: len(keys)})


REMOVER = Remover("mail", due, remove)
