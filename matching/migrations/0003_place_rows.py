"""Terms and questions about leerwerkplekken; and what was offered before there was a check counts as checked."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from django.db.models import F

DATA = Path(__file__).parent.parent / "checklists"
TERMS = {
    "review_days": 5,
    "confirm_days": 60,
    "warn_days": 7,
    "warnings": 3,
    "demand_days": 120,
    "supply_days": 180,
    "round_to": 5,
    "source": "Eigen keuze: een bedrijf hoort binnen een werkweek of zijn plek goed is; na twee maanden zonder teken van leven "
    "vraagt het portaal drie weken lang of de plek er nog is. Aantallen van mensen afgerond op vijftallen, als in HESA’s "
    "rounding strategy",
    "valid_from": date(2026, 11, 22),
}
BEFORE = "Het portaal (aangeboden voordat er een controle was)"


def write_terms(apps, schema_editor):
    apps.get_model("matching", "PlaceTerms").objects.get_or_create(number=1, defaults=TERMS)


def write_checklists(apps, schema_editor):
    for name in ("scan_1", "settling_1"):
        row = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        key = {"kind": row.pop("kind"), "number": row.pop("number")}
        row["valid_from"] = date.fromisoformat(row["valid_from"])
        apps.get_model("matching", "Checklist").objects.get_or_create(**key, defaults=row)


def publish_what_stands(apps, schema_editor):
    """For the hogescholen that work with it. Visitors do not see it until the company says so: it was not asked."""
    offers = apps.get_model("matching", "Offer").objects.filter(state="waiting")
    offers.update(state="published", asked_at=F("offered_at"), reviewed_at=F("offered_at"), reviewed_by=BEFORE)
    apps.get_model("matching", "Position").objects.update(is_public=False)


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_places")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop)
        for write in (write_terms, write_checklists, publish_what_stands)
    ]
