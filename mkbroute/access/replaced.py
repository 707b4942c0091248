"""Migrations that took the place of others (`replaces`), and databases on which only some of those others ran.

Where several of an app share the place of its former ones, the last takes that of the first and of the last: a database
that is half-way has the one and not the other, and one that was cut off while these ran has neither.
"""

from typing import Any

from django.core.management import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def half_way(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations of which only a part ran, under former names. Django passes them over in silence."""
    ran = MigrationRecorder(connection).applied_migrations().keys()
    return sorted(
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).replacements.items()
        if 0 < len(ran & set(migration.replaces)) < len(migration.replaces)
    )


def refuse_half_way(using: str, **kwargs: Any) -> None:
    """Before migrating. Raises CommandError."""
    found = half_way(connections[using])
    if found:
        raise CommandError(
            f"This database stands half-way what {', '.join(found)} took the place of. Migrate it to the end with the "
            "version that it is of, or make it anew ('make clean-demo' for the demo)."
        )
