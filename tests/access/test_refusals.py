"""What the database refuses to those who may change a row: who they are, what is final, and whoever only looks on."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import events
from agreements.models import Agreement, Party, Signing
from matching.models import Application, Match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.policies import Only, row_access
from mkbroute.access.roles import COMPANY, COORDINATOR
from mkbroute.organisations.enums import ONLOOKERS, Kind, MkbOutcome, Part
from mkbroute.organisations.models import Membership, MkbDeclaration, Organisation
from tests import cast
from tests.access.test_isolation import REFERENCE
from tests.access.test_urls import ADDRESSES, url
from tests.built_once import built_once

pytestmark = pytest.mark.django_db


tenant = built_once(cast.tenant)


def change(actor, row, **values) -> int:
    """How many rows were changed; none when it is refused."""
    try:
        with transaction.atomic(), acting_as(actor):
            return type(row).objects.filter(pk=row.pk).update(**values)
    except DatabaseError:
        return 0


# -- who an organisation is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.PROGRAMME, Kind.HOGESCHOOL, Kind.BRANCHE])
def test_no_organisation_becomes_another_kind(tenant, kind):
    assert change(tenant.contact.actor, tenant.company, kind=kind) == 0
    assert change(SYSTEM, tenant.company, kind=kind) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"kvk_number": "87654321"},
        {"claimed_at": None},
        {"introduced_by": F("id")},
        {"mkb_outcome": "micro", "mkb_declared_on": "2026-01-01"},
        {"host_name": "van.ons.test"},
    ],
)
def test_a_company_keeps_its_identity(tenant, values):
    assert change(tenant.contact.actor, tenant.company, name="Bakker en dochters") == 1
    assert change(tenant.contact.actor, tenant.company, **values) == 0


def test_size_follows_the_declaration(tenant):
    with acting_as(tenant.contact.actor):
        declaration = MkbDeclaration.objects.get(organisation=tenant.company)
        declaration.pk, declaration.outcome = None, MkbOutcome.MEDIUM
        declaration.save(force_insert=True)
        company = Organisation.objects.get(pk=tenant.company.pk)
    assert (company.mkb_outcome, company.mkb_declared_on) == ("medium", timezone.localdate())


def test_a_hat_that_ended_stays_off(tenant):
    cast.colleague(tenant.contact)
    hat = tenant.contact.membership
    with acting_as(SYSTEM):
        Membership.objects.filter(pk=hat.pk).update(ended_at=timezone.now())
    assert change(SYSTEM, hat, ended_at=None) == 0


# -- what is final ----------------------------------------------------------------------------------------------------


def test_an_agreement_changes_as_a_draft_only(tenant):
    coordinator, agreement = tenant.coordinator.actor, tenant.agreement
    party = Party.objects.model(pk=party_of(agreement))
    assert change(coordinator, agreement, hours_per_week=12) == 0
    assert change(coordinator, agreement, student_name="Iemand anders") == 0
    assert change(coordinator, party, signer_email="nieuw@voorbeeld.test") == 1
    assert change(coordinator, party, legal_name="Iemand anders") == 0
    to(agreement, "signed")
    assert change(coordinator, party, signer_email="ander@voorbeeld.test") == 1
    to(agreement, "sealed")
    assert change(coordinator, party, signer_phone="06 12345678") == 1
    assert change(coordinator, party, signer_name="Iemand anders") == 0
    with acting_as(coordinator):
        assert Party.objects.filter(agreement=agreement).delete()[0] == 0


def party_of(agreement) -> int:
    with acting_as(SYSTEM):
        return Party.objects.filter(agreement=agreement).first().pk


def to(agreement, state: str) -> None:
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(state=state)


def test_who_signed_stays_who_signed(tenant):
    signing = tenant.signing
    with acting_as(SYSTEM):
        Signing.objects.filter(pk=signing.pk).update(identified_at=timezone.now())
    signed = {"state": "signed", "typed_name": "Joris Kok", "answered_at": timezone.now()}
    assert change(tenant.signer, signing, **signed) == 1
    assert change(tenant.signer, signing, typed_name="Iemand anders") == 0
    assert change(tenant.signer, signing, identified_at=timezone.now()) == 0
    assert change(tenant.coordinator.actor, signing, email="nieuw@voorbeeld.test") == 0


def test_nobody_is_placed_without_a_confirmed_match(tenant):
    with acting_as(SYSTEM):
        Match.objects.filter(pk=tenant.match.pk).update(state="cancelled")
        Application.objects.filter(pk=tenant.application.pk).update(state="admissible")
    for actor in (tenant.contact.actor, SYSTEM):
        assert change(actor, tenant.application, state="placed") == 0


# -- onlookers --------------------------------------------------------------------------------------------------------


@pytest.fixture(params=[(Part.TEACHER, "hogeschool", COORDINATOR), (Part.SUPERVISOR, "company", COMPANY)])
def onlooker(request, tenant):
    part, organisation, role = request.param
    return cast.person("Dora Smit", getattr(tenant, organisation), part), role


def test_each_onlooker_is_tried(onlooker):
    assert onlooker[0].membership.part in ONLOOKERS
    assert len(ONLOOKERS) == 2


def changeable(role):
    for model in apps.get_models():
        if model._meta.label not in REFERENCE and any(type(c).__name__ == "RowAccess" for c in model._meta.constraints):
            rule = row_access(model).rules["change"].get(role)
            if rule is not None:
                yield model, rule.columns[0] if isinstance(rule, Only) else model._meta.pk.name


def test_an_onlooker_sees_and_changes_nothing(tenant, onlooker):
    person, role = onlooker
    tried = 0
    for model, column in changeable(role):
        with acting_as(person.actor):
            rows = list(model.objects.all()[:3])
        for row in rows:
            assert change(person.actor, row, **{column: F(column)}) == 0, row
        tried += bool(rows)
    assert tried > 3


# what she does as herself, or anybody may
OWN = (
    "organisations:switch", "organisations:second_factor", "organisations:register_company", "matching:apply",
    "matching:save_search", "matching:saved_search", "matching:still_open", "matching:meet",
    "agreements:verify", "agreements:sign_", "agreements:card_", "agreements:confirm", "agreements:talk",
    "agreements:practice_renew", "agreements:attendance_link", "account_", "mfa_", "/account/",
    "surveys:answer", "surveys:questions", "surveys:decline",
)  # fmt: skip


def test_no_address_lets_an_onlooker_change_something(tenant, onlooker):
    browser = Client()
    browser.force_login(onlooker[0].user)
    answers = {name: browser.post(url(name, tenant)).status_code for name in ADDRESSES if not name.startswith(OWN)}
    assert {name: status for name, status in answers.items() if status not in (403, 404, 405)} == {}


# -- what each may tell -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kind", "told"),
    [
        ("coordinator", "edited", True),
        ("coordinator", "signed", False),
        ("coordinator", "sealed", False),
        ("signer", "opened", True),
        ("signer", "sealed", False),
        ("signer", "drafted", False),
        ("company", "interrupted", True),
        ("company", "realised", False),
        ("student", "voiced", True),
        ("student", "attendance", False),
        ("practice", "voiced", True),
        ("practice", "data_filled", False),
        ("card", "voiced", False),
    ],
)
def test_nobody_tells_what_another_did(tenant, who, kind, told):
    try:
        with transaction.atomic(), acting_as(tenant.actors[who]):
            events.record(tenant.agreement, kind, who="Iemand", text="Verteld")
    except DatabaseError:
        assert not told
    else:
        assert told


def test_an_onlooker_is_offered_no_button(tenant):
    onlooker = cast.person("Dora Smit", tenant.company, Part.SUPERVISOR)
    pages = []
    for person in (tenant.contact, onlooker):
        browser = Client()
        browser.force_login(person.user)
        pages.append(browser.get(reverse("matching:positions")).content.decode())
    address = f'href="{reverse("matching:add_position")}"'
    assert [address in page for page in pages] == [True, False]
