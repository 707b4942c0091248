"""How long what is personal in a round is kept, for the whole country; and the article about what someone can already."""

from datetime import date

from django.db import migrations

FROM = date(2026, 11, 23)
SOURCE = (
    "AVG artikel 5 lid 1 e: niet langer dan nodig. Eigen keuze: een jaar, zodat uitleg en bezwaar (AVG artikel 22) ook na "
    "een volgende beurt nog kunnen"
)
EVC = (
    "Wet op het hoger onderwijs en wetenschappelijk onderzoek, artikel 7.12b lid 1 onder d en 7.13 lid 2 onder r; "
    "Handreiking Samen opleiden met het mkb"
)


def add_rows(apps, schema_editor):
    apps.get_model("documents", "RetentionTerm").objects.get_or_create(
        document_class="round",
        valid_from=FROM,
        defaults={"number": 12, "unit": "month", "starts": "round", "least": 3, "most": 24, "source": SOURCE},
    )
    subjects = apps.get_model("matching", "AdmissionSubject").objects
    known = subjects.filter(code="evc").latest("valid_from")
    said = {"number": known.number, "title": known.title, "explains": known.explains, "source": EVC}
    subjects.get_or_create(code="evc", valid_from=FROM, defaults=said)


class Migration(migrations.Migration):
    dependencies = [("matching", "0013_promised_and_paid"), ("documents", "0007_term_of_rounds")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
