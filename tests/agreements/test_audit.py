"""`manage.py verify_log`: the log as a chain, and against the rows that it tells of."""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast, databases
from tests.built_once import built_once

from .signers import all_sign, seal, signers
from .test_events import break_in

tenant = built_once(cast.tenant)


def verify_log(*arguments: str) -> tuple[int, dict]:
    """The exit status, and what is told."""
    output = StringIO()
    try:
        call_command("verify_log", *arguments, stdout=output)
    except SystemExit as stop:
        return stop.code, json.loads(output.getvalue())
    return 0, json.loads(output.getvalue())


def test_whole(tenant):
    all_sign(signers(tenant.version))
    cast.tenant("Hogeschool Elders")
    assert verify_log() == (0, {"checked": 2, "broken": []})
    assert verify_log(str(tenant.agreement.public_id)) == (0, {"checked": 1, "broken": []})


def test_unknown_agreement(tenant):
    with pytest.raises(CommandError, match="no agreement") as stop:
        verify_log(str(uuid4()))
    assert stop.value.returncode == 2


@pytest.mark.usefixtures("seal_key")
def test_sealed_document_is_read_from_the_store(tenant):
    document = seal(tenant)
    assert verify_log("--files")[0] == 0
    place = f"{document.sha256[:2]}/{document.sha256[2:4]}/{document.sha256}"
    with Path(default_storage.path(place)).open("r+b") as file:
        file.write(b"%PDF-9")
    assert verify_log()[0] == 0
    status, told = verify_log("--files")
    assert (status, len(told["broken"])) == (1, 1)
    assert "has changed" in told["broken"][0]["problems"][0]


@pytest.mark.django_db(transaction=True)
class TestTampering:
    @pytest.fixture
    def tenant(self):
        tenant = cast.tenant()
        all_sign(signers(tenant.version))
        return tenant

    def problems(self, tenant) -> list[str]:
        status, told = verify_log()
        assert status == 1
        (broken,) = told["broken"]
        assert broken["agreement"] == str(tenant.agreement.public_id)
        return broken["problems"]

    def test_end_cut_off_shows(self, tenant):
        """What is left is a whole chain; the rows remember more."""
        last = "SELECT max(sequence) FROM agreements_agreementevent"
        break_in(f"DELETE FROM agreements_agreementevent WHERE sequence = ({last})")
        (problem,) = self.problems(tenant)
        assert "is signed, and the log does not say so exactly once" in problem

    def test_signature_taken_away_shows(self, tenant):
        with databases.logged_in_as("portal_owner"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE agreements_signing DISABLE TRIGGER USER")
            cursor.execute("UPDATE agreements_signing SET state = 'waiting', answered_at = NULL WHERE role = 'student'")
            cursor.execute("ALTER TABLE agreements_signing ENABLE TRIGGER USER")
        (problem,) = self.problems(tenant)
        assert "and its row does not" in problem

    def test_payload_that_is_none_shows(self, tenant):
        break_in("UPDATE agreements_agreementevent SET payload = 'x' WHERE sequence = 2")
        assert "event 2 does not say what was recorded" in self.problems(tenant)

    def test_log_made_anew_for_another_agreement_shows(self, tenant):
        """Every hash fits, and it is about something else."""
        with acting_as(SYSTEM):
            log = list(tenant.agreement.events.order_by("sequence"))
        previous = "0" * 64
        for event in log:
            payload = event.payload.replace(str(tenant.agreement.public_id), str(uuid4()))
            link = sha256((previous + payload).encode()).hexdigest()
            statement = "UPDATE agreements_agreementevent SET payload = %s, previous_hash = %s, hash = %s WHERE id = %s"
            break_in(statement, payload, previous, link, event.pk)
            previous = link
        assert "event 1 does not say what was recorded" in self.problems(tenant)
