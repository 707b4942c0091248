"""The mails about applications and leerwerkplekken. Each goes to one person and says why she gets it."""

from typing import Any

from django.urls import reverse

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post
from routes.models import Route

from .admission import conditions, standing_checks
from .enums import Side
from .models import Application, Match


def tell_received(application: Application) -> None:
    _to_person("application_received", application)
    _to_coordinator("application_arrived", application)


def tell_enrolled(application: Application, who: str) -> None:
    _to_person("application_enrolled", application, by=who)


def tell_admitted(application: Application) -> None:
    _to_person("application_admitted", application, conditions=conditions(standing_checks(application)))


def tell_rejected(application: Application, reason: str) -> None:
    _to_person("application_rejected", application, reason=reason)


def tell_withdrawn(application: Application, match: Match | None, reason: str) -> None:
    _to_coordinator("application_withdrawn", application, reason=reason)
    if match:
        _to_company("match_withdrawn_company", match, reason=reason)


def tell_proposed(match: Match) -> None:
    """The praktijkbegeleider hears of it, too: she will guide, but need not have a log-in to answer with."""
    _to_person("match_proposed_person", match.application, match)
    _to_company("match_proposed_company", match)
    position = match.position
    if position.supervisor_email.lower() != position.mailbox[1].lower():
        to = (position.supervisor_name, position.supervisor_email)
        _post("match_proposed_supervisor", match.application, to, match, url=_url("match", match))


def tell_confirmed(match: Match) -> None:
    _to_person("match_confirmed_person", match.application, match)
    _to_company("match_confirmed_company", match)
    _to_coordinator("match_confirmed_coordinator", match.application, match)


def tell_declined(match: Match, side: Side) -> None:
    """The coordinator, who must look further; and the other side, which need not think about it any longer."""
    _to_coordinator("match_declined_coordinator", match.application, match, by=side.label.lower())
    if side == Side.COMPANY:
        _to_person("match_declined_person", match.application, match)
    else:
        _to_company("match_declined_company", match)


def tell_cancelled(match: Match) -> None:
    _to_person("match_cancelled_person", match.application, match)
    _to_company("match_cancelled_company", match)


def _to_person(kind: str, application: Application, match: Match | None = None, **context: Any) -> None:
    url = _url("mine", application)
    _post(kind, application, (application.name, application.email), match, url=url, **context)


def _to_coordinator(kind: str, application: Application, match: Match | None = None, **context: Any) -> None:
    url = _url("application", application)
    _post(kind, application, _coordinator(application.route), match, url=url, **context)


def _to_company(kind: str, match: Match, **context: Any) -> None:
    _post(kind, match.application, match.position.mailbox, match, url=_url("match", match), **context)


def _post(kind: str, application: Application, to: tuple[str, str], match: Match | None, **context: Any) -> None:
    post(
        kind,
        to=to,
        context={
            "application": application,
            "route": application.route,
            "hogeschool": application.hogeschool,
            "match": match,
            **context,
        },
        about=f"application:{application.public_id}",
        hogeschool_id=application.hogeschool_id,
    )


def _coordinator(route: Route) -> tuple[str, str]:
    return route.contact_name, route.contact_email


def _url(name: str, row: Application | Match) -> str:
    return absolute(reverse(f"matching:{name}", args=[row.public_id]))
