import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agreements.models import Agreement, AgreementEvent, AgreementVersion, Signing
from mkbroute.access import roles
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.policies import Only, RowAccess, Steps, may
from routes.models import Criterion, Route
from tests import cast
from tests.built_once import built_once

pytestmark = pytest.mark.django_db


tenant = built_once(cast.tenant)


def refuses(actor, model, match, **values):
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), acting_as(actor):
        model.objects.update(**values)


def test_an_owner_never_changes(tenant):
    other = cast.organisation("hogeschool", "Andere")
    refuses(SYSTEM, Route, "the owner of a row never changes", hogeschool=other)


def test_what_is_fixed_is_set_once(tenant):
    refuses(SYSTEM, AgreementVersion, "set once", html="<p>Iets anders</p>")
    refuses(SYSTEM, Route, "set once", slug="anders")
    with acting_as(SYSTEM):
        AgreementVersion.objects.update(document=tenant.document, sealed_at=timezone.now())
    refuses(SYSTEM, AgreementVersion, "set once", sealed_at=timezone.now())


def test_what_is_written_once_stays(tenant):
    refuses(SYSTEM, Criterion, "written once", title="Anders")
    refuses(SYSTEM, AgreementEvent, "written once", text="Anders")
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), acting_as(SYSTEM):
        Criterion.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError, match="kept until its term"), transaction.atomic(), acting_as(SYSTEM):
        AgreementEvent.objects.all()._raw_delete("default")


def test_a_step_that_is_not_listed_is_refused(tenant):
    refuses(SYSTEM, Route, "may not take the step recognised>concept", state="concept")


def test_a_step_is_for_those_it_is_listed_for(tenant):
    with acting_as(tenant.coordinator.actor):
        route = Route.objects.create(
            **{
                field.attname: getattr(tenant.route, field.attname)
                for field in Route._meta.concrete_fields
                if field.name not in ("id", "public_id", "slug", "state", "public_since")
            },
            slug="nieuw",
            state="concept",
        )
        Route.objects.filter(pk=route.pk).update(state="submitted")
    with (
        pytest.raises(IntegrityError, match="submitted>assessing"),
        transaction.atomic(),
        acting_as(tenant.coordinator.actor),
    ):
        Route.objects.filter(pk=route.pk).update(state="assessing")
    with acting_as(tenant.assessor.actor):
        assert Route.objects.filter(pk=route.pk).update(state="assessing") == 1


def test_steps_answer_the_page_what_the_database_will(tenant):
    steps = next(c for c in Route._meta.constraints if isinstance(c, Steps))
    assert steps.allows("assessing", "recognised", roles.PROGRAMME)
    assert not steps.allows("assessing", "recognised", roles.COORDINATOR)
    assert not steps.allows("concept", "recognised")


def test_a_right_for_some_columns_is_for_those_only(tenant):
    with acting_as(tenant.signer):
        assert Signing.objects.filter(token_hash=tenant.signing.token_hash).update(opened_at=timezone.now()) == 1
    refuses(tenant.signer, Signing, "permission denied", party_name="Ander bedrijf")
    refuses(tenant.signer, Agreement, "permission denied", hours_per_week=1)


def test_a_signer_answers_only_for_itself(tenant):
    with acting_as(tenant.signer):
        assert Signing.objects.count() == 4
        assert Signing.objects.update(opened_at=timezone.now()) == 1


def test_may_says_what_the_policy_says(tenant):
    seen = {}
    for name in ("coordinator", "company", "signer"):
        with acting_as(tenant.actors[name]):
            seen[name] = Agreement.objects.annotate(may_change=may("change", Agreement)).get().may_change
    assert seen == {"coordinator": True, "company": False, "signer": True}
    with acting_as(tenant.coordinator.actor):
        assert not Agreement.objects.annotate(may_delete=may("delete", Agreement)).get().may_delete


def test_the_chain_of_events_is_checked_by_the_database(tenant):
    first = tenant_events(tenant)[0]
    columns = {
        field.attname: getattr(first, field.attname)
        for field in AgreementEvent._meta.concrete_fields
        if field.name != "id"
    }
    for change in ({"sequence": 2}, {"sequence": 2, "previous_hash": first.hash}, {"sequence": 3}):
        with (
            pytest.raises(IntegrityError, match="does not continue the chain"),
            transaction.atomic(),
            acting_as(SYSTEM),
        ):
            AgreementEvent.objects.create(**{**columns, **change})


def tenant_events(tenant):
    with acting_as(SYSTEM):
        return list(tenant.agreement.events.all())


def test_a_policy_is_carried_by_migrations():
    rule = RowAccess(name="x_access", read={roles.COMPANY: Only("true", "name")}, recorded=False)
    path, args, kwargs = rule.deconstruct()
    assert path == "mkbroute.access.policies.RowAccess"
    assert RowAccess(*args, **kwargs) == rule
    assert rule != RowAccess(name="x_access", read={roles.COMPANY: "true"}, recorded=False)


def test_a_percent_sign_is_refused():
    rule = RowAccess(name="x", read={roles.COMPANY: "name LIKE 'a%'"})
    with pytest.raises(ValueError, match="percent"):
        rule.create_sql(Route, None)
