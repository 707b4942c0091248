"""For every rule to add or change: nobody plants a row with another's owner, parent or person in it.

Each row of A is copied as its adder would write it, which is let in, and then with one foreign key at a time from B's
row of the same table, which is not.
"""

import json
from functools import partial
from hashlib import sha256
from uuid import uuid4

import psycopg.errors
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F, ForeignKey, Q, UUIDField

from agreements.models import Agreement
from matching.models import Application, Position
from mkbroute.access import roles
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.policies import Only, RowAccess, row_access
from tests import cast, databases
from tests.access.ground import two_tenants
from tests.access.test_isolation import REFERENCE, SHARED

PART_OF = {
    roles.COORDINATOR: "coordinator",
    roles.COMPANY: "company",
    roles.EMPLOYER: "employer",
    roles.BRANCHE: "branche",
    roles.PROGRAMME: "programme",
    roles.STUDENT: "student",
    roles.SIGNER: "signer",
    roles.CARD: "card",
}
# who writes by a personal link without being asked for the data of a party
BY_LINK = {
    "agreements.OutcomeVoice": "practice",
    "agreements.AttendanceWeek": "attendance",
    "matching.Introduction": "meeting",
}
REFUSED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.ForeignKeyViolation,
    psycopg.errors.CheckViolation,
    psycopg.errors.RaiseException,
)
# (model, role, column): why it may point at what is not one's own
FREE = {
    ("routes.RoutePartner", roles.COORDINATOR, "organisation"): "a route may name anyone; they confirm it themselves",
    ("routes.FunnelEntry", roles.COORDINATOR, "branche"): "someone may come from any branche",
    (
        "organisations.Invitation",
        roles.PROGRAMME,
        "organisation",
    ): "the programme team invites any hogeschool or branche",
    ("organisations.Organisation", "*", "introduced_by"): "checked by the policy; a company's own row keeps it",
    ("agreements.AgreementVersion", roles.COORDINATOR, "document"): "must be empty: only the worker seals",
    (
        "agreements.AgreementVersion",
        roles.COORDINATOR,
        "addendum",
    ): "planted in tests/agreements/test_addendum_access",
    ("agreements.Ending", roles.COORDINATOR, "document"): "must be empty: only the worker writes letters",
    ("agreements.Ending", roles.COORDINATOR, "correction"): "must be empty: ending_correction_has_reason",
    ("routes.Decision", roles.PROGRAMME, "document"): "must be empty: only the worker writes letters",
    ("mail.Message", "*", "hogeschool"): "shows that hogeschool that a mail was sent, never what it says",
    ("mail.MessageBody", "*", "message"): "write-only, one body per message",
    ("agreements.TemplateDraft", "*", "based_on"): "says where a copy came from; who cannot see that cannot copy it",
    (
        "agreements.AgreementTemplate",
        "*",
        "based_on",
    ): "says where a copy came from; who cannot see that cannot copy it",
    (
        "agreements.Agreement",
        roles.COORDINATOR,
        "template",
    ): "any national one; another hogeschool's is refused: tests/agreements/test_templates.py",
    ("organisations.MkbDeclaration", roles.CARD, "organisation"): "of a draft only: tests/agreements/test_card_mkb",
    (
        "surveys.QuestionnaireVersion",
        roles.PROGRAMME,
        "questionnaire",
    ): "any standard one; a hogeschool's own is refused: tests/surveys/test_drafts",
    ("surveys.WavePopulation", roles.PROGRAMME, "wave"): "every measurement is the programme team's",
    ("surveys.WaveRoute", roles.PROGRAMME, "wave"): "likewise",
    ("surveys.WaveEvent", roles.PROGRAMME, "wave"): "likewise",
    ("surveys.OpenEvent", roles.PROGRAMME, "question"): "open answers are read by the whole programme team",
    ("surveys.OpenQuestion", roles.PROGRAMME, "first_coder"): "the team chooses who of it codes",
    ("surveys.OpenQuestion", roles.PROGRAMME, "second_coder"): "likewise",
    ("surveys.Theme", roles.PROGRAMME, "merged_into"): "any of the same item: theme_merged_within_its_item",
    ("surveys.InterviewNote", roles.PROGRAMME, "interview"): "the log is the whole programme team's",
    ("surveys.Invitation", roles.COORDINATOR, "organisation"): "must be empty: only the worker draws from the portal",
    ("surveys.Invitation", roles.COORDINATOR, "student"): "likewise",
    ("surveys.QuestionnaireVersion", roles.PROGRAMME, "based_on"): "a copy of any version of the same standard one",
    ("surveys.QuestionnaireVersion", "*", "follows"): "which version it was judged after; unseen, it tells nothing",
    ("matching.Application", roles.COORDINATOR, "own_employer"): "anyone may work at any company",
    ("matching.Application", roles.STUDENT, "own_employer"): "must be empty: the hogeschool says so",
    ("matching.Position", roles.COMPANY, "formal_employer"): "any opleidingsbedrijf may be named as formal employer",
    ("agreements.Agreement", roles.COORDINATOR, "employer"): "any opleidingsbedrijf may be named as formal employer",
}
# What differs in a row that its adder has just written.
NEW = {
    "agreements.Addendum": {"state": "draft", "version": 0},
    "agreements.Agreement": {"state": "draft", "version": 0},
    "agreements.Dispatch": {"finished_at": None},
    "agreements.DispatchLine": {"state": "waiting", "done_at": None, "problem": ""},
    "agreements.TemplateDraft": {"state": "draft", "number": None},
    "documents.Document": {"organisation_id": None, "employer_id": None, "student_id": None, "agreement_id": None},
    "matching.Application": {"state": "submitted", "own_employer_id": None},
    "matching.Introduction": {"state": "open", "ended_at": None, "token_hash": None},
    "matching.Match": {
        "state": "proposed", "student_answer": "", "student_answered_at": None, "company_answer": "",
        "company_answered_at": None,
    },
    "matching.Offer": {"state": "waiting"},
    "matching.Position": {"taken": 0},
    "matching.WorkplaceScan": {"state": "draft"},
    "matching.Round": {"told_turn": 0, "told_on": None},
    "matching.Run": {
        "state": "waiting", "published_at": None, "published_by": "", "answer_by": None, "passed_on_at": None,
    },
    "surveys.Interview": {"state": "draft"},
    "routes.Decision": {"document_id": None},
    "routes.Route": {"state": "concept", "public_since": None},
    "surveys.QuestionnaireVersion": {"state": "draft", "number": None, "published_at": None, "published_by": ""},
}  # fmt: skip


