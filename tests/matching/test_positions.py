from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from matching.models import Offer, Position
from matching.queries import routes_to_offer_on
from matching.services.positions import change_position, offer_position, offer_position_again, withdraw_position
from matching.services.refusal import Refusal, is_refused_by
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation, Workplace
from routes.enums import Phase
from routes.services import change_phase
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


tenant = built_once(stage.tenant)


def standing(position) -> set:
    with acting_as(SYSTEM):
        return set(position.offers.filter(withdrawn_at=None).values_list("route", flat=True))


def test_offering_tells_the_hogeschool_and_makes_the_company_take_part(tenant):
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=tenant.company.pk).update(takes_part=False)
    position = stage.offered(tenant)
    assert standing(position) == {tenant.route.pk}
    assert stage.now(tenant.company).takes_part
    assert stage.mails() == [("position_offered", tenant.route.contact_email)]


def test_the_same_form_sent_twice_gives_one(tenant):
    key, place = uuid4(), stage.workplace(tenant)
    for _ in range(2):
        with acting_as(tenant.contact.actor):
            offer_position(
                key=key,
                organisation_id=tenant.company.pk,
                workplace=place,
                routes=[tenant.route],
                terms=stage.TERMS,
                who=stage.COMPANY,
            )
    with acting_as(SYSTEM):
        assert Position.objects.filter(public_id=key).count() == 1
    assert len(stage.mails("position_offered")) == 1


def test_a_new_workplace_comes_along(tenant):
    address = {
        "name": "Loods", "vestigingsnummer": "", "street": "Dok 2", "postcode": "3511 AB", "city": "Zeist",
        "province": "utrecht",
    }  # fmt: skip
    with acting_as(tenant.contact.actor):
        position = offer_position(
            key=uuid4(),
            organisation_id=tenant.company.pk,
            workplace=address,
            routes=[tenant.route],
            terms=stage.TERMS,
            who=stage.COMPANY,
        )
        assert position.workplace.city == "Zeist"
        assert Workplace.objects.count() == 2


def test_another_companys_workplace_is_refused(tenant):
    place = stage.workplace(stage.tenant())
    with pytest.raises(IntegrityError, match="position_workplace_is_own"), acting_as(tenant.contact.actor):
        offer_position(
            key=uuid4(),
            organisation_id=tenant.company.pk,
            workplace=place,
            routes=[tenant.route],
            terms=stage.TERMS,
            who=stage.COMPANY,
        )


def test_a_route_that_is_not_recognised_takes_no_offers(tenant):
    with acting_as(SYSTEM):
        tenant.route.state = "withdrawn"
        tenant.route.save()
    with pytest.raises(Refusal, match="geen leerwerkplek"):
        stage.offered(tenant)


class TestOnARouteThatStopped:
    @pytest.fixture(params=[Phase.STALLED, Phase.ENDED])
    def stopped(self, tenant, request):
        self.before = stage.offered(tenant)
        with acting_as(tenant.coordinator.actor):
            change_phase(tenant.route, request.param, reason="Te weinig bedrijven.", who=stage.COORDINATOR)
        return tenant

    def test_nothing_new_is_offered(self, stopped):
        with pytest.raises(Refusal, match="geen leerwerkplek"):
            stage.offered(stopped, [stage.now(stopped.route)])

    def test_who_read_the_route_before_hears_so(self, stopped):
        assert stopped.route.is_open
        with pytest.raises(Refusal, match="geen leerwerkplek"):
            stage.offered(stopped)

    def test_the_form_does_not_name_it(self, stopped):
        with acting_as(stopped.contact.actor):
            assert stopped.route not in routes_to_offer_on()
            assert stopped.route in routes_to_offer_on(self.before)

    def test_what_was_offered_stands_and_does_not_come_back_once_withdrawn(self, stopped):
        assert standing(self.before) == {stopped.route.pk}
        with acting_as(stopped.contact.actor):
            offers = Offer.objects.filter(position=self.before)
            offers.update(withdrawn_at=timezone.now())
            with pytest.raises(IntegrityError, match="geen leerwerkplek") as refused, transaction.atomic():
                offers.update(withdrawn_at=None)
        assert is_refused_by(refused.value, "offer_route_is_open")


def test_changing_routes_ends_one_offer_and_begins_another(tenant):
    other = stage.tenant("Andere Hogeschool").route
    position = stage.offered(tenant)
    stage.forget_mails()
    change(tenant, position, routes=[other])
    assert standing(position) == {other.pk}
    assert stage.mails() == [("position_offered", other.contact_email)]
    change(tenant, position, routes=[tenant.route, other])
    assert standing(position) == {tenant.route.pk, other.pk}
    with acting_as(SYSTEM):
        assert Offer.objects.filter(position=position).count() == 2


def change(tenant, position, *, routes=None, **terms):
    place = stage.workplace(tenant)
    with acting_as(tenant.contact.actor):
        change_position(
            position,
            workplace=place,
            routes=routes or [tenant.route],
            terms={**stage.TERMS, **terms},
            who=stage.COMPANY,
        )


def test_capacity_does_not_go_below_what_is_taken(tenant):
    position = stage.offered(tenant, capacity=2)
    for name in ("Noor Visser", "Ali Demir"):
        stage.proposed(tenant, position, name)
    with pytest.raises(Refusal, match="2 plaatsen"):
        change(tenant, position, capacity=1)
    assert stage.now(position).capacity == 2
    with pytest.raises(IntegrityError, match="position_has_room"), acting_as(tenant.contact.actor):
        Position.objects.filter(pk=position.pk).update(capacity=1)


def test_the_company_does_not_count_its_own_places(tenant):
    position = stage.offered(tenant)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(tenant.contact.actor):
        Position.objects.filter(pk=position.pk).update(taken=0)


def test_withdrawing_twice_and_offering_again(tenant):
    position = stage.offered(tenant)
    for service, state in (
        (withdraw_position, "withdrawn"),
        (withdraw_position, "withdrawn"),
        (offer_position_again, "offered"),
    ):
        with acting_as(tenant.contact.actor):
            service(position, who=stage.COMPANY)
        assert stage.now(position).state == state
    assert standing(position) == {tenant.route.pk}


def test_another_company_neither_sees_nor_changes_it(tenant):
    stranger = stage.tenant().contact
    position = stage.offered(tenant)
    with acting_as(stranger.actor):
        assert not Position.objects.filter(pk=position.pk).exists()
        with pytest.raises(Position.DoesNotExist):
            withdraw_position(position, who=stage.COMPANY)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"salary_per": ""}, "position_salary_is_whole"),
        ({"salary_hours": None}, "position_salary_is_whole"),
        ({"salary_from": None}, "position_salary_is_whole"),
        ({"salary_to": 2000}, "position_salary_rises"),
        ({"salary_to": 31_000}, "position_salary_is_believable"),
        ({"salary_from": 2600, "salary_per": "hour", "salary_hours": None}, "position_salary_is_believable"),
    ],
)
def test_the_database_keeps_what_a_place_pays_whole(tenant, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        stage.offered(tenant, **wrong)
