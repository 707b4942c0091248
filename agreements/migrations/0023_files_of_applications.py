"""When the file of an application may go."""

from django.db import migrations

from mkbroute.access.sql_files import read_sql

BEFORE = read_sql("agreements", "retention_of_files.sql").partition("-- Of the papers of a route")[0]
UPLOADS = "      WHEN d.kind = 'upload'"
FORWARD = BEFORE.replace(
    UPLOADS, f"      WHEN d.kind = 'application' THEN portal.application_file_is_due(d.id)\n{UPLOADS}"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0022_takeover_that_begins"), ("matching", "0004_meeting")]
    operations = [migrations.RunSQL(FORWARD, BEFORE)]
