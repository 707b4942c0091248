"""SQL of migrations, which lies in `migrations/sql/` of an app: a function reads best as SQL, beside its triggers and
grants."""

import re
from pathlib import Path

from django.apps import apps
from django.db.migrations import RunSQL

FUNCTION = re.compile(r"^CREATE (?:OR REPLACE )?FUNCTION (portal\.\w+)", re.MULTILINE)


def read_sql(app: str, name: str) -> str:
    return (Path(apps.get_app_config(app).path) / "migrations" / "sql" / name).read_text(encoding="utf-8")


def run_sql(app: str, *names: str) -> list[RunSQL]:
    """Run files in this order. Backward, the functions that they make go, with the triggers on them."""
    return [_run(read_sql(app, name)) for name in names]


def _run(sql: str) -> RunSQL:
    return RunSQL(sql, f"DROP FUNCTION {', '.join(FUNCTION.findall(sql))} CASCADE")
