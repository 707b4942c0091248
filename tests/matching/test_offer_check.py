"""The check of a leerwerkplek by the hogeschool: services, rules of the database, and pages."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from django.urls import reverse
from django.utils import timezone

from matching import queries
from matching.checking import RELATED, Check, deadline, offers_in, turn_of_offer
from matching.journey import Reader
from matching.models import Match, Offer, PlaceTerms, Position, PositionEvent
from matching.offer_changes import added_up, fingerprint
from matching.services.offers import choose_outcomes, offer_again, publish_offer, return_offer, see_changes
from matching.services.positions import change_position
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from routes.services.outcomes import write_outcomes
from tests import cast
from tests.built_once import built_once

from . import stage
from .test_matches import propose

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)


def offer_of(position: Position) -> Offer:
    with acting_as(SYSTEM):
        return Offer.objects.select_related(*RELATED).get(position=position)


def judge(tenant, position, service, **said):
    offer = offer_of(position)
    if service is not return_offer:
        said.setdefault("seen", fingerprint(offer))
    with acting_as(tenant.coordinator.actor):
        return service(Offer.objects.get(pk=offer.pk), who=stage.COORDINATOR, **said)


def change(tenant, position, **terms):
    place = stage.workplace(tenant)
    with acting_as(tenant.contact.actor):
        terms = {**stage.TERMS, **terms}
        return change_position(position, workplace=place, routes=[tenant.route], terms=terms, who=stage.COMPANY)


def told(kinds: str) -> list[str]:
    return [address for _, address in stage.mails(*kinds.split())]


def test_what_is_offered_waits_and_is_then_published(tenant):
    position = stage.offered(tenant, published=False)
    assert told("position_offered") == [tenant.route.contact_email]
    with acting_as(tenant.coordinator.actor):
        assert position.pk not in queries.offers().values_list("position", flat=True)
        assert [offer.position_id for offer in offers_in(Check.WAITING)] == [position.pk]
    judge(tenant, position, publish_offer)
    judge(tenant, position, publish_offer)
    with acting_as(tenant.coordinator.actor):
        assert position.pk in queries.offers().values_list("position", flat=True)
    assert told("position_published") == [tenant.company.email]
    assert offer_of(position).reviewed_by == stage.COORDINATOR


@pytest.mark.parametrize("state", ["waiting", "returned"])
def test_nobody_is_placed_where_the_hogeschool_did_not_publish(tenant, state):
    position = stage.offered(tenant, published=False)
    if state == "returned":
        judge(tenant, position, return_offer, reason="Noem het loon.")
    _, application = stage.admitted(tenant)
    with pytest.raises(Refusal, match="niet gepubliceerd"):
        propose(tenant, application, position)
    offer = offer_of(position)
    row = {"application": application, "offer": offer, "position": position, "route_id": offer.route_id}
    owners = {"hogeschool": tenant.hogeschool, "organisation": tenant.company, "student_id": application.student_id}
    with pytest.raises(IntegrityError, match="niet, of niet meer, gepubliceerd"), acting_as(SYSTEM):
        Match.objects.create(**row, **owners)


def test_a_place_past_its_last_day_is_not_proposed(tenant):
    position = stage.offered(tenant, closes_on=timezone.localdate() - timedelta(days=1))
    _, application = stage.admitted(tenant)
    with acting_as(tenant.coordinator.actor):
        assert position.pk not in queries.offers().values_list("position", flat=True)
    with pytest.raises(Refusal, match="een dag die voorbij is"):
        propose(tenant, application, position)


def test_returned_mended_and_published(tenant):
    position = stage.offered(tenant, published=False)
    judge(tenant, position, return_offer, reason="Noem het loon.")
    assert told("position_returned") == [tenant.company.email]
    assert turn_of_offer(offer_of(position), Reader.COMPANY).mine
    change(tenant, position, salary_from=2800)
    offer = offer_of(position)
    assert (offer.state, offer.return_reason) == ("waiting", "")
    paid = "€ {} bruto per maand bij 40 uur per week"
    before, after = paid.format("2.600"), paid.format("2.800")
    assert offer.changes == [{"what": "Salarisindicatie", "before": before, "after": after}]
    assert turn_of_offer(offer, Reader.HOGESCHOOL).mine
    assert told("position_offered_again") == [tenant.route.contact_email]
    judge(tenant, position, publish_offer)
    assert offer_of(position).changes == []


def test_offered_again_as_it_is(tenant):
    position = stage.offered(tenant, published=False)
    judge(tenant, position, return_offer, reason="Klopt dit?")
    for _ in range(2):
        with acting_as(tenant.contact.actor):
            offer_again(Offer.objects.get(position=position), who=stage.COMPANY, note="Ja, zo is het.")
    assert offer_of(position).state == "waiting"
    assert len(told("position_offered_again")) == 1
    with acting_as(tenant.coordinator.actor):
        assert PositionEvent.objects.get(kind="offered_again").reason == "Ja, zo is het."


def test_what_changes_the_work_is_checked_again(tenant):
    position = stage.offered(tenant)
    _, match = stage.proposed(tenant, position)
    change(tenant, position, tasks="Heel ander werk.")
    offer = offer_of(position)
    assert offer.state == "waiting"
    assert stage.now(match).state == "proposed"  # who was proposed still gets an answer
    assert told("position_changed") == [tenant.route.contact_email]


def test_what_changes_the_terms_is_marked_until_the_hogeschool_looked(tenant):
    position = stage.offered(tenant)
    change(tenant, position, salary_from=3000)
    change(tenant, position, salary_from=3100, starts_on=date(2027, 10, 1))
    offer = offer_of(position)
    assert offer.is_published
    assert [(c["what"], c["before"]) for c in offer.changes] == [
        ("Salarisindicatie", "€ 2.600 bruto per maand bij 40 uur per week"), ("Begint op", "1 september 2027")
    ]  # fmt: skip
    with acting_as(tenant.coordinator.actor):
        assert [found.pk for found in offers_in(Check.CHANGED)] == [offer.pk]
    judge(tenant, position, see_changes)
    assert offer_of(position).changes == []


def test_who_signs_or_a_telephone_number_is_no_matter_for_the_check(tenant):
    position = stage.offered(tenant)
    stage.forget_mails()
    change(tenant, position, supervisor_phone="06 11111111", signatory_name="Els Bos", is_public=False)
    assert (offer_of(position).changes, stage.mails()) == ([], [])


def test_what_is_put_back_is_no_change():
    there = [{"what": "Taken", "before": "a", "after": "b"}]
    assert added_up(there, [{"what": "Taken", "before": "b", "after": "a"}]) == []


def test_nobody_decides_over_what_she_did_not_see(tenant):
    position = stage.offered(tenant, published=False)
    seen = fingerprint(offer_of(position))
    change(tenant, position, tasks="Heel ander werk.")
    with pytest.raises(Refusal, match="zojuist gewijzigd"):
        judge(tenant, position, publish_offer, seen=seen)
    assert offer_of(position).state == "waiting"


def test_neither_side_does_the_work_of_the_other(tenant):
    position = stage.offered(tenant, published=False)
    row = Offer.objects.filter(position=position)
    for state in ("published", "returned"):
        with pytest.raises(DatabaseError), acting_as(tenant.contact.actor):
            row.update(state=state)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(tenant.coordinator.actor):
        row.update(outcomes=["Iets"])
    with acting_as(stage.tenant("Andere Hogeschool").coordinator.actor):
        assert row.update(state="published") == 0


def test_outcomes_are_chosen_from_those_of_the_route(tenant, client):
    with acting_as(tenant.coordinator.actor):
        last = tenant.route.outcome_lists.first()
        write_outcomes(tenant.route, ["Begroten", "Plannen"], seen=last.number if last else 0, who=stage.COORDINATOR)
    position = stage.offered(tenant)
    company = stage.logged_in(client, tenant.contact)
    page = reverse("matching:outcomes", args=[position.public_id])
    assert "Begroten" in company.get(page).text
    name = f"route_{tenant.route.pk}"
    assert company.post(page, {name: ["9"]}).status_code == 422
    company.post(page, {name: ["1"]})
    offer = offer_of(position)
    assert offer.outcomes == ["Plannen"]
    assert [change["what"] for change in offer.changes] == ["Leeruitkomsten"]
    assert "Plannen" in company.get(reverse("matching:position", args=[position.public_id])).text


def test_outcomes_of_what_is_no_longer_offered_are_refused(tenant):
    position = stage.offered(tenant)
    with acting_as(SYSTEM):
        Offer.objects.filter(position=position).update(withdrawn_at=timezone.now())
    with pytest.raises(Refusal, match="niet meer"), acting_as(tenant.contact.actor):
        choose_outcomes(Offer.objects.get(position=position), ["Plannen"], who=stage.COMPANY)


def test_how_long_the_hogeschool_has(tenant):
    terms = PlaceTerms(review_days=5)
    for days, words in ((0, "nog 5 dagen"), (5, "vandaag"), (6, "1 dag te laat"), (9, "4 dagen te laat")):
        offer = Offer(asked_at=timezone.now() - timedelta(days=days))
        assert deadline(offer, terms).in_words == words
    assert deadline(Offer(state="returned"), terms) is None


def test_what_happened_at_one_hogeschool_is_not_told_to_another(tenant):
    other = stage.tenant("Andere Hogeschool")
    position = stage.offered(tenant, [tenant.route, other.route], published=False)
    with acting_as(tenant.coordinator.actor):
        offer = Offer.objects.get(position=position)
        return_offer(offer, reason="Te weinig begeleiding.", who=stage.COORDINATOR)
    with acting_as(other.coordinator.actor):
        assert list(position.events.values_list("kind", flat=True)) == ["offered"]
    with acting_as(tenant.contact.actor):
        assert sorted(position.events.values_list("kind", flat=True)) == ["offered", "offered", "returned"]


class TestPages:
    def test_the_coordinator_checks_from_her_list(self, tenant, client):
        position = stage.offered(tenant, published=False)
        coordinator = stage.logged_in(client, tenant.coordinator)
        assert "wacht op uw controle" in coordinator.get(reverse("matching:offers")).text
        assert "leerwerkplek controleren" in coordinator.get(reverse("home")).text
        listed = coordinator.get(reverse("matching:offers"), {"check": "waiting"})
        assert [offer.position_id for offer in listed.context["page"]] == [position.pk]
        page = coordinator.get(reverse("matching:position", args=[position.public_id]))
        assert "nog 5 dagen" in page.text
        answer = coordinator.post(self.url("publish_offer", tenant, position), {"seen": "iets anders"}, follow=True)
        assert "zojuist gewijzigd" in answer.text
        seen = page.context["lines"][0]["seen"]
        answer = coordinator.post(self.url("publish_offer", tenant, position), {"seen": seen}, follow=True)
        assert "is gepubliceerd" in answer.text

    def test_the_company_reads_what_to_change(self, tenant, client):
        position = stage.offered(tenant, published=False)
        coordinator = stage.logged_in(client, tenant.coordinator)
        page = self.url("return_offer", tenant, position)
        assert coordinator.post(page, {"reason": ""}).status_code == 422
        coordinator.post(page, {"reason": "Noem het loon."})
        company = stage.logged_in(client, tenant.contact)
        assert "leerwerkplek aanpassen" in company.get(reverse("home")).text
        shown = company.get(reverse("matching:position", args=[position.public_id]))
        assert "Noem het loon." in shown.text
        assert shown.context["turn"].mine
        company.post(self.url("offer_again", tenant, position))
        assert offer_of(position).state == "waiting"
        assert tenant.hogeschool.name in company.get(reverse("home")).text

    def test_the_list_takes_as_many_queries_for_many(self, tenant, client):
        coordinator = stage.logged_in(client, tenant.coordinator)
        stage.offered(tenant, published=False)
        url = f"{reverse('matching:offers')}?check=waiting"
        few = stage.statements(client, url)
        for _ in range(2):
            stage.offered(tenant, published=False)
        assert stage.statements(coordinator, url) == few <= 8

    @staticmethod
    def url(name, tenant, position):
        return reverse(f"matching:{name}", args=[position.public_id, tenant.route.public_id])


def test_a_formal_employer_is_an_opleidingsbedrijf(tenant):
    with pytest.raises(IntegrityError, match="opleidingsbedrijf"):
        stage.offered(tenant, formal_employer=tenant.branche)
    assert stage.offered(tenant, formal_employer=tenant.employer).formal_employer == tenant.employer


def test_the_looker_on_does_not_decide(tenant, client):
    teacher = cast.person("Docent Jansen", tenant.hogeschool, "teacher")
    position = stage.offered(tenant, published=False)
    onlooker = stage.logged_in(client, teacher)
    assert "Publiceer" not in onlooker.get(reverse("matching:position", args=[position.public_id])).text
    assert onlooker.post(TestPages.url("publish_offer", tenant, position)).status_code == 403
