"""The template editor at its screens: with script and without, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import AgreementTemplate, TemplateDraft
from agreements.services import templates as services
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes


@pytest.fixture
def mine(transactional_db):
    return scenes.matched()


def at(name, draft, *more):
    return reverse(f"agreements:template_{name}", args=[draft.public_id, *more])


def test_every_page_stands(mine, walk):
    draft = mine.template_draft
    with acting_as(mine.coordinator.actor):
        values = services.article_values(draft.articles[-1])
        strange = {**values, "title": "Arbeidsovereenkomstenverlengingsvoorwaarden", "text": "{{ tovenaar }}"}
        key = services.add_article(draft, values=strange, after="", who=scenes.WHO)
    pages = (
        reverse("agreements:templates"),
        reverse("agreements:template_start", args=["deeltijd"]),
        f"{reverse('agreements:template_version', args=['landelijk-duaal', 2])}?geval=alles&taal=en",
        *[at(name, draft) for name in ("draft", "general", "preview", "publish", "drop", "add_article")],
        at("article", draft, key),
        at("article", draft, "beeindiging"),
        at("remove_article", draft, "beeindiging"),
        reverse("agreements:list"),
    )
    walk(mine.coordinator.user, pages)


def test_an_article_is_written_and_published(mine, open_window, look):
    page = open_window(mine.coordinator.user)
    page.goto(reverse("agreements:list"))
    page.get_by_role("link", name="Sjablonen").click()
    page.get_by_role("link", name="Verder met het concept").first.click()
    page.get_by_role("link", name="Nieuw artikel na ‘Toepasselijk recht’").click()
    page.get_by_label("Titel", exact=True).fill("Thuiswerken")
    page.get_by_label("Tekst", exact=True).fill("Vanaf ")
    page.get_by_text("Gegevens die u in de tekst kunt opnemen").click()
    page.get_by_role("button", name="{{ begindatum }}").click()
    example = page.locator("#voorbeeld")
    expect(example).to_contain_text("Vanaf 1 september 2027")
    page.get_by_label("Tekst", exact=True).fill("Vanaf {{ ooit }}.")
    expect(example).to_contain_text("dit gegeven bestaat niet")
    look(page)
    page.get_by_label("Tekst", exact=True).fill("Vanaf {{ begindatum }} mag dat.")
    page.get_by_label("Bachelor").check(force=True)
    expect(example).to_contain_text("staat dit artikel niet")
    page.get_by_text("In het Engels", exact=True).click()
    page.get_by_label("Titel in het Engels").fill("Working from home")
    page.get_by_label("Tekst in het Engels").fill("From {{ begindatum }}.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Het artikel is toegevoegd.")).to_be_visible()
    page.get_by_role("link", name="Publiceren").click()
    page.get_by_label("Wat is er anders").fill("Een artikel over thuiswerken.")
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Versie 2 is gepubliceerd")).to_be_visible()
    with acting_as(SYSTEM):
        version = AgreementTemplate.objects.get(hogeschool=mine.hogeschool, number=2)
    article = next(article for article in version.articles if article["title"] == "Thuiswerken")
    assert article["conditions"] == {"degree": ["bachelor"]}


def test_an_article_is_tried_and_saved_without_script(mine, open_window, look):
    draft = mine.template_draft
    page = open_window(mine.coordinator.user, phone=True, java_script_enabled=False)
    page.goto(at("article", draft, "recht"))
    page.get_by_label("Tekst", exact=True).fill("Sinds {{ begindatum }}.")
    page.get_by_label("Voorbeeld met").select_option("bachelor")
    page.get_by_role("button", name="Toon het voorbeeld").click()
    expect(page.locator("#voorbeeld")).to_contain_text("Sinds 1 september 2027.")
    expect(page.get_by_label("Tekst", exact=True)).to_have_value("Sinds {{ begindatum }}.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    with acting_as(SYSTEM):
        article = services.find_article(TemplateDraft.objects.get(pk=draft.pk), "recht")
    assert article["paragraphs"] == ["Sinds {{ starts_on }}."]
