import logging
from typing import Any

from celery import Task, current_app
from django.db.transaction import on_commit

from .actor import SYSTEM, Actor, acting_as, current_actor

logger = logging.getLogger(__name__)


class ActorTask(Task):
    """A task acts as whoever sent it, in one transaction; with `as_system = True`: as the system.

    With `own_doors = True` it enters by itself, once per unit of work.
    """

    as_system = False
    own_doors = False

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = {**_sender(), **(options.pop("headers", None) or {})}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.own_doors:
            return super().__call__(*args, **kwargs)
        with acting_as(self._actor()):
            return super().__call__(*args, **kwargs)

    def _actor(self) -> Actor:
        if self.as_system:
            return SYSTEM
        sender = (self.request.headers or {}).get("actor") or self.request.get("actor")
        if not sender:
            raise PermissionError(f"{self.name}: sent by nobody")
        return Actor(*sender)


def wake(task_name: str, *args: Any) -> None:
    """Tell a worker, after the commit, that there is a row to look at.

    Never fails when the broker is down: what must happen is a row already, and a sweep finds it.
    """
    headers = _sender()  # now: after the commit there is no actor any more

    def send() -> None:
        try:
            current_app.send_task(task_name, args, headers=headers, retry=False)
        except Exception:
            logger.exception("broker unreachable; the sweep will find it: %s%r", task_name, args)

    on_commit(send)


def _sender() -> dict:
    actor = current_actor()
    return {"actor": [actor.role, actor.user_id, actor.membership_id, actor.link_hash]} if actor else {}
