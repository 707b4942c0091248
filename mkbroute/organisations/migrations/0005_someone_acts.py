from django.db import migrations, models
from django.db.models.functions import Lower

from mkbroute.access.sql_files import read_sql

FORWARD = read_sql("organisations", "someone_acts.sql")
BEFORE = read_sql("organisations", "invitations.sql")
START, END = "CREATE FUNCTION portal.accept_invitation", "REVOKE ALL"
BACKWARD = f"""
DROP FUNCTION portal.require_someone_acts CASCADE;
{BEFORE[BEFORE.index(START) : BEFORE.index(END)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_mkb_by_card")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddConstraint(
            model_name="workplace",
            constraint=models.UniqueConstraint(models.F("organisation"), Lower("name"), name="workplace_name_is_own"),
        ),
        migrations.AddConstraint(
            model_name="workplace",
            constraint=models.UniqueConstraint(
                fields=["organisation", "vestigingsnummer"],
                condition=~models.Q(vestigingsnummer=""),
                name="workplace_vestigingsnummer_is_own",
            ),
        ),
    ]
