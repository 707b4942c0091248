from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import migrations

LAW = "Subsidieregeling praktijkleren (BWBR0034144)"
SECTORS = ["building", "ict", "maritime", "technology", "care", "green"]
TO_CHECK = ["logistics", "other"]
APPLY = "https://www.rvo.nl/subsidies-financiering/praktijkleren"
# study year: opens on, closes at (17.00 in Amsterdam)
WINDOWS = {
    2025: (date(2026, 6, 2), datetime(2026, 9, 17, 15, 0, tzinfo=UTC)),
    2026: (None, None),
    2027: (None, None),
}
CONDITIONS = {
    "6": (
        "Soort opleiding en werkgever",
        "De opleiding is een duale hbo-opleiding, of een deeltijdse waarin werken verplicht is. De werkgever is in "
        "Nederland gevestigd en verzorgt de begeleiding.",
    ),
    "7a": (
        "Erkende opleiding in een van de sectoren",
        "De opleiding is geaccrediteerd en geregistreerd, in techniek, in gezondheidszorg, gedrag en maatschappij, of in "
        "landbouw en natuurlijke omgeving.",
    ),
    "7b": (
        "Praktijkleerovereenkomst",
        "De begeleiding is gegeven op basis van de overeenkomst van WHW artikel 7.7, vijfde lid, en zoals daarin staat.",
    ),
    "7c": ("Aanwezigheid", "De werkgever houdt bij wanneer de student aanwezig was."),
    "7d": (
        "Begeleiding en gerealiseerde kwaliteiten",
        "De werkgever houdt bij hoe de student is begeleid en welke kwaliteiten zij heeft gerealiseerd.",
    ),
    "15": ("Bedrag", "Ten hoogste het bedrag per plaats, naar het aantal weken; minder als er te veel aanvragen zijn."),
    "20a": ("Aantal jaren", "Niet meer volle plaatsen dan de opleiding jaren duurt."),
    "23": ("Bewaren", "De stukken blijven vijf jaar na het studiejaar bewaard."),
}


ARTICLES = {
    "7a": "7, onder a",
    "7b": "7, onder b",
    "7c": "7, onder c",
    "7d": "7, onder d",
    "20a": "20, onder a",
}


def write_facts(apps, schema_editor):
    scheme, condition = (apps.get_model("agreements", name) for name in ("SubsidyScheme", "SubsidyCondition"))
    for year, (opens_on, closes_at) in WINDOWS.items():
        known = "aanvraagperiode volgens RVO" if opens_on else "aanvraagperiode nog niet bekendgemaakt"
        scheme.objects.get_or_create(
            study_year=year,
            published_on=date(2026, 1, 1),
            defaults={
                "amount_eur": Decimal(2700), "weeks": 42, "sectors": SECTORS, "sectors_to_check": TO_CHECK,
                "opens_on": opens_on, "closes_at": closes_at, "apply_url": APPLY,
                "source": f"{LAW}, artikelen 1, 7 en 15; {known}; verlengd tot en met studiejaar 2027-2028",
            },
        )  # fmt: skip
    for article, (title, text) in CONDITIONS.items():
        condition.objects.get_or_create(
            article=article,
            valid_from=date(2018, 12, 6),
            defaults={"title": title, "text": text, "source": f"{LAW}, artikel {ARTICLES.get(article, article)}"},
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0023_subsidy")]
    # Written once: going back leaves no table, going forward again finds none.
    operations = [migrations.RunPython(write_facts, migrations.RunPython.noop)]
