import pytest

from agreements.models import Agreement, Signing
from matching.models import Application, Match, Round, Run, RunPerson
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.demo import national
from mkbroute.organisations.models import Organisation
from routes.models import Route
from surveys.models import Response, Wave
from surveys.reading import responses

pytestmark = pytest.mark.django_db


def test_a_small_country_holds_together():
    national.build(0.002)
    with acting_as(SYSTEM):
        assert Organisation.objects.filter(kind="hogeschool").count() == 36
        assert Organisation.objects.filter(kind="company").count() == 100
        assert Route.objects.count() == 36
        assert Application.objects.count() > 500
        assert Match.objects.count() == Agreement.objects.count() > 100
        assert Signing.objects.count() == 3 * Agreement.objects.count()
        largest = Application.objects.filter(hogeschool__name="Hogeschool 01").count()
        assert Organisation.objects.filter(routes__isnull=False).distinct().count() == 36
        assert Round.objects.filter(state="open").count() == 35
        run = Run.objects.get()
        assert (run.state, run.round.state) == ("draft", "closed")
        assert run.summary["people"] == RunPerson.objects.count() >= run.summary["placed"] > 0
        closed, runs = Wave.objects.order_by("opens_on")
        assert (closed.state, runs.state) == ("closed", "open")
        for wave in (closed, runs):
            assert wave.lists.count() == 3 * 36
            asked, answered = wave.invitations.count(), Response.objects.filter(population__wave=wave).count()
            assert answered == wave.invitations.filter(state="submitted").count() > asked / 4
        for population in runs.populations.all():
            assert len(responses(population)) > 30  # each as long as what was asked
        assert not closed.invitations.exclude(name="").exists()
    assert largest > 0


def test_it_is_the_same_country_every_time(django_db_blocker):
    from django.db import transaction

    seen = []
    for _ in range(2):
        with transaction.atomic():
            national.build(0.001)
            with acting_as(SYSTEM):
                seen.append(list(Application.objects.order_by("id").values_list("public_id", "name", "route__slug")))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
