import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.enums import Kind
from mkbroute.documents.services import store
from tests import cast
from tests.built_once import built_once

pytestmark = pytest.mark.django_db


tenant = built_once(cast.tenant)


@pytest.fixture
def document(tenant):
    with acting_as(SYSTEM):
        return store(
            b"%PDF-1.7 inhoud",
            kind=Kind.UPLOAD,
            name='Bewijs "één".pdf',
            media_type="application/pdf",
            hogeschool_id=tenant.hogeschool.pk,
            student_id=tenant.student.user.pk,
        )


def address(document):
    return reverse("documents:download", args=[document.public_id])


@pytest.mark.parametrize("person", ["coordinator", "student"])
def test_whose_it_is_gets_it(client, tenant, document, person):
    client.force_login(getattr(tenant, person).user)

    response = client.get(address(document))

    assert response.content == b"%PDF-1.7 inhoud"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Bewijs%20%C3%A9%C3%A9n.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("person", ["contact", "employer_contact", "adviser", "assessor"])
def test_for_anybody_else_it_does_not_exist(client, tenant, document, person):
    client.force_login(getattr(tenant, person).user)

    assert client.get(address(document)).status_code == 404


def test_coordinator_of_another_hogeschool(client, document):
    client.force_login(cast.tenant("Hogeschool Elders").coordinator.user)

    assert client.get(address(document)).status_code == 404


def test_visitor_logs_in_first(client, document):
    response = client.get(address(document))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_only_read(client, tenant, document):
    client.force_login(tenant.coordinator.user)

    assert client.head(address(document)).status_code == 200
    assert client.post(address(document)).status_code == 405
