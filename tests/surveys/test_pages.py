"""The pages of questionnaires: what they show, what they ask, and that nothing typed gets lost."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Part
from surveys.asking.limesurvey import as_tabs
from surveys.asking.writing import as_json
from surveys.models import QuestionnaireVersion
from surveys.services import drafts
from tests import cast
from tests.built_once import built_once

from . import asked

pytestmark = pytest.mark.django_db
WHO = "Ada Mulder, Programmateam"

mine = built_once(cast.tenant)


class Pages:
    def __init__(self, client, draft):
        self.client, self.draft = client, draft

    def url(self, name, *args):
        return reverse(f"surveys:{name}", args=[self.draft.public_id, *args])

    def get(self, name, *args, **query):
        return self.client.get(self.url(name, *args), query)

    def post(self, name, *args, **data):
        return self.client.post(self.url(name, *args), data)

    def item(self, code):
        with acting_as(SYSTEM):
            return QuestionnaireVersion.objects.get(pk=self.draft.pk).asked.find(code)

    def open_form(self, name, *args, **changes):
        form = self.get(name, *args).context["form"]
        shown = {each.html_name: each.value() for each in form}
        return {**{key: value for key, value in shown.items() if value not in (None, "", False)}, **changes}


@pytest.fixture
def page(client, mine):
    """The programme team's draft for companies."""
    client.force_login(mine.assessor.user)
    with acting_as(mine.assessor.actor):
        return Pages(client, drafts.start_draft("companies", None, who=WHO))


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


# -- the list and a version -----------------------------------------------------------------------------------------


def test_list_says_what_is_asked_and_what_is_written(page, mine):
    shown = text(page.client.get("/metingen/vragenlijsten/"))
    assert shown.count("Standaard: Vragenlijst voor") == 3
    assert "Verder met het concept" in shown
    page.client.force_login(mine.coordinator.user)
    shown = text(page.client.get("/metingen/vragenlijsten/"))
    assert "Eigen vragen: Aanvullende vragen" in shown
    assert shown.count("Eigen vragen toevoegen") == 2


def test_list_asks_as_much_of_the_database_however_many_versions(page, mine):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            page.client.get("/metingen/vragenlijsten/")
        return len(found)

    first = queries()
    with acting_as(SYSTEM):
        own = QuestionnaireVersion.objects.get(pk=page.draft.pk)
        for number in (2, 3, 4):
            QuestionnaireVersion.objects.create(
                questionnaire=own.questionnaire, state="published", number=number, content=own.content, source="x",
                published_at=own.created_at, published_by="x",
            )  # fmt: skip
    assert queries() == first


def test_a_version_tells_where_its_questions_come_from(client, mine):
    client.force_login(mine.coordinator.user)
    with acting_as(SYSTEM):
        version = drafts.latest("companies", None)
    shown = text(client.get(reverse("surveys:version", args=[version.public_id])))
    assert "Letterlijk: paragraaf 2.2, tabel 1, p. 12" in shown
    assert "Alleen als B08a (uitgevallen uit de opleiding) meer dan 0 is." in shown
    assert "Begin" not in shown


def test_onlookers_read_and_write_nothing(client, mine):
    teacher = cast.person("Kijkt Mee", mine.hogeschool, Part.TEACHER)
    client.force_login(teacher.user)
    draft = reverse("surveys:draft", args=[mine.questions_draft.public_id])
    shown = client.get(draft).content.decode()
    assert "HS01" in shown
    assert "/vraag/HS01/" not in shown
    assert client.get(reverse("surveys:item", args=[mine.questions_draft.public_id, "HS01"])).status_code == 403
    assert client.post(reverse("surveys:start", args=["companies"])).status_code == 403


def test_starting_is_one_click(client, mine):
    client.force_login(mine.coordinator.user)
    response = client.post(reverse("surveys:start", args=["companies"]), follow=True)
    assert "Het concept staat klaar" in text(response)
    assert "Begin met een onderdeel" in text(response)


# -- writing --------------------------------------------------------------------------------------------------------


def test_a_question_is_added_in_two_steps(page):
    assert "Wat voor antwoord verwacht u?" in text(page.get("add_item", "bedrijf"))
    shown = page.get("add_item", "bedrijf", soort="single", na="B02")
    assert "Antwoorden" in text(shown)
    sent = {
        "text": "Familiebedrijf?",
        "fill": "own",
        "options": "Ja\nNee",
        "origin": "own",
        "seen": shown.context["form"]["seen"].value(),
    }
    url = f"{page.url('add_item', 'bedrijf')}?soort=single&na=B02"
    response = page.client.post(url, sent)
    assert response["Location"].endswith("#B17")
    assert [option.text.nl for option in page.item("B17").options] == ["Ja", "Nee"]
    refused = page.client.post(url, {**sent, "text": ""})
    assert refused.status_code == 422
    assert "Ja\r\nNee" in refused.content.decode() or "Ja\nNee" in refused.content.decode()


