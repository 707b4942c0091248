"""How long what is kept, for the whole country."""

from datetime import date

from django.db import migrations

from mkbroute.documents.migrations import FORMER

FROM = date(2026, 1, 1)
HVA = "Hogeschool van Amsterdam, selectielijst 2016"
# class: number, unit, counts from, least and most that a hogeschool may choose, source
TERMS = {
    "agreement": (7, "year", "end", 5, 20, f"{HVA}: stageovereenkomst 7 jaar; NQA: 7 jaar (financieel)"),
    "unfinished": (2, "year", "last_change", 1, 7, f"{HVA}: overige stagestukken 2 jaar"),
    "paper": (7, "year", "end", 1, 20, "Als de overeenkomst; het verzegelde document bevat de scan ook"),
    "praktijkleren": (5, "year", "study_year", 5, 20, "Subsidieregeling praktijkleren art. 23: 5 jaar na het studiejaar"),
    "route": (7, "year", "end_of_route", 5, 20, "NQA: 5 jaar (rechtsvordering) en 7 jaar (financieel)"),
    "decision": (7, "year", "end_of_route", 5, 20, "Als het dossier waarop is besloten"),
    "upload": (30, "day", "made", 1, 365, "Eigen keuze: nodig tot het bestand is ingelezen (AVG art. 5 lid 1 onder e)"),
    "link": (30, "day", "expired", None, None, "Eigen keuze: een verlopen link of code dient nergens meer toe"),
    "mail": (2, "year", "made", 1, 7, f"{HVA}: overige stagestukken 2 jaar"),
    "export": (7, "day", "made", None, None, "Eigen keuze: lang genoeg om het op te halen"),
}  # fmt: skip


def add_terms(apps, schema_editor):
    model = apps.get_model("documents", "RetentionTerm")
    for document_class, (number, unit, starts, least, most, source) in TERMS.items():
        model.objects.get_or_create(
            document_class=document_class,
            valid_from=FROM,
            defaults={
                "number": number, "unit": unit, "starts": starts, "least": least, "most": most, "source": source,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    replaces = [FORMER[0], FORMER[-1]]
    dependencies = [("documents", "0002_read_with_route")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
