import pytest
from django.core.management import CommandError, call_command

from agreements.models import Addendum, Agreement, DispatchLine, Hold, PartyCard, PlanRow, Takeover
from matching.models import Application, Match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.demo.people import PEOPLE
from mkbroute.exports.models import Job
from mkbroute.organisations.models import User
from routes.models import (
    BoardExample,
    BoardPoint,
    Decision,
    DossierQuestion,
    DossierVersion,
    FunnelCount,
    Route,
    RouteFlag,
)
from surveys.models import QuestionnaireVersion, Response, Wave, WaveList

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def states(model) -> list[str]:
    with acting_as(SYSTEM):
        return sorted(model.objects.values_list("state", flat=True))


def test_the_demo_has_every_stage_of_the_story(capsys):
    call_command("seed", "--scale", "demo")
    assert states(Route) == ["assessing", "concept", *["recognised"] * 4, "returned", "submitted"]
    assert states(Wave) == ["closed", "open"]
    with acting_as(SYSTEM):
        assert WaveList.objects.filter(wave__state="open", state="checking").exists()
        for audience in ("companies", "students", "teachers"):
            answers = Response.objects.filter(population__audience=audience, population__wave__state="closed")
            assert answers.count() > 10
        assert DossierVersion.objects.filter(number=2).count() == 1
        assert set(DossierQuestion.objects.values_list("state", flat=True)) == {"answered", "open"}
        assert Decision.objects.filter(document__isnull=False).count() == 4
        assert set(RouteFlag.objects.values_list("code", flat=True)) == {"partner_share", "signed_share"}
    assert set(states(Application)) == {"submitted", "admissible", "placed"}
    assert set(states(Match)) == {"proposed", "confirmed"}
    assert states(Agreement) == ["draft"] * 3 + ["sealed"] * 3 + ["sent"] * 4
    with acting_as(SYSTEM):
        assert sorted(DispatchLine.objects.values_list("state", flat=True)) == ["refused", "sent", "sent"]
        assert Takeover.objects.get().taken_by.name == "Kuiper Houtbouw"
        assert Addendum.objects.filter(state="sealed", rotation__isnull=False).count() == 1
        assert Hold.objects.filter(agreement__state="sealed").count() == 1
        assert list(Job.objects.values_list("kind", flat=True)) == ["agreement_dossier"]
        assert sorted(card.state for card in PartyCard.objects.all()) == ["asked", "asked", "filled"]
        assert PlanRow.objects.exclude(place="").count() == 4
        assert {"todo", "busy", "done", "skipped"} == set(BoardPoint.objects.values_list("progress", flat=True))
        assert BoardExample.objects.values("hogeschool").distinct().count() == 2
        assert [each.follows.number for each in QuestionnaireVersion.objects.exclude(hogeschool=None)] == [1]
        assert QuestionnaireVersion.objects.get(state="draft").asked.find("S26").replaces == "S09"
        counts = FunnelCount.objects.filter(route__slug="saxion-ad-bouwkunde")
        assert counts.get(stage="meeting", entered=80).counted == 0
        assert 4 in counts.filter(stage="student", channel="employer").values_list("entered", flat=True)
        assert {"open_day", "employer"} <= set(counts.filter(counted__gt=0).values_list("channel", flat=True))
    assert {person.email for person in PEOPLE} <= set(User.objects.values_list("email", flat=True))
    with pytest.raises(CommandError, match="already"):
        call_command("seed", "--scale", "demo")


def test_a_class_of_28(capsys):
    call_command("seed", "--scale", "class")
    assert len(states(Application)) == 28


@pytest.mark.parametrize("command", ["seed", "demo_people"])
def test_nothing_is_invented_outside_a_demo(settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only where DEMO=on"):
        call_command(command)
    assert not User.objects.exists()


def test_the_people_are_shown(capsys):
    call_command("demo_people")
    assert "Sanne Vermeer" in capsys.readouterr().out
