"""A job is made once, by one worker, in the name of who asked; and cleared away after its term."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements.models import Agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports import making, services
from mkbroute.exports.enums import State
from mkbroute.exports.making import Gone, Part
from mkbroute.exports.models import Job
from tests import cast
from tests.races import at_once

pytestmark = pytest.mark.django_db
KIND = "proef"


@pytest.fixture
def tenant():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        Job.objects.all().delete()
    return tenant


@pytest.fixture
def made_with(monkeypatch):
    """`made_with(plan)`: what the job consists of."""

    def use(plan) -> None:
        monkeypatch.setitem(making._PLANS, KIND, plan)

    use(one_part)
    return use


def one_part(job):
    return [Part("Het bestand", write)]


def write(archive):
    archive.add("overeenkomsten.txt", str(Agreement.objects.count()).encode(), "Hoeveel zij er ziet")


def ask(actor, subject="iets") -> Job:
    with acting_as(actor):
        return services.ask_for(KIND, subject, title="Proef", file_name="proef.zip", who="Sanne de Wit")


def now(job: Job) -> Job:
    with acting_as(SYSTEM):
        return Job.objects.get(pk=job.pk)


def change(job: Job, **values) -> None:
    with acting_as(SYSTEM):
        Job.objects.filter(pk=job.pk).update(**values)


def content(job: Job) -> ZipFile:
    with default_storage.open(now(job).place) as file:
        return ZipFile(BytesIO(file.read()))


@pytest.mark.usefixtures("made_with")
class TestMaking:
    def test_is_made_as_who_asked(self, tenant):
        """Others have agreements too; she sees hers."""
        cast.tenant("Andere")
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        found = now(job)
        assert (found.state, found.done, found.total, found.attempts) == (State.FINISHED, 1, 1, 1)
        assert content(job).read("overeenkomsten.txt") == b"1"
        assert timezone.now() + timedelta(days=6) < found.expires_at < timezone.now() + timedelta(days=8)

    def test_twice_is_once(self, tenant):
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        before = now(job)
        services.run_job(job.pk)
        assert (now(job).attempts, now(job).sha256) == (1, before.sha256)

    def test_a_second_click_finds_the_first_while_it_is_made(self, tenant):
        first = ask(tenant.coordinator.actor)
        assert ask(tenant.coordinator.actor).pk == first.pk
        assert ask(tenant.coordinator.actor, "iets anders").pk != first.pk
        services.run_job(first.pk)
        assert ask(tenant.coordinator.actor).pk != first.pk

    def test_for_each_her_own(self, tenant):
        assert ask(tenant.coordinator.actor).pk != ask(tenant.student.actor).pk

    def test_the_page_hears_how_far_it_is(self, tenant, made_with):
        told = []

        def look(number, archive):
            told.append((now(job).done, now(job).total, now(job).doing))

        made_with(lambda job: [Part(f"Deel {number}", partial(look, number)) for number in (1, 2, 3)])
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        assert told == [(0, 3, "Deel 1"), (1, 3, "Deel 2"), (2, 3, "Deel 3")]

    def test_nobody_asks_without_a_name(self):
        with acting_as(SYSTEM), pytest.raises(PermissionError):
            services.ask_for(KIND, "iets", title="Proef", file_name="proef.zip", who="Niemand")


class TestTrouble:
    def test_what_is_gone_is_said(self, tenant, made_with):
        def plan(job):
            raise Gone("Dit is er niet meer.")

        made_with(plan)
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        assert (now(job).state, now(job).error) == (State.FAILED, "Dit is er niet meer.")

    def test_a_fault_is_tried_three_times(self, tenant, made_with, caplog):
        def plan(job):
            raise OSError("de schijf is vol")

        made_with(plan)
        job = ask(tenant.coordinator.actor)
        for attempt in (1, 2, 3):
            with acting_as(SYSTEM):
                assert services.to_do() == [job.pk]
            services.run_job(job.pk)
            assert now(job).attempts == attempt
        assert now(job).state == State.FAILED
        assert "Probeer het later" in now(job).error
        assert "de schijf is vol" not in now(job).error
        with acting_as(SYSTEM):
            assert services.to_do() == []

    def test_a_worker_that_died_is_followed_by_another(self, tenant, made_with):
        job = ask(tenant.coordinator.actor)
        change(job, state=State.RUNNING, attempts=1, beat_at=timezone.now())
        services.run_job(job.pk)
        assert now(job).state == State.RUNNING, "it may be at it still"
        change(job, beat_at=timezone.now() - services.DEAD_AFTER - timedelta(seconds=1))
        services.run_job(job.pk)
        assert (now(job).state, now(job).attempts) == (State.FINISHED, 2)

    def test_workers_that_die_every_time_are_given_up(self, tenant, made_with):
        job = ask(tenant.coordinator.actor)
        long_ago = timezone.now() - timedelta(hours=1)
        change(job, state=State.RUNNING, attempts=3, beat_at=long_ago)
        services.run_job(job.pk)
        assert now(job).state == State.FAILED

    def test_who_was_taken_for_dead_writes_nothing(self, tenant, made_with):
        def overtaken(archive):
            change(job, attempts=2)
            archive.add("a.txt", b"a", "A")

        made_with(lambda job: [Part("Deel", overtaken)])
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        assert (now(job).state, now(job).place) == (State.RUNNING, "")
        assert not default_storage.exists(f"exports/{job.public_id}-1.zip")

    def test_who_lost_the_hat_meanwhile_gets_nothing(self, tenant, made_with):
        job = ask(tenant.coordinator.actor)
        cast.colleague(tenant.coordinator)
        with acting_as(SYSTEM):
            tenant.coordinator.membership.ended_at = timezone.now()
            tenant.coordinator.membership.save(update_fields=["ended_at"])
        for _ in range(services.MOST_ATTEMPTS):
            services.run_job(job.pk)
        assert now(job).state == State.FAILED


@pytest.mark.usefixtures("made_with")
class TestExpiry:
    def test_file_goes_and_the_page_can_say_so(self, tenant):
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        place = now(job).place
        with acting_as(SYSTEM), pytest.raises(DatabaseError, match="set once"), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() + timedelta(days=99))
        long_ago(job)
        assert services.clear_expired() == 1
        assert (now(job).state, now(job).place) == (State.EXPIRED, "")
        assert not default_storage.exists(place)
        assert services.clear_expired() == 0

    def test_a_file_that_was_left_goes_the_next_time(self, tenant):
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        place = now(job).place
        change(job, state=State.EXPIRED)  # and then the worker died
        services.clear_expired()
        assert not default_storage.exists(place)
        assert now(job).place == ""

    def test_the_row_goes_later(self, tenant):
        job = ask(tenant.coordinator.actor)
        services.run_job(job.pk)
        long_ago(job, days=60)
        services.clear_expired()
        with acting_as(SYSTEM):
            assert not Job.objects.filter(pk=job.pk).exists()


def long_ago(job: Job, days: int = 8) -> None:
    """As if it was made then: what is set once is set anew, in a row of its own."""
    with acting_as(SYSTEM):
        row = Job.objects.get(pk=job.pk)
        row.delete()
        row.pk, then = job.pk, timezone.now() - timedelta(days=days)
        row.finished_at, row.expires_at = then, then + timedelta(days=7)
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_job():
    tenant = cast.tenant()
    first, second = at_once(*[partial(ask, tenant.coordinator.actor)] * 2)
    assert first.pk == second.pk


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_it_once(monkeypatch):
    monkeypatch.setitem(making._PLANS, KIND, one_part)
    tenant = cast.tenant()
    job = ask(tenant.coordinator.actor)
    assert at_once(*[partial(services.run_job, job.pk)] * 2) == [None, None]
    assert (now(job).state, now(job).attempts) == (State.FINISHED, 1)


class TestPages:
    @pytest.fixture
    def job(self, tenant, made_with):
        return ask(tenant.coordinator.actor)

    @pytest.fixture
    def coordinator(self, tenant, client):
        client.force_login(tenant.coordinator.user)
        return client

    def test_waiting_then_ready_then_the_file(self, job, coordinator):
        page = coordinator.get(f"/bestanden/{job.public_id}/")
        assert b"Staat in de rij" in page.content
        assert f'hx-get="/bestanden/{job.public_id}/voortgang/"'.encode() in page.content
        assert b"<noscript>" in page.content
        assert coordinator.get(f"/bestanden/{job.public_id}/download/").status_code == 409
        services.run_job(job.pk)
        fragment = coordinator.get(f"/bestanden/{job.public_id}/voortgang/").content
        assert b"Klaar" in fragment
        assert b"hx-get" not in fragment
        answer = coordinator.get(f"/bestanden/{job.public_id}/download/")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="proef.zip"'
        assert ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None

    def test_an_expired_file_is_gone_and_says_so(self, job, coordinator):
        services.run_job(job.pk)
        long_ago(job)
        services.clear_expired()
        answer = coordinator.get(f"/bestanden/{job.public_id}/download/")
        assert answer.status_code == 410
        assert "Dit bestand is er niet meer" in answer.content.decode()

    def test_to_a_colleague_it_does_not_exist(self, job, tenant, client):
        services.run_job(job.pk)
        colleague = cast.person("Nel Vos", tenant.hogeschool, "coordinator")
        client.force_login(colleague.user)
        for page in ("", "voortgang/", "download/"):
            assert client.get(f"/bestanden/{job.public_id}/{page}").status_code == 404

    def test_in_another_hat_it_does_not_exist(self, job, tenant, coordinator):
        services.run_job(job.pk)
        coordinator.post("/organisatie/wissel/", {"membership": "0"})
        assert coordinator.get(f"/bestanden/{job.public_id}/download/").status_code == 404

    def test_list(self, job, tenant, coordinator, django_assert_num_queries):
        coordinator.get("/bestanden/")
        with django_assert_num_queries(10):
            assert "Proef" in coordinator.get("/bestanden/").content.decode()
        for subject in ("twee", "drie"):
            ask(tenant.coordinator.actor, subject)
        with django_assert_num_queries(10):
            assert coordinator.get("/bestanden/").content.decode().count("Proef") == 3

    def test_empty_list_says_where_to_ask(self, tenant, client):
        client.force_login(tenant.student.user)
        assert "Nog geen bestanden" in client.get("/bestanden/").content.decode()
