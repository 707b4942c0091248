"""The opleidingsplan changed by an addendum: told row by row, read in the text that holds, once everybody signed."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from agreements.addendum_text import compose_addendum, differences_by
from agreements.annex import learnt_at_work
from agreements.consolidated import consolidate
from agreements.models import Addendum, Agreement, PlanRow, plan_of
from agreements.services import addenda as services
from agreements.services.drafting import draft_agreement
from agreements.services.training import write_plan
from agreements.talks import outcomes_of
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from routes.revisions import Overtaken
from tests.built_once import built_once

from . import scenes, sealed
from .classmates import enrol
from .scenes import WHO
from .signers import said, text_of
from .test_praktijkleren import RUNNING

pytestmark = pytest.mark.django_db
EMPTY = {"place": "", "place_name": "", "begins_on": None, "ends_on": None, "assessment": ""}


def row(outcome: str, **changed) -> dict:
    return {**EMPTY, "outcome": outcome, "place": "company", "assessment": "Portfolio", **changed}


mine = built_once(scenes.matched)


@pytest.fixture
def addendum(mine):
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        write_plan(draft, [row("Rekenen"), row("Solderen")], seen="", who=WHO)
        draft = Agreement.objects.get(pk=draft.pk)
    return sealed.drafted(mine, sealed.seal_without_work(scenes.send(mine, draft)))


def change(mine, addendum, *rows, seen=""):
    with acting_as(mine.coordinator.actor):
        services.edit_addendum_plan(addendum, rows, seen=seen, who=WHO)
        return Addendum.objects.select_related("agreement__template", "agreement__route").get(pk=addendum.pk)


def test_rows_are_told_one_by_one_and_the_annex_reads_so(mine, addendum):
    changed = change(mine, addendum, row("Rekenen", place="school"), row("Meten"))
    with acting_as(mine.coordinator.actor):
        told = [each.in_words for each in differences_by(changed)]
        html = compose_addendum(changed).html
    assert any((each.startswith("Leeruitkomst ‘Rekenen’") and "Op school" in each) or "school" in each for each in told)
    assert any(each.startswith("Leeruitkomst: vervalt (was Solderen") for each in told)
    assert any(each.startswith("Leeruitkomst: nieuw: Meten") for each in told)
    assert "Meten" in html
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=addendum.agreement_id)
    assert "Opleidingsplan in addendum 1 gewijzigd" in said("edited", agreement)


def test_agreement_keeps_its_plan_until_it_is_in_force(mine, addendum):
    changed = change(mine, addendum, row("Meten"))
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=addendum.agreement_id)
        assert [each.outcome for each in plan_of(agreement)] == ["Rekenen", "Solderen"]
        assert list(PlanRow.objects.filter(agreement=agreement).values_list("outcome", flat=True)) == [
            "Rekenen",
            "Solderen",
        ]
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=changed.pk).update(state=state, version=2)
        fresh = Agreement.objects.select_related("route", "template").get(pk=agreement.pk)
        before, after = consolidate(fresh), consolidate(fresh, on=changed.effective_on)
        assert learnt_at_work(before.now) == ["Rekenen", "Solderen"]
        assert learnt_at_work(after.now) == ["Meten"]
        assert "Meten" in after.text.html
        assert "Solderen" not in after.text.html
        assert any(source.addendum == changed and "Meten" in source.article.body for source in after.sources)


@pytest.mark.parametrize("reader", ["coordinator", "contact", "student"])
def test_talks_are_about_what_is_to_be_learnt_today(mine, addendum, reader, monkeypatch):
    changed = change(mine, addendum, row("Meten"))
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=changed.pk).update(state=state, version=2)
        agreement = Agreement.objects.get(pk=addendum.agreement_id)
    with acting_as(getattr(mine, reader).actor):
        assert outcomes_of(agreement) == ["Rekenen", "Solderen"]
        monkeypatch.setattr(timezone, "localdate", lambda: changed.effective_on)
        assert outcomes_of(agreement) == ["Meten"]


def test_the_same_plan_changes_nothing(mine, addendum):
    assert change(mine, addendum, row("Rekenen"), row("Solderen")).plan is None
    assert change(mine, addendum, row("Meten")).plan
    assert change(mine, addendum, row("Rekenen"), row("Solderen")).plan is None


def test_next_addendum_begins_with_the_plan_of_the_one_before(mine, addendum):
    changed = change(mine, addendum, row("Meten"))
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=changed.pk).update(state=state, version=2)
    with acting_as(mine.coordinator.actor):
        following = services.draft_addendum(Agreement.objects.get(pk=addendum.agreement_id), who=WHO)
        assert [each.outcome for each in services.addendum_plan(following)] == ["Meten"]
        assert following.plan is None


def test_what_a_colleague_changed_meanwhile_stays(mine, addendum):
    with acting_as(mine.coordinator.actor):
        seen = services.addendum_plan_revision(addendum)
    change(mine, addendum, row("Meten"))
    with pytest.raises(Overtaken):
        change(mine, addendum, row("Anders"), seen=seen)


def test_not_once_it_was_sent(mine, addendum):
    with acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(state="sent", version=2)
    with pytest.raises(services.NotInDraft):
        change(mine, addendum, row("Meten"))


def test_page_begins_with_what_holds_and_leads_back(mine, addendum, client):
    client.force_login(mine.coordinator.user)
    address = f"/overeenkomsten/addendum/{addendum.public_id}/opleidingsplan/"
    assert address in text_of(client.get(f"/overeenkomsten/addendum/{addendum.public_id}/"))
    page = client.get(address)
    assert "Rekenen" in text_of(page)
    form = page.context["rows"]
    sent = {**form.management_form.initial, "seen": page.context["seen"]}
    sent = {f"form-{name}" if name != "seen" else name: value for name, value in sent.items()}
    for number, outcome in enumerate(("Rekenen", "Meten")):
        sent |= {f"form-{number}-outcome": outcome, f"form-{number}-place": "company"}
    done = client.post(address, sent, follow=True)
    assert "Opgeslagen." in text_of(done)
    assert "Meten" in text_of(done)
    assert "Overtaken" not in text_of(client.post(address, sent))
    wrong = client.post(address, {**sent, "form-0-place": "elsewhere"})
    assert wrong.status_code == 422
    assert "Schrijf erbij waar dat is." in text_of(wrong)


def page(mine, address: str) -> str:
    client = Client()
    client.force_login(mine.coordinator.user)
    return client.get(address).content.decode()


def planned(mine) -> Agreement:
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        write_plan(draft, [row("Rekenen"), row("Solderen")], seen="", who=WHO)
        draft = Agreement.objects.get(pk=draft.pk)
    return sealed.seal_without_work(scenes.send(mine, draft), RUNNING)


def seal(mine, agreement: Agreement, effective_on: date, *rows) -> None:
    changed = change(mine, sealed.drafted(mine, agreement, effective_on, hours_per_week=20), *rows)
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=changed.pk).update(state=state, version=2)


def test_a_copy_takes_what_holds(mine):
    agreement = planned(mine)
    seal(mine, agreement, date(2026, 2, 1), row("Meten"), row("Wegen", place="school"))
    application = enrol(mine, 1)[0]
    with acting_as(mine.coordinator.actor):
        match, source = Match.objects.get(application=application), Agreement.objects.get(pk=agreement.pk)
        made = draft_agreement(match, signer=scenes.signer(mine), who=WHO, copy_of=source)
        assert [(each.outcome, each.place) for each in made.plan.all()] == [("Meten", "company"), ("Wegen", "school")]
        assert made.hours_per_week == 20
        assert [each.outcome for each in source.plan.all()] == ["Rekenen", "Solderen"]


def test_the_page_of_the_plan_shows_what_holds_and_since_when(mine):
    agreement = planned(mine)
    address = f"/overeenkomsten/{agreement.public_id}/opleidingsplan/"
    assert "Solderen" in page(mine, address)
    seal(mine, agreement, date(2026, 2, 1), row("Meten"))
    now = page(mine, address)
    assert "Meten" in now
    assert "Solderen" not in now
    assert "zoals het geldt sinds 1 februari 2026" in now


def test_a_new_row_begins_with_the_period_of_the_addendum(mine):
    addendum = sealed.drafted(mine, sealed.sealed(mine), practice_ends_on=date(2028, 5, 15))
    found = page(mine, f"/overeenkomsten/addendum/{addendum.public_id}/opleidingsplan/")
    assert 'value="2028-05-15"' in found
    assert f'value="{addendum.effective_on}"' in found
