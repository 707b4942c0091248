"""Templates: what a draft is a copy of, what publishing asks for, and what new agreements then take."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agreements.articles import new_article
from agreements.coverage import coverage, problems
from agreements.enums import TemplateState
from agreements.models import Agreement, AgreementTemplate, AgreementVersion, TemplateDraft, TemplateEvent
from agreements.samples import CASES, try_out
from agreements.services import templates as services
from agreements.services.drafting import draft_agreement
from agreements.services.templates import standing_template
from agreements.text import compose
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, snapshot
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .template_drafts import WHO, article_of, blocking, change, publish

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def national():
    with acting_as(SYSTEM):
        return AgreementTemplate.objects.get(code="landelijk-duaal", number=4)


@pytest.fixture
def draft(mine):
    """Of the cast: a copy of the national template."""
    return mine.template_draft


# -- a draft ------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_copy_that_stands_by_itself(mine, national):
    with acting_as(mine.colleague.actor):
        draft = services.start_draft(national, form="duaal", hogeschool=mine.second, who=WHO)
        assert services.start_draft(national, form="duaal", hogeschool=mine.second, who=WHO) == draft
        assert [article["title"] for article in draft.articles] == [each["title"] for each in national.articles]
        assert not {article["key"] for article in draft.articles} & {each["key"] for each in national.articles}
        assert TemplateEvent.objects.get(draft=draft).text == f"Begonnen met een kopie van {national}"


def test_a_draft_of_the_other_form_takes_the_articles_only(mine, national):
    with acting_as(mine.coordinator.actor):
        draft = services.start_draft(national, form="deeltijd", hogeschool=mine.hogeschool, who=WHO)
    assert draft.title == "Samenwerkingsovereenkomst deeltijdopleiding"
    assert [article["title"] for article in draft.articles] == [each["title"] for each in national.articles]


def test_version_one_can_be_copied_edited_and_published(mine):
    with acting_as(SYSTEM):
        old = AgreementTemplate.objects.get(code="landelijk-deeltijd", number=1)
    with acting_as(mine.coordinator.actor):
        draft = services.start_draft(old, form="deeltijd", hogeschool=mine.hogeschool, who=WHO)
        assert {case.code: try_out(draft, case).html for case in CASES} == {
            case.code: try_out(old, case).html for case in CASES
        }
        change(draft, draft.articles[3]["key"], title="Werkplek")
        assert publish(draft).number == 1


def test_editing_keeps_what_was_not_touched(mine, draft):
    before = article_of(draft, "beeindiging")
    with acting_as(mine.coordinator.actor):
        change(draft, "beeindiging", title="Einde")
    assert article_of(draft, "beeindiging") == {**before, "title": "Einde"}


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_every_national_article_survives_the_form(form):
    with acting_as(SYSTEM):
        template = AgreementTemplate.objects.get(code=f"landelijk-{form}", number=2)
    for article in template.articles:
        assert services.written(article, services.article_values(article)) == article


def test_two_people_edit_one_article(mine, draft):
    opened = services.article_values(article_of(draft, "werkplek"))
    with acting_as(mine.coordinator.actor):
        change(draft, "werkplek", title="Werkplek", workplaces=["one"])
        theirs = {**opened, "text": "Iets anders.", "degree": ["ad"]}
        done = services.edit_article(draft, "werkplek", values=theirs, seen=snapshot(opened), who=WHO)
        assert done.theirs == {"title", "workplaces"}
        with pytest.raises(Clash) as clash:
            services.edit_article(draft, "werkplek", values={**opened, "title": "Plek"}, seen=snapshot(opened), who=WHO)
    assert clash.value.merge.clashes == {"title"}
    article = article_of(draft, "werkplek")
    assert (article["title"], article["paragraphs"]) == ("Werkplek", ["Iets anders."])
    assert article["conditions"] == {"degree": ["ad"], "workplaces": ["one"]}


def test_articles_come_go_and_move(mine, draft):
    blank = {**services.article_values(new_article()), "title": "Nieuw", "text": "Iets."}
    with acting_as(mine.coordinator.actor):
        key = services.add_article(draft, values=blank, after="begrippen", who=WHO)
        recital = services.add_article(draft, values=blank, after="overwegingen", who=WHO)
        services.move_article(draft, key, up=True, who=WHO)
        services.move_article(draft, recital, up=False, who=WHO)
        services.move_article(draft, recital, up=False, who=WHO)  # no recital among the articles
        services.remove_article(draft, "werkplek", who=WHO)
        services.remove_article(draft, "werkplek", who=WHO)
        draft.refresh_from_db()
        said = list(draft.events.values_list("text", flat=True))
    keys = [(article["number"], article["key"]) for article in draft.articles]
    assert keys[:5] == [
        (0, "overwegingen"),
        (0, "overweging-detachering"),
        (0, recital),
        (1, key),
        (2, "begrippen"),
    ]
    assert [number for number, _ in keys if number] == list(range(1, len(keys) - 2))
    assert said.count("Artikel 4 (Werkplek, functie en taken) weggehaald") == 1


# -- publishing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_the_national_templates_could_be_published(form):
    with acting_as(SYSTEM):
        template = AgreementTemplate.objects.get(code=f"landelijk-{form}", number=2)
        assert problems(template) == []
        covered = {each.provision.code: [found.number for found in each.articles] for each in coverage(template)}
    assert covered == {"a": [2], "b": [5], "c": [6], "d": [18]}


def test_a_version_is_what_the_draft_was_and_never_changes(mine, draft):
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", text="Alleen Nederlands recht.")
        template = publish(draft)
        again = publish(draft)
        draft.refresh_from_db()
    assert (template.code, template.number) == (f"hogeschool-{mine.hogeschool.pk}-duaal", 2)
    assert again == template
    assert template.articles == draft.articles
    assert draft.state == TemplateState.PUBLISHED
    for statement in (
        lambda: AgreementTemplate.objects.filter(pk=template.pk).update(title="Anders"),
        lambda: TemplateDraft.objects.filter(pk=draft.pk).update(title="Anders"),
        lambda: TemplateDraft.objects.filter(pk=draft.pk).update(state="draft", number=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SYSTEM):
            statement()
    with acting_as(mine.coordinator.actor), pytest.raises(services.NotADraft):
        change(draft, "recht", text="Toch anders.")


def test_what_was_looked_at_is_what_is_published(mine, draft):
    with acting_as(mine.coordinator.actor):
        seen = services.revision(TemplateDraft.objects.get(pk=draft.pk))
        change(draft, "recht", text="Alleen Nederlands recht.")
        with pytest.raises(Clash):
            publish(draft, seen=seen)


@pytest.mark.parametrize("code", ["duur", "begeleiding", "kwaliteiten", "beeindiging"])
def test_without_a_provision_duaal_is_not_published(mine, draft, code):
    with acting_as(mine.coordinator.actor):
        services.remove_article(draft, code, who=WHO)
        found = blocking(draft)
        assert len(found) == 1
        assert "Geen artikel regelt dit. (WHW art. 7.7 lid 5 onder" in found[0]
        with pytest.raises(services.NotPublishable, match="Geen artikel"):
            publish(draft)


def test_for_deeltijd_it_is_advice(mine):
    with acting_as(mine.coordinator.actor):
        source = AgreementTemplate.objects.get(code="landelijk-deeltijd", number=2)
        draft = services.start_draft(source, form="deeltijd", hogeschool=mine.hogeschool, who=WHO)
        key = next(article["key"] for article in draft.articles if article["provision"] == "b")
        services.remove_article(draft, key, who=WHO)
        draft.refresh_from_db()
        assert ["Geen artikel regelt dit" in problem.text for problem in problems(draft)] == [True]
        assert not coverage(draft)[1].ok
        assert publish(draft).number == 1


def test_a_provision_holds_under_every_condition(mine, draft):
    """One article with a condition leaves agreements without; another for those fills the hole."""
    with acting_as(mine.coordinator.actor):
        now = services.article_values(article_of(draft, "begeleiding"))
        change(draft, "begeleiding", degree=["ad"])
        (lack,) = blocking(draft)
        assert "Geen artikel regelt dit, bij: duaal, in dienst van het bedrijf, bachelor, één bedrijf;" in lack
        assert lack.count("bachelor") == 4
        assert "Associate" not in lack
        bachelor = {**now, "degree": ["bachelor"]}
        services.add_article(draft, values=bachelor, after="begeleiding", who=WHO)
        assert blocking(draft) == []
        found = coverage(draft)[1].articles
    assert [(each.number, each.when) for each in found] == [
        (5, "alleen bij Associate degree"),
        (6, "alleen bij bachelor"),
    ]


def test_a_provision_shows_what_was_filled_in_for_it(mine, draft):
    """Otherwise the meter of an agreement is full while its text says nothing of it."""
    with acting_as(mine.coordinator.actor):
        change(draft, "begeleiding", text="Er wordt begeleid.", text_en="There is guidance.")
        found = blocking(draft)
    assert any("Praktijkbegeleider komt er niet in voor: {{ praktijkbegeleider }}" in text for text in found)
    assert any("in de Engelse tekst: {{ begeleiding }}" in text for text in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Wie {{ tovenaar }} zegt."}, "{{ tovenaar }} bestaat niet"),
        ({"text_en": "Who says {{ student.user }}."}, "Engelse tekst: het gegeven {{ student.user }} bestaat niet"),
        ({"text": "Een {{ student zonder einde."}, "er staat {{ zonder }}"),
        ({"title": "Recht voor {{ student }}"}, "in een titel kan geen gegeven staan"),
        ({"text": ""}, "heeft geen tekst"),
        ({"title": " "}, "heeft geen titel"),
        ({"text_en": ""}, "de Engelse titel of tekst ontbreekt"),
        ({"text": "Akkoord \U0001f44d"}, "zonder \U0001f44d (U+1F44D)"),
        ({"text": "\n".join(["- x"] * 5000)}, "te lang om af te drukken"),
    ],
)  # fmt: skip
def test_what_blocks_publishing(mine, draft, changes, said):
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", **changes)
        assert any(said in text for text in blocking(draft))
        with pytest.raises(services.NotPublishable):
            publish(draft)


def test_an_article_that_never_stands_is_pointed_out(mine, draft):
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", form=["deeltijd"])
        draft.refresh_from_db()
        (problem,) = problems(draft)
    assert (problem.blocks, problem.article) == (False, "recht")
    assert "komt nooit in een overeenkomst" in problem.text


# -- what new agreements take ---------------------------------------------------------------------------------------


def test_a_new_agreement_takes_the_newest_in_force(mine, draft, national):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acting_as(mine.coordinator.actor):
        assert standing_template("duaal", mine.hogeschool.pk) == national
        assert publish(draft, valid_from=tomorrow).number == 2
        assert standing_template("duaal", mine.hogeschool.pk) == national
        again = services.start_draft(national, form="duaal", hogeschool=mine.hogeschool, who=WHO)
        third = publish(again)
        agreement = draft_agreement(mine.match, signer=scenes.signer(mine), who=WHO)
    assert third.number == 3
    assert agreement.template == third
    with acting_as(mine.colleague.actor):
        assert standing_template("duaal", mine.second.pk) == national


def test_an_agreement_keeps_its_version(mine, draft, national):
    agreement = scenes.complete(mine)
    version = scenes.send(mine, agreement)
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", title="Ander recht")
        publish(draft)
        kept = Agreement.objects.select_related("template").get(pk=agreement.pk)
        assert kept.template == national
        assert "Ander recht" not in compose(kept, kept.parties.all()).html
        assert AgreementVersion.objects.get(pk=version.pk).html == version.html


def test_a_draft_takes_over_the_new_text_and_keeps_what_was_filled_in(mine, draft, national, client):
    agreement = scenes.complete(mine)
    client.force_login(mine.coordinator.user)
    address = f"/overeenkomsten/{agreement.public_id}/"
    assert "Er is een nieuwe modeltekst" not in client.get(address).content.decode()
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", title="Ander recht")
        template = publish(draft)
    assert "Er is een nieuwe modeltekst" in client.get(address).content.decode()
    for _ in range(2):  # a double click
        client.post(f"{address}modeltekst/")
    with acting_as(SYSTEM):
        kept = Agreement.objects.select_related("template", "route").get(pk=agreement.pk)
        assert (kept.template, kept.guidance) == (template, agreement.guidance)
        assert "Ander recht" in compose(kept, kept.parties.all()).html
        assert kept.events.filter(text__startswith="Nieuwe modeltekst").count() == 1
    scenes.send(mine, kept)
    assert "geen concept meer" in client.post(f"{address}modeltekst/", follow=True).content.decode()


@pytest.mark.parametrize("whose", ["other", "form", "language"])
def test_an_agreement_takes_no_template_that_does_not_fit(mine, whose):
    theirs = cast.tenant("Hogeschool Zuid")
    agreement = scenes.drafted(mine)
    with acting_as(SYSTEM):
        fields = {
            "other": {"template": AgreementTemplate.objects.get(hogeschool=theirs.hogeschool)},
            "form": {"template": AgreementTemplate.objects.get(code="landelijk-deeltijd", number=2)},
            "language": {"template": AgreementTemplate.objects.get(code="landelijk-duaal", number=1), "language": "en"},
        }[whose]
    with acting_as(mine.coordinator.actor), pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**fields)


def test_a_coordinator_publishes_nothing_national_and_the_team_nothing_of_a_hogeschool(mine, national):
    text = {name: getattr(national, name) for name in ("form", "title", "legal_basis", "articles", "grounds", "source")}
    row = {**text, "number": 9, "valid_from": timezone.localdate()}
    for actor, whose, code in (
        (mine.coordinator.actor, None, "landelijk-duaal"),
        (mine.coordinator.actor, mine.second, "hogeschool-x-duaal"),
        (mine.assessor.actor, mine.hogeschool, "hogeschool-x-duaal"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(actor):
            AgreementTemplate.objects.create(**row, hogeschool=whose, code=code)
    with acting_as(mine.assessor.actor):
        assert not TemplateDraft.objects.filter(hogeschool=mine.hogeschool).exists()
        theirs = TemplateDraft.objects.get(form="duaal")
        assert publish(theirs).code == "landelijk-duaal"


# -- races ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once_and_there_is_one_version():
    mine = scenes.matched()

    def by(person):
        def act():
            with acting_as(person.actor):
                return publish(mine.template_draft)

        return act

    colleague = cast.person("Nel Vos", mine.hogeschool, "coordinator")
    done = at_once(by(mine.coordinator), by(colleague))
    with acting_as(SYSTEM):
        (version,) = AgreementTemplate.objects.filter(hogeschool=mine.hogeschool, number__gt=1)
    assert done == [version, version]


@pytest.mark.django_db(transaction=True)
def test_two_begin_at_once_and_there_is_one_draft():
    mine = scenes.matched()
    colleague = cast.person("Nel Vos", mine.hogeschool, "coordinator")

    def by(person):
        def act():
            with acting_as(person.actor):
                source = AgreementTemplate.objects.get(code="landelijk-deeltijd", number=2)
                return services.start_draft(source, form="deeltijd", hogeschool=mine.hogeschool, who=WHO)

        return act

    first, second = at_once(by(mine.coordinator), by(colleague))
    assert first == second
    with acting_as(SYSTEM):
        assert TemplateDraft.objects.filter(hogeschool=mine.hogeschool, form="deeltijd").count() == 1
