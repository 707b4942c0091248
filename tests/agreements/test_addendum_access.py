"""Whose an addendum is, and that nobody plants one."""

import pytest
from django.db import DatabaseError

from agreements.models import Addendum, AgreementVersion
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import scenes, sealed

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def agreement(mine):
    return sealed.sealed(mine)


def row(agreement, **fields) -> Addendum:
    owners = {name: getattr(agreement, f"{name}_id") for name in ("hogeschool", "organisation", "employer", "student")}
    return Addendum(
        agreement_id=agreement.pk, number=1, **{f"{name}_id": key for name, key in owners.items()}, **fields
    )


def test_of_a_sealed_agreement_only(mine):
    draft = scenes.complete(mine)
    with acting_as(mine.coordinator.actor), pytest.raises(DatabaseError, match="row-level security"):
        row(draft).save()


@pytest.mark.parametrize("fields", [{"state": "sealed"}, {"version": 1}])
def test_begins_as_a_draft(mine, agreement, fields):
    with acting_as(mine.coordinator.actor), pytest.raises(DatabaseError):
        row(agreement, **fields).save()


def test_parties_cannot_make_or_change_one(mine, agreement):
    for person in (mine.contact, mine.student):
        with acting_as(person.actor), pytest.raises(DatabaseError):
            row(agreement).save()
    addendum = sealed.drafted(mine, agreement, hours_per_week=24)
    with acting_as(mine.contact.actor), pytest.raises(DatabaseError):
        Addendum.objects.filter(pk=addendum.pk).update(why="Anders.")
    with acting_as(mine.contact.actor):
        assert Addendum.objects.filter(pk=addendum.pk).exists()


def test_version_is_of_an_addendum_to_its_own_agreement(mine, agreement):
    other = cast.tenant("Hogeschool Elders")
    with acting_as(SYSTEM):
        version = AgreementVersion.objects.get(agreement=agreement, number=1)
    version.pk, version.number, version.document, version.sealed_at = None, 2, None, None
    version.public_id = "3a6b2b38-2c7e-4f3e-9d6e-1f3f0c6b8a11"
    version.addendum = other.addendum
    with acting_as(mine.coordinator.actor), pytest.raises(DatabaseError, match="agreement_version_addendum"):
        version.save(force_insert=True)


def test_another_hogeschool_sees_nothing(mine, agreement):
    sealed.drafted(mine, agreement, hours_per_week=24)
    other = cast.tenant("Hogeschool Elders")
    with acting_as(other.coordinator.actor):
        assert not Addendum.objects.filter(agreement=agreement.pk).exists()
