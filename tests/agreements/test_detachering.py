"""What a leerwerkplek says of who employs, and of what can be learned, comes along to the draft."""

import pytest
from django.urls import reverse

from agreements.enums import Role
from agreements.services.bulk import Wanted, draft_class
from matching.models import Match, Offer, Position
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes
from tests.built_once import built_once

pytestmark = pytest.mark.django_db

mine = built_once(scenes.matched)


def employed(mine) -> None:
    with acting_as(SYSTEM):
        Position.objects.filter(pk=mine.position.pk).update(formal_employer=mine.employer)


def test_the_form_begins_with_the_formal_employer(mine, client):
    employed(mine)
    client.force_login(mine.coordinator.user)
    page = client.get(reverse("agreements:draft", args=[mine.match.public_id]))
    assert page.context["form"]["employer"].value() == mine.employer.public_id
    assert ("Komt in dienst bij", mine.employer.name) in page.context["facts"]
    assert page.context["form"].names_employer


def test_a_class_gets_the_fourth_party_too(mine):
    employed(mine)
    with acting_as(mine.coordinator.actor):
        match = Match.objects.select_related("position", "application").get(pk=mine.match.pk)
        wanted = Wanted("Rij 1", match.application, match)
        [agreement] = draft_class([wanted], signer=scenes.signer(mine), who=scenes.WHO, ask=False)
        assert agreement.employer == mine.employer
        party = agreement.parties.get(role=Role.EMPLOYER)
        assert (party.legal_name, party.signer_email) == (mine.employer.name, mine.employer.email)


@pytest.mark.parametrize(
    ("outcomes", "said"), [(["Begroten", "Plannen"], "- Begroten\n- Plannen"), ([], "Werkvoorbereiding.")]
)
def test_the_outcomes_that_were_chosen_stand_in_the_draft(mine, outcomes, said):
    with acting_as(SYSTEM):
        Offer.objects.filter(pk=mine.offer.pk).update(outcomes=outcomes)
    assert scenes.drafted(mine).learning_outcomes == said
