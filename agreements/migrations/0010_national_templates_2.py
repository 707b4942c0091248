import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parent.parent / "templates_data"


def write_templates(apps, schema_editor):
    """The second version of both: every subject of a model agreement, conditions, and an English text."""
    templates = apps.get_model("agreements", "AgreementTemplate").objects
    for name in ("landelijk_duaal_2", "landelijk_deeltijd_2"):
        row = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        key = {"code": row.pop("code"), "number": row.pop("number")}
        row["valid_from"] = date.fromisoformat(row["valid_from"])
        row["based_on_id"] = templates.only("pk").get(code=key["code"], number=1).pk
        templates.get_or_create(**key, defaults=row)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_templates")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(write_templates, migrations.RunPython.noop)]
