from datetime import date

from django.db import migrations

CHANGES = "De hogeschool tekent als laatste; de anderen tekenen tegelijk. Aan de tekst is niets veranderd."


def write_templates(apps, schema_editor):
    """The third version of both. What was sent keeps the order that it was sent with."""
    templates = apps.get_model("agreements", "AgreementTemplate").objects
    for code in ("landelijk-duaal", "landelijk-deeltijd"):
        former = templates.filter(code=code).order_by("-number").first()
        if former.signing_order == "hogeschool_last":
            continue
        row = templates.filter(pk=former.pk).values().get()
        changed = {"number": former.number + 1, "signing_order": "hogeschool_last", "valid_from": date(2026, 11, 22)}
        published = {"based_on_id": former.pk, "changes": CHANGES, "published_at": None, "published_by": ""}
        templates.create(**{**row, "id": None, **changed, **published})


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_hogeschool_last")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(write_templates, migrations.RunPython.noop)]
