"""What a signer sees first: the agreement in a few lines, and what changed since she last saw it."""

import pytest

from agreements.models import AgreementVersion
from agreements.reading import articles, changed_articles
from agreements.services.sending import reopen_agreement
from agreements.summary import LINES, WORDS, summary
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes
from .signers import last_mail, signers, text_of

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


def told(mine, **fields):
    version = scenes.send(mine, scenes.complete(mine, **fields))
    return {fact.heading: fact for fact in shown(version)}


def shown(version):
    with acting_as(SYSTEM):
        related = ("agreement__template", "agreement__route")
        return summary(AgreementVersion.objects.select_related(*related).get(pk=version.pk))


def test_pay_is_among_it(mine):
    facts = told(mine, employment="Arbeidsovereenkomst voor 24 maanden, 32 uur per week.\nLoon: € 2.600 per maand.")
    assert facts["Contract en loon"].lines == [
        "Arbeidsovereenkomst voor 24 maanden, 32 uur per week.",
        "Loon: € 2.600 per maand.",
    ]
    assert facts["Contract en loon"].rest == ""


def test_lists_stay_lists(mine):
    facts = told(mine)["Eerder stoppen"]
    assert facts.lines[0] == "alle partijen vinden samen dat het beter is om te stoppen"
    assert len(facts.lines) == LINES
    assert facts.rest == "en nog 3: artikel 16"
    assert facts.article == "artikel-16"


def test_never_half_a_sentence_where_a_whole_one_fits(mine):
    fits, more = "Dit past er nog bij.", " ".join(["woord"] * WORDS) + "."
    fact = told(mine, assessment=f"{fits} {more}")["Beoordeling"]
    assert fact.lines == [fits]
    assert fact.rest == "lees verder in artikel 6"


def test_one_endless_sentence_is_cut(mine):
    fact = told(mine, assessment=" ".join(["woord"] * 100))["Beoordeling"]
    assert fact.lines[0].endswith("woord …")
    assert len(fact.lines[0].split()) == WORDS + 1


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_links_lead_to_the_article_that_holds_the_field(form):
    mine = scenes.matched(form=form)
    fields = {
        "employment": "€ 2.600",
        "study_costs": "Alles.",
        "assessment": "De docent.",
        "termination_grounds": "Zo.",
    }
    version = scenes.send(mine, scenes.complete(mine, **fields))
    _, found = articles(version.html)
    bodies = {article.id: article.body for article in found}
    facts = {fact.heading: fact for fact in shown(version) if fact.article}
    assert set(facts) == {"Contract en loon", "Studietijd en kosten", "Beoordeling", "Eerder stoppen"}
    for fact in facts.values():
        assert fact.lines[0] in bodies[fact.article]


def test_all_articles_open_with_one_link(client, mine):
    signer = signers(scenes.send(mine, scenes.complete(mine)))["company"]
    page = text_of(client.get(signer.path))
    assert f'href="{signer.path}?alles#overeenkomst"' in page
    assert '<details class="details" id="artikel-16">' in page
    page = text_of(client.get(f"{signer.path}?alles"))
    assert page.count("<details") == page.count(" open>")


def second_version(mine):
    agreement = scenes.complete(mine)
    first = scenes.send(mine, agreement)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="Het loon klopt niet.", who=scenes.WHO)
        agreement.refresh_from_db()
        agreement.employment = "Loon: € 2.800 per maand."
        agreement.save(update_fields=["employment"])
    return first, scenes.send(mine, agreement)


def test_what_changed_since_the_version_before(client, mine):
    first, second = second_version(mine)
    with acting_as(SYSTEM):
        assert changed_articles(first) == []
        assert [article.id for article in changed_articles(second)] == ["artikel-9"]
    signer = signers(second)["company"]
    for text in (text_of(client.get(signer.path)), last_mail(signer.email, "sign_request")):
        assert "ersie 2" in text
        assert "Artikel 9. Arbeidsovereenkomst en loon" in text


def test_first_version_says_nothing_of_changes(client, mine):
    signer = signers(scenes.send(mine, scenes.complete(mine)))["company"]
    assert "nieuwe versie" not in text_of(client.get(signer.path))
    assert "vorige versie" not in last_mail(signer.email, "sign_request")
