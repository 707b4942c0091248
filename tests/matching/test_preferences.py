"""Who may find whom, and in which order each puts the other."""

import pytest
from django.db import DatabaseError, transaction

from matching.choosing import answered, is_offered, order_of
from matching.models import Application, Offer, Position, Preference, Profile
from matching.services.applications import withdraw_application
from matching.services.matches import propose_match
from matching.services.positions import change_position, withdraw_position
from matching.services.preferences import rank_candidates, rank_offers
from matching.services.refusal import Refusal
from matching.services.visibility import hide_profile, show_profile
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


@built_once
def scene():
    tenant = stage.tenant()
    person, application = stage.admitted(tenant)
    positions = [stage.offered(tenant, title=title) for title in ("Eén", "Twee", "Drie")]
    with acting_as(SYSTEM):
        offers = [Offer.objects.get(position=position) for position in positions]
    return tenant, person, application, offers


def shown(person, application, **changes) -> Profile:
    with acting_as(person.actor):
        return show_profile(application, **{"first_name": "Noor", "pitch": "Ik bouw graag.", **changes})


def ranks(actor, **which) -> dict[int, int | None]:
    with acting_as(actor):
        return dict(Preference.objects.filter(**which).values_list("offer_id", "rank"))


def found_by(tenant) -> list[str]:
    """First names that the company reads."""
    with acting_as(tenant.contact.actor):
        return list(Profile.objects.exclude(pk=tenant.profile.pk).values_list("first_name", flat=True))


def test_a_person_ranks_with_ties_and_the_last_order_stands_whole(scene):
    _, person, application, (one, two, three) = scene
    with acting_as(person.actor):
        rank_offers(application, [[two], [one, three]])
        assert ranks(person.actor) == {two.pk: 1, one.pk: 2, three.pk: 2}
        rank_offers(application, [[], [three], [two]])
    assert ranks(person.actor) == {three.pk: 1, two.pk: 2}


def test_what_is_not_on_her_route_or_has_ended_is_not_ranked(scene):
    _, person, application, (one, *_) = scene
    other = cast.tenant("Andere Hogeschool")
    with acting_as(person.actor), pytest.raises(Refusal, match="hoort niet bij jouw route"):
        rank_offers(application, [[other.offer]])
    with acting_as(person.actor):
        withdraw_application(application)
        with pytest.raises(Refusal, match="afgesloten"):
            rank_offers(application, [[one]])


def test_what_is_checked_again_stays_in_her_order(scene):
    """The company changed the work: nobody else may read it until the hogeschool looked."""
    tenant, person, application, (one, two, _) = scene
    with acting_as(person.actor):
        rank_offers(application, [[one], [two]])
    changed(tenant, one, hours_per_week=24)
    assert stage.now(one).state == "waiting"
    with acting_as(person.actor):
        shown = [(each.offer_id, is_offered(each)) for each in order_of(application)]
        assert shown == [(one.pk, False), (two.pk, True)]
        rank_offers(application, [[one], [two]])
        assert ranks(person.actor) == {one.pk: 1, two.pk: 2}
        rank_offers(application, [[two]])  # and can be taken out
    with acting_as(person.actor):
        assert not Offer.objects.filter(pk=one.pk).exists()
        with pytest.raises(DatabaseError), transaction.atomic():  # nor read by ranking it blindly
            Preference.objects.create(
                application=application, offer_id=one.pk, position_id=one.position_id, route_id=one.route_id,
                hogeschool_id=one.hogeschool_id, organisation_id=one.organisation_id, student_id=person.user.pk,
                by="student", rank=1,
            )  # fmt: skip


def changed(tenant, offer, **terms) -> None:
    with acting_as(tenant.contact.actor):
        position = Position.objects.get(pk=offer.position_id)
        before = {name: getattr(position, name) for name in stage.TERMS}
        change_position(
            position, workplace=position.workplace, routes=[tenant.route], terms={**before, **terms}, who=stage.COMPANY
        )


def test_a_person_sees_the_places_on_her_routes_and_no_others(scene):
    _, person, _, offers = scene
    other = cast.tenant("Andere Hogeschool")
    with acting_as(person.actor):
        assert {offer.pk for offer in offers} <= set(Offer.objects.values_list("pk", flat=True))
        assert not Offer.objects.filter(pk=other.offer.pk).exists()
        assert not Position.objects.filter(pk=other.position.pk).exists()
    with acting_as(cast.person("Ali Demir").actor):
        assert not Offer.objects.exists()


