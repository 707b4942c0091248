"""What a round looks for is chosen before anybody ranks, and everybody reads what it means."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from matching.enums import RunObjective
from matching.models import Round
from matching.services.refusal import Refusal
from matching.services.rounds import change_round, tell_opened
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db
HONEST = "Eerlijk opschrijven wat je het liefst wilt, werkt het best"

market = built_once(rounds.market)


def changed(market, objective, days=0, **options):
    found = stage.now(market.round)
    with acting_as(market.tenant.coordinator.actor):
        return change_round(
            found, routes=[market.tenant.route], title=found.title, opens_on=localdate() + timedelta(days=days),
            closes_on=found.closes_on, unjudged=found.unjudged, objective=objective, **options,
        )  # fmt: skip


def test_it_is_chosen_until_the_round_begins(market):
    with pytest.raises(Refusal, match="ligt vast"):
        changed(market, "max")
    changed(market, "", days=3)
    assert changed(market, "max", days=2).objective == "max"
    assert changed(market, "", days=2, close_short=True).close_short
    with acting_as(SYSTEM):
        changed(market, "")
        tell_opened(market.round.pk)
    with pytest.raises(Refusal, match="of plekken kunnen vervallen, ligt vast"):
        changed(market, "", close_short=False)
    for promise in ({"objective": "stable"}, {"close_short": False}):
        with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
            Round.objects.filter(pk=market.round.pk).update(**promise)


def test_the_form_asks_it_until_the_round_begins(client, market):
    stage.logged_in(client, market.tenant.coordinator)
    address = reverse("matching:edit_round", args=[market.round.public_id])
    assert "Waar zoekt u naar?" not in client.get(address).text
    changed(market, "", days=3)
    page = client.get(address).text
    assert "Waar zoekt u naar?" in page
    assert "kan iemand een hogere plek kosten" in page
    assert "Wat als een leerwerkplek haar minimum niet haalt?" in page
    typed = {"title": "Ronde", "opens_on": localdate() + timedelta(days=3), "closes_on": market.round.closes_on}
    typed |= {"unjudged": "last", "objective": "stable", "routes": [market.tenant.route.public_id]}
    client.post(address, {**typed, "close_short": "closes"})
    assert stage.now(market.round).close_short


def test_a_run_takes_it_and_a_preview_may_try_the_other(client, market):
    stage.logged_in(client, market.tenant.coordinator)
    client.post(reverse("matching:preview_run", args=[market.round.public_id]), {"objective": "max"})
    with acting_as(SYSTEM):
        run = market.round.runs.get()
    assert (run.objective, run.is_preview) == ("max", True)
    market.close()
    assert market.ask(objective=RunObjective.MAX).objective == "stable"


def opened(market, **promise):
    """The first mail to a person about it, and the one to the company."""
    with acting_as(SYSTEM):
        Round.objects.filter(pk=market.round.pk).update(**promise)
        tell_opened(market.round.pk)
        mails = Message.objects.select_related("body")
        return mails.filter(kind="round_open_person").first(), mails.get(kind="round_open_company")


@pytest.mark.parametrize("closes", [True, False])
def test_that_a_place_can_close_is_told_to_both_sides_before_they_rank(client, market, closes):
    to_person, to_company = opened(market, close_short=closes)
    for text in (to_person.body.text, to_person.body.html):
        assert ("dan vervalt de plek in deze ronde" in text) == closes
        assert (HONEST in text) != closes
    for text in (to_company.body.text, to_company.body.html):
        assert ("dan vervalt de plek in deze ronde" in text) == closes
    stage.logged_in(client, market.people["Sem Bos"])
    page = client.get(reverse("matching:choose", args=[market.applications["Sem Bos"].public_id])).text
    assert ("dan vervalt de plek in deze ronde" in page) == closes
    assert ("werkt eerlijk opschrijven het best" in page) != closes
    stage.logged_in(client, market.tenant.contact)
    place = market.positions["Tekenaar"]
    page = client.get(reverse("matching:position", args=[place.public_id])).text
    assert "In ‘Ronde voorjaar’ telt wie er op" in page
    assert ("dan vervalt de plek in deze ronde" in page) == closes


@pytest.mark.parametrize(("objective", "is_promised"), [("stable", True), ("max", False)])
def test_what_is_promised_about_honest_ranking_follows_it(client, market, objective, is_promised):
    mail, _ = opened(market, objective=objective)
    for text in (mail.body.text, mail.body.html):
        assert (HONEST in text) == is_promised
    stage.logged_in(client, market.people["Sem Bos"])
    page = client.get(reverse("matching:choose", args=[market.applications["Sem Bos"].public_id])).text
    assert ("werkt eerlijk opschrijven het best" in page) == is_promised
    assert ("kan daarvoor opschuiven" in page) != is_promised
    market.close()
    run = market.run()
    with acting_as(SYSTEM):
        sem = run.people.get(application__name="Sem Bos")
    stage.logged_in(client, market.tenant.coordinator)
    told = client.get(reverse("matching:run_person", args=[sem.public_id])).text
    assert ("kost nooit een betere plek" in told) == is_promised
