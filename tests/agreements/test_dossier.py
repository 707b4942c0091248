"""Everything of one agreement, or of one person: to read, and for machines; and nothing of anybody else."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agreements import dossier_rows
from agreements.models import Agreement
from agreements.retention import tables
from agreements.services import dossiers
from matching.models import Application
from matching.services.files import add_file
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.models import Job
from mkbroute.exports.services import run_job
from mkbroute.mail.models import Message
from tests import cast

from . import scenes
from .sealed import seal_addendum, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine)
    return mine


def picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return content.getvalue()


def made(actor, ask, *what) -> ZipFile:
    with acting_as(actor):
        job = ask(*what, who="Wie vraagt")
    run_job(job.pk)
    with acting_as(SYSTEM):
        job = Job.objects.get(pk=job.pk)
    assert job.state == "finished", job.error
    with default_storage.open(job.place) as file:
        return ZipFile(BytesIO(file.read()))


def of_agreement(mine, actor=None) -> ZipFile:
    return made(actor or mine.coordinator.actor, dossiers.ask_for_agreement, mine.agreement)


class TestAgreement:
    def test_holds_the_documents_texts_and_the_log(self, mine):
        seal_addendum(mine, mine.agreement, hours_per_week="24")
        found = of_agreement(mine)
        names = found.namelist()
        assert [name for name in names if name.startswith("documenten/")] == ["documenten/1-overeenkomst.pdf"]
        assert {"teksten/versie-1.html", "teksten/versie-2.html", "bewijs/versie-1.json"} <= {*names}
        assert {"gegevens.html", "gegevens.json", "index.html", "index.json", "logboek.csv", "logboek.json"} <= {*names}
        with acting_as(SYSTEM):
            version = mine.agreement.versions.get(number=1)
            assert found.read("documenten/1-overeenkomst.pdf").startswith(b"%PDF")
            assert sha256(found.read("teksten/versie-1.html")).hexdigest() == version.content_sha256

    def test_the_chain_of_the_log_can_be_followed(self, mine):
        found = of_agreement(mine)
        expected = "0" * 64
        for event in json.loads(found.read("logboek.json"))["events"]:
            assert event["previous_hash"] == expected
            expected = sha256((expected + event["payload"]).encode()).hexdigest()
            assert event["hash"] == expected
        rows = list(csv.reader(StringIO(found.read("logboek.csv").decode("utf-8-sig")), delimiter=";"))
        assert rows[-1][-1] == expected
        assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(rows))]

    def test_machines_read_all_tables(self, mine):
        said = json.loads(of_agreement(mine).read("gegevens.json"))
        assert said["agreement"]["student_name"] == "Joris Kok"
        assert {party["role"] for party in said["parties"]} == {"student", "company", "hogeschool"}
        assert "weighings" in said
        assert [mail["kind"] for mail in said["mails"]].count("sign_request") == 2  # the hogeschool signs last

    def test_no_link_or_code_gets_in(self, mine):
        with acting_as(SYSTEM):
            tokens = list(mine.agreement.signings.values_list("token_hash", flat=True))
        found = of_agreement(mine)
        everything = "".join(found.read(name).decode(errors="replace") for name in found.namelist())
        assert tokens
        assert not [token for token in tokens if token in everything]

    def test_people_read_it_too(self, mine):
        page = of_agreement(mine).read("index.html").decode()
        assert "Joris Kok" in page
        assert "Partijen" in page
        assert "Wat er gebeurde" in page
        assert "Dit is alles wat het portaal hierover bewaart" in page

    def test_a_student_gets_what_she_may_see(self, mine):
        found = of_agreement(mine, mine.student.actor)
        said = json.loads(found.read("gegevens.json"))
        assert "weighings" not in said
        assert "holds" not in said
        assert "mails" not in said
        assert said["signings"]
        assert "documenten/1-overeenkomst.pdf" in found.namelist()
        assert "kun je bij hen opvragen" in found.read("index.html").decode()

    def test_an_agreement_of_another_is_not_made(self, mine):
        other = cast.tenant("Andere")
        with acting_as(other.coordinator.actor):
            job = dossiers.ask_for_agreement(mine.agreement, who="Iemand anders")
        run_job(job.pk)
        with acting_as(SYSTEM):
            assert Job.objects.get(pk=job.pk).state == "failed"


class TestPerson:
    def test_all_applications_and_agreements_of_one_hogeschool(self, mine):
        found = made(mine.coordinator.actor, dossiers.ask_for_person, mine.application)
        folders = {name.partition("/")[0] for name in found.namelist() if "/" in name}
        assert folders == {"aanmelding-1", "overeenkomst-1", "overeenkomst-2"}
        assert json.loads(found.read("aanmelding-1/gegevens.json"))["application"]["motivation"] == "Ik wil verder."

    def test_her_own(self, mine):
        with acting_as(mine.student.actor):
            expected = Application.objects.count(), Agreement.objects.count()
        found = made(mine.student.actor, dossiers.ask_for_own)
        names = found.namelist()
        assert sum(name.startswith("aanmelding-") and name.endswith(".json") for name in names) == expected[0]
        assert sum(name.startswith("overeenkomst-") and name.endswith("gegevens.json") for name in names) == expected[1]

    def test_the_files_that_she_added_are_in_it_themselves(self, mine):
        with acting_as(mine.student.actor):
            add_file(mine.application, SimpleUploadedFile("Mijn cv.png", picture(), "image/png"), "cv")
        own = made(mine.student.actor, dossiers.ask_for_own)
        for found in (own, made(mine.coordinator.actor, dossiers.ask_for_person, mine.application)):
            held = [name for name in found.namelist() if name.startswith("aanmelding-1/documenten/")]
            assert any(name.endswith(".png") and found.read(name).startswith(b"\x89PNG") for name in held)

    def test_of_who_has_nothing_it_says_so(self):
        person = cast.person("Nieuw Hier")
        page = made(person.actor, dossiers.ask_for_own).read("index.html").decode()
        assert "Er is geen aanmelding." in page
        assert "Er is geen overeenkomst." in page


class TestCompleteness:
    def test_every_table_of_an_agreement_is_told(self):
        assert {*tables()} == {*dossier_rows.OF_AGREEMENT} | dossier_rows.ELSEWHERE

    def test_every_column_has_a_name_in_dutch(self):
        models = [*dossier_rows.OF_AGREEMENT, *dossier_rows.OF_APPLICATION, Agreement, Application, Message]
        for model in models:
            for field in dossier_rows.fields_of(model):
                assert dossier_rows.label_of(field)

    def test_every_table_of_an_application_is_told_or_goes_elsewhere(self):
        named = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.name == "application" and field.related_model is Application
        }
        assert named == {*dossier_rows.OF_APPLICATION, Agreement}


class TestPages:
    def test_coordinator_asks_and_lands_on_the_progress(self, mine, client):
        client.force_login(mine.coordinator.user)
        answer = client.post(f"/overeenkomsten/{mine.agreement.public_id}/dossier/maken/", follow=True)
        assert "Dossier van de overeenkomst van Joris Kok" in answer.content.decode()
        assert "Staat in de rij" in answer.content.decode()

    def test_the_button_stands_where_she_may(self, mine, client):
        page = f"/overeenkomsten/{mine.agreement.public_id}/"
        for person, offered in ((mine.coordinator, True), (mine.student, True), (mine.contact, False)):
            client.force_login(person.user)
            assert ("Maak het dossier" in client.get(page).content.decode()) == offered

    def test_an_onlooker_gets_no_button_and_no_file(self, mine, client):
        teacher = cast.person("Kijkt Mee", mine.hogeschool, "teacher")
        client.force_login(teacher.user)
        page = f"/overeenkomsten/{mine.agreement.public_id}/"
        assert "Maak het dossier" not in client.get(page).content.decode()
        assert client.post(f"{page}dossier/maken/").status_code == 403
