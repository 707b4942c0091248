"""The interview log: written by the team, two at once, finished, shared and taken out as files."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, snapshot
from mkbroute.exports.models import Job
from mkbroute.exports.services import run_job
from surveys.models import Interview, Topic
from surveys.services import interviews
from tests import cast
from tests.built_once import built_once

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)
WHO = "Ada Mulder, Programmateam"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def filled(mine, **changed):
    with acting_as(SYSTEM):
        route = mine.wave.wave_routes.get()
    facts = {
        "route": route.pk,
        "held_on": localdate().isoformat(),
        "held_by": "Ada Mulder",
        "mode": "online",
        "speakers": ["coordinator", "employer"],
        "note_visie": "Werken is de kern.",
    }
    return {**facts, **changed}


def test_the_topics_are_the_five_of_the_nulmeting():
    with acting_as(SYSTEM):
        titles = list(Topic.objects.values_list("title", flat=True))
        source = interviews.topics_in_force().source
    assert titles == [
        "Visie en concept opleiding (incl. tripartiete overeenkomst)",
        "Samenwerking branche/bedrijven",
        "Werving en doelgroepen",
        "Curriculum (ontwikkeling, flexibilisering, verhouding praktijk-school, etcetera)",
        "Praktijkbegeleiding in het bedrijf en vanuit de hogeschool",
    ]
    assert "Nulmeting 2021-2022" in source


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_on": (localdate() + timedelta(days=1)).isoformat()}, "Deze dag moet nog komen"),
        ({"speakers": []}, "Kies met wie u sprak"),
        ({"route": ""}, "Kies een route."),
        ({"mode": "x"}, "x"),
    ],
)
def test_what_cannot_be_kept_is_said_with_what_was_typed(mine, changed, said):
    answer = client_of(mine.assessor).post(
        reverse("surveys:start_interview", args=[mine.wave.public_id]), filled(mine, **changed)
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Werken is de kern." in answer.content.decode()


def test_an_interview_from_draft_to_what_the_hogeschool_reads(mine):
    team, house = client_of(mine.assessor), client_of(mine.coordinator)
    made = team.post(reverse("surveys:start_interview", args=[mine.wave.public_id]), filled(mine, is_shared="on"))
    page = made.url
    with acting_as(SYSTEM):
        found = Interview.objects.latest("pk")
    assert house.get(page).status_code == 404
    finish = reverse("surveys:finish_interview", args=[found.public_id])
    assert "Nog niets genoteerd bij: Samenwerking" in team.post(finish, follow=True).content.decode()
    change = reverse("surveys:change_interview", args=[found.public_id])
    form = team.get(change).context["form"]
    notes = {f"note_{key}": "Karim zei iets." for key in ("samenwerking", "werving", "curriculum", "begeleiding")}
    team.post(change, {**filled(mine, is_shared="on"), "seen": form.initial["seen"], **notes})
    team.post(finish)
    assert "Werken is de kern." in house.get(page).content.decode()
    assert team.get(change).status_code == 302
    team.post(reverse("surveys:reopen_interview", args=[found.public_id]))
    assert house.get(page).status_code == 404
    assert team.post(reverse("surveys:drop_interview", args=[found.public_id])).status_code == 302
    assert team.get(page).status_code == 404


def test_two_people_write_at_once_and_choose_only_where_both_wrote_the_same(mine):
    found = mine.interview_draft
    with acting_as(mine.assessor.actor):
        began = interviews.values_of(found)
        seen = snapshot(began)
        interviews.save_interview(found, {**began, "note_werving": "Van haar"}, seen=seen, who="Collega")
        done = interviews.save_interview(found, {**began, "note_curriculum": "Van mij"}, seen=seen, who=WHO)
        assert done.theirs == {"note_werving"}
        with pytest.raises(Clash):
            interviews.save_interview(found, {**began, "note_werving": "Van mij"}, seen=seen, who=WHO)
        now = interviews.values_of(Interview.objects.get(pk=found.pk))
        assert (now["note_werving"], now["note_curriculum"]) == ("Van haar", "Van mij")
    client, page = client_of(mine.assessor), reverse("surveys:change_interview", args=[found.public_id])
    opened = client.get(page).context["form"].initial["seen"]
    values = filled(mine, note_werving="Eerst", speakers=["coordinator"])
    assert client.post(page, {**values, "seen": opened}).status_code == 302
    clash = client.post(page, {**values, "note_werving": "Later", "seen": opened})
    assert clash.status_code == 422
    assert "Een collega wijzigde hetzelfde" in clash.content.decode()
    assert "Later" in clash.content.decode()


def test_one_topic_route_beside_route(mine):
    page = reverse("surveys:topic", args=[mine.wave.public_id, "visie"])
    shown = client_of(mine.assessor).get(page).content.decode()
    assert shown.count("Werken is de kern.") == 2
    nothing = reverse("surveys:topic", args=[mine.wave.public_id, "niets"])
    assert client_of(mine.assessor).get(nothing).status_code == 404


@pytest.mark.parametrize(("who", "count"), [("assessor", 2), ("coordinator", 1)])
def test_the_log_as_files_holds_what_whoever_asks_may_read(mine, who, count):
    client_of(getattr(mine, who)).post(reverse("surveys:interviews_file", args=[mine.wave.public_id]))
    with acting_as(SYSTEM):
        job = Job.objects.latest("pk")
    run_job(job.pk)
    with acting_as(SYSTEM):
        job.refresh_from_db()
    with default_storage.open(job.place) as file, ZipFile(io.BytesIO(file.read())) as archive:
        names = archive.namelist()
        rows = archive.read("interviews.ods")
    assert {"interviews.pdf", "interviews.ods", "interviews.xlsx"} <= set(names)
    with ZipFile(io.BytesIO(rows)) as sheet:
        assert sheet.read("content.xml").decode().count("Werken is de kern.") == count


def test_the_list_says_what_to_do_when_it_is_empty(mine):
    with acting_as(SYSTEM):
        Interview.objects.all().delete()
    page = reverse("surveys:interviews", args=[mine.wave.public_id])
    assert "Nog geen gesprekken" in client_of(mine.assessor).get(page).content.decode()
    assert "Geen gesprekken om te lezen" in client_of(mine.coordinator).get(page).content.decode()