def test_a_change_that_breaks_is_warned_of_and_asks_why(page):
    sent = page.open_form("item", "B15", options="1. Ja\n2. Nee\n3. Misschien")
    warned = page.post("item", "B15", **sent)
    assert warned.status_code == 422
    shown = text(warned)
    assert (
        "B15 Zou u de opleiding aanbevelen aan andere bedrijven wordt B17 : Erbij: het antwoord ‘Misschien’." in shown
    )
    assert "B16 Waarom wel, of waarom niet wordt B18" in shown
    assert "3. Misschien" in warned.content.decode()
    assert "Beantwoord de vraag" in text(page.post("item", "B15", **sent, reason=" "))
    assert page.item("B17") is None
    done = page.post("item", "B15", **sent, reason="Velen twijfelen.")
    assert done["Location"].endswith("#B17")
    assert page.item("B17").reason == "Velen twijfelen."
    assert "In plaats van B15" in text(page.get("item", "B17"))
    assert "Niet meer vergelijkbaar B17 Komt in de plaats van B15: Velen twijfelen." in text(page.get("draft"))


def test_a_typo_is_saved_at_once(page):
    sent = page.open_form("item", "B13", text="Wat zijn plusspunten van de opleiding?")
    assert page.post("item", "B13", **sent).status_code == 302
    shown = text(page.get("draft"))
    assert "Blijft vergelijkbaar B13 De vraag is iets anders geschreven" in shown


def test_another_kind_asks_why(page):
    assert "Hierna is niet meer te vergelijken" in text(page.post("kind", "B03", soort="single"))
    response = page.post("kind", "B03", soort="single", reason="Klassen zijn genoeg.")
    assert response["Location"] == page.url("item", "B17")


def test_a_condition_is_chosen_not_written(page):
    shown = page.get("condition", "B14")
    assert "B08a (uitgevallen uit de opleiding)" in text(shown)
    assert "B15" not in [code for code, _ in shown.context["question"].fields["vraag"].choices]
    shown = text(page.get("condition", "B14", vraag="B02"))
    assert "Bouwnijverheid" in shown
    sent = {"actie": "toevoegen", "vraag": "B02", "operator": "is", "value": "4"}
    assert "Wordt aan anderen gesteld" in text(page.post("condition", "B14", **sent))
    done = page.post("condition", "B14", **sent, reason="Alleen voor de bouw.")
    assert done["Location"] == page.url("condition", "B17")
    shown = text(page.client.get(done["Location"]))
    assert "B02 (In welke bedrijfstak werkt uw bedrijf) ‘Bouwnijverheid’ is" in shown
    page.post("condition", "B17", actie="toevoegen", vraag="B04", operator="above", value="2")
    page.post("condition", "B17", actie="verbinden", join="any")
    assert page.item("B17").when == asked.when(("B02", "is", 4), ("B04", "above", 2), join="any")
    page.post("condition", "B17", actie="weghalen", welke="B02|is|4")
    page.post("condition", "B17", actie="weghalen", welke="B04|above|2")
    assert page.item("B14").when is None


@pytest.mark.parametrize(
    "sent",
    [
        {"actie": "toevoegen", "vraag": "B02", "operator": "is"},
        {"actie": "toevoegen", "vraag": "B04", "operator": "above", "value": "veel"},
        {"actie": "toevoegen", "vraag": "B15", "operator": "is", "value": "1"},
        {"actie": "toevoegen", "vraag": "B02", "operator": "above", "value": "1"},
        {"actie": "verbinden", "join": "misschien"},
        {},
    ],
)
def test_a_condition_that_cannot_be_is_refused(page, sent):
    assert page.post("condition", "B14", **sent).status_code == 422
    assert page.item("B14").when is None


def test_a_colleague_was_first(page):
    mine_form = page.open_form("item", "B13", help="Van mij.")
    page.post("item", "B13", **page.open_form("item", "B13", help="Van een collega."))
    clash = page.post("item", "B13", **mine_form)
    assert clash.status_code == 422
    assert "Een collega wijzigde hetzelfde" in text(clash)
    assert "Van een collega." in text(clash)
    assert "Van mij." in clash.content.decode()


def test_what_was_typed_shows_when_the_question_is_gone(page):
    sent = page.open_form("section", "motieven", title="Redenen")
    page.post("remove_section", "motieven")
    lost = page.post("section", "motieven", **sent)
    assert lost.status_code == 409
    assert "Redenen" in text(lost)
    assert page.item("B11.1") is None


def test_sections_move_and_questions_too(page):
    page.post("move_section", "bedrijf", naar="onder")
    page.post("move_item", "B02", naar="boven")
    with acting_as(SYSTEM):
        content = QuestionnaireVersion.objects.get(pk=page.draft.pk).asked
    assert content.sections[1].key == "bedrijf"
    assert next(item.code for item in content.sections[1].items) == "B02"


