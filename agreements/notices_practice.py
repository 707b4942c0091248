"""The mails about the days after signing: a talk that is planned, moved, off or near, what was written down of it, and
the request to say who was at work. Each goes to one person and says why it comes."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .enums import MomentKind, Voice
from .invitations import invitation
from .models import Agreement, ContactMoment, PracticeLink
from .own_days import company_of
from .talks import LIFETIME, MINUTES

INVITING = ("talk_planned", "talk_moved", "talk_off", "talk_left")


def tell_those_who_come(
    kind: str, moment: ContactMoment, *, who: str, links: Mapping[str, str], silent: Collection[str] = ()
) -> None:
    """The mail `kind` to everybody who was invited, each with her own way in. `links`: personal ones, by address of who
    has no account. `silent`: the voices that did not speak yet, where that is known."""
    for person in moment.invited:
        tell_one(kind, moment, person, who=who, links=links, silent=silent)


def tell_one(
    kind: str,
    moment: ContactMoment,
    person: dict[str, str],
    *,
    who: str,
    links: Mapping[str, str],
    silent: Collection[str] = (),
    **said: str,
) -> None:
    """As tell_those_who_come; `talk_left`: who was invited, and comes no longer. `said`: what else that mail
    tells."""
    voice = Voice(person["voice"])
    url = links.get(person["email"], "") if voice == Voice.COMPANY else page_of(moment)
    _post(
        kind,
        moment.agreement,
        (person["name"], person["email"]),
        {
            "moment": moment,
            "what": MomentKind(moment.kind).label.lower(),
            "is_student": voice == Voice.STUDENT,
            "is_company": voice == Voice.COMPANY,
            "is_asked": MomentKind(moment.kind).is_for_three,
            "is_silent": voice in silent,
            "url": url,
            "who": who,
            "minutes": MINUTES,
            **said,
        },
        calendar=_calendar(moment, person, url, leaves=kind == "talk_left") if kind in INVITING else "",
    )


def page_of(moment: ContactMoment) -> str:
    return absolute(reverse("agreements:moment", args=[moment.public_id]))


def _calendar(moment: ContactMoment, person: dict[str, str], url: str, *, leaves: bool) -> str:
    agreement = moment.agreement
    # a personal link stays in the mail: calendars are shared with others
    url = absolute("/") if person["voice"] == Voice.COMPANY else url
    return invitation(
        moment,
        title=f"{MomentKind(moment.kind).label} {agreement.student_name}",
        email=person["email"],
        organiser=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"),
        url=url,
        about=f"{agreement.student_name} bij {company_of(agreement)}, {agreement.hogeschool.name}",
        leaves=leaves,
    )


def send_attendance_link(link: PracticeLink, address: str) -> None:
    _post("attendance_request", link.agreement, (link.name, link.email), {"url": address, "who": link.asked_by})


def send_practice_link(link: PracticeLink, address: str) -> None:
    """In the place of one that is too old."""
    _post("practice_link", link.agreement, (link.name, link.email), {"url": address, "moment": link.moment})


def _post(kind: str, agreement: Agreement, to: tuple[str, str], context: dict[str, Any], calendar: str = "") -> None:
    post(
        kind,
        to=to,
        context={
            "agreement": agreement,
            "route": agreement.route,
            "hogeschool": agreement.hogeschool,
            "company": {"name": company_of(agreement)},
            "days": LIFETIME.days,
            **context,
        },
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
        calendar=calendar,
    )
