"""Templates: what a draft is a copy of, what publishing asks for, and what new agreements then take."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.articles import from_text, new_article, to_text
from agreements.conditions import SUBJECTS, Circumstances, applies, combinations, in_words
from agreements.coverage import coverage, problems
from agreements.enums import Language, TemplateState
from agreements.models import Agreement, AgreementTemplate, AgreementVersion, TemplateDraft, TemplateEvent
from agreements.readiness import obstacles
from agreements.samples import CASES, try_out
from agreements.services import templates as services
from agreements.services.drafting import draft_agreement
from agreements.services.templates import standing_template
from agreements.text import _tellers, compose, tell_with
from agreements.variables import VARIABLES, as_stored, as_written
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, snapshot
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from . import scenes

pytestmark = pytest.mark.django_db
WHO = scenes.WHO


mine = built_once(scenes.matched)


@pytest.fixture
def national():
    with acting_as(SYSTEM):
        return AgreementTemplate.objects.get(code="landelijk-duaal", number=3)


@pytest.fixture
def draft(mine):
    """Of the cast: a copy of the national template."""
    return mine.template_draft


def article_of(draft, key):
    with acting_as(SYSTEM):
        return services.find_article(TemplateDraft.objects.get(pk=draft.pk), key)


def change(draft, key, **changes):
    """As somebody who just opened the article."""
    now = services.article_values(article_of(draft, key))
    return services.edit_article(draft, key, values={**now, **changes}, seen=snapshot(now), who=WHO)


def publish(draft, **changes):
    draft = TemplateDraft.objects.get(pk=draft.pk)
    fields = {"valid_from": timezone.localdate(), "changes": "Anders.", "seen": services.revision(draft), **changes}
    return services.publish_draft(draft, who=WHO, **fields)


def blocking(draft):
    draft.refresh_from_db()
    return [problem.text for problem in problems(draft) if problem.blocks]


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


# -- languages ------------------------------------------------------------------------------------------------------


def test_an_agreement_in_english_is_english(mine):
    with acting_as(mine.coordinator.actor):
        agreement = draft_agreement(mine.match, signer=scenes.signer(mine), language="en", who=WHO)
        text = compose(agreement, agreement.parties.all())
    assert text.title.startswith("Tripartite agreement for a dual programme – ")
    assert "starts on 1 September 2027 and ends" in text.html
    assert "for 32 hours per week" in text.html
    assert "WHW section 7.7(5) under a" in text.html
    assert agreement.termination_manner.startswith("Before a party terminates")
    for dutch in ("Artikel", "Partijen", "onder a", "september 2027", "vertegenwoordigd", "Nog in te vullen"):
        assert dutch not in text.html


def test_a_version_says_in_which_language_it_is(mine):
    agreement = scenes.complete(mine, language="en")
    version = scenes.send(mine, agreement)
    assert version.language == Language.EN
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(language="nl")
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(language="nl")


def test_a_template_without_english_gives_a_dutch_agreement(mine, draft):
    with acting_as(mine.coordinator.actor):
        TemplateDraft.objects.filter(pk=draft.pk).update(
            title_en="", legal_basis_en="",
            articles=[{name: value for name, value in each.items() if name != "en"} for each in draft.articles],
        )  # fmt: skip
        publish(draft)
        agreement = draft_agreement(mine.match, signer=scenes.signer(mine), language="en", who=WHO)
    assert agreement.language == Language.NL


# -- conditions and variables ---------------------------------------------------------------------------------------


def test_conditions_leave_out_and_number_anew(national):
    def headings(code):
        case = next(case for case in CASES if case.code == code)
        return try_out(national, case).html

    assert "Artikel 9. Rotatie over meer bedrijven" in headings("rotatie")
    assert "Rotatie" not in headings("ad")
    assert "Artikel 10. Detachering" in headings("detachering")
    assert "Na de Associate degree" in headings("ad")
    assert "Na de Associate degree" not in headings("bachelor")
    assert "Halverwege de bachelor" in headings("bachelor")


def test_what_stands_beside_an_agreement_comes_in_its_text(mine):
    agreement = scenes.complete(mine)
    told = _tellers["training_plan"]
    tell_with("training_plan", lambda _: "- november: op de werkplek;\n- april: op school.")
    try:
        with acting_as(mine.coordinator.actor):
            html = compose(agreement, agreement.parties.all()).html
    finally:
        tell_with("training_plan", told)
    assert "<li>november: op de werkplek;</li>" in html


@pytest.mark.parametrize(
    ("language", "grant"), [("nl", "de Subsidieregeling praktijkleren"), ("en", "the practical learning grant scheme")]
)
def test_meetings_and_the_grant_come_in_the_text(mine, language, grant):
    agreement = scenes.complete(mine, language=language)
    with acting_as(mine.coordinator.actor):
        before = compose(agreement, agreement.parties.all()).html
        agreement.contact_plan, agreement.praktijkleren = "- twee driehoekgesprekken per studiejaar", "yes"
        after = compose(agreement, agreement.parties.all()).html
        agreement.praktijkleren = "no"
        without = compose(agreement, agreement.parties.all()).html
    assert "<li>twee driehoekgesprekken per studiejaar</li>" not in before
    assert "<li>twee driehoekgesprekken per studiejaar</li>" in after
    assert (grant in before, grant in after, grant in without) == (False, True, False)


def test_only_named_things_stand_beside_an_agreement():
    with pytest.raises(ValueError, match="tovenaar"):
        tell_with("tovenaar", lambda _: "")


@given(st.dictionaries(st.sampled_from(list(SUBJECTS)), st.sets(st.sampled_from(["duaal", "ad", "posted", "one"]))))
def test_conditions_are_all_of_some(conditions):
    for about in combinations("duaal"):
        expected = all(getattr(about, subject) in chosen for subject, chosen in conditions.items() if chosen)
        assert applies(conditions, about) == expected


def test_conditions_in_words():
    assert in_words({"placement": ["posted"], "degree": ["ad"]}) == (
        "alleen bij gedetacheerd door een formele werkgever; alleen bij Associate degree"
    )
    assert in_words({}) == in_words({"form": []}) == ""
    assert len(list(combinations("duaal"))) == 8
    assert Circumstances("duaal", "posted", "ad", "one") in combinations("duaal")


def test_variables_are_written_in_dutch():
    assert len({variable.written for variable in VARIABLES.values()}) == len(VARIABLES)
    assert as_stored("Van {{begindatum}} tot {{ Einddatum }} {{ ends_on }} {{ x }}") == (
        "Van {{ starts_on }} tot {{ ends_on }} {{ ends_on }} {{ x }}"
    )
    assert as_written("{{ starts_on }} {{ x }}") == "{{ begindatum }} {{ x }}"


def test_text_becomes_paragraphs_and_text_again():
    text = "Eerste lid.\n\nTaken:\n{{ taken }}\nAnders: Geen taken.\nEn ook niets.\n\n- a\n- b"
    paragraphs = from_text(text)
    assert paragraphs == [
        "Eerste lid.",
        {"text": "Taken:\n{{ tasks }}", "otherwise": "Geen taken.\nEn ook niets."},
        "- a\n- b",
    ]
    assert to_text(paragraphs) == text
    assert to_text(paragraphs, Language.EN).count("Otherwise: Geen taken.") == 1


@given(st.text(max_size=300))
def test_text_settles_after_one_save(text):
    once = to_text(from_text(text))
    assert to_text(from_text(once)) == once


# -- whatever somebody writes -----------------------------------------------------------------------------------------

HOSTILE = (
    "{% include 'x' %} {% load static %}{{ request.user.password }}\n{{ student|safe }}{# x #}\n"
    "<script>alert(1)</script><img src='http://169.254.169.254/' onerror=x>\n<style>@import url(file:///etc/passwd)</style>"
    "\n{{{{ student }}}} {{ {{ student }} }} }}{{\n" + "{{ " * 500 + "\n\n" + "-" * 3000
)
PIECES = st.sampled_from(
    [
        "\n\n",
        "\n",
        "Anders: ",
        "- ",
        "{{",
        "}}",
        "{% x %}",
        "<b>",
        "&",
        "é",
        *(f"{{{{ {name} }}}}" for name in VARIABLES),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=20).map("".join)
CONDITIONS = st.fixed_dictionaries(
    {subject: st.lists(st.sampled_from([str(value) for value in values]), unique=True)
     for subject, (_, values) in SUBJECTS.items()}
)  # fmt: skip


def written(text, conditions, english=""):
    values = {"title": text[:200], "text": text, "title_en": english[:200], "text_en": english, "provision": ["b"]}
    return services.written(new_article(), {**values, **conditions})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(TEXTS, CONDITIONS, TEXTS), min_size=1, max_size=4))
def test_whatever_is_written_there_is_a_text(texts):
    """In every sample and language; and where nothing stands in the way of publishing, without a stranger in it."""
    with acting_as(SYSTEM):
        national = AgreementTemplate.objects.get(code="landelijk-duaal", number=3)
        template = TemplateDraft(form="duaal", title="Titel", legal_basis="Grondslag", title_en="T", legal_basis_en="L")
        template.articles = [*national.articles, *(written(*each) for each in texts)]
        found = problems(template)
        for case in CASES:
            for language in Language:
                text = try_out(template, case, language)
                assert "<script" not in text.html
                if not any(problem.blocks for problem in found):
                    assert text.unknown == ()
                    assert "{{" not in text.html


def test_hostile_text_is_only_text(mine, draft):
    with acting_as(mine.coordinator.actor):
        change(draft, "recht", text=HOSTILE, text_en=HOSTILE)
        draft.refresh_from_db()
        html = try_out(draft, CASES[0]).html
        assert blocking(draft)
    for markup in ("<script", "<img", "<style"):
        assert markup not in html
    assert "{% include &#x27;x&#x27; %}" in html
    assert "{{ request.user.password }}" in html


def test_an_unknown_variable_in_force_is_no_error_but_keeps_the_agreement_here(mine, national):
    """Of a version that somebody wrote past the checks."""
    with acting_as(SYSTEM):
        text = {name: getattr(national, name) for name in ("form", "title", "legal_basis", "grounds", "source")}
        articles = [*national.articles, {**new_article(), "title": "X", "paragraphs": ["Een {{ tovenaar }}."]}]
        AgreementTemplate.objects.create(**text, articles=articles, hogeschool=mine.hogeschool, number=2,
                                         code=f"hogeschool-{mine.hogeschool.pk}-duaal",
                                         valid_from=timezone.localdate())  # fmt: skip
    agreement = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        found = obstacles(agreement, list(agreement.parties.all()))
    assert [obstacle.text for obstacle in found if "tovenaar" in obstacle.text]


def test_data_files_of_templates_know_their_variables():
    with acting_as(SYSTEM):
        for template in AgreementTemplate.objects.filter(hogeschool=None):
            assert not [problem for problem in problems(template) if "bestaat niet" in problem.text]


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
