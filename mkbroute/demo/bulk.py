"""Many rows at once, written by the database itself: the same ones every time."""

from hashlib import sha256
from uuid import uuid4

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model
from django.utils import timezone

NUMBER = """
CREATE TEMP TABLE {name} AS SELECT row_number() OVER (ORDER BY id) n, * FROM {table} WHERE {condition};
ANALYZE {name}
"""


def numbers(count: int) -> str:
    return f"generate_series(1, {count}) n(n)"


def pick(choices: list[str], number: str) -> str:
    """One of the choices, as evenly as the numbers come."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return f"(ARRAY[{listed}])[1 + {number} % {len(choices)}]"


def several(choices: list[str], number: str) -> str:
    """Two neighbours in the list."""
    return f"ARRAY[{pick(choices, number)}, {pick(choices, f'({number} + 1)')}]"


def number(name: str, model: type[Model], condition: str) -> None:
    run(NUMBER.format(name=name, table=model._meta.db_table, condition=condition))


def insert(model: type[Model], source: str, *, conflict: str = "", **expressions: str) -> None:
    """INSERT … SELECT: column -> SQL; for the other columns what the model would give."""
    fields = [field for field in model._meta.concrete_fields if field.get_internal_type() != "BigAutoField"]
    unknown = expressions.keys() - {field.attname for field in fields}
    if unknown:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    source_hash = sha256(f"{model._meta.label} {source}".encode()).hexdigest()
    values = {field.column: expressions.get(field.attname) or _default(field, source_hash) for field in fields}
    values = {column: value for column, value in values.items() if value}
    columns = ", ".join(f'"{column}"' for column in values)
    run(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {", ".join(values.values())} FROM {source} {conflict}'
    )


def _default(field: Field, source_hash: str) -> str:
    if field.default is uuid4:
        return f"md5('{source_hash}' || row_number() OVER ())::uuid"
    if field.default is timezone.now:
        return "now()"
    if field.default is not NOT_PROVIDED:
        return _literal(field.get_default())
    if field.null or field.has_db_default():
        return ""
    return "''"


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "'{" + ",".join(value) + "}'"
    return str(value).lower() if isinstance(value, bool | int) else f"'{value}'"


def run(sql: str, parameters: list | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
