"""Who acts? `with acting_as(actor):` is the only door to the data.

One unit of work (request, task, command) = one transaction = one actor. The actor is a PostgreSQL role plus a few
transaction-local settings, so it ends with the transaction, whatever happens: nothing can leak into the next user of a
pooled connection. Outside the door the log-in role holds no rights on any protected table: forgetting the door is an
error (permission denied), never a leak and never a silently empty page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.transaction import TransactionManagementError, atomic
from psycopg.pq import TransactionStatus

from . import roles

SETTINGS = (*roles.OF_ACTOR, "looks_on")
OWN_HAT = 0  # as membership: nobody's member, only herself

_current: ContextVar["Actor | None"] = ContextVar("actor", default=None)
request_id: ContextVar[str] = ContextVar("request_id", default="")


@dataclass(frozen=True)
class Actor:
    """A part nobody in particular plays (PUBLIC, SYSTEM), a person with a hat, or the holder of a personal link:
    to sign, to fill in a gegevenskaart, to say how the practice goes, or whether to meet."""

    role: str | None = None
    user_id: int | None = None
    membership_id: int | None = None  # None: the first hat she has; OWN_HAT: herself
    link_hash: str | None = None
    card_hash: str | None = None
    practice_hash: str | None = None
    introduction_hash: str | None = None
    takeover: UUID | None = None  # of an agreement, by the company that she acts for already

    @property
    def entrance(self) -> tuple[str, list]:
        """The one statement that enters, and its parameters."""
        if self.user_id:
            return "portal.enter(%s, %s)", [self.user_id, self.membership_id]
        if self.link_hash:
            return "portal.enter_by_link(%s)", [self.link_hash]
        if self.card_hash:
            return "portal.enter_by_card(%s)", [self.card_hash]
        if self.takeover:
            return "portal.enter_taken_over(%s)", [self.takeover]
        if self.practice_hash:
            return "portal.enter_by_practice_link(%s)", [self.practice_hash]
        if self.introduction_hash:
            return "portal.enter_by_introduction(%s)", [self.introduction_hash]
        return "portal.enter_as(%s)", [self.role]


PUBLIC = Actor(role=roles.PUBLIC)
SYSTEM = Actor(role=roles.SYSTEM)

_READ = ", ".join(f"current_setting('portal.{name}', true)" for name in SETTINGS)
_WRITE = ", ".join(f"set_config('portal.{name}', coalesce(%s, ''), true)" for name in SETTINGS)
_NOW = f"SELECT current_setting('role'), {_READ}"
_BACK = f"SELECT set_config('role', %s, true), {_WRITE}"


def current_actor() -> Actor | None:
    return _current.get()


@contextmanager
def acting_as(actor: Actor, using: str = "default") -> Iterator[Actor]:
    """Everything inside is read and written as `actor`, in one transaction.

    Raises `django.db.ProgrammingError` (insufficient privilege) when the actor has no such hat or link.
    """
    connection = connections[using]
    inner = connection.in_atomic_block  # inside another actor's work: a savepoint, and put things back
    with atomic(using):
        with connection.cursor() as cursor:
            before = cursor.execute(_NOW).fetchone() if inner else None
            statement, parameters = actor.entrance
            cursor.execute(
                f"SELECT set_config('portal.request', %s, true), set_config('role', {statement}, true)",
                [request_id.get(), *parameters],
            )
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        _refuse_swallowed_error(connection)
        if inner and not connection.needs_rollback:  # on rollback PostgreSQL itself restores the settings
            with connection.cursor() as cursor:
                cursor.execute(_BACK, before)


def _refuse_swallowed_error(connection: Any) -> None:
    # A template's {% if not … %} swallows any exception; COMMIT would then quietly roll back.
    status = connection.connection.info.transaction_status
    if status == TransactionStatus.INERROR and not connection.needs_rollback:
        raise TransactionManagementError("a database error was swallowed in this unit of work")