# what its adder writes as it stands in the cast
AS_IT_IS = {("documents.Document", roles.STUDENT)}


def actor_of(tenant, role: str, label: str):
    return tenant.actors[BY_LINK.get(label, "card") if role == roles.CARD else PART_OF[role]]


# Rows without a hogeschool are the programme team's.
NATIONAL_TOO = (
    "agreements.AgreementTemplate",
    "agreements.TemplateDraft",
    "agreements.TemplateEvent",
    "surveys.QuestionnaireVersion",
    "surveys.VersionEvent",
    "surveys.WaveEvent",
)


def guarded():
    for model in apps.get_models():
        has_access = any(isinstance(constraint, RowAccess) for constraint in model._meta.constraints)
        if has_access and model._meta.label not in REFERENCE:
            yield model


def foreign_keys(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model._meta.label not in REFERENCE:
            yield field


ADDS = [
    (model._meta.label, role, field.name)
    for model in guarded()
    for role in row_access(model).rules["add"]
    for field in foreign_keys(model)
    if role in PART_OF
]
CHANGES = [
    (model._meta.label, role, field.name)
    for model in guarded()
    for role, rule in row_access(model).rules["change"].items()
    for field in foreign_keys(model)
    if role in PART_OF and not (isinstance(rule, Only) and field.name not in rule.columns)
]


@pytest.fixture(scope="module")
def tenants(django_db_setup, django_db_blocker):
    with databases.logged_in_as("portal_owner"), two_tenants(django_db_blocker, forget_uniqueness) as tenants:
        yield tenants


@pytest.fixture
def two(tenants, db):
    for tenant in tenants:
        cast.at_own_employer(tenant)
    return tenants


def forget_uniqueness():
    """In this transaction: a copy would break uniqueness before a foreign key is looked at, and prove nothing."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) FROM pg_index i
              JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'x')
                   AND c.connamespace = 'public'::regnamespace
             WHERE NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
            UNION ALL
            SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i
              JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
             WHERE i.indisunique AND n.nspname = 'public'
               AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)""")
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def is_free(label, role, column):
    return (label, role, column) in FREE or (label, "*", column) in FREE


