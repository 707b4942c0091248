from django.shortcuts import render

from routes.enums import State

WHY = {
    State.CONCEPT: "De route is nog een concept: de hogeschool heeft haar nog niet ingediend.",
    State.SUBMITTED: "De route ligt bij het programmateam. Zolang dat duurt, blijft alles zoals het is ingediend.",
    State.ASSESSING: "Het programmateam beoordeelt de route. Zolang dat duurt, blijft alles zoals het is ingediend.",
    State.RETURNED: "De hogeschool vult het dossier aan en dient opnieuw in.",
    State.RECOGNISED: "De route is erkend. Wat in het dossier stond, blijft daarom zoals het is beoordeeld.",
    State.REJECTED: "De route is nog niet erkend. De hogeschool kan het dossier verbeteren en opnieuw indienen.",
    State.RECONSIDERING: "De route is in heroverweging. Tot het nieuwe besluit blijft alles zoals het is ingediend.",
    State.WITHDRAWN: "De route is ingetrokken. Registreer een nieuwe route als u toch verder wilt.",
}


def closed(request, route):
    """What was asked is not possible in the state that the route is in."""
    return render(request, "routes/closed.html", {"route": route, "why": WHY[State(route.state)]}, status=409)
