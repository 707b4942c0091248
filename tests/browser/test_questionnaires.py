"""Questionnaires at their screens: written on a desk, tried out as on a phone, with script and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.models import QuestionnaireVersion
from surveys.services import drafts, editing
from tests import cast

WHO = "Ada Mulder, Programmateam"


@pytest.fixture
def mine(transactional_db):
    return cast.tenant()


@pytest.fixture
def draft(mine):
    with acting_as(mine.assessor.actor):
        return drafts.start_draft("companies", None, who=WHO)


def at(name, draft, *more):
    return reverse(f"surveys:{name}", args=[draft.public_id, *more])


def test_every_page_stands(mine, draft, walk):
    with acting_as(mine.assessor.actor):
        title = {"title": "Arbeidsovereenkomstenverlengingsvoorwaarden"}
        editing.add_section(draft, values=title, who=WHO)
        first = drafts.latest("companies", None)
    pages = (
        reverse("surveys:list"),
        *[at(name, draft) for name in ("draft", "general", "preview", "publish", "drop", "import", "add_section")],
        *[at(name, draft, "motieven") for name in ("section", "add_item", "remove_section", "condition")],
        f"{at('add_item', draft, 'motieven')}?soort=table",
        *[at(name, draft, "B08") for name in ("item", "kind", "remove_item")],
        f"{at('condition', draft, 'B09')}?vraag=B02",
        reverse("surveys:version", args=[first.public_id]),
    )
    walk(mine.assessor.user, pages)


def test_a_questionnaire_is_changed_tried_and_published(mine, draft, open_window, look):
    page = open_window(mine.assessor.user)
    page.goto(reverse("surveys:list"))
    page.get_by_role("link", name="Verder met het concept").first.click()
    page.get_by_role("link", name="Zou u de opleiding aanbevelen").click()
    page.get_by_label("Antwoorden", exact=True).fill("1. Ja\n2. Nee\nMisschien")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("niet meer te vergelijken met eerdere metingen")).to_be_visible()
    look(page)
    page.get_by_label("Waarom kan dit niet anders?").fill("Velen twijfelen.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("B15 heet nu B17, omdat")).to_be_visible()
    page.get_by_role("link", name="Publiceren").click()
    page.get_by_label("Wat is er anders").fill("Wie twijfelt, kan dat zeggen.")
    look(page)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Versie 2 is gepubliceerd")).to_be_visible()
    page.get_by_role("link", name="Vergelijk met versie 1").click()
    expect(page.get_by_text("Komt in de plaats van B15")).to_have_count(1)
    look(page)
    page.goto(at("preview", draft))
    page.get_by_role("radio").first.check(force=True)
    for _ in range(2):
        page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=2, name="Waarom u opleidt")).to_be_visible()
    look(page)
    with acting_as(SYSTEM):
        assert QuestionnaireVersion.objects.get(pk=draft.pk).number == 2


def test_it_is_tried_out_on_a_phone_without_script(mine, draft, open_window):
    page = open_window(mine.assessor.user, phone=True, java_script_enabled=False)
    page.goto(at("preview", draft))
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Beantwoord deze vraag om verder te gaan.").first).to_be_visible()
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("afgerond met studievertraging").fill("2")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("zijn bij u in dienst gebleven?")).to_have_count(1)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("group", name="om ze voor mijn bedrijf te behouden").get_by_label("7", exact=True).check(
        force=True
    )
    for _ in range(2):
        page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Dank u wel.")).to_be_visible()
