from django.db import models

from .policies import AppendOnly, Kept, RowAccess

# by portal.forget, a trigger of the owner's: never by a statement of anybody
FORGOTTEN = "pg_trigger_depth() > 0 AND current_user = 'portal_owner'"


class Change(models.Model):
    """History: one row per change of any protected row, written by a trigger that no actor can reach.

    A row as it was at some moment = the row as it is, with `was` of every later change laid over it, newest first.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=models.functions.Now())
    table = models.TextField()
    row_id = models.TextField()
    operation = models.TextField()  # INSERT, UPDATE, DELETE
    was = models.JSONField(null=True)  # the columns that changed, with their former values; all of them when deleted
    role = models.TextField()
    user_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    signing_id = models.BigIntegerField(null=True)
    request_id = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["table", "row_id", "id"], name="change_by_row")]
        constraints = [
            AppendOnly(name="change_is_written_once", removable=True),
            Kept(name="change_is_kept", until=FORGOTTEN),
            RowAccess(name="change_access", recorded=False),
        ]
