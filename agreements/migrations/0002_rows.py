"""What agreements lean on from the start: the law, the templates of the whole country, what one declares who signs, and the
terms of the practice, of the subsidy and of what waits on someone. Rows are written once; what changes is a new version."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import migrations

from agreements.migrations import FORMER

DATA = Path(__file__).parent.parent / "templates_data"
# The second version of both templates: every subject of a model agreement, conditions, and an English text.
TEMPLATES = ("landelijk_duaal_1", "landelijk_deeltijd_1", "landelijk_duaal_2", "landelijk_deeltijd_2")
# WHW 7.7 lid 5 onder d: the grounds that article 18 of the national templates names. Every version there is begins with
# them; a hogeschool changes them with its next version.
GROUNDS = [
    "Alle partijen vinden samen dat het beter is om te stoppen",
    "De inschrijving van de student bij de opleiding eindigt",
    "De arbeidsovereenkomst van de student eindigt",
    "Een partij komt een belangrijke afspraak niet na, ook niet na een schriftelijke herinnering en een redelijke termijn",
    "Het bedrijf kan de werkplek of de begeleiding door omstandigheden niet meer bieden",
    "Een andere zwaarwegende reden waardoor doorgaan in redelijkheid niet kan worden gevraagd",
]
STATEMENTS = {
    "identity": "Ik ben {name}.",
    "authority": "Ik ben bevoegd om namens {party} te tekenen.",
    "source": "Eigen tekst, naar BW art. 3:15a en eIDAS (EU) nr. 910/2014 art. 25 en 26",
    "valid_from": date(2026, 1, 1),
}
CONSENT = {
    1: "Ik heb versie {number} van deze overeenkomst gelezen (kenmerk {fingerprint}) en ik ga ermee akkoord. Ik teken "
    "elektronisch.",
    2: "Ik heb {text} gelezen (kenmerk {fingerprint}) en ik ga ermee akkoord. Ik teken elektronisch.",
}
PRACTICE = {
    "weeks": 42,
    "begins_month": 9,
    "begins_day": 1,
    "source": "Subsidieregeling praktijkleren (BWBR0034144), artikel 1, onderdelen c en m: weken feitelijke begeleiding, "
    "ten hoogste 42 per studiejaar; een studiejaar in het hbo loopt van 1 september tot en met 31 augustus",
}
LIFE = {
    "confirm_days": 14,
    "remind_days": 5,
    "signing_days": 7,
    "addendum_days": 7,
    "card_days": 7,
    "ending_days": 5,
    "draft_days": 10,
    "end_days": [90, 60, 30],
    "lapse_days": 7,
}
# version: from when, source
LIFE_VERSIONS = {
    1: (
        date(2026, 1, 1),
        "Eigen keuze: twee weken om te antwoorden, binnen de opzegtermijn van één maand van artikel 18 van het "
        "landelijke sjabloon",
    ),
    2: (
        date(2026, 11, 22),
        "Eigen keuze, als versie 1; drie, twee en één maand voor een einde: werkgever en student hebben tijd nodig om te "
        "verlengen (BW 7:668: uiterlijk één maand van tevoren aanzeggen)",
    ),
}
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


def write_provisions(apps, schema_editor):
    provisions = apps.get_model("agreements", "LegalProvision").objects
    for row in _read("whw_7_7_lid_5"):
        key = {"code": row.pop("code"), "valid_from": date.fromisoformat(row.pop("valid_from"))}
        provisions.get_or_create(**key, defaults=row)


def write_templates(apps, schema_editor):
    templates = apps.get_model("agreements", "AgreementTemplate").objects
    for name in TEMPLATES:
        row = _read(name)
        key = {"code": row.pop("code"), "number": row.pop("number")}
        row["valid_from"] = date.fromisoformat(row["valid_from"])
        row["based_on"] = templates.filter(code=key["code"], number=key["number"] - 1).first()
        templates.get_or_create(**key, defaults={**row, "grounds": GROUNDS})


def _read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def write_statements(apps, schema_editor):
    for number, consent in CONSENT.items():
        apps.get_model("agreements", "SigningStatements").objects.get_or_create(
            number=number, defaults={**STATEMENTS, "consent": consent}
        )


def write_terms(apps, schema_editor):
    apps.get_model("agreements", "PracticeTerms").objects.get_or_create(
        valid_from=date(2015, 11, 27), defaults=PRACTICE
    )
    for number, (valid_from, source) in LIFE_VERSIONS.items():
        apps.get_model("agreements", "LifeTerms").objects.get_or_create(
            number=number, defaults={**LIFE, "valid_from": valid_from, "source": source}
        )


def write_subsidy(apps, schema_editor):
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
    replaces = [FORMER[0], FORMER[-1]]
    dependencies = [("agreements", "0001_tables")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop)
        for write in (write_provisions, write_templates, write_statements, write_terms, write_subsidy)
    ]
