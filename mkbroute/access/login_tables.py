"""The tables without row access: they serve logging in, before there is an actor. Table -> why it is no risk."""

from django.db import connections

from .roles import LOG_INS

LOGIN_TABLES = {
    "organisations_user": "a log-in: e-mail address and password hash, no more",
    "django_session": "read by an unguessable key",
    "account_emailaddress": "the log-in's own addresses",
    "account_emailconfirmation": "the log-in's own addresses",
    "mfa_authenticator": "the log-in's second factors",
}
FRAMEWORK_TABLES = {
    "django_migrations": "no portal role may touch it",
    "django_content_type": "no portal role may touch it",
    "auth_permission": "unused; no portal role may touch it",
    "auth_group": "unused; no portal role may touch it",
    "auth_group_permissions": "unused; no portal role may touch it",
}


def grant_login_tables(sender, using, **kwargs):
    """After migrating: the log-in roles, and they alone, work on the log-in tables."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in sorted(present & set(LOGIN_TABLES)):
            cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {", ".join(LOG_INS)}')
