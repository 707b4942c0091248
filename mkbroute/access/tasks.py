import logging

from celery import Task
from django.db.transaction import on_commit

from .actor import SYSTEM, Actor, acting_as, current_actor

logger = logging.getLogger(__name__)


class ActorTask(Task):
    """A task acts as whoever sent it; with `as_system = True`: as the system.

    `wake` is how a service sends one: after the commit, and without failing when the broker is down, because what must
    happen is a row already and a sweep finds it.
    """

    as_system = False

    def apply_async(self, args=None, kwargs=None, **options):
        headers = {**self._sender(), **(options.pop("headers", None) or {})}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def wake(self, *args) -> None:
        headers = self._sender()  # now: after the commit there is no actor any more

        def send():
            try:
                self.apply_async(args, headers=headers, retry=False)
            except Exception:
                logger.exception("broker unreachable; the sweep will find it: %s%r", self.name, args)

        on_commit(send)

    def __call__(self, *args, **kwargs):
        with acting_as(self._actor()):
            return super().__call__(*args, **kwargs)

    def _sender(self) -> dict:
        actor = current_actor()
        if not actor or self.as_system:
            return {}
        return {"actor": [actor.role, actor.user_id, actor.membership_id, actor.link_hash]}

    def _actor(self) -> Actor:
        if self.as_system:
            return SYSTEM
        sender = (self.request.headers or {}).get("actor") or self.request.get("actor")
        if not sender:
            raise PermissionError(f"{self.name}: sent by nobody")
        return Actor(*sender)
