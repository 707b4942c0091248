"""What the database's own catalogue says of who may do what."""

import pytest
from django.apps import apps
from django.db import connection

from mkbroute.access import roles
from mkbroute.access.login_tables import FRAMEWORK_TABLES, LOGIN_TABLES
from mkbroute.access.policies import ALL, RowAccess

pytestmark = pytest.mark.django_db

EVERY_ROLE = (*roles.LOG_INS, *roles.PARTS, roles.SYSTEM)

# (table, command): why every row may be read or added by the parts that may
UNCONDITIONAL = {
    ("matching_roundterms", "read"): "published terms, the same for every hogeschool",
    ("agreements_practiceterms", "read"): "terms of a public regulation",
    ("matching_admissionsubject", "read"): "what the law lets a hogeschool look at",
    ("matching_meetingterms", "read"): "how many introductions may be open, the same for all",
    ("routes_recognitionterms", "read"): "published rules, the same for every hogeschool",
    ("routes_indicatorthreshold", "read"): "published rules, the same for every hogeschool",
    (
        "organisations_organisation",
        "read",
    ): "a coordinator must find any company; the programme team counts them",
    (
        "organisations_workplace",
        "read",
    ): "addresses of establishments stand in the public trade register",
    ("organisations_mkbthresholds", "read"): "law",
    ("organisations_housestyle", "read"): "colours and a logo, on public pages",
    ("routes_criteriaset", "read"): "published criteria",
    ("routes_criterion", "read"): "published criteria",
    ("routes_boardtemplate", "read"): "published tips",
    ("routes_boarditem", "read"): "published tips",
    ("routes_boardexample", "read"): "what a hogeschool agreed to share with all others",
    ("routes_publishedfact", "read"): "published amounts and dates",
    ("matching_placeterms", "read"): "published terms, the same for every hogeschool",
    ("matching_checklist", "read"): "questions, the same for every hogeschool",
    ("agreements_legalprovision", "read"): "law",
    ("agreements_agreementtemplate", "read"): "published model texts, for the programme team",
    ("agreements_signingstatements", "read"): "what anyone declares who signs",
    ("agreements_lifeterms", "read"): "published terms, the same for every hogeschool",
    ("documents_sealcertificate", "read"): "public keys: anyone may verify a document",
    ("agreements_subsidyscheme", "read"): "published amounts and dates",
    ("agreements_subsidycondition", "read"): "law",
    ("documents_retentionterm", "read"): "how long what is kept is told to everyone",
    ("documents_retentionrun", "read"): "when what was due was removed; nothing of what it was",
    ("documents_sealreadiness", "read"): "whether the portal can seal, and until when",
    ("surveys_surveyterms", "read"): "published terms, the same for every hogeschool",
    ("surveys_wave", "read"): "the programme team draws up every measurement; nothing in it is of a person",
    ("surveys_baselinefigure", "read"): "published in 2022, in a report that anyone may read",
    ("surveys_keepingterms", "read"): "published terms, the same for every hogeschool",
    ("surveys_topiclist", "read"): "published in 2022, in a report that anyone may read",
    ("surveys_topic", "read"): "likewise",
    ("surveys_theme", "read"): "one codebook, of the programme team",
    ("surveys_theme", "change"): "likewise",
    ("surveys_themeevent", "read"): "how that codebook came to be",
    ("surveys_themeevent", "add"): "likewise",
    ("mail_messagebody", "add"): "write-only: nobody but the worker reads it",
}


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def test_every_table_is_guarded():
    unguarded = rows("""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""")
    assert {name for (name,) in unguarded} == LOGIN_TABLES.keys() | FRAMEWORK_TABLES.keys()


def test_log_in_roles_hold_rights_on_login_tables_only():
    granted = rows(
        "SELECT grantee, table_name FROM information_schema.role_table_grants WHERE grantee = ANY(%s)",
        [*roles.LOG_INS],
    )
    assert {table for _, table in granted} == LOGIN_TABLES.keys()


def test_actors_hold_no_rights_on_login_tables():
    granted = rows(
        """SELECT grantee, table_name FROM information_schema.role_table_grants
            WHERE table_name = ANY(%s) AND grantee = ANY(%s)""",
        [*LOGIN_TABLES, *FRAMEWORK_TABLES],
        [*roles.PARTS, roles.SYSTEM],
    )
    assert granted == []


def test_every_guarded_table_lets_its_owner_and_the_system_work():
    lacking = rows(
        """
        SELECT c.relname, r.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          CROSS JOIN pg_roles r
         WHERE c.relrowsecurity AND n.nspname = 'public' AND r.rolname = ANY(%s)
           AND NOT EXISTS (SELECT FROM pg_policy p
                            WHERE p.polrelid = c.oid AND r.oid = ANY(p.polroles) AND p.polcmd = '*')""",
        [roles.OWNER, roles.SYSTEM],
    )
    assert lacking == []


