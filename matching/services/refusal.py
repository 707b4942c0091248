from django.db import IntegrityError
from psycopg.errors import CheckViolation


class Refusal(Exception):
    """What was asked cannot be done, or not any more. The text says in Dutch why, and what to do now."""


class FileRefused(Refusal):
    """What was uploaded cannot be kept."""


def is_refused_by(error: IntegrityError, constraint: str) -> bool:
    """Whether it is this rule of the database that said no."""
    cause = error.__cause__
    return isinstance(cause, CheckViolation) and cause.diag.constraint_name == constraint
