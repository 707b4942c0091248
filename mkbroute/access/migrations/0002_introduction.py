"""A personal link more: of who was asked to meet."""

from django.db import migrations

from mkbroute.access.sql_files import read_sql

# `wear` stays as it is here: the setting that it empties too is nobody's then
BACKWARD = "DROP FUNCTION portal.introduction"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_actor_and_history")]
    operations = [migrations.RunSQL(read_sql("access", "introduction.sql"), BACKWARD)]
