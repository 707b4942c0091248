"""The hogeschool's list of applications, which tells how far the agreement of each is."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agreements.enums import State
from agreements.models import Agreement
from matching.models import Application
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once
from tests.matching import stage

from . import cards, scenes

pytestmark = pytest.mark.django_db
LIST = reverse("matching:applications")


@built_once
def mine() -> cast.Tenant:
    """One in draft, who waits for a card; one who was proposed; one in draft at her own employer; one who just
    applied."""
    mine = scenes.matched()
    cards.ask(mine, scenes.drafted(mine))
    stage.proposed(mine, name="Noor Visser")
    stage.applied(mine, name="Ali Demir")
    own_employer(mine, "Eva Smit")
    return mine


def own_employer(mine: cast.Tenant, name: str) -> None:
    _, application = stage.admitted(mine, name)
    with acting_as(SYSTEM):
        Application.objects.filter(pk=application.pk).update(own_employer=mine.company, state="placed")
        agreement = Agreement.objects.latest("pk")
        agreement.pk, agreement.public_id, agreement.match = None, uuid4(), None
        agreement.application, agreement.student_id = application, application.student_id
        agreement.student_name, agreement.state = name, State.DRAFT
        agreement.save()


def test_it_says_how_far_each_is(client, mine):
    rows = stage.logged_in(client, mine.coordinator).get(LIST).context["page"]
    assert {row.application.name: (row.standing.label, row.turn.who) for row in rows} == {
        "Joris Kok": ("Overeenkomst in concept", "Karim Bakker"),
        "Noor Visser": ("Voorgesteld", f"Noor Visser en {mine.company.name}"),
        "Eva Smit": ("Overeenkomst in concept", "u"),
        "Ali Demir": ("Ontvangen", "u"),
    }


def test_it_takes_eight_queries_however_long(client, mine):
    coordinator = stage.logged_in(client, mine.coordinator)
    few = stage.statements(coordinator, LIST)
    for number in range(2):
        stage.proposed(mine, name=f"Tom Bos {number}")
        own_employer(mine, f"Lea Mol {number}")
    assert stage.statements(coordinator, LIST) == few <= 8
    own = [row for row in coordinator.get(LIST).context["page"] if row.standing.label == "Overeenkomst in concept"]
    assert len(own) == 4