def test_publishing_shows_what_changes(page, mine):
    page.post("item", "B13", **page.open_form("item", "B13", text="Noem iets goeds."))
    shown = text(page.get("publish"))
    assert "Vraagt dit nog hetzelfde?" in shown
    sent = page.open_form("publish", changed="Korter.")
    assert page.post("publish", **sent).status_code == 422
    page.post("item", "B14", **page.open_form("item", "B14", help="Kort."))
    overtaken = page.post("publish", **sent, is_looked_at="on")
    assert "Een collega wijzigde het concept" in text(overtaken)
    done = page.post("publish", **page.open_form("publish", changed="Korter."), is_looked_at="on")
    assert done.status_code == 302
    with acting_as(SYSTEM):
        first = QuestionnaireVersion.objects.get(pk=page.draft.based_on_id)
    compared = text(page.client.get(reverse("surveys:compare", args=[page.draft.public_id, first.public_id])))
    assert "Kijk na B13 De vraag is anders verwoord" in compared
    assert page.get("item", "B13").status_code == 409
    assert page.post("drop").status_code == 409


# -- trying out -----------------------------------------------------------------------------------------------------


def walk(page, **answers):
    response = page.post("preview")
    while response.context["walk"].screen:
        form = response.context["form"]
        sent = {name: answers[name] for name in form.fields if name in answers}
        hidden = {"antwoorden": response.context["packed"], "scherm": response.context["walk"].place, "taal": "nl"}
        response = page.post("preview", **hidden, **sent, verder="1")
        if response.status_code == 422:
            return response
    return response


def test_trying_it_out_follows_the_answers(page):
    done = walk(page, B01="1", B08a="0", B08c="2", B09="2", B15="2", B16="Geen overleg.")
    assert "Dank u wel." in text(done)
    kept = dict(done.context["walk"].kept)
    assert (kept["B08c"], kept["B09"], kept["B10"], kept["B02"]) == ("2", "2", "niet gesteld", "niet ingevuld")
    assert kept["B16"] == "Geen overleg."


def test_trying_it_out_refuses_as_a_respondent_would_be(page):
    lacking = walk(page)
    assert "Beantwoord deze vraag om verder te gaan." in text(lacking)
    wrong = walk(page, B01="1", B08a="veel")
    assert "Vul een heel getal in, of 0." in text(wrong)
    assert 'value="veel"' in wrong.content.decode()


def test_going_back_keeps_what_was_typed(page):
    first = page.get("preview")
    hidden = {"antwoorden": first.context["packed"], "scherm": 0, "taal": "nl"}
    second = page.post("preview", **hidden, B01="1", B03="85", verder="1")
    hidden = {"antwoorden": second.context["packed"], "scherm": second.context["walk"].place, "taal": "nl"}
    back = page.post("preview", **hidden, terug="1")
    assert 'value="85"' in back.content.decode()
    tampered = page.post("preview", antwoorden="x", scherm="-3", taal="fr", verder="1", B01="1")
    assert tampered.status_code in (200, 422)


def test_own_questions_are_tried_after_the_standard_ones(client, mine):
    client.force_login(mine.coordinator.user)
    walked = Pages(client, mine.questions_draft).get("preview").context["walk"]
    assert [item.code for item in walked.screens[-1].items] == ["HS01"]
    assert walked.screens[0].items[0].code == "S01"


# -- files ----------------------------------------------------------------------------------------------------------


def upload(page, name, raw, **more):
    return page.post("import", bestand=SimpleUploadedFile(name, raw), **more)


def test_files_go_out_and_come_in(page):
    whole = page.get("as_json")
    assert whole["Content-Disposition"] == 'attachment; filename="vragenlijst-bedrijven-standaard-concept.json"'
    assert upload(page, "b.json", whole.content).status_code == 302
    tabs = page.get("as_limesurvey")
    assert upload(page, "b.txt", tabs.content).status_code == 302
    with acting_as(SYSTEM):
        assert QuestionnaireVersion.objects.get(pk=page.draft.pk).asked == asked.standard("companies")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("b.json", b"{", "Dit bestand is geen JSON."),
        ("b.txt", b"niets", "Dit is geen vragenlijst uit LimeSurvey"),
        ("b.exe", b"MZ", "Kies een bestand van deze soort"),
        ("b.json", as_json(asked.standard("students")), "De codes in deze vragenlijst beginnen met B"),
        ("b.txt", as_tabs(asked.standard("companies")).replace(b'"T"', b'"F"', 1), "Rij "),
    ],
)
def test_a_file_that_cannot_be_changes_nothing(page, name, raw, said):
    refused = upload(page, name, raw)
    assert refused.status_code == 422
    assert said in text(refused)
    assert page.item("B16") is not None


def test_a_file_that_breaks_asks_why(page):
    raw = as_json(asked.standard("companies")).replace(b'"Bouwnijverheid"', b'"Bouw en infra"')
    assert "B02 In welke bedrijfstak werkt uw bedrijf wordt B17" in text(upload(page, "b.json", raw))
    assert upload(page, "b.json", raw, reason="Zo heet de sector nu.").status_code == 302
    assert page.item("B17").replaces == "B02"
