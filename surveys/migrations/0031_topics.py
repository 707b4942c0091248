"""The five topics of the interviews of the nulmeting, and how long what was written and said is kept."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
LIST = {
    "name": "De vijf onderwerpen van de nulmeting",
    "source": "Mkb-route in het hbo, Nulmeting 2021-2022 (21 juli 2022), paragraaf 1.2, bladzijde 9 en 10: de topiclijst. "
    "De vragen onder elk onderwerp zijn van het portaal",
}
TOPICS = [
    (
        "visie",
        "Visie en concept opleiding (incl. tripartiete overeenkomst)",
        "Waarom deze route, en wat maakt haar anders? Hoe werkt de overeenkomst tussen student, bedrijf en hogeschool?",
    ),
    (
        "samenwerking",
        "Samenwerking branche/bedrijven",
        "Wie doen er mee, wie nam het initiatief, wat levert ieder? Waar loopt het stroef?",
    ),
    (
        "werving",
        "Werving en doelgroepen",
        "Wie wil de route bereiken, hoe, en wie komen er? Hoe vinden bedrijf en student elkaar?",
    ),
    (
        "curriculum",
        "Curriculum (ontwikkeling, flexibilisering, verhouding praktijk-school, etcetera)",
        "Wat leert de student op het werk en wat op de hogeschool? Hoe sluit dat op elkaar aan, hoe wordt het getoetst?",
    ),
    (
        "begeleiding",
        "Praktijkbegeleiding in het bedrijf en vanuit de hogeschool",
        "Wie begeleidt, hoeveel tijd is er, hoe houden begeleiders contact? Wat hebben zij nodig?",
    ),
]
KEEPING = {
    "answers_months": 60,
    "interviews_months": 60,
    "source": "Eigen keuze: lang genoeg om een volgende meting ernaast te leggen. De AVG (art. 5 lid 1 e) vraagt niet "
    "langer te bewaren dan nodig",
}


def add_rows(apps, schema_editor):
    found, made = apps.get_model("surveys", "TopicList").objects.get_or_create(valid_from=FROM, defaults=LIST)
    if made:
        topic = apps.get_model("surveys", "Topic")
        for place, (key, title, prompt) in enumerate(TOPICS, 1):
            topic.objects.create(topic_list=found, place=place, key=key, title=title, prompt=prompt)
    apps.get_model("surveys", "KeepingTerms").objects.get_or_create(valid_from=FROM, defaults=KEEPING)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0030_open_answers")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
