"""Results at their screens: charts and tables, on a desk and on a phone, for the team and for a hogeschool."""

import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.services.results import compute, to_compute
from tests import cast
from tests.surveys import measured


@pytest.fixture
def measurement(transactional_db):
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        tenant.measurement = measured.answered(tenant)
        for population in tenant.measurement.populations.values_list("pk", flat=True):
            assert population in to_compute()
            compute(population)
    return tenant


def test_every_page_stands(measurement, walk):
    pages = [
        reverse("surveys:results", args=[measurement.measurement.public_id, audience])
        for audience in ("companies", "students", "teachers")
    ]
    walk(measurement.assessor.user, [f"{page}?per=sector" for page in pages])
    walk(measurement.coordinator.user, pages[:2])
