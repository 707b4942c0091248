"""A class that was asked to sign."""

from agreements.models import Dispatch, DispatchLine
from agreements.sendable import sendables, shared_cautions
from agreements.services import sending_many as services
from mkbroute.access.actor import SYSTEM, acting_as

from .classmates import ready_class
from .scenes import WHO


def asked(mine, number: int = 3) -> Dispatch:
    """Of a class of so many: all is ready."""
    ready_class(mine, number)
    return ask(mine)


def ask(mine) -> Dispatch:
    with acting_as(mine.coordinator.actor):
        ready = [each for each in sendables(mine.route) if not each.obstacles]
        reasons = {shared.caution.code: "Zo afgesproken." for shared in shared_cautions(ready)}
        return services.ask_to_send(mine.route, ready, reasons=reasons, who=WHO)


def lines(dispatch) -> list[DispatchLine]:
    with acting_as(SYSTEM):
        return list(DispatchLine.objects.filter(dispatch=dispatch).select_related("agreement").order_by("pk"))
