"""The pages of the programme team and of a hogeschool, and the file of names."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from mkbroute.access.actor import SYSTEM, acting_as
from surveys import tasks, wave_pages
from surveys.models import Invitation, Wave
from tests import cast
from tests.built_once import built_once

from .waves import fresh, list_of, opened

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def posted(mine, **changed):
    today = localdate()
    values = {
        "name": "Meting 2027",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=20)).isoformat(),
        "audiences": ["students"],
        "routes": [str(mine.route.public_id)],
        **changed,
    }
    return client_of(mine.assessor).post(reverse("surveys:draw_up"), values)


def named(name: str) -> Wave:
    with acting_as(SYSTEM):
        return Wave.objects.get(name=name)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Geef de meting een naam."),
        ({"closes_on": "2020-01-01"}, "De laatste dag moet na de eerste liggen."),
        ({"audiences": []}, "Kies minstens één groep."),
        ({"routes": []}, "Kies minstens één route."),
        ({"routes": ["00000000-0000-0000-0000-000000000000"]}, "geen"),
    ],
)
def test_what_cannot_be_drawn_up(mine, changed, said):
    answer = posted(mine, **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_wave_from_draft_to_closing(mine):
    assert posted(mine).status_code == 302
    assert posted(mine).status_code == 422  # the name is taken
    wave, team = named("Meting 2027"), client_of(mine.assessor)
    page = reverse("surveys:wave", args=[wave.public_id])
    assert client_of(mine.coordinator).get(page).status_code == 404
    change = reverse("surveys:change_wave", args=[wave.public_id])
    assert b"Meting 2027" in team.get(change).content
    team.post(reverse("surveys:begin_wave", args=[wave.public_id]))
    assert "De lijsten worden klaargezet" in team.get(page).content.decode()
    tasks.sweep()
    assert "Klaar" in team.get(reverse("surveys:wave_progress", args=[wave.public_id])).content.decode()
    assert "U bent aan zet" in client_of(mine.coordinator).get(page).content.decode()
    assert team.get(change).status_code == 302
    later = {"closes_on": (localdate() + timedelta(days=40)).isoformat()}
    team.post(reverse("surveys:move_end", args=[wave.public_id]), later)
    assert fresh(wave).closes_on == localdate() + timedelta(days=40)
    team.post(reverse("surveys:send_all", args=[wave.public_id]))
    team.post(reverse("surveys:close_wave", args=[wave.public_id]))
    tasks.sweep()
    shown = team.get(page).content.decode()
    assert "Namen, adressen en links zijn gewist" in shown
    assert team.post(reverse("surveys:drop_wave", args=[wave.public_id])).status_code == 302
    assert fresh(wave).state == "closed"


def test_the_work_list_says_whose_turn_it_is(mine):
    opened(mine)
    assert "lijsten nakijken en de uitnodigingen versturen" in client_of(mine.coordinator).get("/").content.decode()
    assert "lijsten nakijken en versturen" in client_of(mine.assessor).get("/").content.decode()


@pytest.fixture
def upload(mine):
    found = list_of(opened(mine), "companies")
    client = client_of(mine.coordinator)

    def send(text):
        content = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile("namen.csv", content, "text/csv")
        answer = client.post(reverse("surveys:upload_people", args=[found.public_id]), {"file": file})
        with acting_as(SYSTEM):
            emails = Invitation.objects.filter(wave_list=found, listed="file").order_by("email")
            return answer, list(emails.values_list("email", "company", "language"))

    return send


def test_a_file_comes_in_whole(upload):
    answer, found = upload("Naam;E-mail;Bedrijf;Taal\nNoor;NOOR@b.test;Smit BV;en\n\nSem;sem@b.test;;\n")
    assert answer.status_code == 302
    assert found == [("noor@b.test", "Smit BV", "en"), ("sem@b.test", "", "nl")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("naam;e-mailadres\nNoor;noor@b.test\n;sem@b.test\n", "Regel 3: de naam ontbreekt."),
        ("naam;e-mailadres\nNoor;noor\n", "Regel 2: ‘noor’ is geen e-mailadres."),
        ("naam;e-mailadres\nNoor;\n", "Regel 2: het e-mailadres ontbreekt."),
        ("naam;e-mailadres;taal\nNoor;noor@b.test;fr\n", "kent het portaal niet"),
        ("naam;e-mailadres\nNoor;noor@b.test\nNoor;NOOR@b.test\n", "meer dan één keer in het bestand"),
        ("naam;e-mailadres\nKarim;karim@bedrijf.test\n", "staat al op de lijst"),
        ("naam\nNoor\n", "één kolom e-mailadres"),
        ("naam;e-mailadres\n", "Onder de kop staat niemand"),
        (f"naam;e-mailadres\n{'x' * 121};noor@b.test\n", "langer dan 120"),
        (b"%PDF-1.7", "Dit is een PDF"),
        ("naam;e-mailadres\n" + "x;y\n" * 60, "En nog meer"),
    ],
)
def test_a_file_that_is_wrong_somewhere_stays_out(upload, text, said):
    answer, found = upload(text)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert found == []


def test_people_come_and_go_until_they_are_asked(mine):
    wave = opened(mine)
    found, client = list_of(wave, "students"), client_of(mine.coordinator)
    add = reverse("surveys:add_person", args=[found.public_id])
    assert client.post(add, {"name": "Noor", "email": "joris@STUDENT.test"}).status_code == 422
    assert client.post(add, {"name": "Noor", "email": "noor@student.test"}).status_code == 302
    with acting_as(SYSTEM):
        noor = Invitation.objects.get(email="noor@student.test")
    remove = reverse("surveys:remove_person", args=[found.public_id, noor.public_id])
    client.post(remove)
    with acting_as(SYSTEM):
        assert not Invitation.objects.filter(pk=noor.pk).exists()
    client.post(reverse("surveys:send_list", args=[found.public_id]))
    late = client.post(add, {"name": "Sem", "email": "sem@student.test"}, follow=True)
    assert "Deze lijst wordt nu verstuurd" in late.content.decode()
    tasks.sweep()
    shown = client.get(reverse("surveys:people", args=[found.public_id])).content.decode()
    assert "Sem" not in shown
    assert "Uitgenodigd" in shown
    assert client.post(remove).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_queries_however_long(mine, rows, django_assert_max_num_queries):
    found = list_of(opened(mine), "students")
    with acting_as(SYSTEM):
        from surveys.services.lists import add_people

        people = [{"name": f"N{number}", "email": f"n{number}@student.test"} for number in range(rows)]
        add_people(found, people, how="file", who="Sanne")
    client = client_of(mine.coordinator)
    for address in (
        reverse("surveys:waves"),
        reverse("surveys:people", args=[found.public_id]),
    ):
        client.get(address)
        with django_assert_max_num_queries(16):
            client.get(address)


def test_a_wave_with_many_lists_shows_them_per_hogeschool(mine, monkeypatch):
    wave, team = opened(mine), client_of(mine.assessor)
    monkeypatch.setattr(wave_pages, "MOST_LISTS", 2)
    page = reverse("surveys:wave", args=[wave.public_id])
    shown = team.get(page).content.decode()
    assert "0 van 3" in shown  # lists that were sent
    assert "Na te kijken" not in shown
    assert "Na te kijken" in team.get(page, {"hogeschool": mine.hogeschool.public_id}).content.decode()
    assert team.get(page, {"hogeschool": "\0"}).status_code == 200
