"""The roles and the database, made by an administrator of the PostgreSQL cluster before the first migration.

`python -m mkbroute.cluster` reads ADMIN_DATABASE_URL (who may create roles) and the log-ins that the portal uses:
DATABASE_URL (portal_owner), DATABASE_URL_WEB and DATABASE_URL_WORKER. Running it again changes nothing.
"""

import os
import sys
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from . import environment

ROLES = Path(__file__).parent / "access" / "roles.sql"
LOG_INS = {
    "DATABASE_URL": "portal_owner",
    "DATABASE_URL_WEB": "portal_web",
    "DATABASE_URL_WORKER": "portal_worker",
}


def create_roles(admin: psycopg.Connection, passwords: dict[str, str] | None = None) -> None:
    """Every role of roles.sql, and the passwords of the log-ins that have one."""
    with admin.transaction():
        # Two that start together would both find a role missing, or both alter it: "tuple concurrently updated".
        admin.execute("SELECT pg_advisory_xact_lock(hashtext('mkbroute roles'))")
        admin.execute(ROLES.read_bytes())
        for role, password in (passwords or {}).items():
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def create_database(admin: psycopg.Connection, name: str) -> None:
    """The database, owned by portal_owner and closed to everybody but the portal's log-ins. `admin` autocommits."""
    database = sql.Identifier(name)
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(database))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO portal_web, portal_worker").format(database))
    # COPY FROM is not for tables with row security: bulk work goes through a temporary one
    admin.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO portal_system").format(database))


def _log_in(variable: str) -> tuple[str, str]:
    """Database name and password out of one of the addresses; ends the program when it is not the expected log-in."""
    try:
        address = environment.database(variable)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    if address["USER"] != LOG_INS[variable]:
        sys.exit(f"{variable} must name the log-in {LOG_INS[variable]}, not {address['USER']!r}.")
    return address["NAME"], address["PASSWORD"]


def main() -> None:
    if not os.environ.get("ADMIN_DATABASE_URL"):
        sys.exit("Set ADMIN_DATABASE_URL, for example ADMIN_DATABASE_URL=postgresql://postgres:secret@db:5432/postgres")
    log_ins = {variable: _log_in(variable) for variable in LOG_INS}
    passwords = {LOG_INS[variable]: password for variable, (_, password) in log_ins.items() if password}
    try:
        with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True, connect_timeout=10) as admin:
            create_roles(admin, passwords)
            create_database(admin, log_ins["DATABASE_URL"][0])
    except psycopg.Error as error:
        sys.exit(f"The database roles were not made: {str(error).strip()}")


if __name__ == "__main__":
    main()
