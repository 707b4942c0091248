import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parent.parent / "templates_data"


def write_provisions(apps, schema_editor):
    provisions = apps.get_model("agreements", "LegalProvision").objects
    for row in _read("whw_7_7_lid_5"):
        key = {"code": row.pop("code"), "valid_from": date.fromisoformat(row.pop("valid_from"))}
        provisions.get_or_create(**key, defaults=row)


def write_templates(apps, schema_editor):
    templates = apps.get_model("agreements", "AgreementTemplate").objects
    for name in ("landelijk_duaal_1", "landelijk_deeltijd_1"):
        row = _read(name)
        key = {"code": row.pop("code"), "number": row.pop("number")}
        row["valid_from"] = date.fromisoformat(row["valid_from"])
        templates.get_or_create(**key, defaults=row)


def _read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_party_identity")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [
        migrations.RunPython(write_provisions, migrations.RunPython.noop),
        migrations.RunPython(write_templates, migrations.RunPython.noop),
    ]
