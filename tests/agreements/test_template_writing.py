"""What is written in a template becomes text: languages, conditions, variables, and whatever somebody types."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.articles import from_text, new_article, to_text
from agreements.conditions import SUBJECTS, Circumstances, applies, combinations, in_words
from agreements.coverage import problems
from agreements.enums import Language
from agreements.models import Agreement, AgreementTemplate, AgreementVersion, TemplateDraft
from agreements.readiness import obstacles
from agreements.samples import CASES, try_out
from agreements.services import templates as services
from agreements.services.drafting import draft_agreement
from agreements.text import _tellers, compose, tell_with
from agreements.variables import VARIABLES, as_stored, as_written
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes
from .template_drafts import WHO, blocking, change, publish

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
        national = AgreementTemplate.objects.get(code="landelijk-duaal", number=4)
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