def test_unconditional_policies_are_listed_with_a_reason():
    found = {
        (model._meta.db_table, kind)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, RowAccess)
        for kind, rules in constraint.rules.items()
        if ALL in [str(rule) for rule in rules.values()]
    }
    assert found == UNCONDITIONAL.keys()


def test_policies_are_those_declared():
    declared = {
        (model._meta.db_table, f"{role}_{kind}")
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, RowAccess)
        for kind, role, _ in constraint._rules()
    }
    found = rows(
        "SELECT tablename, policyname FROM pg_policies WHERE policyname <> ALL(%s)",
        [roles.OWNER, roles.SYSTEM],
    )
    assert set(found) == declared


def test_roles_are_powerless():
    powers = rows(
        """SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)
              AND (rolsuper OR rolbypassrls OR rolinherit OR rolcreaterole OR rolcreatedb)""",
        [*EVERY_ROLE],
    )
    owned = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY(%s)",
        [*EVERY_ROLE],
    )
    inheriting = rows(
        """SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
            WHERE m.rolname = ANY(%s) AND (a.inherit_option OR a.admin_option)""",
        [*EVERY_ROLE],
    )
    assert (powers, owned, inheriting) == ([], [], [])


def test_the_web_log_in_cannot_become_the_system():
    may = dict(
        rows(
            "SELECT r, pg_has_role('portal_web', r, 'SET') FROM unnest(%s::text[]) r",
            [*roles.PARTS, roles.SYSTEM, roles.OWNER],
        )
    )
    assert may == {
        **dict.fromkeys(roles.PARTS, True),
        roles.SYSTEM: False,
        roles.OWNER: False,
    }


def test_functions_are_pinned_and_closed():
    """What looks names up when it runs looks where it should, and nobody runs what she was not given."""
    loose = rows("""
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE (n.nspname = 'portal' OR p.prosecdef) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND ((p.prosecdef OR p.prosqlbody IS NULL)
                 AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE starts_with(c, 'search_path='))
                OR has_function_privilege('public', p.oid, 'EXECUTE'))""")
    assert loose == []


# view -> why it may read with its owner's eyes
OWNERS_VIEWS = {"matching_openplace": "what a hogeschool published and visitors may see, without persons (its columns)"}


def test_no_view_reads_as_its_owner():
    views = rows("SELECT viewname FROM pg_views WHERE schemaname IN ('public', 'portal')")
    assert {name for (name,) in views} == OWNERS_VIEWS.keys()
    assert rows("SELECT matviewname FROM pg_matviews") == []


# Changes of all other tables are kept, or there are none.
NOT_RECORDED = {
    "matching_run": "it says itself who asked for what, when, and what came of it",
    "matching_runperson": "RunChange says who changed what; a published line is fixed",
    "matching_runplace": "likewise",
    "access_change": "the record itself",
    "mail_message": "says itself when it was written, sent, failed and how often; the worker alone changes it",
    "routes_draft": "half a thought is nobody's business once it is gone",
    "routes_routeupload": "a file on its way in; what it changed is recorded with the routes",
    "agreements_draftupload": "a file on its way in; every agreement that comes of it is recorded itself",
    "routes_funnelcount": "sums that the worker makes anew",
    "routes_routeindicator": "numbers of a day, that the worker counts",
    "agreements_dispatch": "says itself who asked for what, when, and what came of it; the worker alone changes it",
    "agreements_dispatchline": "the log of the agreement says that it was sent; the worker alone changes it",
    "matching_savedsearch": "somebody's address, forgotten once she wants no mail any more",
    "exports_job": "says itself who asked for what, when, and what came of it; the worker alone changes it",
    "surveys_invitation": "a time of every change would tell who answered what",
    "surveys_response": "likewise",
    "surveys_openanswer": "likewise",
    "surveys_resultset": "made anew from the answers at any time, by the worker alone",
    "surveys_verbatim": "what is masked may not stay in history; OpenEvent says who did what",
    "surveys_coding": "a time of every code would tell one coder of the other",
    "surveys_themefigures": "made anew from the codes at any time, by the worker alone",
    "surveys_interview": "says itself who changed it last; goes whole when its term has passed",
    "surveys_interviewnote": "likewise",
    "surveys_wavekey": "what is dropped may not stay in history",
    "surveys_approached": "says itself when; hashes of addresses",
    "mail_messagebody": "what a mail said is forgotten after it was sent",
}


def test_changes_are_recorded():
    kept = rows("""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relrowsecurity AND n.nspname = 'public'
           AND NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                            WHERE t.tgrelid = c.oid AND p.proname = 'record_change')
           AND (SELECT coalesce(bit_or(t.tgtype), 0::int2) & 24 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                 WHERE t.tgrelid = c.oid AND p.proname = 'refuse') <> 24""")
    assert {name for (name,) in kept} == NOT_RECORDED.keys() - {"access_change"}
