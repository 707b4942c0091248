"""The hats a person can wear: memberships that run now. Read as the log-in role, before there is an actor."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Hat:
    id: int
    name: str  # the person's
    part: str
    organisation_id: int
    organisation_name: str
    kind: str  # of the organisation
    style: str  # hash of the house style, or ""


def hats_of(user_id: int) -> list[Hat]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.hats(%s)", [user_id])
        return [Hat(*row) for row in cursor.fetchall()]
