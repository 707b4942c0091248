from collections.abc import Sequence

from django.shortcuts import render

from routes.catalogue import Card
from routes.enums import Phase, State


def gone(request, route, cards: Sequence[Card] = ()):
    """A route that was public. `cards`: what is like it."""
    stopped = route.state == State.WITHDRAWN or route.phase == Phase.ENDED
    if stopped:
        lead = f"{route.hogeschool.name} biedt {route.title} niet langer aan als Mkb-route."
    else:
        lead = f"{route.title} van {route.hogeschool.name} is op dit moment niet erkend als Mkb-route in het hbo."
    context = {"route": route, "stopped": stopped, "lead": lead, "cards": cards}
    return render(request, "routes/gone.html", context, status=410)
