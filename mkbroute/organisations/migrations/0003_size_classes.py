"""The size classes as they have been since 1 January 2005."""

from datetime import date

from django.db import migrations

from mkbroute.organisations.migrations import FORMER


def add(apps, schema_editor):
    apps.get_model("organisations", "MkbThresholds").objects.get_or_create(
        valid_from=date(2005, 1, 1),
        defaults={
            "source": "Aanbeveling 2003/361/EG van de Commissie van 6 mei 2003, bijlage, artikel 2",
            "micro_persons": 10,
            "micro_million_eur": 2,
            "small_persons": 50,
            "small_million_eur": 10,
            "medium_persons": 250,
            "medium_turnover_million_eur": 50,
            "medium_balance_million_eur": 43,
        },
    )


class Migration(migrations.Migration):
    replaces = [FORMER[0], FORMER[-1]]
    dependencies = [("organisations", "0002_second_factor")]
    # Written once: going back leaves the row, going forward again finds it.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
