"""A route that was submitted before dossiers had versions keeps what was said and found."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from routes import versions
from routes.models import Decision, DossierVersion, Evidence
from tests import databases

BEFORE = [("routes", "0007_board_texts")]
AFTER = [("routes", "0008_recognition")]


def migrated(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_what_was_judged_becomes_a_version_with_its_decision():
    with databases.logged_in_as("portal_owner"):
        latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
        old = migrated(BEFORE)
        hogeschool = old.get_model("organisations", "Organisation").objects.create(kind="hogeschool", name="Avans")
        now = timezone.now()
        route = old.get_model("routes", "Route").objects.create(
            hogeschool=hogeschool, slug="oud", programme="Bouwkunde", degree="ad", form="duaal", sector="building",
            shape="throughout", summary="Leren bouwen.", connection="Opdrachten.", city="Tilburg",
            province="noord-brabant", starts_on=date(2027, 9, 1), places=20, contact_name="Sanne",
            contact_email="sanne@voorbeeld.test", state="recognised", submitted_at=now, public_since=now,
        )  # fmt: skip
        owners = {"route": route, "hogeschool": hogeschool}
        for criterion in old.get_model("routes", "Criterion").objects.filter(criteria_set__standing=True):
            old.get_model("routes", "CriterionAssessment").objects.create(
                **owners, criterion=criterion, statement="Zo.", evidence_url="https://voorbeeld.test/plan",
                own_verdict="meets", verdict="partly", motivation="Bijna.", assessed_by="Ada", assessed_at=now,
            )  # fmt: skip
        for kind, who in (("submitted", "Sanne"), ("recognised", "Ada")):
            old.get_model("routes", "RouteEvent").objects.create(**owners, kind=kind, who=who, text=kind)
        migrated(AFTER)
        migrated(latest)
    with acting_as(SYSTEM):
        version = DossierVersion.objects.get()
        assert version.submitted_by == "Sanne"
        assert version.content_sha256 == versions.fingerprint(version.content)
        assert [found["verdict"] for found in Decision.objects.get().findings] == ["partly"] * 5
        assert Evidence.objects.filter(url="https://voorbeeld.test/plan").count() == 5
