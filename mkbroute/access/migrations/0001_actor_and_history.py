"""Who acts, and what was changed: every table above stands on these functions."""

from django.db import migrations, models
from django.db.models.functions import Now

from mkbroute.access.policies import AppendOnly, Kept, RowAccess
from mkbroute.access.sql_files import read_sql, run_sql


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("access", "0001_actor"),
        ("access", "0002_change"),
        ("access", "0003_record_change"),
        ("access", "0004_card"),
        ("access", "0005_practice"),
        ("access", "0006_forget"),
        ("access", "0007_confirmation"),
    ]
    dependencies = []
    operations = [
        migrations.RunSQL(
            read_sql("access", "actor.sql"), "DROP SCHEMA portal CASCADE; GRANT USAGE ON SCHEMA public TO PUBLIC;"
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=Now())),
                ("table", models.TextField()),
                ("row_id", models.TextField()),
                ("operation", models.TextField()),
                ("was", models.JSONField(null=True)),
                ("role", models.TextField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("membership_id", models.BigIntegerField(null=True)),
                ("signing_id", models.BigIntegerField(null=True)),
                ("request_id", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table", "row_id", "id"], name="change_by_row")],
                "constraints": [
                    AppendOnly(name="change_is_written_once", removable=True),
                    Kept(name="change_is_kept", until="pg_trigger_depth() > 0 AND current_user = 'portal_owner'"),
                    RowAccess(name="change_access", recorded=False),
                ],
            },
        ),
        *run_sql("access", "history.sql"),
    ]
