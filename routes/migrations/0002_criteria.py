"""The criteria for a Mkb-route as three publications word them. The five of the nulmeting stand; the others are sources."""

from datetime import date

from django.db import migrations

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


def write(apps, schema_editor):
    criteria_sets, criteria = apps.get_model("routes", "CriteriaSet"), apps.get_model("routes", "Criterion")
    for data in SETS:
        fields = {name: value for name, value in data.items() if name != "criteria"}
        criteria_set = criteria_sets.objects.create(**fields)
        for number, (title, text, hint) in enumerate(data["criteria"], start=1):
            criteria.objects.create(criteria_set=criteria_set, number=number, title=title, text=text, hint=hint)


def remove(apps, schema_editor):
    # Criteria are written once; only taking the migration back may remove them.
    codes = ", ".join(f"'{data['code']}'" for data in SETS)
    schema_editor.execute(
        "ALTER TABLE routes_criterion DISABLE TRIGGER criterion_is_written_once;"
        f"DELETE FROM routes_criterion WHERE criteria_set_id IN (SELECT id FROM routes_criteriaset WHERE code IN ({codes}));"
        f"DELETE FROM routes_criteriaset WHERE code IN ({codes});"
        "SET CONSTRAINTS ALL IMMEDIATE;"
        "ALTER TABLE routes_criterion ENABLE TRIGGER criterion_is_written_once"
    )


class Migration(migrations.Migration):
    dependencies = [("routes", "0001_initial")]
    operations = [migrations.RunPython(write, remove)]
