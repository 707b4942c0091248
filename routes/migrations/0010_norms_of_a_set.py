"""A norm belongs to the criteria that ask it. What the portal asks of its own accord holds since it is asked here."""

from datetime import date

from django.db import migrations, models
from django.utils import timezone

STANDING, KATAPULT, HANDREIKING = "nulmeting-2022", "katapult-2022", "handreiking"
AT_WORK = 50
AT_WORK_SOURCES = {
    KATAPULT: "Katapult, Nieuwe opleidings(delen) ontwikkelen, onderdeel Mkb-route in het hbo, derde kenmerk: het grootste "
    "deel van het leren vindt op de werkplek plaats.",
    HANDREIKING: "Samen opleiden met het mkb, paragraaf 1, derde kenmerk: het grootste deel van het leren vindt op de "
    "werkplek plaats.",
}
# of the standing set, which names no percentages
OWN = {
    "accredited": (
        100,
        "Beginwaarde van het portaal bij criterium 1 van de Nulmeting 2021-2022 (paragraaf 1.1): een Ad of bachelor. De "
        "handreiking Samen opleiden met het mkb (paragraaf 1) voegt toe dat die tot een erkend hbo-diploma leidt.",
    ),
    "mkb_share": (
        75,
        "Beginwaarde van het portaal bij criterium 2 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: "
        "bij een groter deel buiten het mkb, of zonder verklaring, is een gesprek nodig.",
    ),
    "signed_share": (
        75,
        "Beginwaarde van het portaal bij criterium 3 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: "
        "wie net een leerwerkplek heeft, heeft tijd nodig om te tekenen; ontbreken er meer, dan is een gesprek nodig.",
    ),
    "salary_share": (
        90,
        "Beginwaarde van het portaal bij criterium 4 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: "
        "elke student krijgt salaris, en een enkele overeenkomst die dat elders regelt is nog geen melding.",
    ),
    "partner_share": (
        50,
        "Beginwaarde van het portaal bij criterium 5 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: "
        "ten minste de helft van de bedrijven en branches bevestigt zelf.",
    ),
}
WRITTEN_ONCE = {
    "routes_indicatorthreshold": "indicator_threshold_is_written_once",
    "routes_recognitionterms": "recognition_terms_are_written_once",
}


def write(apps, schema_editor):
    """The earlier rows said, under the date of a publication, what that publication does not ask."""
    sets = {each.code: each for each in apps.get_model("routes", "CriteriaSet").objects.all()}
    thresholds, today = apps.get_model("routes", "IndicatorThreshold"), timezone.localdate()
    _amend(schema_editor, "DISABLE")
    thresholds.objects.filter(code="work_share").update(
        criteria_set=sets[KATAPULT], valid_from=sets[KATAPULT].valid_from, source=AT_WORK_SOURCES[KATAPULT]
    )
    for code in ("mkb_share", "partner_share"):
        own = thresholds.objects.filter(code=code)
        own.update(criteria_set=sets[STANDING], valid_from=today, source=OWN[code][1])
    apps.get_model("routes", "RecognitionTerms").objects.filter(valid_from=date(2022, 7, 21)).update(valid_from=today)
    thresholds.objects.create(
        criteria_set=sets[HANDREIKING], code="work_share", minimum_percent=AT_WORK,
        source=AT_WORK_SOURCES[HANDREIKING], valid_from=sets[HANDREIKING].valid_from,
    )  # fmt: skip
    for code in ("accredited", "signed_share", "salary_share"):
        minimum, source = OWN[code]
        thresholds.objects.create(
            criteria_set=sets[STANDING], code=code, minimum_percent=minimum, source=source, valid_from=today
        )
    # never asked of these routes: nothing to tell them
    apps.get_model("routes", "RouteFlag").objects.filter(code="work_share", cleared_at=None).update(
        cleared_at=timezone.now()
    )
    _amend(schema_editor, "ENABLE")


def remove(apps, schema_editor):
    thresholds = apps.get_model("routes", "IndicatorThreshold").objects
    _amend(schema_editor, "DISABLE")
    thresholds.filter(code__in=["accredited", "signed_share", "salary_share"]).delete()
    thresholds.filter(code="work_share", criteria_set__code=HANDREIKING).delete()
    thresholds.update(valid_from=date(2022, 7, 21))
    apps.get_model("routes", "RecognitionTerms").objects.update(valid_from=date(2022, 7, 21))
    _amend(schema_editor, "ENABLE")


def _amend(schema_editor, how):
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, trigger in WRITTEN_ONCE.items():
        schema_editor.execute(f"ALTER TABLE {table} {how} TRIGGER {trigger}")


class Migration(migrations.Migration):
    dependencies = [("routes", "0009_consents_and_own_steps")]

    operations = [
        migrations.RemoveConstraint(model_name="indicatorthreshold", name="indicator_threshold_once_per_date"),
        migrations.AddField(
            model_name="indicatorthreshold",
            name="criteria_set",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="thresholds", to="routes.criteriaset"
            ),
        ),
        migrations.RunPython(write, remove),
        migrations.AlterField(
            model_name="indicatorthreshold",
            name="criteria_set",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="thresholds", to="routes.criteriaset"),
        ),
        migrations.AddConstraint(
            model_name="indicatorthreshold",
            constraint=models.UniqueConstraint(
                fields=("criteria_set", "code", "valid_from"), name="indicator_threshold_once_per_set_and_date"
            ),
        ),
    ]
