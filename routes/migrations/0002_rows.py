"""What the portal knows of the programme from the start: the criteria for a Mkb-route as three publications word them, the
norms with them, the terms of reconsideration, the eleven points of the ombouw-assistent, and the amounts and dates that the
library refers to. The five criteria of the nulmeting stand; the others are sources."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils import timezone

from routes.migrations import FORMER

TEXTS = Path(__file__).parent.parent / "texts"
NULMETING = {
    "code": "nulmeting-2022",
    "title": "Vijf criteria voor een Mkb-route in het hbo",
    "source": "Mkb-route in het hbo. Nulmeting 2021-2022, paragraaf 1.1. Hanzehogeschool Groningen en HAN, in opdracht van "
    "het landelijke programma Mkb-route in het hbo, 21 juli 2022",
    "valid_from": date(2022, 7, 21),
    "standing": True,
    "criteria": [
        (
            "Ad of bachelor, leren en werken verbonden",
            "Het betreft een Associate degree (Ad) of bacheloropleiding waarin leren en werken tegelijkertijd plaatsvinden en "
            "met elkaar verbonden zijn.",
            "Beschrijf hoe werk en studie elkaar afwisselen en waar ze elkaar raken: opdrachten uit het bedrijf, feedback van "
            "de werkgever, docenten die ook in het vak werken. Bewijs: het opleidingsplan, het rooster, de OER met de "
            "studielast van de beroepsuitoefening, een voorbeeld van een opdracht.",
        ),
        (
            "Leerwerkplek in het mkb",
            "De (leer)werkplek van de student bevindt zich in het mkb.",
            "Vertel hoe u toetst dat een bedrijf tot het mkb hoort en wat u doet als dat niet zo is. Bewijs: een lijst van "
            "bedrijven met hun mkb-verklaring, uw werkplekscan, afspraken met de branche.",
        ),
        (
            "Tripartiete overeenkomst",
            "Er wordt een tripartiete overeenkomst afgesloten tussen student, hogeschool en mkb-bedrijf.",
            "Vertel wanneer de overeenkomst wordt getekend en wie haar bewaakt. Bij duaal gaat het om de overeenkomst van WHW "
            "artikel 7.7 lid 5, bij deeltijd om een samenwerkingsovereenkomst tussen dezelfde drie partijen. Bewijs: het "
            "model dat u gebruikt, of een geanonimiseerd voorbeeld.",
        ),
        (
            "Salaris van de werkgever",
            "De student ontvangt een salaris van de werkgever.",
            "Vertel wat u met bedrijven over salaris en doorbetaalde studietijd afspreekt. Bewijs: een voorbeeld van de "
            "arbeidsovereenkomst, de cao-schaal, de tekst voor bedrijven.",
        ),
        (
            "Samen vormgegeven",
            "Bedrijven, brancheverenigingen en hogescholen zijn samen betrokken bij het vormgeven van het opleidingstraject.",
            "Noem wie meedenkt, waarover en hoe vaak. Bewijs: verslagen van overleg, een gezamenlijk plan. Partners die u bij "
            "de route zet, kunnen hun betrokkenheid zelf bevestigen; dat telt als bewijs.",
        ),
    ],
}
KATAPULT = {
    "code": "katapult-2022",
    "title": "Vijf kenmerken volgens Katapult",
    "source": "Nieuwe opleidings(delen) ontwikkelen, onderdeel Mkb-route in het hbo. Katapult, webpagina zonder datum, "
    "studiejaar 2022-2023",
    "valid_from": date(2022, 9, 1),
    "standing": False,
    "criteria": [
        (
            "Ad of bachelor",
            "Een tweejarige Associate degree (Ad) of vierjarige Bachelor (Ba) opleiding in het hbo.",
            "",
        ),
        (
            "Leren en werken verbonden",
            "Het leren en werken vinden tegelijkertijd plaats en zijn met elkaar verbonden.",
            "",
        ),
        ("Leren op de werkplek", "Het grootste deel van het leren vindt op de werkplek plaats.", ""),
        ("Salaris van de werkgever", "De student ontvangt een salaris van de werkgever.", ""),
        (
            "Tripartiete overeenkomst",
            "Het werkend leren wordt vastgelegd door een tripartiete overeenkomst tussen student, hogeschool en mkb-bedrijf.",
            "",
        ),
    ],
}
HANDREIKING = {
    "code": "handreiking",
    "title": "Zes kenmerken volgens de handreiking",
    "source": "Samen opleiden met het mkb. Hoe zet je een goed ‘werkend leren’-traject met het mkb op?, paragraaf 1. "
    "Landelijk programma Mkb-route in het hbo, handreiking zonder datum, na de nulmeting van 2022",
    "valid_from": date(2022, 9, 1),
    "standing": False,
    "criteria": [
        (
            "Ad of bachelor",
            "Een tweejarige Associate degree (Ad) of vierjarige bacheloropleiding in het hbo, die beide leiden tot een erkend "
            "hbo-diploma.",
            "",
        ),
        (
            "Leren en werken verbonden",
            "Leren en werken vinden tegelijkertijd plaats en zijn met elkaar verbonden, net als in de beroepsbegeleidende "
            "leerweg (bbl) in het mbo.",
            "",
        ),
        ("Leren op de werkplek", "Het grootste deel van het leren vindt op de werkplek plaats.", ""),
        ("Salaris van de werkgever", "De student ontvangt een salaris van de werkgever.", ""),
        (
            "Overeenkomst",
            "Het werkend leren wordt vastgelegd door een samenwerkingsovereenkomst (de zogenaamde tripartiete overeenkomst) "
            "tussen student, hogeschool en mkb-bedrijf.",
            "",
        ),
        (
            "Samen vormgegeven",
            "Bedrijven, brancheverenigingen en hogescholen zijn samen betrokken bij het vormgeven van het opleidingstraject.",
            "",
        ),
    ],
}
SETS = (NULMETING, KATAPULT, HANDREIKING)

# of the others, which say that the greater part of the learning happens at work
AT_WORK = 50
AT_WORK_SOURCES = {
    "katapult-2022": "Katapult, Nieuwe opleidings(delen) ontwikkelen, onderdeel Mkb-route in het hbo, derde kenmerk: het grootste "
    "deel van het leren vindt op de werkplek plaats.",
    "handreiking": "Samen opleiden met het mkb, paragraaf 1, derde kenmerk: het grootste deel van het leren vindt op de "
    "werkplek plaats.",
}
# of the standing set, which names no percentages: norms of the portal itself, from the day on which it asks them
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
TERMS = {
    "weeks": 6,
    "way": "Vraag de heroverweging aan op de pagina van de route in het portaal, en schrijf erbij waarom. Het programmateam "
    "beoordeelt het dossier dan opnieuw, zo mogelijk door iemand die het nog niet eerder beoordeelde.",
    "source": "Beginwaarde van het portaal, naar de bezwaartermijn van zes weken in de Algemene wet bestuursrecht, artikel "
    "6:7. De bronnen van het programma noemen geen termijn.",
}


def write_criteria(apps, schema_editor):
    criteria_sets, criteria = apps.get_model("routes", "CriteriaSet"), apps.get_model("routes", "Criterion")
    for data in SETS:
        fields = {name: value for name, value in data.items() if name != "criteria"}
        criteria_set, _ = criteria_sets.objects.get_or_create(code=fields.pop("code"), defaults=fields)
        for number, (title, text, hint) in enumerate(data["criteria"], start=1):
            criteria.objects.get_or_create(
                criteria_set=criteria_set, number=number, defaults={"title": title, "text": text, "hint": hint}
            )


def write_norms(apps, schema_editor):
    """What a publication asks holds since that publication; what the portal asks of its own accord, since today."""
    sets = {each.code: each for each in apps.get_model("routes", "CriteriaSet").objects.all()}
    norms = [(code, "work_share", AT_WORK, source, sets[code].valid_from) for code, source in AT_WORK_SOURCES.items()]
    norms += [(NULMETING["code"], code, *norm, timezone.localdate()) for code, norm in OWN.items()]
    for criteria_set, code, minimum, source, valid_from in norms:
        apps.get_model("routes", "IndicatorThreshold").objects.get_or_create(
            criteria_set=sets[criteria_set],
            code=code,
            defaults={"minimum_percent": minimum, "source": source, "valid_from": valid_from},
        )


def write_terms(apps, schema_editor):
    apps.get_model("routes", "RecognitionTerms").objects.get_or_create(
        **TERMS, defaults={"valid_from": timezone.localdate()}
    )


def write_board(apps, schema_editor):
    data = _read("ombouw_1")
    items = data.pop("items")
    template, _ = apps.get_model("routes", "BoardTemplate").objects.get_or_create(
        code=data.pop("code"), defaults={**data, "valid_from": date.fromisoformat(data["valid_from"])}
    )
    for number, item in enumerate(items, start=1):
        apps.get_model("routes", "BoardItem").objects.get_or_create(
            template=template, code=item.pop("code"), defaults={**item, "number": number}
        )


def write_facts(apps, schema_editor):
    for row in _read("published_facts_1"):
        key = {"code": row.pop("code"), "valid_from": date.fromisoformat(row.pop("valid_from"))}
        until = row.pop("valid_until")
        row["valid_until"] = date.fromisoformat(until) if until else None
        apps.get_model("routes", "PublishedFact").objects.get_or_create(**key, defaults=row)


def _read(name):
    return json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    replaces = [FORMER[0], FORMER[-1]]
    dependencies = [("routes", "0001_tables")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop)
        for write in (write_criteria, write_norms, write_terms, write_board, write_facts)
    ]