def rows_of(model, tenant) -> list[dict]:
    """The tenant's rows: those that hang on its organisations, people or match, as column -> value."""
    own = {
        "hogeschool": tenant.hogeschool.pk,
        "organisation": {
            part.pk for part in (tenant.company, tenant.employer, tenant.hogeschool, tenant.branche, tenant.programme)
        },
        "student": tenant.student.user.pk,
        "user": {tenant.coordinator.user.pk, tenant.contact.user.pk, tenant.student.user.pk},
    }
    with acting_as(SYSTEM):
        for name in ("hogeschool", "organisation", "student", "user"):
            if model._meta.label in NATIONAL_TOO:
                return list(model.objects.filter(Q(hogeschool=own["hogeschool"]) | Q(hogeschool=None)).values())
            if name in {field.name for field in model._meta.concrete_fields}:
                wanted = own[name] if isinstance(own[name], set) else {own[name]}
                return list(model.objects.filter(**{f"{name}__in": wanted}).values())
        if model._meta.label == "surveys.Quote":  # says of itself nothing of whose it is
            return list(model.objects.filter(question__population__wave=tenant.wave.pk).values())
        if model._meta.label == "organisations.Organisation":
            return list(model.objects.filter(pk__in=own["organisation"]).values())
        return list(model.objects.values())


def insert(model, values: dict) -> None:
    columns = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type() == "BigAutoField")
    ]
    values = {
        **values,
        **{f.attname: uuid4() for f in columns if isinstance(f, UUIDField)},
    }
    names = ", ".join(f'"{field.column}"' for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        parameters = [field.get_db_prep_save(values[field.attname], connection) for field in columns]
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})',
            parameters,
        )


def refused(error: DatabaseError) -> bool:
    return isinstance(error.__cause__, REFUSED)


def new(model, actor, role: str, row: dict) -> dict:
    if (model._meta.label, role) not in AS_IT_IS:
        row = {**row, **NEW.get(model._meta.label, {})}
    if model._meta.label in ("routes.Draft", "exports.Job"):
        row["user_id"] = actor.user_id
    if model._meta.label == "exports.Job":
        row["membership_id"] = actor.membership_id or None
    if model._meta.label == "matching.Introduction":
        row["by"] = PART_OF[role]
    kind = event_kind(actor)
    return next_event(row, kind) if model._meta.label == "agreements.AgreementEvent" else row


def event_kind(actor) -> str:
    """One that this part may tell of."""
    if actor.user_id and current_role(actor) in (roles.COMPANY, roles.EMPLOYER, roles.STUDENT):
        return "end_answered"
    return "data_filled" if actor.card_hash else "link_sent"


def current_role(actor) -> str:
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def next_event(row: dict, kind: str) -> dict:
    """What continues the chain of its agreement."""
    said = {"sequence": row["sequence"] + 1, "kind": kind}
    payload = json.dumps({**json.loads(row["payload"]), **said})
    link = sha256((row["hash"] + payload).encode()).hexdigest()
    return {**row, **said, "payload": payload, "previous_hash": row["hash"], "hash": link}


