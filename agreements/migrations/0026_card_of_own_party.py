from django.db import migrations

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [("agreements", "0025_what_came_after_it_left")]
    operations = run_sql("agreements", "card_of_own_party.sql")
