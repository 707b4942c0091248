"""One form for several routes; correcting what was said; files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from matching.models import Application, ApplicationEvent, ApplicationFile, Profile
from matching.retention import files_due, remove_file
from matching.services.applications import withdraw_application
from matching.services.corrections import correct_application
from matching.services.files import AT_MOST, add_file
from matching.services.refusal import Refusal
from matching.services.visibility import show_profile
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db
DATA = {**stage.DETAILS, "name": "Noor Visser"}


@built_once
def scene():
    tenant = stage.tenant()
    return tenant, *stage.applied(tenant)


def page(name, row):
    return reverse(f"matching:{name}", args=[row.public_id])


def picture(name="cv.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def with_file(person, application) -> ApplicationFile:
    with acting_as(person.actor):
        return add_file(application, picture(), "cv")


def test_one_form_makes_an_application_to_each_route(client, scene):
    tenant, *_ = scene
    other = stage.tenant("Andere Hogeschool")
    person = cast.person("Eva Smit")
    stage.logged_in(client, person)
    address = reverse("matching:apply", args=[tenant.route.slug])
    data = {**DATA, "regions": ["utrecht", "zeeland"], "days": ["mo"], "travel_minutes": "45", "cv": picture()}
    client.post(address, {**data, "routes": [str(other.route.public_id)]})
    with acting_as(person.actor):
        made = {application.route_id: application for application in Application.objects.all()}
        assert set(made) == {tenant.route.pk, other.route.pk}
        assert made[other.route.pk].regions == ["utrecht", "zeeland"]
        assert made[other.route.pk].travel_minutes == 45
        assert ApplicationFile.objects.count() == 2
    with acting_as(other.coordinator.actor):
        assert list(Application.objects.filter(name="Noor Visser").values_list("route", flat=True)) == [other.route.pk]


def test_a_route_that_takes_nobody_stops_all_of_it(client, scene):
    tenant, *_ = scene
    other = stage.tenant("Andere Hogeschool")
    with acting_as(SYSTEM):
        type(other.route).objects.filter(pk=other.route.pk).update(phase="stalled")
    person = cast.person("Eva Smit")
    stage.logged_in(client, person)
    address = reverse("matching:apply", args=[tenant.route.slug])
    response = client.post(address, {**DATA, "routes": [str(other.route.public_id)]})
    assert response.status_code == 422
    assert DATA["motivation"] in response.text
    with acting_as(person.actor):
        assert not Application.objects.exists()


def test_a_damaged_cv_is_told_at_its_field(client, scene):
    tenant, *_ = scene
    stage.logged_in(client, cast.person("Eva Smit"))
    wrong = SimpleUploadedFile("cv.pdf", b"%PDF-1.7 half", "application/pdf")
    response = client.post(reverse("matching:apply", args=[tenant.route.slug]), {**DATA, "cv": wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["cv"]


def test_another_route_is_looked_for_without_script(client, scene):
    tenant, *_ = scene
    other = stage.tenant("Andere Hogeschool")
    stage.logged_in(client, cast.person("Eva Smit"))
    address = reverse("matching:apply", args=[tenant.route.slug])
    response = client.post(address, {**DATA, "days": ["mo"], "find_route": "1", "route_text": "Andere"})
    assert response.status_code == 200
    assert str(other.route.public_id) in response.text
    assert DATA["motivation"] in response.text


def test_what_she_gave_is_corrected_and_the_log_names_the_fields(client, scene):
    _, person, application = scene
    with acting_as(person.actor):
        show_profile(application, first_name="Noor", pitch="Hoi")
    stage.logged_in(client, person)
    assert client.post(page("correct", application), {**DATA, "phone": "x"}).status_code == 422
    client.post(page("correct", application), {**DATA, "city": "Goes", "prior_education": "Havo", "days": ["fr"]})
    found = stage.now(application)
    assert (found.city, found.prior_education, found.days) == ("Goes", "Havo", ["fr"])
    with acting_as(SYSTEM):
        assert Profile.objects.get(application=application).prior_education == "Havo"
        last = ApplicationEvent.objects.filter(application=application).latest("at")
    assert last.kind == "corrected"
    assert "woonplaats" in last.text
    assert "Goes" not in last.text


def test_nothing_changes_once_it_has_ended_whoever_asks(scene):
    _, person, application = scene
    with acting_as(person.actor):
        withdraw_application(application)
        with pytest.raises(Refusal, match="afgesloten"):
            correct_application(application, {"city": "Goes"})
    with acting_as(SYSTEM), pytest.raises(DatabaseError, match="does not change any more"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(city="Goes")


def test_an_own_employer_has_a_name(client, scene):
    tenant, *_ = scene
    stage.logged_in(client, cast.person("Eva Smit"))
    address = reverse("matching:apply", args=[tenant.route.slug])
    response = client.post(address, {**DATA, "employer_plan": "own"})
    assert "employer_name" in response.context["form"].errors


def test_a_file_is_judged_by_its_content_and_read_by_few(client, scene):
    tenant, person, application = scene
    stage.logged_in(client, person)
    wrong = SimpleUploadedFile("cv.pdf", b"<script>alert(1)</script>", "application/pdf")
    refused = client.post(page("files", application), {"kind": "cv", "upload": wrong})
    assert refused.status_code == 422
    assert "geen PDF" in refused.text
    client.post(page("files", application), {"kind": "cv", "upload": picture()})
    with acting_as(SYSTEM):
        added = ApplicationFile.objects.select_related("document").get(application=application)
    address = reverse("documents:download", args=[added.document.public_id])
    other = stage.tenant("Andere Hogeschool")
    for who, code in (
        (person, 200), (tenant.coordinator, 200), (tenant.contact, 404), (tenant.assessor, 404),
        (other.coordinator, 404), (cast.person("Ali Demir"), 404),
    ):  # fmt: skip
        client.force_login(who.user)
        assert client.get(address).status_code == code, who
    client.force_login(person.user)
    client.post(page("remove_file", added), follow=True)
    with acting_as(SYSTEM):
        assert not ApplicationFile.objects.filter(application=application).exists()
        assert files_due(10) == [added.document_id]


def test_there_is_a_most_of_files(scene):
    _, person, application = scene
    for _ in range(AT_MOST):
        with_file(person, application)
    with acting_as(person.actor), pytest.raises(Refusal, match="hooguit 10"):
        add_file(application, picture(), "cv")


def test_a_file_stays_while_the_application_runs(scene):
    _, person, application = scene
    added = with_file(person, application)
    with acting_as(SYSTEM):
        assert added.document_id not in files_due(10)
        assert remove_file(added.document_id) is None
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=added.document_id)._raw_delete("default")


@pytest.mark.parametrize(("days", "is_due"), [(28, False), (29, True)])
def test_a_file_goes_four_weeks_after_the_application_ended(scene, days, is_due):
    tenant, _, _ = scene
    added = of_ended(tenant, days)
    with acting_as(SYSTEM):
        assert files_due(10) == ([added.document_id] if is_due else [])
        gone = remove_file(added.document_id)
        assert (gone.hashes if gone else []) == ([added.document.sha256] if is_due else [])
        assert Document.objects.filter(pk=added.document_id).exists() != is_due


def of_ended(tenant, days: int) -> ApplicationFile:
    person = cast.person("Ali Demir")
    owners = {"hogeschool": tenant.hogeschool, "student": person.user}
    with acting_as(SYSTEM):
        application = Application.objects.create(
            **{**stage.DETAILS, "name": "Ali Demir", "email": person.user.email}, **owners, route=tenant.route,
            state="withdrawn",
        )  # fmt: skip
        then = timezone.localtime() - timedelta(days=days)  # by the clock on the wall: days in which it is put back too
        ApplicationEvent.objects.create(
            application=application, **owners, kind="withdrawn", who="Ali Demir", text="Ingetrokken", at=then
        )
        document = store(b"%PDF", kind=Kind.APPLICATION, name="cv.pdf", media_type="application/pdf",
                         hogeschool_id=tenant.hogeschool.pk, student_id=person.user.pk)  # fmt: skip
        return ApplicationFile.objects.create(application=application, **owners, kind="cv", document=document)
