"""Two coders, each by herself; what they differ on; how often a theme comes up."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from surveys import tasks, words
from surveys.models import Coding, OpenQuestion, Theme, ThemeFigures, Wave
from surveys.services import coding, themes
from surveys.services.counting import figures_of, seen_by
from tests.built_once import built_once
from tests.cast.people import colleague

from . import written

pytestmark = pytest.mark.django_db
WHO = written.WHO

mine = built_once(written.in_coding)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def code_all(mine, person, *, but=()):
    written.code_each(mine, person, but=but)
    written.finish(mine, person)


def test_a_coder_sees_nothing_of_the_other_until_both_are_done(mine):
    code_all(mine, mine.assessor)
    with acting_as(mine.other.actor):
        assert not Coding.objects.filter(question=mine.asked).exists()
    with acting_as(mine.assessor.actor):
        assert Coding.objects.filter(question=mine.asked).count() == 9
        with pytest.raises(Refusal, match="niet, of bent er al klaar"):
            coding.save_coding(mine.asked, mine.asked.verbatims.first(), [], user_id=mine.assessor.user.pk)
    differing = [*_keys(mine)[:2]]
    code_all(mine, mine.other, but=differing)
    with acting_as(mine.assessor.actor):
        mine.asked.refresh_from_db()
        assert mine.asked.state == "settling"
        assert {each.verbatim.pk for each in coding.disagreements(mine.asked)} == set(differing)


def _keys(mine):
    with acting_as(SYSTEM):
        return list(mine.asked.verbatims.values_list("pk", flat=True))


def test_nobody_codes_in_the_name_of_another(mine):
    with acting_as(mine.other.actor), pytest.raises(DatabaseError), transaction.atomic():
        Coding.objects.create(
            question=mine.asked, verbatim=mine.asked.verbatims.first(), coder=mine.assessor.user, themes=[]
        )


def test_themes_are_those_of_the_item(mine):
    with acting_as(mine.assessor.actor):
        verbatim, user_id = mine.asked.verbatims.first(), mine.assessor.user.pk
        other = themes.add_theme("S25", name="Rooster", who=WHO)
        for wrong in ([other.pk], [10**9]):
            with pytest.raises(IntegrityError, match="thema's van deze vraag"), transaction.atomic():
                coding.save_coding(mine.asked, verbatim, wrong, user_id=user_id)


def test_one_screen_after_another(mine):
    client, page = client_of(mine.assessor), reverse("surveys:code", args=[mine.asked.public_id])
    finish = reverse("surveys:finish_coding", args=[mine.asked.public_id])
    assert "0 van 9 gecodeerd" in client.get(page).content.decode()
    both = client.post(page, {"themes": [mine.good.pk, "geen"]})
    assert both.status_code == 422
    assert "Kies een van beide" in both.content.decode()
    assert client.post(page, {"csrf": "x"}).status_code == 422
    assert client.post(page, {"themes": [mine.good.pk, mine.bad.pk]}).status_code == 302
    assert "1 van 9 gecodeerd" in client_of(mine.assessor).get(page).content.decode()  # on another device
    assert "u koos al eens" in client.get(f"{page}?antwoord=1").content.decode()
    assert "Nog 8 antwoorden te gaan" in client.post(finish, follow=True).content.decode()
    for number in range(1, 10):
        client.post(f"{page}?antwoord={number}", {"themes": ["geen"]})
    assert "Alle antwoorden zijn gecodeerd" in client.get(page).content.decode()
    assert client.post(finish).status_code == 302
    assert client.get(page).status_code == 302
    assert client.get(f"{page}?antwoord=x").status_code == 302


def test_what_differs_is_settled_together_and_counted(mine):
    differing = _keys(mine)[0]
    code_all(mine, mine.assessor)
    code_all(mine, mine.other, but=[differing])
    client = client_of(mine.other)
    differences = reverse("surveys:differences", args=[mine.asked.public_id])
    settle = reverse("surveys:settle_codes", args=[mine.asked.public_id])
    assert "Cohens kappa" in client.get(differences).content.decode()
    assert "Nog 1 verschil te bespreken" in client.post(settle, follow=True).content.decode()
    with acting_as(SYSTEM):
        verbatim = mine.asked.verbatims.get(pk=differing)
    one = reverse("surveys:settle_difference", args=[mine.asked.public_id, verbatim.public_id])
    assert client.post(one, {"themes": [mine.good.pk]}).status_code == 302
    assert client.post(settle).status_code == 302
    tasks.count_themes()
    tasks.count_themes()
    with acting_as(mine.assessor.actor):
        content = ThemeFigures.objects.get(question=mine.asked).content
    counts = {theme["name"]: theme["count"] for theme in content["themes"]}
    assert content["answers"] == 9
    assert counts["Sfeer"] == 9
    assert counts["Reistijd"] == 0
    with acting_as(SYSTEM):
        wave = Wave.objects.get(populations=mine.asked.population_id)
    shown = client_of(mine.coordinator).get(reverse("surveys:themes", args=[wave.public_id])).content.decode()
    assert "Sfeer" in shown
    assert client.post(reverse("surveys:reopen_codes", args=[mine.asked.public_id])).status_code == 302


def test_a_merged_theme_counts_as_the_other(mine):
    code_all(mine, mine.assessor)
    code_all(mine, mine.other, but=_keys(mine)[:3])
    with acting_as(mine.assessor.actor):
        assert len(coding.disagreements(mine.asked)) == 3
        themes.merge_theme(mine.bad, mine.good, who=WHO)
        assert coding.disagreements(mine.asked) == []
        for one, other in ((mine.bad, mine.good), (mine.good, mine.bad), (mine.good, mine.good)):
            with pytest.raises(Refusal):
                themes.merge_theme(one, other, who=WHO)
        with pytest.raises(Refusal, match="intussen samengevoegd"):
            themes.change_theme(mine.bad, name="Reizen", description="", who=WHO)


def test_a_theme_has_a_name_of_its_own(mine):
    client, page = client_of(mine.assessor), reverse("surveys:themes_of", args=[mine.asked.public_id])
    twice = client.post(page, {"name": "sfeer"})
    assert twice.status_code == 422
    assert themes.TAKEN in twice.content.decode()
    one = reverse("surveys:theme", args=[mine.asked.public_id, mine.good.public_id])
    assert client.post(one, {"name": "Sfeer in de klas", "description": "Met wie je leert"}).status_code == 302
    assert "heet nu ‘Sfeer in de klas’" in client.get(page).content.decode()
    assert client.post(one, {"into": str(mine.bad.public_id)}).status_code == 302
    assert client.get(one).status_code == 404


def test_coders_are_two_people(mine):
    client, page = client_of(mine.assessor), reverse("surveys:coders", args=[mine.asked.public_id])
    same = client.post(page, {"first": mine.other.membership.pk, "second": mine.other.membership.pk})
    assert same.status_code == 422
    code_all(mine, mine.assessor)
    third = colleague(mine.assessor)
    late = client.post(page, {"first": third.membership.pk, "second": mine.other.membership.pk})
    assert "Wie klaar is met coderen, blijft codeur" in late.content.decode()
    assert client.post(page, {"first": mine.assessor.membership.pk, "second": third.membership.pk}).status_code == 302


def test_counts_hide_what_gives_few_away():
    """Two hogescholen: of one, two wrote about it; the other's six would show it by subtraction."""
    theme = Theme(pk=1, code="S24", name="Sfeer")
    houses = {key: 10 if key < 8 else 20 for key in range(20)}
    holds = {key: frozenset({1} if key < 2 or 8 <= key < 14 else ()) for key in houses}
    found = figures_of([theme], coding.Codes(holds, holds, {}), houses, 5)
    assert seen_by(found, 10)["themes"][0]["own"] is None
    shown = [seen_by(found, house)["themes"][0] for house in (10, 20, None)]
    assert not (shown[1]["own"] is not None and shown[2]["count"] is not None)
    assert found["agreement"]["kappa"] == 1


def test_kappa_beside_a_hidden_count_is_a_word():
    holds = {key: frozenset({1} if key < 3 else ()) for key in range(20)}
    found = figures_of([Theme(pk=1, code="S24", name="Sfeer")], coding.Codes(holds, holds, {}), dict.fromkeys(holds), 5)
    assert seen_by(found, None)["themes"][0]["count"] is None
    assert found["themes"][0]["agreement"] is None
    assert "bijna volledig eens" in words.agreed(found["agreement"])


@pytest.mark.parametrize(
    ("kappa", "said"),
    [(-0.1, "slecht"), (0.2, "gering"), (0.4, "matig"), (0.6, "redelijk"), (0.8, "goed"), (1.0, "bijna volledig")],
)
def test_agreement_in_words(kappa, said):
    assert words.strength(kappa) == said
    found = words.agreed({"n": 40, "observed": 0.9, "kappa": kappa})
    assert said in found
    assert "90% van 40 beslissingen" in found


def test_all_alike_has_no_kappa():
    assert "niet te berekenen" in words.agreed({"n": 4, "observed": 1.0, "kappa": None})
    assert OpenQuestion(first_coder_id=1).place_of(None) == ""
