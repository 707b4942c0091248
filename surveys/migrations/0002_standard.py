import json
from datetime import UTC, datetime
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent.parent / "standard"
SOURCE = "Mkb-route in het hbo, Nulmeting 2021-2022 (21 juli 2022), gereconstrueerd uit hoofdstuk 2"
CHANGES = "De vragen van de nulmeting: letterlijk waar het rapport ze noemt, anders afgeleid uit wat het erover zegt."


def write_standard(apps, schema_editor):
    """The three questionnaires of the nulmeting. What the programme team publishes later is a next version."""
    questionnaires = apps.get_model("surveys", "Questionnaire").objects
    versions = apps.get_model("surveys", "QuestionnaireVersion").objects
    for audience in ("companies", "students", "teachers"):
        questionnaire, is_new = questionnaires.get_or_create(hogeschool=None, audience=audience)
        if is_new:
            versions.create(
                questionnaire=questionnaire,
                state="published",
                number=1,
                content=json.loads((FOLDER / f"{audience}_1.json").read_text()),
                source=SOURCE,
                changes=CHANGES,
                published_at=datetime(2026, 11, 22, tzinfo=UTC),
                published_by="Programmateam",
            )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_tables")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(write_standard, migrations.RunPython.noop)]
