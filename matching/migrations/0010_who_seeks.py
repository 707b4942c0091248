from django.db import migrations

from mkbroute.access.sql_files import read_sql


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_ranked_offers_and_objective")]

    operations = [
        # backward the older function stays replaced: it answers the same columns
        migrations.RunSQL(read_sql("matching", "demand_and_supply_of_seekers.sql"), migrations.RunSQL.noop),
    ]
