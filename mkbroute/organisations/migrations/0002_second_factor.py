from django.db import migrations

from mkbroute.access.sql_files import run_sql
from mkbroute.organisations.migrations import FORMER


class Migration(migrations.Migration):
    replaces = FORMER[-2:-1]
    # it reads a table that itself refers to log-ins
    dependencies = [("organisations", "0001_tables"), ("mfa", "0003_authenticator_type_uniq")]
    operations = run_sql("organisations", "second_factor.sql")
