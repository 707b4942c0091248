"""How long files of an application are kept, for the whole country."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
SOURCE = (
    "Autoriteit Persoonsgegevens, sollicitatiegegevens: hooguit 4 weken na het einde van de procedure; langer alleen met "
    "toestemming, hooguit een jaar"
)


def add_term(apps, schema_editor):
    apps.get_model("documents", "RetentionTerm").objects.get_or_create(
        document_class="application",
        valid_from=FROM,
        defaults={"number": 28, "unit": "day", "starts": "decided", "least": 1, "most": 365, "source": SOURCE},
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_files_of_applications")]
    # Written once: going back leaves the row, going forward again finds it.
    operations = [migrations.RunPython(add_term, migrations.RunPython.noop)]