def test_nobody_is_found_who_did_not_choose_to_be(scene):
    tenant, person, application, _ = scene
    assert found_by(tenant) == []
    shown(person, application, to_all=False)
    assert found_by(tenant) == []
    shown(person, application)
    assert found_by(tenant) == ["Noor"]
    with acting_as(person.actor):
        hide_profile(application)
    assert found_by(tenant) == []


def test_a_company_without_a_place_on_the_route_finds_nobody(scene):
    tenant, person, application, _ = scene
    shown(person, application)
    assert not profiles_of(cast.tenant("Andere Hogeschool").contact.actor, application)
    with acting_as(tenant.contact.actor):
        for position in Position.objects.all():
            withdraw_position(position, who=stage.COMPANY)
    assert found_by(tenant) == []


def profiles_of(actor, application) -> list[int]:
    with acting_as(actor):
        return list(Profile.objects.filter(application=application.pk).values_list("pk", flat=True))


def test_only_who_is_admissible_and_without_a_place_is_found(scene):
    tenant, _, _, (one, *_) = scene
    person, application = stage.applied(tenant, "Ali Demir")
    shown(person, application, first_name="Ali")
    assert found_by(tenant) == []
    with acting_as(tenant.coordinator.actor):
        stage.admit_application(application, who=stage.COORDINATOR)
    assert found_by(tenant) == ["Ali"]
    with acting_as(tenant.coordinator.actor):
        match = propose_match(application, one, who=stage.COORDINATOR)
    stage.says(person, match, stage.Side.STUDENT, stage.Answer.YES)
    stage.says(tenant.contact, match, stage.Side.COMPANY, stage.Answer.YES)
    assert found_by(tenant) == []


def test_a_company_reads_the_profile_and_nothing_of_the_application(scene):
    tenant, person, application, _ = scene
    shown(person, application)
    with acting_as(tenant.contact.actor):
        assert not Application.objects.filter(pk=application.pk).exists()


def test_a_company_ranks_who_it_finds_and_says_no_with_a_reason(scene):
    tenant, person, application, (one, *_) = scene
    profile = shown(person, application)
    with acting_as(tenant.contact.actor):
        position = Position.objects.get(pk=one.position_id)
        rank_candidates(position, [[profile]], {})
        assert ranks(tenant.contact.actor, position=position) == {one.pk: 1}
        rank_candidates(position, [], {profile: "Zoekt ander werk"})
        (answer,) = Preference.objects.filter(position=position)
    assert (answer.rank, answer.unsuitable, answer.reason) == (None, True, "Zoekt ander werk")
    assert ranks(person.actor) == {}
    with acting_as(tenant.coordinator.actor):
        assert Preference.objects.get(application=application).reason == "Zoekt ander werk"
    with acting_as(tenant.contact.actor):
        rank_candidates(position, [], {})
        assert not Preference.objects.filter(position=position).exists()


def test_who_hides_meanwhile_is_not_ranked_and_keeps_her_place_in_the_order(scene):
    tenant, person, application, (one, two, _) = scene
    profile = shown(person, application)
    with acting_as(tenant.contact.actor):
        rank_candidates(Position.objects.get(pk=one.position_id), [[profile]], {})
    with acting_as(person.actor):
        hide_profile(application)
    with acting_as(tenant.contact.actor):
        with pytest.raises(Refusal, match="niet meer zichtbaar"):
            rank_candidates(Position.objects.get(pk=two.position_id), [[profile]], {})
        rank_candidates(Position.objects.get(pk=one.position_id), [], {})
    assert ranks(tenant.contact.actor, position=one.position_id) == {one.pk: 1}


def test_who_is_on_a_route_where_the_place_is_not_offered_now_keeps_her_place_in_the_order(scene):
    """She can be seen still: for another leerwerkplek of the company on her route."""
    tenant, person, application, (one, *_) = scene
    profile = shown(person, application)
    with acting_as(tenant.contact.actor):
        position = Position.objects.get(pk=one.position_id)
        rank_candidates(position, [[profile]], {})
        Offer.objects.filter(pk=one.pk).update(withdrawn_at=position.created_at)
        assert answered(position) == []
        rank_candidates(position, [], {})
        assert ranks(tenant.contact.actor, position=position) == {one.pk: 1}


def test_a_company_cannot_write_about_who_it_does_not_find(scene):
    """The database says so, whatever the page asks."""
    tenant, _, application, (one, *_) = scene
    with acting_as(tenant.contact.actor), pytest.raises(DatabaseError), transaction.atomic():
        Preference.objects.create(
            application_id=application.pk, offer=one, position_id=one.position_id, route_id=one.route_id,
            hogeschool_id=one.hogeschool_id, organisation_id=one.organisation_id, student_id=application.student_id,
            by="company", rank=1,
        )  # fmt: skip
