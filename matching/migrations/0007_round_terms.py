"""How long both sides have to answer, and when they are reminded."""

from datetime import date

from django.db import migrations

TERMS = {
    "number": 1,
    "answer_days": 14,
    "remind_days": [7, 2],
    "close_days": [7, 1],
    "source": "Eigen keuze: twee weken om kennis te maken en te antwoorden, met een herinnering een week en twee dagen "
    "voor de laatste dag",
    "valid_from": date(2026, 1, 1),
}


def write(apps, schema_editor):
    apps.get_model("matching", "RoundTerms").objects.create(**TERMS)


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_rounds")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
