"""The pages of templates: who may open them, what they show, and that nothing typed gets lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementTemplate, TemplateDraft
from agreements.samples import CASES
from agreements.services import templates as services
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import scenes
from .test_pages import filled, text

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def page(client, mine):
    client.force_login(mine.coordinator.user)
    return Pages(client, mine.template_draft)


class Pages:
    def __init__(self, client, draft):
        self.client, self.draft = client, draft

    def url(self, name, *args):
        return reverse(f"agreements:template_{name}", args=[self.draft.public_id, *args])

    def get(self, name, *args, **query):
        return self.client.get(self.url(name, *args), query)

    def post(self, name, *args, headers=None, **data):
        return self.client.post(self.url(name, *args), data, headers=headers or {})

    def article(self, key):
        with acting_as(SYSTEM):
            return services.find_article(TemplateDraft.objects.get(pk=self.draft.pk), key)


def open_form(page, name, *args, **changes):
    """What the form on the page would send."""
    return {**as_shown(page.get(name, *args).context["form"]), **changes}


def as_shown(form):
    return {each.html_name: each.value() if each.value() is not None else "" for each in form}


def other_draft(mine, form="deeltijd"):
    with acting_as(mine.coordinator.actor):
        source = AgreementTemplate.objects.get(code=f"landelijk-{form}", number=2)
        return services.start_draft(source, form=form, hogeschool=mine.hogeschool, who=scenes.WHO)


# -- the list and a version -----------------------------------------------------------------------------------------


def test_list_says_what_new_agreements_take(page, mine):
    shown = text(page.client.get("/sjablonen/"))
    assert shown.count("landelijk, versie 4") == 2
    assert "Eigen, versie 1" in shown
    assert "vanaf 1 januari 2090" in shown
    publish(page)
    assert "eigen, versie 2" in text(page.client.get("/sjablonen/"))
    assert page.url("draft") in shown
    assert "/sjablonen/nieuw/deeltijd/" in shown


def publish(page):
    sent = open_form(page, "publish", changes="Niets.", valid_from=timezone.localdate().isoformat())
    assert page.post("publish", **sent).status_code == 302


def test_list_tells_of_a_newer_national_version(page, mine):
    publish(page)
    assert "De landelijke tekst is vernieuwd" not in text(page.client.get("/sjablonen/"))
    with acting_as(SYSTEM):
        newest = AgreementTemplate.objects.get(code="landelijk-duaal", number=4)
        fields = {
            name: getattr(newest, name)
            for name in ("form", "title", "legal_basis", "articles", "grounds", "source", "code")
        }
        AgreementTemplate.objects.create(
            **fields, number=5, valid_from=timezone.localdate(), changes="Nieuw artikel over thuiswerken."
        )
    shown = text(page.client.get("/sjablonen/"))
    assert "De landelijke tekst is vernieuwd" in shown
    assert "Nieuw artikel over thuiswerken." in shown


def test_programme_team_edits_the_national_ones_in_the_same_editor(client, mine):
    client.force_login(mine.assessor.user)
    shown = text(client.get("/sjablonen/"))
    assert "De landelijke teksten" in shown
    with acting_as(SYSTEM):
        draft = TemplateDraft.objects.get(hogeschool=None, form="duaal", state="draft")
    pages = Pages(client, draft)
    sent = open_form(pages, "article", "recht", title="Recht dat geldt")
    assert pages.post("article", "recht", **sent).status_code == 302
    assert pages.article("recht")["title"] == "Recht dat geldt"
    sent = open_form(pages, "publish", changes="Andere titel.", valid_from=timezone.localdate().isoformat())
    response = pages.post("publish", **sent)
    assert response["Location"] == "/sjablonen/versie/landelijk-duaal/5/"


def test_a_colleague_elsewhere_starts_from_the_national_one(client, mine):
    client.force_login(mine.colleague.user)
    form = client.get("/sjablonen/nieuw/duaal/").context["form"]
    sources = [str(label) for _, label in form.fields["source"].choices]
    assert sources == [
        "Landelijk, duaal, versie 4", "Landelijk, duaal, versie 3", "Landelijk, duaal, versie 2",
        "Landelijk, duaal, versie 1", "Landelijk, deeltijd, versie 4",
    ]  # fmt: skip
    response = client.post("/sjablonen/nieuw/duaal/", {"source": form.initial["source"]})
    assert response.status_code == 302
    assert client.get("/sjablonen/nieuw/duaal/")["Location"] == response["Location"]  # the one that runs
    with acting_as(SYSTEM):
        own = AgreementTemplate.objects.get(hogeschool=mine.hogeschool)
    refused = client.post("/sjablonen/nieuw/deeltijd/", {"source": str(own.pk)})
    assert refused.status_code == 422
    assert client.get("/sjablonen/nieuw/voltijd/").status_code == 404


@pytest.mark.parametrize("case", [case.code for case in CASES])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_version_reads_in_every_sample(page, case, language):
    response = page.client.get("/sjablonen/versie/landelijk-duaal/2/", {"geval": case, "taal": language})
    assert response.status_code == 200
    assert ("Tripartite agreement" in text(response)) == (language == "en")
    assert f'lang="{language}"' in text(response)
    assert response.context["text"].unknown == response.context["text"].gaps == ()


def test_a_version_on_paper(page):
    response = page.client.get("/sjablonen/versie/landelijk-deeltijd/1.pdf", {"geval": "alles"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-1.7")


def test_absurd_choices_of_a_sample_show_the_first(page):
    for name in ("preview", "preview_pdf"):
        assert page.get(name, geval="tovenaar", taal="fy").status_code == 200


# -- the draft --------------------------------------------------------------------------------------------------------


def test_draft_shows_what_covers_the_law_and_what_is_in_the_way(page, mine):
    assert "Artikel 2 (Duur van de overeenkomst" in text(page.get("draft"))
    with acting_as(mine.coordinator.actor):
        services.remove_article(mine.template_draft, "duur", who=scenes.WHO)
    shown = text(page.get("draft"))
    assert "Dit moet goed vóór u publiceert" in shown
    assert "Geen artikel regelt dit" in shown
    assert "Artikel 2 (Duur van de overeenkomst en periode van de beroepsuitoefening) weggehaald" in shown


def test_an_onlooker_reads_and_changes_nothing(client, mine):
    teacher = cast.person("Piet Docent", mine.hogeschool, "teacher")
    client.force_login(teacher.user)
    pages = Pages(client, mine.template_draft)
    shown = text(pages.get("draft"))
    assert "verplaatsen" not in shown
    assert pages.url("publish") not in shown
    assert pages.get("article", "recht").status_code == 403
    assert pages.post("move_article", "recht", naar="boven").status_code == 403


def test_moving_adding_and_removing(page):
    assert page.post("move_article", "werkplek", naar="boven").status_code == 302
    assert page.article("werkplek")["number"] == 2
    blank = open_form(page, "add_article", title="Thuiswerken", text="Dat kan.\n\nNa {{ begindatum }}.")
    response = page.client.post(f"{page.url('add_article')}?na=werkplek", blank)
    assert response.status_code == 302
    with acting_as(SYSTEM):
        added = TemplateDraft.objects.get(pk=page.draft.pk).articles[4]
    assert added["title"] == "Thuiswerken"
    assert added["paragraphs"] == ["Dat kan.", "Na {{ starts_on }}."]
    assert "Thuiswerken" in text(page.get("remove_article", added["key"]))
    assert page.post("remove_article", added["key"]).status_code == 302
    assert page.post("remove_article", added["key"]).status_code == 302  # a double click
    assert page.get("article", added["key"]).status_code == 409


def test_editing_an_article(page):
    shown = text(page.get("article", "beeindiging"))
    assert "{{ gronden_beeindiging }}" in shown
    assert "Voorzet voor: gronden beeindiging" in shown
    sent = open_form(
        page, "article", "beeindiging", title="Einde", provision=["d"], placement=["posted"],
        suggestion_termination_manner="Per brief.",
    )  # fmt: skip
    assert page.post("article", "beeindiging", **sent).status_code == 302
    article = page.article("beeindiging")
    assert article["conditions"] == {"placement": ["posted"]}
    assert article["suggestions"]["termination_manner"] == "Per brief."
    assert article["en"]["suggestions"]["termination_manner"].startswith("Before a party")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Vul dit in."),
        ({"title": "x" * 201}, "200"),
        ({"text": ""}, "Vul dit in."),
        ({"text": "x" * 8001}, "8000"),
        ({"text": "{{ " + "x" * 60 + " }}"}, "alleen de naam van een gegeven"),
        ({"text": "Akkoord \U0001f44d"}, "U+1F44D"),
        ({"degree": ["phd"]}, "phd"),
        ({"provision": ["z"]}, "z"),
        ({"seen": "onzin"}, "niet meer geldig"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, changes, said):
    sent = open_form(page, "article", "recht", title_en="My own words", **changes)
    response = page.post("article", "recht", **sent)
    assert response.status_code == 422
    assert said in text(response)
    assert "My own words" in text(response)
    assert page.article("recht")["en"]["title"] == "Applicable law"


def test_an_unknown_variable_is_an_error_in_the_preview_and_can_be_kept_in_the_draft(page):
    sent = open_form(page, "article", "recht", text="Wat {{ tovenaar }} zegt.")
    tried = page.post("article", "recht", **sent, voorbeeld="1")
    assert tried.status_code == 200
    assert "<strong>tovenaar</strong>" in text(tried)
    assert page.article("recht")["paragraphs"] == ["Op deze overeenkomst is Nederlands recht van toepassing."]
    assert page.post("article", "recht", **sent).status_code == 302
    assert "het gegeven {{ tovenaar }} bestaat niet" in text(page.get("draft"))
    assert "Onbekend gegeven" in text(page.get("preview"))
    sent = {"changes": "Anders.", "valid_from": timezone.localdate().isoformat(),
            "seen": page.get("publish").context["form"].initial["seen"]}  # fmt: skip
    response = page.post("publish", **sent)
    assert response.status_code == 422
    assert "bestaat niet" in text(response)


def test_the_live_preview_is_the_article_alone_and_saves_nothing(page):
    sent = open_form(
        page, "article", "recht", text="Op {{ begindatum }}.\n\n{{ taken }}", case="rotatie", degree=["bachelor"]
    )
    response = page.post("article", "recht", headers={"HX-Request": "true", "HX-Target": "voorbeeld"}, **sent)
    assert response.status_code == 200
    shown = text(response)
    assert "<html" not in shown
    assert "Op 1 september 2027." in shown
    assert "<li>tekeningen uitwerken;</li>" in shown
    assert "Applicable law" in shown
    assert "staat dit artikel niet" in shown  # an Ad, and the condition is bachelor
    assert page.article("recht")["paragraphs"] == ["Op deze overeenkomst is Nederlands recht van toepassing."]


def test_live_preview_of_something_half_typed(page):
    for half in ("", "{{", "{{ begindatum", "Anders:", "\n\n\n", "- ", "x" * 9000):
        sent = open_form(page, "article", "recht", title="", text=half, provision=[], case="tovenaar")
        response = page.post("article", "recht", headers={"HX-Target": "voorbeeld"}, **sent)
        assert response.status_code == 200, half


def test_second_editor_is_told_and_keeps_what_she_typed(page, mine):
    sent = open_form(page, "article", "recht", title="Mijn titel", text="Mijn tekst.")
    first = open_form(page, "article", "recht", title="Haar titel", provision=["a"])
    assert page.post("article", "recht", **first).status_code == 302
    response = page.post("article", "recht", **sent)
    assert response.status_code == 422
    shown = text(response)
    assert "Een collega wijzigde hetzelfde" in shown
    assert "Haar titel" in shown
    assert 'value="Mijn titel"' in shown
    assert "Mijn tekst." in shown
    assert page.post("article", "recht", **as_shown(response.context["form"])).status_code == 302
    article = page.article("recht")
    assert (article["title"], article["paragraphs"], article["provision"]) == ("Mijn titel", ["Mijn tekst."], "a")


def test_second_editor_of_other_fields_is_told_what_stays(page):
    sent = open_form(page, "article", "recht", text="Mijn tekst.")
    page.post("article", "recht", **open_form(page, "article", "recht", title="Haar titel"))
    response = page.client.post(page.url("article", "recht"), sent, follow=True)
    assert "Een collega wijzigde intussen iets anders, dat blijft zo staan: Titel." in text(response)


def test_what_was_typed_is_shown_when_the_draft_or_article_is_gone(page, mine):
    sent = open_form(page, "article", "recht", text="Mijn lange tekst.")
    with acting_as(mine.coordinator.actor):
        services.remove_article(mine.template_draft, "recht", who=scenes.WHO)
    response = page.post("article", "recht", **sent)
    assert response.status_code == 409
    assert "Mijn lange tekst." in text(response)
    assert "weggehaald" in text(response)
    sent = open_form(page, "general", legal_basis="Mijn grondslag.")
    assert page.post("drop").status_code == 302
    response = page.post("general", **sent)
    assert response.status_code == 409
    assert "Mijn grondslag." in text(response)
    for name in ("drop", "publish", "add_article"):
        assert page.get(name).status_code == 409
    assert page.get("draft").status_code == page.get("preview").status_code == 200


def test_title_and_legal_basis(page):
    sent = open_form(page, "general", title="Leerwerkovereenkomst")
    mine_too = open_form(page, "general", title="Overeenkomst")
    assert page.post("general", **sent).status_code == 302
    response = page.post("general", **mine_too)
    assert response.status_code == 422
    assert "Leerwerkovereenkomst" in text(response)
    assert page.post("general", **{**sent, "title": ""}).status_code == 422


# -- publishing ---------------------------------------------------------------------------------------------------


def test_publishing_shows_which_article_covers_which(page):
    shown = text(page.get("publish"))
    assert "Artikel 2. Duur van de overeenkomst" in shown
    assert shown.count("In elke overeenkomst") >= 4
    sent = open_form(page, "publish", changes="Niets bijzonders.", valid_from=timezone.localdate().isoformat())
    for wrong in ({"valid_from": "2020-01-01"}, {"valid_from": "3000-01-01"}, {"valid_from": "x"}, {"changes": ""}):
        assert page.post("publish", **{**sent, **wrong}).status_code == 422
    first, second = page.post("publish", **sent), page.post("publish", **sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    shown = text(page.client.get(first["Location"]))
    assert "Niets bijzonders." in shown
    assert "verandert niet meer" in shown
    assert page.get("article", "recht").status_code == 409


def test_publishing_what_a_colleague_changed_meanwhile_asks_again(page, mine):
    sent = open_form(page, "publish", changes="Mijn uitleg.", valid_from=timezone.localdate().isoformat())
    page.post("move_article", "recht", naar="boven")
    response = page.post("publish", **sent)
    assert response.status_code == 422
    assert "Een collega wijzigde het concept" in text(response)
    assert "Mijn uitleg." in text(response)
    sent["seen"] = response.context["form"].initial["seen"]
    assert page.post("publish", **sent).status_code == 302


# -- what agreements notice -------------------------------------------------------------------------------------------


def test_a_language_can_be_chosen_where_the_template_has_it(client, mine):
    client.force_login(mine.coordinator.user)
    draft_url = reverse("agreements:draft", args=[mine.match.public_id])
    form = client.get(draft_url).context["form"]
    data = {each.html_name: each.value() or "" for each in form}
    response = client.post(draft_url, {**data, "language": "en"})
    page = client.get(response["Location"])
    assert page.context["form"].instance.language == "en"
    preview = text(client.get(response["Location"].replace("bewerken", "voorbeeld")))
    assert '<article class="agreement-text agreement-concept" lang="en">' in preview
    assert client.post(response["Location"], filled(page, language="nl")).status_code == 302
    assert "Tripartiete overeenkomst" in text(client.get(response["Location"].replace("bewerken", "voorbeeld")))


def test_a_form_for_one_language_does_not_ask(client, mine):
    agreement = scenes.drafted(mine)
    with acting_as(SYSTEM):
        agreement.template = AgreementTemplate.objects.get(code="landelijk-duaal", number=1)
        agreement.save(update_fields=["template"])
    client.force_login(mine.coordinator.user)
    page = client.get(reverse("agreements:edit", args=[agreement.public_id]))
    assert "language" not in page.context["form"].fields
    assert "Taal van de overeenkomst" not in text(page)


def test_pages_ask_the_database_little(page, mine):
    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert page.client.get(address).status_code == 200
        return len(found)

    before = queries(page.url("draft"))
    with acting_as(mine.coordinator.actor):
        for number in range(5):
            values = services.article_values(page.article("recht"))
            services.add_article(mine.template_draft, values=values, after="", who=f"Iemand {number}")
    assert queries(page.url("draft")) == before
    assert not re.search(r"\{%", text(page.get("draft")))
