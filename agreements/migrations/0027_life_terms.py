from datetime import date

from django.db import migrations

TERMS = {
    "number": 1,
    "confirm_days": 14,
    "remind_days": 5,
    "signing_days": 7,
    "addendum_days": 7,
    "card_days": 7,
    "ending_days": 5,
    "draft_days": 10,
    "source": "Eigen keuze: twee weken om te antwoorden, binnen de opzegtermijn van één maand van artikel 18 van het "
    "landelijke sjabloon",
    "valid_from": date(2026, 1, 1),
}


def add_terms(apps, schema_editor):
    apps.get_model("agreements", "LifeTerms").objects.get_or_create(number=TERMS["number"], defaults=TERMS)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0026_life")]
    # Written once: going back leaves the row, going forward again finds it.
    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
