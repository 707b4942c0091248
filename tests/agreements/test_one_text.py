"""What a signer reads on her screen, what is hashed and what is printed: the same words, whatever was written."""

import re
from hashlib import sha256
from io import BytesIO

import pytest
from lxml.html import fragment_fromstring
from pypdf import PdfReader

from agreements import paper
from agreements.models import Agreement
from agreements.readiness import obstacles
from agreements.services.drafting import draft_agreement
from agreements.text import compose
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.render import unprintable
from tests.built_once import built_once

from . import scenes

pytestmark = pytest.mark.django_db
TURNED = "De vergoeding is \u202e0051\u202c euro per maand."
TRICKS = {
    "other_arrangements": TURNED,
    "employment": "Loon: € 2.600\u200b \u2067per\u2069 maand \U0001f44d\U0001f3fd",
    "working_days": "maandag\xad, \u200fdinsdag\ufeff",
    "tasks": "- tekenen → rekenen\n- overleg met 王小明",
    "function_title": "Chef \ue000 Жуков",
}


mine = built_once(scenes.matched)


@pytest.fixture
def tricky(mine):
    """As rows that no form of ours ever saw."""
    agreement = scenes.complete(mine, **TRICKS)
    with acting_as(SYSTEM):
        agreement.parties.filter(role="company").update(signer_name="Karim \u202eakkaB\u202c")
    return agreement


def printed(text) -> str:
    """The words of the PDF, without what stands on every page and without spaces: lines break otherwise there."""
    pdf = PdfReader(BytesIO(paper.preview(text.title, text.html)))
    words = "".join("".join(page.extract_text() for page in pdf.pages).split())
    return re.sub(r"pagina\d+van\d+", "", words).replace("".join(text.title.split()), "")


def paragraphs_of(html: str) -> list[str]:
    root = fragment_fromstring(html, create_parent="div")
    texts = (text for element in root.iter() for text in (element.text, element.tail) if text)
    return [words for words in ("".join(text.split()) for text in texts) if words]


def test_html_and_pdf_are_the_same_words(mine, tricky):
    with acting_as(mine.coordinator.actor):
        text = compose(tricky, tricky.parties.all())
    words = printed(text)
    assert [paragraph for paragraph in paragraphs_of(text.html) if paragraph not in words] == []


def test_what_has_no_ink_is_gone_and_what_cannot_be_printed_is_named(mine, tricky):
    with acting_as(mine.coordinator.actor):
        html = compose(tricky, tricky.parties.all()).html
    assert "De vergoeding is 0051 euro per maand." in html
    assert "Loon: € 2.600 per maand [teken U+1F44D][teken U+1F3FD]" in html
    assert "overleg met [teken U+738B][teken U+5C0F][teken U+660E]" in html
    assert "Karim akkaB" in html
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html)


def test_nothing_of_it_is_sent(mine, tricky):
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.select_related("route", "template", "match").get(pk=tricky.pk)
        found = {obstacle.anchor: obstacle.text for obstacle in obstacles(agreement, agreement.parties.all())}
    assert set(found) == {*(f"id_{field}" for field in TRICKS), "id_company-signer_name"}
    assert "onzichtbare tekens" in found["id_other_arrangements"]
    assert "U+1F44D" in found["id_employment"]


def test_a_draft_begins_without_them(mine):
    with acting_as(SYSTEM):
        mine.position.tasks = "Tekenen \u202enenekeR"
        mine.position.save(update_fields=["tasks"])
    with acting_as(mine.coordinator.actor):
        agreement = draft_agreement(mine.match, signer=scenes.signer(mine), who=scenes.WHO)
    assert agreement.tasks == "Tekenen nenekeR"


def test_form_cleans_and_refuses(client, mine):
    agreement = scenes.complete(mine)
    client.force_login(mine.coordinator.user)
    url = f"/overeenkomsten/{agreement.public_id}/bewerken/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    refused = client.post(url, {**typed, "tasks": "Rekenen \U0001f44d", "other_arrangements": TURNED})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"tasks"}
    assert "U+1F44D" in refused.content.decode()

    assert client.post(url, {**typed, "other_arrangements": TURNED}).status_code == 302
    with acting_as(SYSTEM):
        assert Agreement.objects.get(pk=agreement.pk).other_arrangements == "De vergoeding is 0051 euro per maand."


def test_what_is_signed_is_what_is_printed(mine):
    agreement = scenes.complete(mine, other_arrangements="Zij drinken thee: “één” → twee, ½ uur.")
    version = scenes.send(mine, agreement)
    assert version.content_sha256 == sha256(version.html.encode()).hexdigest()
    words = printed(version)
    assert [paragraph for paragraph in paragraphs_of(version.html) if paragraph not in words] == []


@pytest.mark.parametrize(
    ("text", "letters"), [("Łukasz Çelik-Nguyễn, Жуков", ""), ("王 en 👍\u200d\ue000", "王👍\ue000")]
)
def test_unprintable(text, letters):
    assert unprintable(text) == set(letters)
