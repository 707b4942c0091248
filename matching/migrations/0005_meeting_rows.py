"""What a hogeschool looks at before someone is admitted, and how many introductions may be open."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
WHW = "Wet op het hoger onderwijs en wetenschappelijk onderzoek, artikel"
# code, title, what is looked at, source
SUBJECTS = [
    ("prior", "Vooropleiding", "Havo, vwo, mbo 4 of een hbo- of wo-diploma; een buitenlands diploma is gewaardeerd.",
     f"{WHW} 7.24 en 7.28"),
    ("subjects", "Profiel of vakken", "Past het profiel of het mbo-domein, of is er een vak dat nog moet?",
     f"{WHW} 7.25"),
    ("over21", "21+ toets", "Zonder het gevraagde diploma: een onderzoek, voor wie 21 jaar of ouder is.", f"{WHW} 7.29"),
    ("evc", "Wat iemand al kan (EVC)", "Werkervaring, certificaten of een ervaringscertificaat: wat telt mee, en waarvoor?",
     f"{WHW} 7.12b en 7.25a; Handreiking Samen opleiden met het mkb"),
    ("work", "Werk dat past", "Wie bij de eigen werkgever leert: vraagt het werk genoeg voor deze opleiding?",
     f"{WHW} 7.27"),
    ("language", "Nederlands", "Bij een buitenlands diploma: genoeg Nederlands om de opleiding te volgen.",
     f"{WHW} 7.28 lid 2"),
]  # fmt: skip
TERMS = {
    "company_open": 5,
    "student_open": 5,
    "answer_days": 14,
    "remind_days": 7,
    "source": "Eigen keuze: genoeg om te kiezen, en niemand wacht langer dan twee weken",
}


def add_rows(apps, schema_editor):
    subjects = apps.get_model("matching", "AdmissionSubject")
    for number, (code, title, explains, source) in enumerate(SUBJECTS, start=1):
        said = {"number": number, "title": title, "explains": explains, "source": source}
        subjects.objects.get_or_create(code=code, valid_from=FROM, defaults=said)
    apps.get_model("matching", "MeetingTerms").objects.get_or_create(valid_from=FROM, defaults=TERMS)


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_meeting")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
