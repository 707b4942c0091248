"""How often an open link may be used."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 2)
TERMS = {
    "rest_days": 90,
    "remind_days": 7,
    "reminders": 2,
    "minimum_cell": 5,
    "open_link_least": 40,
    "open_link_times": 3,
    "open_link_per_hour": 60,
    "source": "Eigen keuze: als voorheen; een open link driemaal zo vaak als er op de lijst staan, een klas tegelijk",
}


def add_rows(apps, schema_editor):
    apps.get_model("surveys", "SurveyTerms").objects.get_or_create(valid_from=FROM, defaults=TERMS)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0040_own_results_and_open_links")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