def is_let_in(actor, model, row: dict) -> bool:
    """Leaves nothing behind."""
    try:
        with transaction.atomic(), acting_as(actor):
            insert(model, row)
            raise _Undo
    except _Undo:
        return True
    except DatabaseError as error:
        if not refused(error):
            raise
        return False


class _Undo(Exception):
    pass


OF_DRAFTS = ("agreements.Party", "agreements.PartyCard", "agreements.PlanRow", "agreements.RotationPeriod")


OF_PRACTICE = (
    "agreements.Interruption",
    "agreements.AttendanceWeek",
    "agreements.RealisedOutcome",
    "agreements.ContactMoment",
    "agreements.PracticeLink",
)
OF_SEALED = ("agreements.Addendum", "agreements.Ending", "agreements.EndingConfirmation", *OF_PRACTICE)


def make_room(label: str, tenant: cast.Tenant) -> None:
    """For one more."""
    with acting_as(SYSTEM):
        if label in OF_DRAFTS:
            Agreement.objects.filter(pk=tenant.agreement.pk).update(state="draft")
        if label in OF_SEALED:
            for state in ("signed", "sealed"):
                Agreement.objects.filter(pk=tenant.agreement.pk).update(state=state)
        if label == "matching.Introduction":
            Application.objects.filter(pk=tenant.application.pk).update(state="admissible")
        if label == "matching.Match":
            Position.objects.filter(pk=tenant.position.pk).update(capacity=2)


@pytest.mark.parametrize(("label", "role", "column"), ADDS)
def test_nobody_adds_a_row_of_anothers(two, label, role, column):
    if is_free(label, role, column):
        return
    a, b = two
    actor, model = actor_of(a, role, label), apps.get_model(label)
    field = model._meta.get_field(column)
    theirs = {row[field.attname] for row in rows_of(model, b)} - {None}
    assert theirs, "nothing to plant"
    make_room(label, a)
    mine = [row for row in map(partial(new, model, actor, role), rows_of(model, a)) if is_let_in(actor, model, row)]
    assert mine, "its adder would not get this in either: see NEW"
    for row in mine:
        for foreign in theirs - {row[field.attname]}:
            assert not is_let_in(actor, model, {**row, field.attname: foreign}), foreign


def changed(actor, model, keys, **values) -> int:
    """How many rows the actor changed; a refusal is none."""
    try:
        with transaction.atomic(), acting_as(actor):
            return model.objects.filter(pk__in=keys).update(**values)
    except DatabaseError as error:
        if refused(error):
            return 0
        raise


@pytest.mark.parametrize(("label", "role", "column"), CHANGES)
def test_nobody_hands_a_row_to_another(two, label, role, column):
    if is_free(label, role, column):
        return
    a, b = two
    model = apps.get_model(label)
    field = model._meta.get_field(column)
    theirs = {row[field.attname] for row in rows_of(model, b)} - {None}
    for foreign in theirs:
        for row in rows_of(model, a):
            assert changed(actor_of(a, role, label), model, [row["id"]], **{field.attname: foreign}) == 0


TOUCHES = [
    (model._meta.label, kind, role)
    for model in guarded()
    for kind in ("change", "delete")
    for role in row_access(model).rules[kind]
    if role in PART_OF and (model._meta.label, PART_OF[role]) not in SHARED
]


@pytest.mark.parametrize(("label", "kind", "role"), TOUCHES)
def test_nobody_touches_a_row_of_anothers(two, label, kind, role):
    a, b = two
    model = apps.get_model(label)
    theirs = {row["id"] for row in rows_of(model, b)} - {row["id"] for row in rows_of(model, a)}
    actor, rule = actor_of(a, role, label), row_access(model).rules[kind][role]
    if kind == "delete":
        with acting_as(actor):
            assert model.objects.filter(pk__in=theirs)._raw_delete("default") == 0
    else:
        column = rule.columns[0] if isinstance(rule, Only) else "id"
        assert theirs
        assert changed(actor, model, theirs, **{column: F(column)}) == 0
