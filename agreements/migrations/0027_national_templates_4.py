from datetime import date

from django.db import migrations

CHANGES = "Partijen tekenen elektronisch of op papier."
WORDS = {
    "Partijen ondertekenen deze overeenkomst elektronisch. Ieder tekent via een persoonlijke link, na bevestiging met "
    "een eenmalige code.": "Partijen ondertekenen deze overeenkomst elektronisch of op papier. Wie elektronisch tekent, "
    "doet dat via een persoonlijke link, na bevestiging met een eenmalige code.",
    "Partijen beschouwen deze wijze van ondertekenen als voldoende betrouwbaar": "Partijen beschouwen die elektronische "
    "wijze van ondertekenen als voldoende betrouwbaar",
    "The parties sign this agreement electronically. Each signs through a personal link, after confirmation with a "
    "one-time code.": "The parties sign this agreement electronically or on paper. Whoever signs electronically does so "
    "through a personal link, after confirmation with a one-time code.",
    "The parties consider this way of signing sufficiently reliable": "The parties consider that electronic way of "
    "signing sufficiently reliable",
}


def write_templates(apps, schema_editor):
    """The fourth version of both. What was sent keeps the text that it was sent with."""
    templates = apps.get_model("agreements", "AgreementTemplate").objects
    for code in ("landelijk-duaal", "landelijk-deeltijd"):
        former = templates.filter(code=code).order_by("-number").first()
        articles = [_reworded(article) for article in former.articles]
        if articles == former.articles:
            continue
        row = templates.filter(pk=former.pk).values().get()
        changed = {"number": former.number + 1, "articles": articles, "valid_from": date(2026, 11, 23)}
        published = {"based_on_id": former.pk, "changes": CHANGES, "published_at": None, "published_by": ""}
        templates.create(**{**row, "id": None, **changed, **published})


def _reworded(article):
    new = {**article, "paragraphs": [_said_anew(text) for text in article["paragraphs"]]}
    if article.get("en"):
        english = article["en"]
        new["en"] = {**english, "paragraphs": [_said_anew(text) for text in english["paragraphs"]]}
    return new


def _said_anew(text):
    if not isinstance(text, str):  # an enumeration
        return text
    for former, new in WORDS.items():
        text = text.replace(former, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("agreements", "0026_card_of_own_party")]
    # Written once: going back leaves the rows, going forward again finds them.
    operations = [migrations.RunPython(write_templates, migrations.RunPython.noop)]
