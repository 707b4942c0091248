"""The eleven points of the ombouw-assistent, and the amounts and dates that the library refers to."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).parent.parent / "texts"


def write_board(apps, schema_editor):
    data = _read("ombouw_1")
    items = data.pop("items")
    template, _ = apps.get_model("routes", "BoardTemplate").objects.get_or_create(
        code=data.pop("code"), defaults={**data, "valid_from": date.fromisoformat(data["valid_from"])}
    )
    for number, item in enumerate(items, start=1):
        apps.get_model("routes", "BoardItem").objects.get_or_create(
            template=template, code=item.pop("code"), defaults={**item, "number": number}
        )


def write_facts(apps, schema_editor):
    for row in _read("published_facts_1"):
        key = {"code": row.pop("code"), "valid_from": date.fromisoformat(row.pop("valid_from"))}
        until = row.pop("valid_until")
        row["valid_until"] = date.fromisoformat(until) if until else None
        apps.get_model("routes", "PublishedFact").objects.get_or_create(**key, defaults=row)


def _read(name):
    return json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("routes", "0006_board_and_funnel")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [
        migrations.RunPython(write_board, migrations.RunPython.noop),
        migrations.RunPython(write_facts, migrations.RunPython.noop),
    ]
