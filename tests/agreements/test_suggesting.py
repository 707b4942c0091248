"""What the portal wrote itself is in the language of the agreement, and contradicts nothing in it."""

from decimal import Decimal

import pytest

from agreements.cautions import cautions
from agreements.employment import from_card, hours_named, speaks_of_pay
from agreements.models import Agreement
from agreements.services.drafting import EDITABLE, draft_agreement, edit_agreement
from mkbroute.access.actor import acting_as
from mkbroute.design.merging import snapshot

from . import scenes
from .cards import ask
from .scenes import WHO


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Arbeidsovereenkomst, 32 uur per week.", ["32"]),
        ("Een week van 28,5 uren per week", ["28.5"]),
        ("een 36-urige werkweek", ["36"]),
        ("32 hours a week", ["32"]),
        ("€ 2.600 bij 40 uur per week", []),
        ("8 uur studietijd", []),
    ],
)
def test_hours_that_a_text_names(text, hours):
    assert hours_named(text) == [Decimal(each) for each in hours]


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Loon: nader te bepalen.", False),
        ("Loon: € 2.600 per maand.", True),
        ("Pay: to be agreed.", False),
        ("Cao Bouw, schaal 3", True),
        ("Onbetaald, zonder loon", False),
        ("", False),
    ],
)
def test_pay_that_a_text_names(text, speaks):
    assert speaks_of_pay(text) is speaks


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Arbeidsovereenkomst tot en met 31 augustus 2029.\nLoon: cao Bouw."),
        ("en", "Employment contract until 31 August 2029 inclusive.\nPay: cao Bouw."),
    ],
)
def test_of_a_card(language, said):
    values = {
        "contract_term": "temporary",
        "contract_ends_on": "2029-08-31",
        "salary": "cao Bouw.",
        "salary_agreed": "",
    }
    assert from_card(values, language) == said
    assert "32" not in said


@pytest.mark.django_db
class TestLanguage:
    @pytest.fixture
    def mine(self):
        return scenes.matched()

    def edit(self, mine, agreement, **values) -> Agreement:
        with acting_as(mine.coordinator.actor):
            agreement = Agreement.objects.get(pk=agreement.pk)
            seen = snapshot({name: getattr(agreement, name) for name in EDITABLE})
            now = {**{name: getattr(agreement, name) for name in EDITABLE}, **values}
            edit_agreement(agreement, values=now, seen=seen, who=WHO)
            return Agreement.objects.get(pk=agreement.pk)

    def test_an_english_draft_begins_in_english(self, mine):
        with acting_as(mine.coordinator.actor):
            draft = draft_agreement(mine.match, signer=scenes.signer(mine), who=WHO, language="en")
        assert draft.employment.startswith("Employment contract for 24 months.")
        assert draft.termination_grounds
        assert self.left(mine, draft) == []

    def test_untouched_suggestions_follow_the_language_and_others_stay(self, mine):
        draft = scenes.drafted(mine)
        dutch = draft.termination_manner
        draft = self.edit(mine, draft, language="en", termination_grounds="Als wij dat samen willen.")
        assert draft.termination_grounds == "Als wij dat samen willen."
        assert draft.termination_manner != dutch
        assert draft.employment.startswith("Employment contract for 24 months.")
        assert self.left(mine, draft) == []
        back = self.edit(mine, draft, language="nl")
        assert (back.termination_manner, back.termination_grounds) == (dutch, "Als wij dat samen willen.")

    def test_what_a_card_said_follows_too(self, mine):
        draft = scenes.drafted(mine)
        holder = ask(mine, draft)
        holder.keep(address="Kade 1", contract_term="permanent", salary="cao Bouw")
        holder.hand_in()
        draft = self.edit(mine, draft, language="en")
        assert draft.employment == "Employment contract for an indefinite period.\nPay: cao Bouw."

    def test_dutch_of_the_portal_in_an_english_text_is_pointed_out(self, mine):
        draft = scenes.drafted(mine)
        dutch = draft.termination_manner
        draft = self.edit(mine, self.edit(mine, draft, language="en"), termination_manner=dutch)
        assert self.left(mine, draft) == ["Nog in het Nederlands: op welke wijze"]

    def left(self, mine, draft) -> list[str]:
        with acting_as(mine.coordinator.actor):
            found = cautions(Agreement.objects.get(pk=draft.pk))
        return [each.title for each in found if each.code == "left_in_dutch"]
