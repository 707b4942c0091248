from argparse import ArgumentParser, ArgumentTypeError

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import ProgrammingError
from django.utils.timezone import localtime

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.services.beginning import AlreadyBegun, begin_portal

LONGEST_NAME = 120


class Command(BaseCommand):
    help = (
        "Begin with an empty portal: make the national programme team and mail its first person an invitation. "
        "She invites her colleagues and the hogescholen; from there everybody invites their own people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", type=_name, required=True, help="of the first person, for example 'Noor Kuiper'")
        parser.add_argument("--email", type=_email, required=True, help="where her invitation goes")
        parser.add_argument("--team", type=_name, default="Programmateam Mkb-routes", help="what the team is called")
        parser.add_argument("--inviter", type=_name, default="Technisch beheer", help="who the mail says invites her")
        parser.add_argument("--again", action="store_true", help="a new invitation, while nobody has accepted one yet")

    def handle(self, *, name: str, email: str, team: str, inviter: str, again: bool, **options) -> None:
        try:
            with acting_as(SYSTEM):
                invitation = begin_portal(team_name=team, name=name, email=email, inviter_name=inviter, again=again)
        except AlreadyBegun as error:
            raise CommandError(_explained(error)) from None
        except ProgrammingError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(
                f"The database refuses ({reason}). It must be migrated, and DATABASE_URL name the log-in portal_worker."
            ) from None
        self.stdout.write(
            f"{invitation.organisation.name} is there, and {name} is invited. The worker mails the link to "
            f"{invitation.email}; it works until {localtime(invitation.expires_at):%d-%m-%Y %H:%M}."
        )


def _explained(error: AlreadyBegun) -> str:
    if error.has_people:
        return (
            f"This portal has begun already: there are people in {error.team.name}. "
            "They invite each other on the page 'Mensen'."
        )
    return (
        f"This portal has begun already: {error.team.name} is there, and somebody is invited who has not accepted yet. "
        "With --again that invitation is revoked and a new one mailed."
    )


def _name(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_NAME:
        raise ArgumentTypeError(f"must have 1 to {LONGEST_NAME} characters")
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ArgumentTypeError(f"{text!r} is no e-mail address") from None
    return text
