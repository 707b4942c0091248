from contextlib import suppress
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from mkbroute.access.actor import OWN_HAT, PUBLIC, SYSTEM, Actor, acting_as, current_actor, request_id
from mkbroute.access.middleware import ActorMiddleware, stream_as
from mkbroute.access.models import Change
from mkbroute.access.tasks import ActorTask, wake
from mkbroute.celery import app
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes.models import Route
from tests import cast
from tests.built_once import built_once

pytestmark = pytest.mark.django_db


tenant = built_once(cast.tenant)


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"portal.{name}"])
        return cursor.fetchone()[0]


def test_each_kind_of_organisation_plays_its_part(tenant):
    played = {}
    for name, actor in tenant.actors.items():
        with acting_as(actor):
            played[name] = role()
    parts = {name: f"portal_{name}" for name in tenant.actors}
    # other personal links: the part of who fills something in, with another setting
    cards = dict.fromkeys(("practice", "attendance", "meeting"), "portal_card")
    assert played == {**parts, **cards}


def test_a_link_about_the_practice_and_a_card_are_kept_apart(tenant):
    with acting_as(tenant.practice_holder):
        assert (setting("card"), bool(setting("practice")), bool(setting("agreement"))) == ("", True, True)
        with acting_as(tenant.card_holder):
            assert (bool(setting("card")), setting("practice")) == (True, "")
        assert bool(setting("practice"))
    with acting_as(tenant.student.actor):
        assert setting("practice") == ""


def test_inside_anothers_work_puts_things_back(tenant):
    with acting_as(tenant.coordinator.actor):
        with acting_as(tenant.student.actor):
            assert (role(), setting("me"), setting("hogeschool")) == ("portal_student", str(tenant.student.user.pk), "")
        assert (role(), setting("hogeschool")) == ("portal_coordinator", str(tenant.hogeschool.pk))
        assert current_actor() == tenant.coordinator.actor
    assert current_actor() is None


def test_after_an_error_inside_things_are_back(tenant):
    with acting_as(tenant.coordinator.actor):
        with pytest.raises(DatabaseError), acting_as(tenant.student.actor):
            Organisation.objects.create(kind=Kind.BRANCHE, name="Mag niet")
        assert role() == "portal_coordinator"
        assert Route.objects.count() == 1


def test_without_a_hat_someone_acts_for_herself(tenant):
    with acting_as(Actor(user_id=tenant.coordinator.user.pk, membership_id=OWN_HAT)):
        assert role() == "portal_student"


def test_an_inactive_log_in_may_not_enter(tenant):
    tenant.student.user.is_active = False
    tenant.student.user.save()
    with pytest.raises(DatabaseError, match="may not enter"), transaction.atomic(), acting_as(tenant.student.actor):
        pass


def test_an_unknown_link_opens_nothing(tenant):
    with pytest.raises(DatabaseError, match="unknown signing link"), acting_as(Actor(link_hash="0" * 64)):
        pass


def test_a_swallowed_database_error_is_told():
    with pytest.raises(TransactionManagementError, match="swallowed"), acting_as(PUBLIC):
        swallow()


def swallow():
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def middleware(view):
    return ActorMiddleware(view)


def request_of(person=None, membership=None):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = person.user if person else AnonymousUser()
    request.session = {} if membership is None else {"membership": membership}
    return request


def test_a_request_acts_in_the_chosen_hat(tenant):
    answer = middleware(lambda request: HttpResponse(f"{role()} {request.hat.organisation_name}"))
    response = answer(request_of(tenant.contact, tenant.contact.membership.pk))
    assert response.content.decode() == f"portal_company {tenant.company.name}"


def test_a_request_with_a_hat_taken_away_falls_back_to_oneself(tenant):
    cast.colleague(tenant.contact)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_membership SET ended_at = clock_timestamp() WHERE id = %s",
            [tenant.contact.membership.pk],
        )
    answer = middleware(lambda request: HttpResponse(f"{role()} {request.hat}"))
    assert answer(request_of(tenant.contact, tenant.contact.membership.pk)).content == b"portal_student None"


