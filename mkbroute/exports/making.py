"""Who makes which kind of file. A feature says so when it starts; the kernel knows none of them."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .archive import Archive
from .models import Job


class Part(NamedTuple):
    """A piece of the work: done in one transaction, as who asked. Between two parts the job tells how far it is."""

    doing: str  # "De overeenkomst van Joris Kok"
    write: Callable[[Archive], None]


Plan = Callable[[Job], Iterable[Part]]
_PLANS: dict[str, Plan] = {}


class Gone(Exception):
    """What was asked for is not there (any more) for who asked. The message is for her, in Dutch."""


def make_with(kind: str, plan: Plan) -> None:
    """`plan` answers the parts, as who asked; it raises Gone."""
    _PLANS[kind] = plan


def plan_of(job: Job) -> list[Part]:
    return list(_PLANS[job.kind](job))
