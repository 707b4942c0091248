"""The size classes as they have been since 1 January 2005."""

from datetime import date

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("organisations", "MkbThresholds").objects.create(
        source="Aanbeveling 2003/361/EG van de Commissie van 6 mei 2003, bijlage, artikel 2",
        valid_from=date(2005, 1, 1),
        micro_persons=10,
        micro_million_eur=2,
        small_persons=50,
        small_million_eur=10,
        medium_persons=250,
        medium_turnover_million_eur=50,
        medium_balance_million_eur=43,
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_enter")]
    # Not taken back: the rows are written once, and going back drops their table.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
