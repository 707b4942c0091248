"""A questionnaire from draft to version: edited by several, compared with what was asked before, frozen."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, snapshot
from surveys.asking.conditions import Condition, Join
from surveys.asking.items import Kind, Origin
from surveys.asking.reading import Unreadable
from surveys.asking.validity import problems
from surveys.models import Questionnaire, QuestionnaireVersion, VersionEvent
from surveys.services import drafts, editing, publishing
from surveys.values import WrongLine, item_values, of_kind, options_of, rows_of, written_item
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from . import asked

pytestmark = pytest.mark.django_db
WHO = "Ada Mulder, Programmateam"


mine = built_once(cast.tenant)


@pytest.fixture
def draft(mine):
    """Of the standard questionnaire for companies."""
    with acting_as(mine.assessor.actor):
        return drafts.start_draft("companies", None, who=WHO)


def content_of(draft):
    with acting_as(SYSTEM):
        return QuestionnaireVersion.objects.get(pk=draft.pk).asked


def change(draft, code, *, reason="", **changes):
    """As somebody who just opened the question."""
    now = item_values(content_of(draft).find(code))
    return editing.edit_item(draft, code, values={**now, **changes}, seen=snapshot(now), who=WHO, reason=reason)[1]


def publish(draft):
    draft = QuestionnaireVersion.objects.get(pk=draft.pk)
    return publishing.publish_draft(draft, changed="Anders.", seen=drafts.revision(draft), who=WHO)


# -- what there is --------------------------------------------------------------------------------------------------


def test_the_questionnaires_of_the_nulmeting_stand_in_the_database():
    with acting_as(SYSTEM):
        found = list(QuestionnaireVersion.objects.filter(hogeschool=None, number=1).select_related("questionnaire"))
    assert {each.questionnaire.audience for each in found} == set(asked.AUDIENCES)
    for version in found:
        assert version.asked == asked.standard(version.questionnaire.audience)
        assert "Nulmeting 2021-2022" in version.source
        assert problems(version.asked) == []


def test_every_question_survives_the_form():
    for audience in asked.AUDIENCES:
        for item in asked.standard(audience).items:
            assert written_item(item, item_values(item)) == item


# -- writing --------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_copy_and_there_is_one(mine, draft):
    with acting_as(mine.assessor.actor):
        assert drafts.start_draft("companies", None, who="Ander") == draft
        assert draft.asked == draft.based_on.asked
        assert VersionEvent.objects.get(version=draft).text.startswith("Begonnen met een kopie van Standaard")


def test_own_questions_begin_empty_after_the_standard_ones(mine):
    with acting_as(mine.coordinator.actor):
        own = drafts.start_draft("teachers", mine.hogeschool, who=WHO)
        assert (own.asked.prefix, list(own.asked.items)) == ("HD", [])
        key = editing.add_section(own, values={"title": "Reizen"}, who=WHO)
        code = editing.add_item(own, key, Kind.OPEN, values={"text": "Wat nog meer?"}, after="", who=WHO)
        assert code == "HD01"
        editing.set_condition(own, code, lambda _: asked.when(("D02", "is", 1)), who=WHO)
        version = publish(own)
        assert (version.number, str(version.follows)) == (1, "Standaard, docenten, versie 1")


def test_a_typo_keeps_the_code_and_another_answer_does_not(mine, draft):
    with acting_as(mine.assessor.actor):
        assert change(draft, "B15", text="Zou u de opleiding aanbevelen aan andere bedrijve?") == {}
        with pytest.raises(drafts.Breaks) as breaks:
            change(draft, "B15", options="1. Ja\n2. Nee\nMisschien")
        assert breaks.value.names == {"B15": "B17", "B16": "B18"}
        assert breaks.value.why["B15"] == ["Erbij: het antwoord ‘Misschien’"]
        assert content_of(draft).find("B17") is None
        names = change(draft, "B15", options="1. Ja\n2. Nee\nMisschien", reason="Velen twijfelen.")
    assert names == {"B15": "B17", "B16": "B18"}
    content = content_of(draft)
    assert (content.find("B17").replaces, content.find("B17").reason) == ("B15", "Velen twijfelen.")
    assert content.find("B18").when == asked.when(("B17", "answered"))
    with acting_as(mine.assessor.actor):
        told = list(VersionEvent.objects.filter(version=draft, kind="recoded").values_list("text", flat=True))
    assert "B15 heet nu B17: niet meer te vergelijken. Velen twijfelen." in told


def test_a_change_undone_takes_the_code_back(mine, draft):
    with acting_as(mine.assessor.actor):
        change(draft, "B15", options="1. Ja\n2. Nee\nMisschien", reason="Velen twijfelen.")
        change(draft, "B17", options="1. Ja\n2. Nee")
    assert content_of(draft) == asked.standard("companies")


def test_another_kind_or_condition_breaks_too(mine, draft):
    with acting_as(mine.assessor.actor):
        with pytest.raises(drafts.Breaks):
            editing.change_kind(draft, "B03", Kind.SINGLE, who=WHO)
        with pytest.raises(drafts.Breaks):
            editing.set_condition(draft, "B10", lambda _: None, who=WHO)
        names = editing.change_kind(draft, "B13", Kind.NUMBER, who=WHO, reason="Telt beter.")
    assert content_of(draft).find(names["B13"]).maximum == 100


def test_questions_come_go_and_move(mine, draft):
    with acting_as(mine.assessor.actor):
        new = editing.add_item(
            draft, "tevredenheid", Kind.SATISFACTION, values={"text": "de prijs"}, after="B12.3", who=WHO
        )
        first = editing.add_item(draft, "bedrijf", Kind.YEAR, values={"text": "Sinds?"}, after="", who=WHO)
        editing.move_item(draft, "B03", up=False, who=WHO)
        editing.move_item(draft, first, up=False, who=WHO)
        editing.remove_item(draft, "B02", who=WHO)
        editing.remove_item(draft, "B02", who=WHO)
        with pytest.raises(editing.Gone):
            editing.move_item(draft, "B02", up=True, who=WHO)
    assert (new, first) == ("B12.4", "B17")
    codes = [[item.code for item in section.items] for section in content_of(draft).sections]
    assert codes[0] == ["B01", "B03", "B17"]
    assert codes[3][:5] == ["B12", "B12.1", "B12.2", "B12.3", "B12.4"]


def test_a_code_that_was_taken_out_never_comes_back(mine, draft):
    with acting_as(mine.assessor.actor):
        editing.remove_item(draft, "B16", who=WHO)
        code = editing.add_item(draft, "tevredenheid", Kind.OPEN, values={"text": "En verder?"}, after="", who=WHO)
    assert code == "B17"


def test_sections_come_go_and_move(mine, draft):
    with acting_as(mine.assessor.actor):
        key = editing.add_section(draft, values={"title": "Slot", "intro": "Nog dit."}, who=WHO)
        editing.move_section(draft, key, up=True, who=WHO)
        now = {"title": "Slot", "intro": "Nog dit.", "title_en": "", "intro_en": ""}
        editing.edit_section(draft, key, values={**now, "title": "Tot slot"}, seen=snapshot(now), who=WHO)
        editing.remove_section(draft, "motieven", who=WHO)
        editing.remove_section(draft, "motieven", who=WHO)
    assert [section.title.nl for section in content_of(draft).sections] == [
        "Uw bedrijf", "Uw studenten", "Tot slot", "Hoe tevreden u bent",
    ]  # fmt: skip


def test_two_people_edit_one_question(mine, draft):
    opened = item_values(content_of(draft).find("B13"))
    with acting_as(mine.assessor.actor):
        change(draft, "B13", help="Kort is goed.")
        theirs = {**opened, "text": "Wat zijn de pluspunten?"}
        done, _ = editing.edit_item(draft, "B13", values=theirs, seen=snapshot(opened), who=WHO)
        assert done.theirs == {"help"}
        with pytest.raises(Clash) as clash:
            editing.edit_item(draft, "B13", values={**opened, "text": "Plussen?"}, seen=snapshot(opened), who=WHO)
    assert clash.value.merge.clashes == {"text"}
    item = content_of(draft).find("B13")
    assert (item.text.nl, item.help.nl) == ("Wat zijn de pluspunten?", "Kort is goed.")


# -- publishing -----------------------------------------------------------------------------------------------------


def test_a_published_version_never_changes(mine, draft):
    with acting_as(mine.assessor.actor):
        change(draft, "B13", help="Kort is goed.")
        version = publish(draft)
        assert version.number == 2
        assert publish(draft) == version
        assert drafts.latest("companies", None) == version
        with pytest.raises(drafts.NotADraft):
            change(draft, "B13", help="Lang ook.")
    fresh = {"content": {"prefix": "B", "sections": []}, "number": 9, "source": "x", "changes": "x", "state": "draft"}
    with acting_as(SYSTEM):
        stored = QuestionnaireVersion.objects.filter(pk=version.pk)
        for name, value in fresh.items():
            with pytest.raises(DatabaseError), transaction.atomic():
                stored.update(**{name: value})
        with pytest.raises(DatabaseError), transaction.atomic():
            VersionEvent.objects.filter(version=version).delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            stored._raw_delete(stored.db)


def test_publishing_asks_for_what_was_looked_at_and_for_what_is_whole(mine, draft):
    seen = drafts.revision(draft)
    with acting_as(mine.assessor.actor):
        editing.remove_item(draft, "B15", who=WHO)
        with pytest.raises(drafts.Overtaken):
            publishing.publish_draft(draft, changed="x", seen=seen, who=WHO)
        with pytest.raises(publishing.NotPublishable) as refused:
            publish(draft)
    assert [problem.code for problem in refused.value.problems] == ["B16"]


def test_what_must_be_looked_at_is_told(mine, draft):
    with acting_as(mine.assessor.actor):
        change(draft, "B13", text="Noem eens iets goeds.")
        draft.refresh_from_db()
        assert [each.code for each in publishing.to_look_at(draft)] == ["B13"]


def test_a_dropped_draft_makes_room(mine, draft):
    with acting_as(mine.assessor.actor):
        drafts.drop_draft(draft, who=WHO)
        with pytest.raises(drafts.NotADraft):
            drafts.drop_draft(draft, who=WHO)
        assert drafts.start_draft("companies", None, who=WHO) != draft


# -- files ----------------------------------------------------------------------------------------------------------


def test_a_file_replaces_the_draft_or_nothing(mine, draft):
    standard = asked.standard("companies")
    same = replace(standard, sections=standard.sections[:1])
    with acting_as(mine.assessor.actor):
        take = {"file_name": "b.json", "is_whole": True, "who": WHO}
        assert publishing.import_content(draft, same, **take) == {}
        changed = replace(standard.find("B02"), options=asked.options("Bouw", "Anders"))
        section = replace(standard.sections[0], items=(standard.find("B01"), changed))
        with pytest.raises(drafts.Breaks):
            publishing.import_content(draft, replace(standard, sections=(section,)), **take)
        with pytest.raises(Unreadable, match="beginnen met B"):
            publishing.import_content(draft, asked.standard("students"), **take)
    assert content_of(draft) == same


# -- the database's own rules ---------------------------------------------------------------------------------------


def test_a_hogeschool_writes_no_standard_and_nobody_anothers(mine):
    other = cast.tenant("Hogeschool Zuid")
    with acting_as(SYSTEM):
        standard = Questionnaire.objects.get(hogeschool=None, audience="companies")
    made = {"content": {"prefix": "B", "sections": []}, "source": "x"}
    for person, hogeschool in ((mine.coordinator, None), (other.coordinator, mine.hogeschool), (mine.contact, None)):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(person.actor):
            QuestionnaireVersion.objects.create(questionnaire=standard, hogeschool=hogeschool, **made)
    own = Questionnaire(pk=mine.questions.questionnaire_id)
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(mine.assessor.actor):
        QuestionnaireVersion.objects.create(questionnaire=own, **made)
    with acting_as(mine.assessor.actor):
        assert not QuestionnaireVersion.objects.filter(hogeschool=mine.hogeschool).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "published"},
        {"state": "published", "number": 0, "published_at": "2027-01-01T00:00Z"},
        {"number": 3},
        {"content": {"title": "leeg"}},
    ],
)
def test_impossible_versions_are_refused(mine, fields):
    with acting_as(SYSTEM):
        questionnaire = Questionnaire.objects.create(hogeschool=mine.second, audience="companies")
        made = {"content": {"prefix": "HB", "sections": []}, "source": "x", "hogeschool": mine.second}
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionnaireVersion.objects.create(questionnaire=questionnaire, **{**made, **fields})


# -- lines of a form ------------------------------------------------------------------------------------------------


def test_lines_keep_their_marks():
    found = options_of("2. Twee\n1) Een\n\nNieuw", "1. One", has_other=True)
    assert [(each.code, each.text.nl, each.text.en, each.is_open) for each in found] == [
        (2, "Twee", "", False),
        (1, "Een", "One", False),
        (3, "Nieuw", "", True),
    ]
    assert [(row.code, row.text.nl) for row in rows_of("b. Bee\nCee", "")] == [("b", "Bee"), ("c", "Cee")]
    assert options_of("0-10 uur\n11. november", "", has_other=False)[0].text.nl == "0-10 uur"


@pytest.mark.parametrize(
    ("lines", "english", "said"),
    [("1. Een\n1. Twee", "", "1 staat er twee keer"), ("1. Een", "1. One\n2. Two", "meer regels in het Engels")],
)
def test_lines_that_cannot_be(lines, english, said):
    with pytest.raises(WrongLine, match=said):
        options_of(lines, english, has_other=False)


def test_a_kind_keeps_what_fits():
    item = replace(asked.single("B01"), origin=Origin.LITERAL, when=Condition(Join.ALL, ()))
    assert of_kind(Kind.MULTIPLE, item).options == item.options
    assert of_kind(Kind.SATISFACTION, item).low.nl == "niet tevreden"
    assert of_kind(Kind.NUMBER, item).options == ()
    assert of_kind(Kind.YEAR, asked.number("B01")).minimum == 2000


# -- at once --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_races():
    mine = cast.tenant("Hogeschool Race")

    def begin():
        with acting_as(mine.coordinator.actor):
            return drafts.start_draft("companies", mine.hogeschool, who=WHO).pk

    first, second = at_once(begin, begin)
    assert first == second
    with acting_as(SYSTEM):
        draft = QuestionnaireVersion.objects.get(pk=first)

    def add(title):
        with acting_as(mine.coordinator.actor):
            return editing.add_section(draft, values={"title": title}, who=WHO)

    keys = at_once(lambda: add("Een"), lambda: add("Twee"))
    assert len(set(keys)) == 2
    with acting_as(mine.coordinator.actor):
        editing.add_item(draft, keys[0], Kind.OPEN, values={"text": "Iets?"}, after="", who=WHO)
        draft.refresh_from_db()
    seen = drafts.revision(draft)

    def publish_it():
        with acting_as(mine.coordinator.actor):
            return publishing.publish_draft(draft, changed="x", seen=seen, who=WHO).number

    assert at_once(publish_it, publish_it) == [1, 1]
