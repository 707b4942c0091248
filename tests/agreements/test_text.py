"""The text of an agreement: what the law asks for, variables, and nothing that a visitor typed becoming markup."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import fromstring

from agreements import meter
from agreements.enums import Role
from agreements.models import Agreement, AgreementTemplate, LegalProvision
from agreements.text import OTHER_FIELDS, _blocks, compose
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

pytestmark = pytest.mark.django_db


def test_law_stands_in_the_database():
    with acting_as(SYSTEM):
        provisions = {provision.code: provision for provision in LegalProvision.objects.all()}
    assert sorted(provisions) == ["a", "b", "c", "d"]
    assert "tijdsduur van de periode" in provisions["a"].text
    assert provisions["d"].citation == "WHW art. 7.7 lid 5 onder d"
    assert all("BWBR0005682" in provision.source for provision in provisions.values())


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_national_templates_cover_every_provision(form):
    with acting_as(SYSTEM):
        template = AgreementTemplate.objects.filter(form=form, hogeschool=None).latest()
    assert template.code == f"landelijk-{form}"
    assert [article["provision"] for article in template.articles if article["provision"]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_national_templates_hold_for_what_is_signed_on_paper(form):
    with acting_as(SYSTEM):
        template = AgreementTemplate.objects.filter(form=form, hogeschool=None).latest()
    said = template.articles[-1]
    assert "elektronisch of op papier" in said["paragraphs"][0]
    assert "electronically or on paper" in said["en"]["paragraphs"][0]


@pytest.fixture
def mine():
    return cast.tenant("Hogeschool Noord")


def composed(agreement):
    return compose(agreement, agreement.parties.all())


def with_articles(agreement, *paragraphs, provision=""):
    """The agreement on a template of one article, not saved."""
    agreement.template = AgreementTemplate(
        title="Overeenkomst",
        legal_basis="Grondslag.",
        articles=[{"number": 1, "title": "Afspraken", "provision": provision, "paragraphs": list(paragraphs)}],
    )
    return agreement


def last_article(text):
    return text.html.partition('id="artikel-1"')[2].partition("\n")[2].partition("\n<h2")[0]


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_every_value_that_was_filled_in_stands_in_the_text(mine, form):
    with acting_as(SYSTEM):
        agreement = mine.agreement
        agreement.template = AgreementTemplate.objects.filter(form=form, hogeschool=None).latest()
        written = [
            name
            for name in (*meter.NAMES, *OTHER_FIELDS)
            if isinstance(getattr(agreement, name), str) and not Agreement._meta.get_field(name).choices
        ]
        for name in written:
            setattr(agreement, name, f"zo staat {name} er")
        text = composed(agreement)
    for name in written:
        assert f"zo staat {name} er" in text.html
    for value in ("1 september 2027", "31 augustus 2029", "15 juli 2029", "gemiddeld 32 uur", "2027-2028"):
        assert value in text.html
    assert text.gaps == ()


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_text_without_optional_values_reads_well(mine, form):
    with acting_as(SYSTEM):
        agreement = mine.agreement
        agreement.template = AgreementTemplate.objects.filter(form=form, hogeschool=None).latest()
        for name in OTHER_FIELDS:
            setattr(agreement, name, "")
        text = composed(agreement)
    assert "Er zijn geen overige afspraken." in text.html
    assert "{{" not in text.html
    assert "Tot het werk van de student horen" not in text.html
    assert "<li></li>" not in text.html


def test_same_agreement_gives_the_same_text(mine):
    with acting_as(SYSTEM):
        first = composed(Agreement.objects.get(pk=mine.agreement.pk))
        with translation.override("en"):
            second = composed(Agreement.objects.get(pk=mine.agreement.pk))
    assert first == second


def test_each_provision_is_cited_at_its_article(mine):
    with acting_as(SYSTEM):
        html = composed(mine.agreement).html
    assert html.count("WHW art. 7.7 lid 5 onder") == 4
    assert "Artikel 2. Duur van de overeenkomst" in html


def test_formal_employer_is_a_party_with_paragraphs_of_its_own(mine):
    with acting_as(SYSTEM):
        html = composed(mine.agreement).html
        assert f"{mine.employer.name} heeft de student in dienst" in html
        three = mine.agreement.parties.exclude(role=Role.EMPLOYER)
        html = compose(mine.agreement, three).html
    assert "formele werkgever" not in html
    assert f"arbeidsovereenkomst met {mine.company.name}" in html


def test_parties_are_described_for_whoever_reads_on_paper(mine):
    agreement = mine.agreement
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(state="draft")
        agreement.parties.filter(role=Role.STUDENT).update(
            student_number="s123", born_on=date(2004, 3, 9), address="Utrecht"
        )
        agreement.parties.filter(role=Role.COMPANY).update(
            kvk_number="12345678", vestigingsnummer="123456789012", signer_function="directeur"
        )
        html = composed(agreement).html
    assert "geboren op 9 maart 2004<br>wonend in Utrecht<br>studentnummer s123" in html
    assert "KvK-nummer 12345678, vestigingsnummer 123456789012" in html
    assert "rechtsgeldig vertegenwoordigd door Karim Bakker, directeur" in html


def test_contact_data_stay_out_so_that_they_can_be_mended(mine):
    with acting_as(SYSTEM):
        html = composed(mine.agreement).html
        addresses = list(mine.agreement.parties.values_list("signer_email", flat=True))
    assert len(addresses) == 4
    assert not any(address in html for address in addresses)


def test_unknown_variable_is_named(mine):
    with acting_as(SYSTEM):
        text = composed(with_articles(mine.agreement, "Wie {{ tovenaar }} zegt."))
    assert text.unknown == ("tovenaar",)
    assert "<p>Wie {{ tovenaar }} zegt.</p><p><mark>Onbekend gegeven: tovenaar</mark></p>" in text.html


@pytest.mark.parametrize("name", ["student.user", "student_name|safe", "_x", "a b", "", "% include x %"])
def test_variable_is_a_name_and_nothing_else(mine, name):
    with acting_as(SYSTEM):
        text = composed(with_articles(mine.agreement, "Dit {{ " + name + " }} niet."))
    assert text.unknown == (name,)


def test_values_never_become_markup_or_variables(mine):
    with acting_as(SYSTEM):
        agreement = with_articles(mine.agreement, "Taken: {{ function_title }}.", "{{ tasks }}")
        agreement.function_title = "<script>alert(1)</script>"
        agreement.tasks = "- <b>lassen</b>\n{{ student_name }} {% include 'x' %}"
        html = last_article(composed(agreement))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<ul><li>&lt;b&gt;lassen&lt;/b&gt;</li></ul>" in html
    assert "{{ student_name }}" in html


def test_lines_become_paragraphs_and_lists(mine):
    with acting_as(SYSTEM):
        agreement = with_articles(mine.agreement, {"lead": "De taken:", "text": "{{ tasks }}"})
        agreement.tasks = "Vooral dit:\r\n\r\n- lassen\r\n• meten\r\nEn meer."
        html = last_article(composed(agreement))
    assert html == "<p>De taken:</p><p>Vooral dit:</p><ul><li>lassen</li><li>meten</li></ul><p>En meer.</p>"


def test_value_inside_a_sentence_stays_on_one_line(mine):
    with acting_as(SYSTEM):
        agreement = with_articles(mine.agreement, "De werkplek is {{ workplace_address }}.")
        agreement.workplace_address = "Kade 1\n- Utrecht"
        assert last_article(composed(agreement)) == "<p>De werkplek is Kade 1 - Utrecht.</p>"


def test_what_the_text_needs_is_marked(mine):
    with acting_as(SYSTEM):
        agreement = mine.agreement
        agreement.guidance, agreement.starts_on = "", None
        text = composed(agreement)
    assert text.gaps == ("begindatum", "hoe de begeleiding gaat")
    assert "<mark>Nog in te vullen: begindatum</mark>" in text.html


def test_deeltijd_text_is_whole_without_the_recommended_provisions(mine):
    with acting_as(SYSTEM):
        agreement = mine.agreement
        agreement.template = AgreementTemplate.objects.filter(form="deeltijd", hogeschool=None).latest()
        for name in meter.NAMES:
            setattr(agreement, name, None if name.endswith("_on") else "")
        text = composed(agreement)
    assert text.gaps == ()
    assert "<mark>" not in text.html


@given(st.text(st.characters(exclude_categories=["C"], include_characters='\n\r-•<>&"'), max_size=200))
def test_any_text_becomes_well_formed(text):
    html = "".join(_blocks(text))
    fromstring(f"<x>{html}</x>")
