"""The library and the short help: every text has a source, no amount stands bare, every anchor exists."""

import json
import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from routes import help as texts
from routes import library
from routes.models import BoardItem, Criterion, PublishedFact

PAGES = {"hogescholen": "routes:library_hogescholen", "bedrijven": "routes:library_companies"}
SOURCES = (
    "Samen opleiden",
    "Nulmeting",
    "Studenten werven",
    "WHW",
    "BW ",
    "De regelingen zelf",
    "Katapult",
    "Dit is de",
)
AMOUNT = re.compile(r"€|\b\d+%|\b(19|20)\d\d\b(?!-)|\beuro\b")  # 2021-2022 is the name of a source


def sections():
    return [(code, section) for code in PAGES for section in library.page(code).sections]


def words(section):
    cells = [cell for row in (section.table or {"rows": []})["rows"] for cell in row]
    return [*section.text, *section.points, *section.after, *cells]


@pytest.mark.parametrize(("code", "section"), sections(), ids=lambda value: getattr(value, "id", value))
def test_section_has_a_source_and_no_bare_amount(code, section):
    assert any(name in section.source for name in SOURCES)
    assert words(section)
    bare = [said for said in words(section) if AMOUNT.search(said.replace("2021-2022", ""))]
    assert bare == []


def test_help_has_a_source_and_no_bare_amount():
    for key, found in texts.texts().items():
        assert found.source, key
        assert not AMOUNT.search(" ".join([*found.text, *found.points])), key


def test_help_leads_to_an_anchor_that_exists():
    anchors = {f"{code}#{section.id}" for code, section in sections()}
    assert {found.more for found in texts.texts().values()} <= anchors


def test_anchors_of_a_page_are_unique():
    for code in PAGES:
        ids = [section.id for section in library.page(code).sections]
        assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_every_fact_that_a_page_refers_to_is_there():
    with acting_as(PUBLIC):
        known = set(PublishedFact.objects.values_list("code", flat=True))
        assert all(fact.source for fact in PublishedFact.objects.all())
    named = {code for _, section in sections() for code in section.facts}
    assert named <= known


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "name"), PAGES.items())
def test_page_is_public_and_its_contents_lead_to_its_sections(client, code, name):
    response = client.get(reverse(name))
    shown = response.content.decode()
    for section in library.page(code).sections:
        assert f'href="#{section.id}"' in shown
        assert f'id="{section.id}"' in shown
    assert shown.count("<h1") == 1
    assert len(response.content) < 100_000


@pytest.mark.django_db
def test_amounts_come_from_rows_with_source_and_date(client):
    shown = client.get(reverse("routes:library_companies")).content.decode()
    for said in ("€ 2.700", "BWBR0034144", "6 december 2018", "tot en met"):
        assert said in shown


@pytest.mark.django_db
def test_new_figures_replace_the_old_and_past_ones_say_so(client):
    today = timezone.localdate()
    with acting_as(SYSTEM):
        PublishedFact.objects.create(
            code="slim", label="SLIM-regeling", value="een nieuw bedrag", source="Nieuwe regeling",
            valid_from=today - timedelta(days=2), valid_until=today - timedelta(days=1),
        )  # fmt: skip
        PublishedFact.objects.create(
            code="begeleiding-uren", label="Later", value="nog niet", source="S", valid_from=today + timedelta(days=9)
        )
    shown = client.get(reverse("routes:library_companies")).content.decode()
    assert "een nieuw bedrag" in shown
    assert "24.999" not in shown
    assert "nog niet</p>" not in shown
    assert shown.count("Voorbij: kijk voor het volgende jaar") >= 1


@pytest.mark.django_db
def test_library_is_found_from_every_page(client):
    assert reverse("routes:library") in client.get(reverse("home")).content.decode()
    index = client.get(reverse("routes:library")).content.decode()
    assert all(reverse(name) in index for name in PAGES.values())


def test_unknown_help_is_an_error():
    with pytest.raises(KeyError):
        Template('{% help "bestaat niet" %}').render(Context())


@pytest.mark.django_db
def test_each_standing_criterion_has_help_and_others_have_none():
    with acting_as(PUBLIC):
        for criterion in Criterion.objects.select_related("criteria_set"):
            shown = Template("{% help_on_criterion criterion %}").render(Context({"criterion": criterion}))
            assert bool(shown.strip()) == criterion.criteria_set.standing


def test_help_needs_no_script():
    shown = Template('{% help "opzet" %}').render(Context())
    assert shown.startswith("\n<details") or "<details" in shown
    assert "Bron: Samen opleiden met het mkb, paragraaf 3" in shown
    assert "script" not in shown


@pytest.mark.django_db
def test_every_point_of_the_board_cites_page_or_paragraph():
    with acting_as(SYSTEM):
        found = list(BoardItem.objects.all())
    assert len(found) == 11
    assert all("paragraaf" in point.source or "paragrafen" in point.source for point in found)


def test_text_files_are_plain_utf8_json():
    for path in texts.TEXTS.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))
