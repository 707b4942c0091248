"""How often people are asked, and how few answers still show."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
TERMS = {
    "rest_days": 90,
    "remind_days": 7,
    "reminders": 2,
    "minimum_cell": 5,
    "source": "Eigen keuze: niet vaker dan eens per kwartaal vragen; vanaf 5 antwoorden tonen, zoals de NSE",
}


def add_rows(apps, schema_editor):
    apps.get_model("surveys", "SurveyTerms").objects.get_or_create(valid_from=FROM, defaults=TERMS)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0010_waves")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
