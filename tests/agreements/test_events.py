"""The log of an agreement: in one line, hashed into a chain, and out of reach of everybody."""

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements import events
from agreements.enums import EventKind
from agreements.models import Agreement, AgreementEvent
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast, databases
from tests.built_once import built_once
from tests.races import at_once

from .signers import all_sign, signers

tenant = built_once(cast.tenant)


def problems(tenant) -> list[str]:
    with acting_as(SYSTEM):
        return events.verify_chain(Agreement.objects.get(pk=tenant.agreement.pk))


def last(tenant) -> AgreementEvent:
    return tenant.agreement.events.order_by("-sequence").first()


def test_whole_after_everybody_signed(tenant):
    all_sign(signers(tenant.version))
    assert problems(tenant) == []


def test_each_event_continues_the_one_before(tenant):
    all_sign(signers(tenant.version))
    with acting_as(SYSTEM):
        log = list(tenant.agreement.events.order_by("sequence"))
    assert [event.sequence for event in log] == list(range(1, len(log) + 1))
    assert [event.previous_hash for event in log] == [events.FIRST, *(event.hash for event in log[:-1])]


@pytest.mark.parametrize("part", ["coordinator", "company", "student", "signer"])
@pytest.mark.parametrize("act", [lambda found: found.update(text="Iets anders"), lambda found: found.delete()])
def test_nobody_changes_or_removes_one(tenant, part, act):
    with acting_as(tenant.actors[part]):
        found = AgreementEvent.objects.filter(agreement=tenant.agreement)
        assert found.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            act(found)


def test_the_system_does_not_either(tenant):
    with acting_as(SYSTEM):
        for statement in ("UPDATE agreements_agreementevent SET text = 'x'", "DELETE FROM agreements_agreementevent"):
            with pytest.raises(IntegrityError, match=r"written once|kept until its term"), transaction.atomic():
                connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "changed",
    [
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
        {"sequence": 7},
        {"text": "Iets anders dan er staat"},
        {"who": "Iemand anders"},
        {"kind": EventKind.SIGNED},
    ],
)
def test_database_refuses_what_does_not_continue_the_chain(tenant, changed):
    with acting_as(SYSTEM):
        with transaction.atomic():
            made = events.record(tenant.agreement, EventKind.EDITED, who="Sanne", text="Gewijzigd")
            transaction.set_rollback(True)
        for name, value in changed.items():
            setattr(made, name, value)
        with pytest.raises(IntegrityError, match="continue the chain"), transaction.atomic():
            made.save(force_insert=True)


def break_in(statement: str, *parameters: object) -> None:
    """Someone with the keys of the database switches its guards off."""
    table = "ALTER TABLE agreements_agreementevent"
    with psycopg.connect(databases.address("portal_owner", connection.settings_dict["NAME"])) as owner:
        owner.execute(f"{table} DISABLE TRIGGER USER")
        owner.execute(statement, parameters)
        owner.execute(f"{table} ENABLE TRIGGER USER")


@pytest.mark.django_db(transaction=True)
class TestTampering:
    @pytest.fixture
    def tenant(self):
        tenant = cast.tenant()
        all_sign(signers(tenant.version))
        return tenant

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ("text = 'Iets anders'", "event 3 does not say what was recorded"),
            ("who = 'Iemand anders'", "event 3 does not say what was recorded"),
            ("at = at - interval '1 hour'", "event 3 does not say what was recorded"),
            ("payload = replace(payload, '192.0.2.7', '192.0.2.8')", "event 3 does not continue the chain"),
            ("hash = repeat('0', 64)", "event 3 does not continue the chain"),
        ],
    )
    def test_changed_row_shows(self, tenant, change, problem):
        break_in(f"UPDATE agreements_agreementevent SET {change} WHERE sequence = 3")
        assert problem in problems(tenant)

    def test_removed_row_shows(self, tenant):
        break_in("DELETE FROM agreements_agreementevent WHERE sequence = 3")
        assert problems(tenant) == ["event 3 is missing"]

    def test_inserted_row_shows(self, tenant):
        break_in("UPDATE agreements_agreementevent SET sequence = sequence + 100 WHERE sequence > 3")
        with acting_as(SYSTEM):
            assert problems(tenant) == ["event 4 is missing"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_stand_in_one_line():
    tenant = cast.tenant()

    def write(number):
        with acting_as(tenant.coordinator.actor):
            events.record(tenant.agreement, EventKind.EDITED, who="Sanne", text=f"Gewijzigd: {number}")

    assert at_once(*[lambda number=number: write(number) for number in range(16)]) == [None] * 16
    with acting_as(SYSTEM):
        assert tenant.agreement.events.filter(kind=EventKind.EDITED).count() == 16
    assert problems(tenant) == []
