"""The rotation changed by an addendum: told company by company, read in the text that holds, once everybody signed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from agreements.addendum_text import compose_addendum, differences_by
from agreements.consolidated import consolidate, consolidate_with
from agreements.models import Addendum, Agreement, rotation_of
from agreements.services import addenda as services
from agreements.services.training import GAP, OVERLAP, write_rotation
from agreements.training import gaps_in
from mkbroute.access.actor import SYSTEM, acting_as
from routes.revisions import Overtaken
from tests.built_once import built_once

from . import scenes, sealed
from .scenes import WHO
from .signers import said, text_of
from .test_praktijkleren import RUNNING

pytestmark = pytest.mark.django_db


def period(name: str, begins_on: date, ends_on: date, **changed) -> dict:
    return {
        "begins_on": begins_on, "ends_on": ends_on, "company_name": name, "workplace_address": "Kade 1, Utrecht",
        "supervisor": "Wim Dekker, voorman", **changed,
    }  # fmt: skip


FIRST = period("Bouwbedrijf", date(2027, 9, 1), date(2028, 1, 31))
SECOND = period("Dak en Zo", date(2028, 2, 1), date(2029, 8, 31))
SHORTER = {**SECOND, "ends_on": date(2028, 8, 31)}
THIRD = period("Tegelhuis", date(2028, 9, 1), date(2029, 8, 31))


mine = built_once(scenes.matched)


def drafted(mine, *periods) -> Addendum:
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        write_rotation(draft, periods, seen="", who=WHO)
        draft = Agreement.objects.get(pk=draft.pk)
    return sealed.drafted(mine, sealed.seal_without_work(scenes.send(mine, draft)))


@pytest.fixture
def addendum(mine):
    return drafted(mine, FIRST, SECOND)


def change(mine, addendum, *periods, seen=""):
    with acting_as(mine.coordinator.actor):
        services.edit_addendum_rotation(addendum, periods, seen=seen, who=WHO)
        return Addendum.objects.select_related("agreement__template", "agreement__route").get(pk=addendum.pk)


def in_force(addendum) -> Agreement:
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=addendum.pk).update(state=state, version=2)
        return Agreement.objects.select_related("route", "template").get(pk=addendum.agreement_id)


def names(agreement) -> list[str]:
    return [each.company_name for each in rotation_of(agreement)]


def test_periods_are_told_one_by_one_and_the_annex_reads_so(mine, addendum):
    changed = change(mine, addendum, THIRD, FIRST, SHORTER)  # in any order
    with acting_as(mine.coordinator.actor):
        told = [each.in_words for each in differences_by(changed)]
        html = compose_addendum(changed).html
        agreement = Agreement.objects.get(pk=addendum.agreement_id)
    assert len([each for each in told if each.startswith("Rotatie")]) == 2
    (second,) = [each for each in told if each.startswith("Rotatie ‘Dak en Zo’")]
    assert "1 februari 2028 tot en met 31 augustus 2028" in second
    assert any(each.startswith("Rotatie: nieuw: Tegelhuis") for each in told)
    assert "<li>Tegelhuis – periode: 1 september 2028 tot en met 31 augustus 2029" in html
    assert "Rotatie in addendum 1 gewijzigd" in said("edited", agreement)


def test_agreement_keeps_its_rotation_until_it_is_in_force(mine, addendum):
    changed = change(mine, addendum, FIRST, SHORTER, THIRD)
    agreement = in_force(changed)
    with acting_as(SYSTEM):
        assert names(agreement) == ["Bouwbedrijf", "Dak en Zo"]
        before, after = consolidate(agreement), consolidate(agreement, on=changed.effective_on)
        assert names(before.now) == ["Bouwbedrijf", "Dak en Zo"]
        assert names(after.now) == ["Bouwbedrijf", "Dak en Zo", "Tegelhuis"]
        assert "Tegelhuis" not in before.text.html
        assert "Tegelhuis" in after.text.html
        sources = [source for source in after.sources if "Tegelhuis" in source.article.body]
        assert [source.addendum for source in sources] == [changed]


def test_a_rotation_may_begin_or_end_by_addendum(mine):
    changed = change(mine, drafted(mine), FIRST, SECOND)
    agreement = in_force(changed)
    with acting_as(SYSTEM):
        assert "Dak en Zo" in consolidate(agreement, on=changed.effective_on).text.html
        assert "Rotatie" not in consolidate(agreement).text.html
    with acting_as(mine.coordinator.actor):
        following = services.draft_addendum(agreement, who=WHO)
        assert [each.company_name for each in services.addendum_rotation(following)] == ["Bouwbedrijf", "Dak en Zo"]
    assert following.rotation is None
    stopped = change(mine, following)
    with acting_as(mine.coordinator.actor):
        assert [each.in_words.split(" (")[0] for each in differences_by(stopped)] == ["Rotatie: vervalt"] * 2
        assert "Dak en Zo –" not in compose_addendum(stopped).html.split('id="bijlage"')[1]


def test_what_is_open_is_judged_as_it_will_read(mine, addendum):
    changed = change(mine, addendum, FIRST, SHORTER)
    with acting_as(mine.coordinator.actor):
        open_points = gaps_in(consolidate_with(changed).now)
    assert "De rotatie eindigt eerder dan het werken: 31 augustus 2028." in open_points


def test_the_same_rotation_changes_nothing(mine, addendum):
    assert change(mine, addendum, SECOND, FIRST).rotation is None
    assert change(mine, addendum, FIRST, SHORTER, THIRD).rotation
    assert change(mine, addendum, FIRST, SECOND).rotation is None


@pytest.mark.parametrize(
    ("second", "why"),
    [({"begins_on": date(2028, 1, 31)}, OVERLAP), ({"begins_on": date(2028, 2, 2)}, GAP)],
)
def test_periods_follow_each_other(mine, addendum, second, why):
    with pytest.raises(ValidationError, match=why):
        change(mine, addendum, FIRST, {**SECOND, **second})


def test_what_a_colleague_changed_meanwhile_stays(mine, addendum):
    with acting_as(mine.coordinator.actor):
        seen = services.addendum_rotation_revision(addendum)
    change(mine, addendum, FIRST, SHORTER, THIRD)
    with pytest.raises(Overtaken):
        change(mine, addendum, FIRST, seen=seen)


def test_not_once_it_was_sent(mine, addendum):
    with acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(state="sent", version=2)
    with pytest.raises(services.NotInDraft):
        change(mine, addendum, FIRST)
    with pytest.raises(DatabaseError, match="draft"), acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(rotation=[])


def test_page_begins_with_what_holds_and_leads_back(mine, addendum, client):
    client.force_login(mine.coordinator.user)
    address = f"/overeenkomsten/addendum/{addendum.public_id}/rotatie/"
    assert address in text_of(client.get(f"/overeenkomsten/addendum/{addendum.public_id}/"))
    page = client.get(address)
    assert "Dak en Zo" in text_of(page)
    form = page.context["rows"]
    sent = {f"form-{name}": value for name, value in form.management_form.initial.items()}
    sent["seen"] = page.context["seen"]
    for number, said_of in enumerate((FIRST, SHORTER, THIRD)):
        sent |= {f"form-{number}-{name}": str(value) for name, value in said_of.items()}
    wrong = client.post(address, {**sent, "form-2-begins_on": "2028-09-05"})
    assert wrong.status_code == 422
    assert GAP in text_of(wrong)
    assert "Tegelhuis" in text_of(wrong)
    done = client.post(address, sent, follow=True)
    assert "Opgeslagen." in text_of(done)
    assert "Tegelhuis" in text_of(done)
    with acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(state="sent", version=2)
    assert client.get(address).status_code == 302


def test_the_page_of_the_plan_shows_the_rotation_that_holds(mine, client):
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        write_rotation(draft, [FIRST, SECOND], seen="", who=WHO)
        draft = Agreement.objects.get(pk=draft.pk)
    agreement = sealed.seal_without_work(scenes.send(mine, draft), RUNNING)
    changed = change(mine, sealed.drafted(mine, agreement, date(2026, 2, 1)), FIRST, SHORTER, THIRD)
    client.force_login(mine.coordinator.user)
    address = f"/overeenkomsten/{agreement.public_id}/opleidingsplan/"
    assert "Tegelhuis" not in text_of(client.get(address))
    with acting_as(SYSTEM):
        for state in ("sent", "signed", "sealed"):
            Addendum.objects.filter(pk=changed.pk).update(state=state, version=2)
    now = text_of(client.get(address))
    assert "Tegelhuis" in now
    assert "zoals het geldt sinds 1 februari 2026" in now
