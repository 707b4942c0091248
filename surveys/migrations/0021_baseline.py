import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "standard" / "baseline_2021_2022.csv"
SOURCE = "Mkb-route in het hbo, Nulmeting 2021-2022 (Hanzehogeschool Groningen en HAN, 21 juli 2022), hoofdstuk 2"


def write_baseline(apps, schema_editor):
    """What the nulmeting published, figure by figure, with its page."""
    figures = apps.get_model("surveys", "BaselineFigure").objects
    if figures.exists():
        return
    with FILE.open(encoding="utf-8", newline="") as file:
        figures.bulk_create([_figure(figures.model, row) for row in csv.DictReader(file, delimiter=";")])


def _figure(model, row):
    n, value = row.pop("n"), row.pop("value")
    return model(
        **row, n=int(n) if n else None, value=float(value) if value else None, measurement="2021-2022", source=SOURCE
    )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0020_results")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(write_baseline, migrations.RunPython.noop)]
