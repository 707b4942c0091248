import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Evidence
from routes.services import add_figure, add_file, add_link, remove_evidence, submit_route
from routes.services.evidence import AT_MOST

from . import rounds
from .scene import WHO


@pytest.fixture
def first(scene):
    with acting_as(scene.coordinator.actor):
        yield rounds.criterion(scene.complete(), 1)


def test_several_stand_at_one_criterion(first):
    add_file(first, rounds.pdf_file("plan.exe"), who=WHO)
    add_file(first, rounds.png_file(), title="Foto van de werkplaats", who=WHO)
    add_link(first, "https://voorbeeld.test/oer", who=WHO)
    add_figure(first, "work_share", who=WHO)
    assert [proof.title for proof in first.proofs.all()] == [
        "plan.pdf",
        "Foto van de werkplaats",
        "https://voorbeeld.test/oer",
        "Deel van de opleiding op de werkplek",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"dit is geen pdf"),
        ("plan.pdf", b"%PDF-1.7 half"),
        ("foto.png", b"\x89PNG\r\n\x1a\n"),
        ("plan.pdf", b"PK\x03\x04 een zip"),
        ("plan.pdf", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(first, name, content):
    with pytest.raises(ValidationError) as error:
        add_file(first, SimpleUploadedFile(name, content, "application/pdf"), who=WHO)
    assert error.value.code == "file"
    assert not first.proofs.exists()


def test_figure_stands_once(first):
    add_figure(first, "work_share", who=WHO)
    with pytest.raises(ValidationError):
        add_figure(first, "work_share", who=WHO)


def test_there_is_an_end_to_it(first):
    for number in range(AT_MOST):
        add_link(first, f"https://voorbeeld.test/{number}", who=WHO)
    with pytest.raises(ValidationError, match="hooguit 20"):
        add_link(first, "https://voorbeeld.test/een-te-veel", who=WHO)


def test_removed_evidence_stays_in_the_version_that_had_it(scene):
    route = rounds.submitted_again(scene)
    with acting_as(SYSTEM):
        version = route.versions.get(number=1)
        document = Evidence.objects.get(route=route, kind="file").document
    assert version.content["criteria"][0]["proofs"][0]["document"] == str(document.public_id)


def test_nothing_is_added_or_removed_while_it_is_judged(scene):
    route = rounds.proven(scene)
    with acting_as(scene.coordinator.actor):
        submit_route(route, who=WHO)
        found, proof = rounds.criterion(route, 1), Evidence.objects.filter(route=route).first()
        with pytest.raises(ValidationError):
            add_link(found, "https://voorbeeld.test/", who=WHO)
        with pytest.raises(ValidationError):
            remove_evidence(proof, who=WHO)


class TestPages:
    def url(self, route):
        return reverse("routes:add_evidence", args=[route.public_id, 2])

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({}, "Maak een keuze"),
            ({"kind": "file"}, "Kies het bestand."),
            ({"kind": "link"}, "Vul het webadres in."),
            ({"kind": "link", "url": "javascript:alert(1)"}, "volledig webadres"),
            ({"kind": "figure"}, "Kies welk cijfer."),
            ({"kind": "figure", "indicator": "salaris"}, "Cijfer"),
            ({"kind": "iets"}, "Wat voegt u toe"),
        ],
    )
    def test_mistake_is_told_and_what_was_typed_stays(self, client, scene, sent, says):
        client.force_login(scene.coordinator.user)
        response = client.post(self.url(scene.register()), {**sent, "title": "Mijn titel"})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert "Mijn titel" in response.content.decode()

    def test_wrong_file_is_told_at_its_field(self, client, scene):
        client.force_login(scene.coordinator.user)
        file = SimpleUploadedFile("plan.pdf", b"geen pdf", "application/pdf")
        response = client.post(self.url(scene.register()), {"kind": "file", "file": file})
        assert response.status_code == 422
        assert "Dit bestand is geen PDF" in str(response.context["form"].errors["file"])

    def test_file_is_for_the_hogeschool_and_the_programme_team(self, client, scene):
        route = rounds.proven(scene)
        with acting_as(scene.coordinator.actor):
            proof = Evidence.objects.select_related("document").get(route=route, kind="file")
            url = reverse("documents:download", args=[proof.document.public_id])
        client.force_login(scene.assessor.user)
        assert client.get(url).status_code == 404, "a concept is the hogeschool's own"
        with acting_as(scene.coordinator.actor):
            submit_route(route, who=WHO)
        for person, status in (
            (scene.coordinator, 200),
            (scene.assessor, 200),
            (scene.adviser, 404),
            (scene.contact, 404),
        ):
            client.force_login(person.user)
            assert client.get(url).status_code == status

    def test_removing(self, client, scene):
        route = rounds.proven(scene)
        with acting_as(SYSTEM):
            proof = Evidence.objects.get(route=route, kind="link")
        client.force_login(scene.coordinator.user)
        url = reverse("routes:remove_evidence", args=[proof.public_id])
        assert "OER verwijderen?" in client.get(url).content.decode()
        assert client.post(url).status_code == 302
        assert client.post(url).status_code == 404