def test_a_request_with_anothers_hat_wears_its_own(tenant):
    answer = middleware(lambda request: HttpResponse(request.hat.organisation_name))
    response = answer(request_of(tenant.coordinator, tenant.contact.membership.pk))
    assert response.content.decode() == tenant.hogeschool.name


def test_a_visitor_is_a_visitor(tenant):
    assert middleware(lambda request: HttpResponse(role()))(request_of()).content == b"portal_public"


def test_a_failed_request_leaves_nothing_behind(tenant):
    def view(request):
        Route.objects.filter(pk=tenant.route.pk).update(programme="Half werk")
        return HttpResponse(status=500)

    middleware(view)(request_of(tenant.coordinator))
    with acting_as(SYSTEM):
        assert Route.objects.get().programme == "Bouwkunde"


def test_a_stream_is_read_as_whoever_asked(tenant):
    def view(request):
        return StreamingHttpResponse(route.programme for route in Route.objects.iterator())

    response = middleware(view)(request_of(tenant.coordinator))
    assert b"".join(response.streaming_content) == b"Bouwkunde"
    assert list(stream_as(PUBLIC, (role() for _ in range(1)))) == ["portal_public"]


def test_history_says_who_and_in_which_request(tenant):
    token = request_id.set("verzoek-1")
    with acting_as(tenant.coordinator.actor):
        route = Route.objects.get()
        route.programme = "Civiele Techniek"
        route.save()
    request_id.reset(token)
    with acting_as(SYSTEM):
        change = Change.objects.latest("id")
    assert change.was["programme"] == "Bouwkunde"
    assert set(change.was) == {"programme"}
    assert (change.table, change.row_id, change.operation) == ("routes_route", str(route.pk), "UPDATE")
    assert (change.role, change.user_id, change.membership_id, change.request_id) == (
        "portal_coordinator",
        tenant.coordinator.user.pk,
        tenant.coordinator.membership.pk,
        "verzoek-1",
    )


def test_nobody_forges_or_erases_history(tenant):
    forging = """INSERT INTO access_change ("table", row_id, operation, role, request_id)
                 VALUES ('x', '1', 'UPDATE', 'x', '')"""
    for actor in tenant.actors.values():
        for sql in (forging, "DELETE FROM access_change", "UPDATE access_change SET role = 'x'"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                acting_as(actor),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
    with pytest.raises(DatabaseError, match="kept until"), acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_change")


@app.task(name="tests.who_acts")
def who_acts():
    return role()


@app.task(name="tests.who_acts_as_system", as_system=True)
def who_acts_as_system():
    return role()


def test_a_task_acts_as_its_sender(tenant, monkeypatch):
    sent = {}
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda self, name, args, **options: sent.update(options))
    with transaction.atomic(), acting_as(tenant.coordinator.actor):
        wake("tests.who_acts")
    run_on_commit_hooks()
    assert who_acts.apply(headers=sent["headers"]).get() == "portal_coordinator"
    assert who_acts_as_system.apply().get() == "portal_system"


def run_on_commit_hooks():
    hooks, connection.run_on_commit = connection.run_on_commit, []
    for _, hook, _ in hooks:
        hook()


def test_a_task_sent_by_nobody_is_refused():
    with pytest.raises(PermissionError, match="sent by nobody"):
        who_acts.apply().get()


def test_a_broker_that_is_gone_does_not_fail_the_work(monkeypatch, caplog):
    def gone(self, *args, **options):
        raise ConnectionError("broker is down")

    monkeypatch.setattr("celery.app.base.Celery.send_task", gone)
    wake("mail.deliver")
    run_on_commit_hooks()
    assert "the sweep will find it" in caplog.text


def test_tasks_of_the_portal_are_actor_tasks():
    for module in ("mkbroute.mail.tasks", "agreements.tasks"):
        import_module(module)
    ours = [task for name, task in app.tasks.items() if not name.startswith(("celery.", "tests."))]
    assert ours
    assert all(isinstance(task, ActorTask) for task in ours)
