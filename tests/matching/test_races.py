"""Two or more at the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError

from matching.enums import Answer, Side
from matching.models import Application, Match, Offer, PositionEvent
from matching.offer_changes import fingerprint
from matching.services.applications import submit_application, withdraw_application
from matching.services.matches import cancel_match, propose_match
from matching.services.offers import publish_offer, return_offer
from matching.services.positions import change_position, offer_position
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import Phase
from routes.services import change_phase
from tests import cast, races
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db(transaction=True)


tenant = built_once(stage.tenant)


def at_once(*calls) -> list:
    """What each answered, or the Refusal it got; any other error fails the test."""
    answers = races.at_once(*calls)
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refusal):
            raise answer
    return answers


def refused(answers) -> int:
    return sum(isinstance(answer, Refusal) for answer in answers)


def proposal(tenant, application, position):
    def call():
        with acting_as(tenant.coordinator.actor):
            offer = Offer.objects.get(position=position, route=tenant.route)
            return propose_match(application, offer, who=stage.COORDINATOR)

    return call


def answer(person, match, side, said):
    return lambda: stage.says(person, match, side, said, "Daarom." if said == Answer.NO else "")


def cancelling(tenant, match):
    def call():
        with acting_as(tenant.coordinator.actor):
            found = Match.objects.select_related("application").get(pk=match.pk)
            cancel_match(found, who=stage.COORDINATOR, reason="Anders.")

    return call


def withdrawing(person, application):
    def call():
        with acting_as(person.actor):
            withdraw_application(application)

    return call


def test_three_places_and_sixteen_candidates(tenant):
    position = stage.offered(tenant, capacity=3)
    applications = [stage.admitted(tenant, f"Kandidaat {number}")[1] for number in range(16)]
    answers = at_once(*(proposal(tenant, application, position) for application in applications))
    assert refused(answers) == 13
    assert stage.now(position).taken == 3
    with acting_as(SYSTEM):
        assert Match.objects.filter(position=position, state="proposed").count() == 3


def test_the_last_place_and_two_hogescholen(tenant):
    other = stage.tenant("Andere Hogeschool")
    position = stage.offered(tenant, [tenant.route, other.route])
    mine, theirs = stage.admitted(tenant)[1], stage.admitted(other)[1]
    answers = at_once(proposal(tenant, mine, position), proposal(other, theirs, position))
    assert refused(answers) == 1
    assert stage.now(position).taken == 1


def test_one_candidate_and_two_proposals(tenant):
    _, application = stage.admitted(tenant)
    places = [stage.offered(tenant), stage.offered(tenant)]
    answers = at_once(*(proposal(tenant, application, place) for place in places))
    assert refused(answers) == 1
    assert sorted(stage.now(place).taken for place in places) == [0, 1]


def test_both_say_yes(tenant):
    for _ in range(5):
        person, match = stage.proposed(tenant)
        stage.forget_mails()
        at_once(
            answer(person, match, Side.STUDENT, Answer.YES),
            answer(person, match, Side.STUDENT, Answer.YES),
            answer(tenant.contact, match, Side.COMPANY, Answer.YES),
            answer(tenant.contact, match, Side.COMPANY, Answer.YES),
        )
        found = stage.now(match)
        assert (found.state, found.student_answer, found.company_answer) == ("confirmed", "yes", "yes")
        assert stage.now(match.application).state == "placed"
        assert stage.events(match.application)[-3:] == ["said_yes", "said_yes", "confirmed"]
        assert len(stage.mails("match_confirmed_coordinator")) == 1


def test_one_says_yes_and_the_other_no(tenant):
    for _ in range(3):
        person, match = stage.proposed(tenant)
        at_once(answer(person, match, Side.STUDENT, Answer.YES), answer(tenant.contact, match, Side.COMPANY, Answer.NO))
        assert stage.now(match).state == "declined"
        assert stage.now(match.application).state == "admissible"
        assert stage.now(match.position).taken == 0


def test_the_last_yes_and_a_cancellation(tenant):
    for _ in range(3):
        person, match = stage.proposed(tenant)
        stage.says(person, match, Side.STUDENT, Answer.YES)
        at_once(answer(tenant.contact, match, Side.COMPANY, Answer.YES), cancelling(tenant, match))
        assert stage.now(match).state == "cancelled"
        assert stage.now(match.application).state == "admissible"
        assert stage.now(match.position).taken == 0


def test_a_withdrawal_while_everybody_acts(tenant):
    for _ in range(3):
        person, match = stage.proposed(tenant)
        at_once(
            withdrawing(person, match.application),
            answer(tenant.contact, match, Side.COMPANY, Answer.YES),
            answer(person, match, Side.STUDENT, Answer.YES),
            cancelling(tenant, match),
        )
        assert stage.now(match.application).state == "withdrawn"
        assert stage.now(match).state == "cancelled"
        assert stage.now(match.position).taken == 0


def test_a_withdrawal_and_a_proposal(tenant):
    person, application = stage.admitted(tenant)
    position = stage.offered(tenant)
    at_once(withdrawing(person, application), proposal(tenant, application, position))
    assert stage.now(application).state == "withdrawn"
    assert stage.now(position).taken == 0


def test_applying_with_a_double_click(tenant):
    person, _ = stage.applied(tenant)
    other = stage.tenant("Andere Hogeschool")

    def call():
        with acting_as(person.actor):
            return submit_application(
                other.route, student_id=person.user.pk, email=person.user.email,
                details={**stage.DETAILS, "name": "Noor Visser"},
            )  # fmt: skip

    answers = at_once(call, call, call, call)
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    with acting_as(SYSTEM):
        assert Application.objects.filter(route=other.route, student=person.user.pk).count() == 1


def test_offering_with_a_double_click(tenant):
    key, place = uuid4(), stage.workplace(tenant)

    def call():
        with acting_as(tenant.contact.actor):
            return offer_position(
                key=key,
                organisation_id=tenant.company.pk,
                workplace=place,
                routes=[tenant.route],
                terms=stage.TERMS,
                who=stage.COMPANY,
            )

    assert len(set(at_once(call, call, call))) == 1
    assert len(stage.mails("position_offered")) == 1


def test_fewer_places_while_one_is_taken(tenant):
    for _ in range(3):
        position = stage.offered(tenant, capacity=2)
        stage.proposed(tenant, position, "Ali Demir")
        _, application = stage.admitted(tenant)
        answers = at_once(shrinking(tenant, position), proposal(tenant, application, position))
        assert refused(answers) == 1
        found = stage.now(position)
        assert found.taken == found.capacity


def shrinking(tenant, position):
    place = stage.workplace(tenant)

    def call():
        with acting_as(tenant.contact.actor):
            terms = {**stage.TERMS, "capacity": 1}
            return change_position(position, workplace=place, routes=[tenant.route], terms=terms, who=stage.COMPANY)

    return call


def stopping(tenant):
    def call():
        with acting_as(tenant.coordinator.actor):
            return change_phase(tenant.route, Phase.STALLED, reason="Te weinig bedrijven.", who=stage.COORDINATOR)

    return call


def test_a_route_is_stalled_while_people_apply(tenant):
    """Whoever came first is in; the others are refused, and nobody gets in after the route was stalled."""
    people = [cast.person(f"Kandidaat {number}") for number in range(5)]

    def applying(person):
        def call():
            with acting_as(person.actor):
                return submit_application(
                    tenant.route, student_id=person.user.pk, email=person.user.email,
                    details={**stage.DETAILS, "name": person.user.email},
                )  # fmt: skip

        return call

    answers = at_once(*map(applying, people), stopping(tenant))
    with acting_as(SYSTEM):
        applied = Application.objects.filter(student__in=[person.user.pk for person in people])
        assert applied.count() == len(people) - refused(answers)
    assert not stage.now(tenant.route).is_open
    with pytest.raises(Refusal):
        applying(cast.person("Te laat"))()


def test_stalling_waits_for_who_is_applying(tenant):
    """What the database took in before is there once the route is stalled; what comes after is not."""
    person, late = cast.person("Noor Visser"), cast.person("Ali Demir")
    row = {"route_id": tenant.route.pk, "hogeschool_id": tenant.hogeschool.pk, **stage.DETAILS}
    with ThreadPoolExecutor(1) as pool:
        with acting_as(person.actor):
            Application.objects.create(student_id=person.user.pk, name="Noor", email="noor@voorbeeld.test", **row)
            stalled = pool.submit(at_once, stopping(tenant))
            with pytest.raises(TimeoutError):
                stalled.result(timeout=0.5)
        assert stalled.result(timeout=30)[0].phase == "stalled"
    with pytest.raises(IntegrityError, match="geen aanmeldingen"), acting_as(late.actor):
        Application.objects.create(student_id=late.user.pk, name="Ali", email="ali@voorbeeld.test", **row)


def test_who_applies_waits_for_who_is_stalling(tenant):
    person = cast.person("Noor Visser")

    def applying():
        with acting_as(person.actor):
            return submit_application(
                tenant.route, student_id=person.user.pk, email=person.user.email,
                details={**stage.DETAILS, "name": "Noor Visser"},
            )  # fmt: skip

    with ThreadPoolExecutor(1) as pool:
        with acting_as(tenant.coordinator.actor):
            stopping(tenant)()
            applied = pool.submit(at_once, applying)
            with pytest.raises(TimeoutError):
                applied.result(timeout=0.5)
        assert refused(applied.result(timeout=30)) == 1
    with acting_as(SYSTEM):
        assert not Application.objects.filter(student=person.user.pk).exists()


def test_a_leerwerkplek_changes_while_someone_is_proposed(tenant):
    """Either she is proposed and the company's change follows, or the change comes first and it waits for a check."""
    for _ in range(3):
        position = stage.offered(tenant, capacity=2)
        _, application = stage.admitted(tenant)
        answers = at_once(rewriting(tenant, position), proposal(tenant, application, position))
        with acting_as(SYSTEM):
            offer = Offer.objects.get(position=position)
            assert offer.state == "waiting"
            assert offer.matches.count() == 1 - refused(answers)


def rewriting(tenant, position):
    place = stage.workplace(tenant)

    def call():
        with acting_as(tenant.contact.actor):
            terms = {**stage.TERMS, "capacity": 2, "tasks": "Heel ander werk."}
            return change_position(position, workplace=place, routes=[tenant.route], terms=terms, who=stage.COMPANY)

    return call


def test_two_coordinators_check_at_once(tenant):
    position = stage.offered(tenant, published=False)
    with acting_as(SYSTEM):
        seen = fingerprint(Offer.objects.select_related("position").get(position=position))

    def publishing():
        with acting_as(tenant.coordinator.actor):
            return publish_offer(Offer.objects.get(position=position), seen=seen, who=stage.COORDINATOR)

    def returning():
        with acting_as(tenant.coordinator.actor):
            return return_offer(Offer.objects.get(position=position), reason="Anders.", who=stage.COORDINATOR)

    at_once(publishing, publishing, returning)
    mails = stage.mails("position_published", "position_returned")
    assert len([kind for kind, _ in mails if kind == "position_returned"]) == 1
    with acting_as(SYSTEM):
        assert PositionEvent.objects.filter(position=position, kind="published").count() <= 2
        assert Offer.objects.get(position=position).state in ("published", "returned")
