from django.db import migrations

from mkbroute.access.sql_files import read_sql, run_sql

# Of what was published before, the last check is what is known; what waits again was published too.
FILL = """
    UPDATE matching_offer SET published_at = reviewed_at WHERE state IN ('published', 'waiting') AND reviewed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0011_first_published")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *run_sql("matching", "first_published.sql"),
        migrations.RunSQL(read_sql("matching", "open_places_by_first_day.sql"), migrations.RunSQL.noop),
    ]
