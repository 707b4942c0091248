"""The list of what was mailed goes after its term. What a mail said was gone once it was sent."""

from django.db import connection

from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.removal import Gone, Remover, due_by

from .models import Message

# one key per hogeschool: a removal takes all that is due of it; 0: of none
OLD = (
    "portal.kept_until('mail', m.hogeschool_id, (m.created_at AT TIME ZONE 'Europe/Amsterdam')::date) < portal.today() "
    "AND m.state <> 'waiting'"
)
BY_HOGESCHOOL = f"SELECT DISTINCT coalesce(m.hogeschool_id, 0) FROM mail_message m WHERE {OLD} ORDER BY 1"
AT_ONCE = 5000  # in one transaction
DELETE = (
    "DELETE FROM mail_message WHERE id IN (SELECT m.id FROM mail_message m "
    f"WHERE {OLD} AND coalesce(m.hogeschool_id, 0) = %s ORDER BY m.id LIMIT {AT_ONCE})"
)
BODIES = (
    "DELETE FROM mail_messagebody WHERE message_id IN (SELECT m.id FROM mail_message m "
    f"WHERE {OLD} AND coalesce(m.hogeschool_id, 0) = %s ORDER BY m.id LIMIT {AT_ONCE})"
)


def remove(hogeschool: int) -> Gone | None:
    with connection.cursor() as cursor:
        cursor.execute(BODIES, [hogeschool])
        cursor.execute(DELETE, [hogeschool])
        removed = cursor.rowcount
    return Gone(DocumentClass.MAIL, hogeschool or None, {Message._meta.db_table: removed}) if removed else None


REMOVER = Remover("mail", lambda limit: due_by(BY_HOGESCHOOL, limit), remove)
