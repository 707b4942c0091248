"""Figures, and the flags that follow from them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from matching.models import Position
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation
from routes import indicators
from routes.enums import EventKind, State
from routes.indicators import INDICATORS, Count, Figure, veiled
from routes.models import CriteriaSet, IndicatorThreshold, Route, RouteEvent, RouteFlag, RouteIndicator
from routes.services import add_partner, confirm_partnership, remove_partner, retract_partnership, withdraw_route
from routes.services.flags import flag_route, keep_figures
from routes.tasks import count_indicators
from tests import cast

from . import rounds
from .rounds import body, fresh, mails
from .scene import WHO

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def figure(code, numerator, denominator):
    return Figure(INDICATORS[code], TODAY, Count(numerator, denominator))


def shown(route_id):
    return {each.indicator.code: each.words for each in indicators.figures_kept(route_id)}


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent", "words"),
    [
        (8, 10, 80, "80% (8 van 10)"),
        (2, 3, 66, "66% (2 van 3)"),
        (999, 1000, 99, "99% (999 van 1.000)"),
        (0, 4, 0, "0% (0 van 4)"),
        (0, 0, None, "nog geen gegevens"),
    ],
)
def test_share_is_rounded_down_and_told(numerator, denominator, percent, words):
    found = figure("mkb_share", numerator, denominator)
    assert (found.percent, found.words) == (percent, words)


@pytest.mark.parametrize(
    ("numerator", "denominator", "below"),
    [(1, 2, False), (49, 100, True), (499, 1000, True), (0, 0, True)],
)
def test_below_is_judged_on_the_exact_share(numerator, denominator, below):
    assert figure("partner_share", numerator, denominator).falls_below(50) == below


def test_nothing_to_count_is_no_failure_elsewhere():
    assert not figure("mkb_share", 0, 0).falls_below(75)
    assert not Figure(INDICATORS["mkb_share"], TODAY).falls_below(75)


@pytest.mark.parametrize(("people", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_people_are_not_shown(people, hidden):
    assert veiled(figure("signed_share", 0, people)).too_few == hidden
    assert not veiled(figure("mkb_share", 0, people)).too_few


def test_contract_is_whole():
    for indicator in INDICATORS.values():
        assert all(
            (indicator.definition, indicator.numerator, indicator.denominator, indicator.source, indicator.needs)
        )
    with pytest.raises(ValueError, match="no indicator"):
        indicators.count_with("iets", lambda ids: {})
    assert set(INDICATORS) == set(indicators._counters)


def undeclared(tenant):
    Organisation.objects.filter(pk=tenant.company.pk).update(mkb_outcome="", mkb_declared_on=None)


def test_each_is_counted_from_the_rows_of_its_floor():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        undeclared(tenant)
        counts = indicators.count_all([tenant.route.pk])[tenant.route.pk]
        assert counts["work_share"] == Count(8, 10)
        assert counts["mkb_share"] == Count(0, 1)
        assert counts["signed_share"] == Count(0, 1)
        assert counts["salary_share"] == Count(0, 1)
        assert counts["partner_share"] == Count(0, 2)
        Organisation.objects.filter(pk=tenant.company.pk).update(mkb_outcome="small", mkb_declared_on=TODAY)
        agreement = Agreement.objects.filter(pk=tenant.agreement.pk)
        agreement.update(state="draft")
        agreement.update(employment="Contract voor twee jaar, € 2.600 per maand")
        for state in ("sent", "signed"):
            agreement.update(state=state)
        counts = indicators.count_all([tenant.route.pk])[tenant.route.pk]
    for code in ("mkb_share", "signed_share", "salary_share"):
        assert counts[code] == Count(1, 1)
    with acting_as(tenant.coordinator.actor):
        assert indicators.count_all([tenant.route.pk])[tenant.route.pk] == counts, "the same under her own access"


def test_another_hogeschool_is_not_counted():
    mine, theirs = cast.tenant("A"), cast.tenant("B")
    with acting_as(mine.coordinator.actor):
        assert indicators.count_all([theirs.route.pk]) == {theirs.route.pk: {}}


def test_programme_team_reads_numbers_of_no_single_student():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        keep_figures([tenant.route.pk])
    with acting_as(tenant.assessor.actor):
        words = shown(tenant.route.pk)
        assert words["signed_share"] == "minder dan 5 studenten: niet getoond"
        assert words["work_share"] == "80% (8 van 10)"
        assert RouteIndicator.objects.get(code="signed_share").denominator is None
    with acting_as(tenant.coordinator.actor):
        assert "0% (0 van 1)" in [found.words for found in indicators.figures_now(tenant.route.pk)]


def test_same_day_is_counted_again(scene):
    route = scene.recognise()
    for _ in range(2):
        count_indicators()
    with acting_as(SYSTEM):
        assert RouteIndicator.objects.filter(route=route, code="work_share").count() == 1


def test_concept_is_not_counted(scene):
    scene.complete()
    count_indicators()
    with acting_as(SYSTEM):
        assert not RouteIndicator.objects.exists()


def test_threshold_of_the_day_holds(scene):
    route = scene.register()
    with acting_as(SYSTEM):
        standing = CriteriaSet.objects.get(standing=True)
        tomorrow = TODAY + timedelta(days=1)
        IndicatorThreshold.objects.create(
            criteria_set=standing, code="mkb_share", minimum_percent=90, source="Proef", valid_from=tomorrow
        )
        assert indicators.thresholds_of(route.pk, tomorrow)["mkb_share"].minimum_percent == 90
        assert indicators.thresholds_of(route.pk, TODAY)["mkb_share"].minimum_percent == 75
        assert indicators.thresholds_of(route.pk, TODAY.replace(year=2024)) == {}, "a norm of the portal is no older"


def test_criteria_ask_only_what_their_own_set_says(scene):
    route = scene.register()
    with acting_as(SYSTEM):
        asked = indicators.thresholds_of(route.pk, TODAY)
        others = IndicatorThreshold.objects.filter(code="work_share").values_list("criteria_set__code", flat=True)
        assert sorted(others) == ["handreiking", "katapult-2022"]
    assert sorted(asked) == ["accredited", "mkb_share", "partner_share", "salary_share", "signed_share"]


def test_shape_that_the_portal_suggests_is_not_below_a_norm(client, scene):
    route = scene.recognise(shape="growing")
    count_indicators()
    with acting_as(SYSTEM):
        assert not RouteFlag.objects.filter(code="work_share").exists()
    client.force_login(scene.coordinator.user)
    shown = client.get(reverse("routes:overview", args=[route.public_id])).content.decode()
    assert "De criteria van deze route noemen hiervoor geen norm." in shown


@pytest.mark.parametrize("code", ["signed_share", "salary_share"])
@pytest.mark.parametrize(("part", "below"), [(0, True), (20, False)])
def test_agreements_and_salary_are_asked_too(scene, monkeypatch, code, part, below):
    route = scene.recognise()
    monkeypatch.setitem(indicators._counters, code, lambda ids: {route.pk: Count(part, 20)})
    count_indicators()
    with acting_as(SYSTEM):
        assert RouteFlag.objects.filter(route=route, code=code, cleared_at=None).exists() == below


class TestFlags:
    def below(self, scene):
        """Recognised, with a partner that confirmed, and then took it back."""
        route = scene.recognise()
        with acting_as(scene.coordinator.actor):
            partner = add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)
        with acting_as(scene.adviser.actor):
            confirm_partnership(partner, who="Piet")
        count_indicators()
        assert not self.flags(route)
        with acting_as(scene.adviser.actor):
            retract_partnership(partner, reason="Geen tijd meer.", who="Piet")
        count_indicators()
        return route, partner

    def flags(self, route):
        with acting_as(SYSTEM):
            return list(RouteFlag.objects.filter(route=route, cleared_at=None).values_list("code", flat=True))

    def test_is_raised_told_once_to_both_and_withdraws_nothing(self, scene):
        route, _ = self.below(scene)
        assert self.flags(route) == ["partner_share"]
        count_indicators()
        assert sorted(mails("route_flagged")) == sorted(["sanne@voorbeeld.test", scene.programme.email])
        assert "0% (0 van 1). Ten minste 50% is de norm." in body("route_flagged")
        assert fresh(route).state == State.RECOGNISED
        for person in (scene.coordinator, scene.assessor):
            with acting_as(person.actor):
                assert RouteFlag.objects.filter(route=route).count() == 1

    def test_is_lowered_and_told_when_it_is_well_again(self, scene):
        route, partner = self.below(scene)
        with acting_as(scene.adviser.actor):
            confirm_partnership(partner, who="Piet")
        count_indicators()
        assert self.flags(route) == []
        with acting_as(SYSTEM):
            assert RouteEvent.objects.filter(route=route, kind=EventKind.UNFLAGGED).count() == 1
        assert "weer op de norm" in body("route_flagged")

    def test_last_partner_removed_is_below_too(self, scene):
        route, partner = self.below(scene)
        with acting_as(scene.coordinator.actor):
            remove_partner(partner, who=WHO)
        count_indicators()
        assert self.flags(route) == ["partner_share"]

    def test_route_that_is_not_recognised_is_not_flagged(self, scene):
        route = rounds.rejected(scene)
        count_indicators()
        assert self.flags(route) == []

    def test_page_of_a_route_that_is_no_longer_recognised_speaks_of_no_norm(self, scene, client):
        route, _ = self.below(scene)
        client.force_login(scene.coordinator.user)
        pages = [reverse(f"routes:{name}", args=[route.public_id]) for name in ("detail", "overview")]
        assert all("de erkenning verandert" in client.get(page).content.decode().lower() for page in pages)
        with acting_as(scene.coordinator.actor):
            withdraw_route(route, reason="Gestopt.", who=WHO)
        assert not any("de erkenning verandert" in client.get(page).content.decode().lower() for page in pages)

    def test_withdrawn_route_keeps_no_flag(self, scene):
        route, _ = self.below(scene)
        number = len(mails("route_flagged"))
        with acting_as(scene.coordinator.actor):
            withdraw_route(route, reason="Gestopt.", who=WHO)
        with acting_as(SYSTEM):
            flag_route(Route.objects.get(pk=route.pk))
        assert self.flags(route) == []
        assert len(mails("route_flagged")) == number

    def test_confirmation_is_taken_back_with_a_reason_and_told(self, scene):
        self.below(scene)
        assert mails("partner_retracted") == ["sanne@voorbeeld.test"]
        assert "Geen tijd meer." in body("partner_retracted")


def test_position_without_a_declaration_counts_as_not_mkb():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        undeclared(tenant)
        assert Position.objects.filter(organisation__mkb_outcome="").exists()
        assert indicators.count_all([tenant.route.pk])[tenant.route.pk]["mkb_share"] == Count(0, 1)
