"""The opleidingsplan and the rotation: what is open, the annex that is signed, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements.cautions import cautions
from agreements.cohorts import lacking
from agreements.differences import changes_since_sent
from agreements.meter import missing_fields
from agreements.models import Agreement, AgreementTemplate, PlanRow, RotationPeriod
from agreements.reading import articles
from agreements.services.copying import owners_of
from agreements.services.drafting import NotInDraft, draft_agreement
from agreements.services.sending import reopen_agreement
from agreements.services.training import (
    plan_revision,
    rotation_revision,
    take_from_route,
    write_plan,
    write_rotation,
)
from agreements.text import compose, contents, fill_in
from agreements.training import gaps_of
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import OutcomeList
from routes.revisions import Overtaken
from routes.services import write_outcomes
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .classmates import enrol
from .scenes import WHO
from .signers import text_of

pytestmark = pytest.mark.django_db
ROW = {
    "outcome": "Rekenen", "place": "company", "place_name": "", "begins_on": date(2027, 9, 1),
    "ends_on": date(2028, 7, 31), "assessment": "Portfolio, door de docent",
}  # fmt: skip


def period(begins_on: date, ends_on: date, name: str = "Bouwbedrijf") -> dict:
    return {
        "begins_on": begins_on, "ends_on": ends_on, "company_name": name, "workplace_address": "Kade 1, Utrecht",
        "supervisor": "Wim Dekker, voorman",
    }  # fmt: skip


FIRST = period(date(2027, 9, 1), date(2028, 1, 31))
SECOND = period(date(2028, 2, 1), date(2029, 8, 31), "Dak en Zo")


mine = built_once(scenes.matched)


@pytest.fixture
def draft(mine):
    return scenes.complete(mine)


@pytest.fixture
def staff(mine, client):
    client.force_login(mine.coordinator.user)
    return client


def plan(mine, draft, *rows, seen="") -> None:
    with acting_as(mine.coordinator.actor):
        write_plan(draft, rows, seen=seen, who=WHO)


def rotate(mine, draft, *periods, seen="") -> None:
    with acting_as(mine.coordinator.actor):
        write_rotation(draft, periods, seen=seen, who=WHO)


def text(mine, draft) -> str:
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=draft.pk)
        return compose(agreement, agreement.parties.all()).html


def gaps(mine, draft) -> list[str]:
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=draft.pk)
        return gaps_of(agreement, list(agreement.plan.all()), list(agreement.rotation.all()))


def test_without_a_plan_the_text_is_as_it_was(mine, draft):
    assert "Bijlage" not in text(mine, draft)
    assert gaps(mine, draft) == []


def test_plan_and_rotation_are_part_of_what_is_signed(mine, draft):
    plan(mine, draft, ROW, {**ROW, "outcome": "Samen<werken>", "place": "elsewhere", "place_name": "Lab, Zeist"})
    rotate(mine, draft, FIRST, SECOND)
    version = scenes.send(mine, draft)
    _, parts = articles(version.html)
    by_title = {part.heading: part.body for part in parts}
    planned, rotation = by_title["Artikel 8. Opleidingsplan"], by_title["Artikel 9. Rotatie over meer bedrijven"]
    assert (
        "<li>Samen&lt;werken&gt; – plaats: ergens anders (Lab, Zeist); "
        "periode: 1 september 2027 tot en met 31 juli 2028; beoordeling: Portfolio, door de docent</li>"
    ) in planned
    assert "<li>Dak en Zo – periode: 1 februari 2028 tot en met 31 augustus 2029; werkplek: Kade 1" in rotation
    assert "Bijlage" not in version.html  # it is there once
    with pytest.raises(NotInDraft):
        plan(mine, draft, ROW)
    with acting_as(mine.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
        PlanRow.objects.create(agreement=draft, position=9, outcome="Later erbij", **owners_of(draft))


def test_without_a_rotation_nothing_is_said_about_it(mine, draft):
    plan(mine, draft, ROW)
    assert "Rotatie" not in text(mine, draft)


def test_it_is_an_annex_where_no_article_shows_it(mine, draft):
    plan(mine, draft, ROW)
    rotate(mine, draft, FIRST, SECOND)
    with acting_as(mine.coordinator.actor):
        first = AgreementTemplate.objects.get(code="landelijk-duaal", number=1)
        agreement = Agreement.objects.get(pk=draft.pk)
        html = fill_in(first, contents(agreement, agreement.parties.all())).html
    by_id = {part.id: part.body for part in articles(html)[1]}
    assert "<li>Rekenen – plaats: op het werk; periode: 1 september 2027" in by_id["bijlage-opleidingsplan"]
    assert "Dak en Zo" in by_id["bijlage-rotatie"]


def test_an_agreement_in_english_tells_them_in_english(mine, draft):
    plan(mine, draft, {**ROW, "ends_on": None})
    rotate(mine, draft, FIRST, SECOND)
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=draft.pk)
        agreement.language = "en"
        html = compose(agreement, agreement.parties.all()).html
    assert "<li>Rekenen – place: at work; period: from 1 September 2027; assessment: Portfolio" in html
    assert "period: 1 February 2028 to 31 August 2029 inclusive; workplace: Kade 1" in html


def test_what_is_open_is_told(mine, draft):
    with acting_as(mine.coordinator.actor):
        write_outcomes(mine.route, ["Rekenen", "Tekenen"], seen=1, who=WHO)
    plan(mine, draft, {**ROW, "place": "school"}, {"outcome": "Overleggen"})
    found = gaps(mine, draft)
    assert "‘Overleggen’ heeft nog geen plaats, geen periode en geen beoordeling." in found
    assert "Geen enkele leeruitkomst wordt op het werk geleerd." in found
    assert any(line.startswith("Niet alle facetten komen aan bod.") and line.endswith("Tekenen.") for line in found)
    assert "In studiejaar 2028-2029 staat nog niets." in found
    assert not any("2027-2028" in line for line in found)


def test_a_period_of_the_rotation_without_anything(mine, draft):
    plan(mine, draft, {**ROW, "ends_on": date(2027, 12, 31)})
    rotate(mine, draft, FIRST, {**SECOND, "ends_on": date(2029, 6, 30)})
    found = gaps(mine, draft)
    assert "In de periode bij Dak en Zo staat nog niets." in found
    assert "De rotatie eindigt eerder dan het werken: 30 juni 2029." in found


def test_outcomes_are_taken_from_the_route_once(mine, draft):
    with acting_as(mine.coordinator.actor):
        write_outcomes(mine.route, ["Rekenen", "Tekenen"], seen=1, who=WHO)
        assert take_from_route(draft, who=WHO) == 2
        assert take_from_route(draft, who=WHO) == 0
        assert list(draft.plan.values_list("position", "outcome")) == [(1, "Rekenen"), (2, "Tekenen")]
        practice = (draft.practice_starts_on, draft.practice_ends_on)
        assert set(draft.plan.values_list("begins_on", "ends_on")) == {practice}


def said_about_learning(mine, draft) -> str:
    _, parts = articles(text(mine, draft))
    return next(part.body for part in parts if part.heading.startswith("Artikel 6."))


def test_article_and_plan_name_the_same_outcomes(mine, draft):
    at_school = {**ROW, "outcome": "Toetsen", "place": "school"}
    plan(mine, draft, ROW, {**ROW, "outcome": "Tekenen"}, at_school)
    write(mine, draft, learning_outcomes="- rekenen;\n- Met klanten praten")
    said = said_about_learning(mine, draft)
    assert "<li>Rekenen</li><li>Tekenen</li>" in said
    assert "<p>Daarnaast:</p><ul><li>Met klanten praten</li></ul>" in said
    assert "rekenen;" not in said
    assert "Toetsen" not in said
    write(mine, draft, learning_outcomes="")
    assert "Daarnaast" not in said_about_learning(mine, draft)


def test_plan_makes_the_meter_green(mine, draft):
    write(mine, draft, learning_outcomes="")
    assert lacking_c(mine, draft) == (("learning_outcomes",), 1)
    plan(mine, draft, {**ROW, "place": "school"})
    assert lacking_c(mine, draft) == (("learning_outcomes",), 1)
    with acting_as(mine.coordinator.actor):
        now = plan_revision(draft)
    plan(mine, draft, ROW, seen=now)
    assert lacking_c(mine, draft) == ((), 0)


def lacking_c(mine, draft) -> tuple[tuple[str, ...], int]:
    """By the meter, and by the count over a cohort."""
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=draft.pk)
        return missing_fields(agreement, "c"), Agreement.objects.filter(lacking("c"), pk=draft.pk).count()


def write(mine, draft, **fields) -> None:
    with acting_as(mine.coordinator.actor):
        Agreement.objects.filter(pk=draft.pk).update(**fields)


def test_what_is_open_in_a_plan_is_weighed(mine, draft):
    plan(mine, draft, {"outcome": "Overleggen"})
    with acting_as(mine.coordinator.actor):
        found = {each.code: each.title for each in cautions(Agreement.objects.get(pk=draft.pk))}
    assert "‘Overleggen’ heeft nog geen plaats, geen periode en geen beoordeling" in found["plan_gaps"]


FACTS = "plaats: op het werk; periode: 1 september 2027 tot en met 31 juli 2028; beoordeling: Portfolio, door de docent"


def test_changed_rows_are_told_one_by_one(mine, draft):
    plan(mine, draft, ROW, {**ROW, "outcome": "Tekenen"})
    rotate(mine, draft, FIRST, SECOND)
    scenes.send(mine, draft)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(Agreement.objects.get(pk=draft.pk), reason="Er klopt iets niet.", who=WHO)
        now, rotation = plan_revision(draft), rotation_revision(draft)
    plan(mine, draft, {**ROW, "place": "school"}, {"outcome": "Meten", "place": "company"}, seen=now)
    rotate(mine, draft, FIRST, {**SECOND, "supervisor": "Els Bos, voorman"}, seen=rotation)
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=draft.pk)
        told = [each.in_words for each in changes_since_sent(agreement, agreement.parties.all()).differences]
    assert told == [
        "Leeruitkomst ‘Rekenen’, plaats: was op het werk, wordt op school",
        f"Leeruitkomst: vervalt (was Tekenen – {FACTS})",
        "Leeruitkomst: nieuw: Meten – plaats: op het werk",
        "Rotatie ‘Dak en Zo’, praktijkbegeleider: was Wim Dekker, voorman, wordt Els Bos, voorman",
    ]


@pytest.mark.parametrize(
    "periods",
    [
        (FIRST, {**SECOND, "begins_on": date(2028, 2, 2)}),
        (FIRST, {**SECOND, "begins_on": date(2028, 1, 31)}),
    ],
    ids=["gap", "overlap"],
)
def test_periods_follow_each_other(mine, draft, periods):
    with pytest.raises(ValidationError, match="de dag na de vorige"):
        rotate(mine, draft, *periods)
    with acting_as(SYSTEM):
        assert not draft.rotation.exists()


def test_the_database_itself_refuses_a_gap(mine, draft):
    rotate(mine, draft, FIRST, SECOND)
    with acting_as(SYSTEM):
        RotationPeriod.objects.filter(agreement=draft, company_name="Dak en Zo").update(begins_on=date(2028, 3, 1))
        with pytest.raises(IntegrityError, match="between two periods"), transaction.atomic():
            connection.check_constraints()
        RotationPeriod.objects.filter(agreement=draft).delete()


def test_a_stale_page_wipes_nothing_out(mine, draft):
    with acting_as(mine.coordinator.actor):
        seen, seen_rotation = plan_revision(draft), rotation_revision(draft)
    plan(mine, draft, ROW)
    rotate(mine, draft, FIRST)
    with pytest.raises(Overtaken):
        plan(mine, draft, {**ROW, "outcome": "Anders"}, seen=seen)
    with pytest.raises(Overtaken):
        rotate(mine, draft, SECOND, seen=seen_rotation)


def test_a_copy_takes_text_and_plan_but_not_the_place_of_another_company(mine, draft):
    plan(mine, draft, ROW)
    rotate(mine, draft, FIRST)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=draft.pk).update(guidance="Elke dag.", function_title="Heel bijzonder")
    application = enrol(mine, 1)[0]
    with acting_as(mine.coordinator.actor):
        match = Match.objects.get(application=application)
        made = draft_agreement(match, signer=scenes.signer(mine), who=WHO, copy_of=Agreement.objects.get(pk=draft.pk))
        assert (made.guidance, made.function_title, made.student_name) == (
            "Elke dag.",
            "Heel bijzonder",
            application.name,
        )
        assert [row.outcome for row in made.plan.all()] == ["Rekenen"]
        assert made.rotation.count() == 1
        assert made.events.get().text.endswith("met de tekst van de overeenkomst van Joris Kok")


def posted(rows: list[dict], **rest) -> dict:
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, **rest}
    return data | {f"form-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def test_the_pages(staff, mine, draft):
    url = f"/overeenkomsten/{draft.public_id}/"
    assert "Nog geen plan" in text_of(staff.get(f"{url}opleidingsplan/"))
    seen = staff.get(f"{url}opleidingsplan/bewerken/").context["seen"]
    rows = [{**ROW, "begins_on": "2027-09-01", "ends_on": "2028-07-31"}, {"outcome": ""}]
    assert staff.post(f"{url}opleidingsplan/bewerken/", posted(rows, seen=seen)).status_code == 302
    late = staff.post(f"{url}opleidingsplan/bewerken/", posted([{"outcome": "Anders"}], seen=seen))
    assert late.status_code == 422
    assert "Iemand anders heeft dit gewijzigd" in text_of(late)
    wrong = [{"outcome": "", "place": "elsewhere", "begins_on": "2028-01-01", "ends_on": "2027-01-01"}]
    refused = staff.post(f"{url}opleidingsplan/bewerken/", posted(wrong))
    assert refused.status_code == 422
    assert "Draai de data om" in text_of(refused)
    assert staff.post(f"{url}rotatie/", posted([{"begins_on": "x"}])).status_code == 422
    assert staff.post(f"{url}rotatie/", {"onzin": "1"}).status_code == 422
    assert staff.post(f"{url}opleidingsplan/overnemen/").status_code == 302
    assert "Nog open:" in text_of(staff.get(url))
    assert "Leeruitkomsten naast het opleidingsplan" in text_of(staff.get(f"{url}bewerken/"))
    page = text_of(staff.get(f"{url}opleidingsplan/"))
    assert "Portfolio, door de docent" in page
    assert "beoordeling: Portfolio, door de docent" in text_of(staff.get(f"{url}voorbeeld/"))
    assert staff.get(f"{url}voorbeeld.pdf").status_code == 200


# -- the route ----------------------------------------------------------------------------------------------------


def test_outcomes_of_a_route_come_in_versions(staff, mine):
    url = f"/routes/{mine.route.public_id}/leeruitkomsten/"
    assert "Rekenen" in text_of(staff.get(url))
    assert staff.post(url, {"outcomes": "- Rekenen\n2. Tekenen\n\nTekenen", "seen": "1"}).status_code == 302
    stale = staff.post(url, {"outcomes": "Iets anders", "seen": "1"})
    assert stale.status_code == 422
    assert "Iets anders" in text_of(stale)
    assert staff.post(url, {"outcomes": "  \n", "seen": "2"}).status_code == 422
    assert staff.post(url, {"outcomes": "x" * 301, "seen": "onzin"}).status_code == 422
    with acting_as(SYSTEM):
        found = OutcomeList.objects.filter(route=mine.route).values_list("number", "outcomes")
        assert list(found) == [(2, ["Rekenen", "Tekenen"]), (1, ["Rekenen"])]
    assert "Versie 1" in text_of(staff.get(url)) or "versie 1" in text_of(staff.get(url))


@pytest.mark.django_db(transaction=True)
def test_two_write_the_plan_at_once():
    mine = scenes.matched()
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor):
        seen = plan_revision(draft)
    outcomes = at_once(
        lambda: plan(mine, draft, ROW, seen=seen), lambda: plan(mine, draft, {**ROW, "outcome": "Anders"}, seen=seen)
    )
    assert [type(outcome) for outcome in outcomes].count(Overtaken) == 1
