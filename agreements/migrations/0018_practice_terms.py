from datetime import date

from django.db import migrations

SOURCE = (
    "Subsidieregeling praktijkleren (BWBR0034144), artikel 1, onderdelen c en m: weken feitelijke begeleiding, "
    "ten hoogste 42 per studiejaar; een studiejaar in het hbo loopt van 1 september tot en met 31 augustus"
)


def write_terms(apps, schema_editor):
    apps.get_model("agreements", "PracticeTerms").objects.get_or_create(
        valid_from=date(2015, 11, 27),
        defaults={"weeks": 42, "begins_month": 9, "begins_day": 1, "source": SOURCE},
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0017_practice")]
    # Written once: going back leaves the row, going forward again finds it.
    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
