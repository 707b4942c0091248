"""The first people of a portal in which there is nobody yet."""

from django.db import connection
from django.utils import timezone

from ..enums import Kind, Part
from ..models import Invitation, Membership, Organisation
from .people import invite_person


class AlreadyBegun(Exception):
    """There is a programme team; it says whether anybody is in it, and who was invited."""

    def __init__(self, team: Organisation, *, has_people: bool) -> None:
        super().__init__(team.name)
        self.team, self.has_people = team, has_people


def begin_portal(*, team_name: str, name: str, email: str, inviter_name: str, again: bool = False) -> Invitation:
    """Make the programme team and invite its first person, who invites everybody else. By the system.

    Raises AlreadyBegun when there is a programme team. With `again` only when somebody is in it; until then the open
    invitation is revoked and a new one sent.
    """
    with connection.cursor() as cursor:  # two at once would each find no team
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('mkbroute begin'))")
    team = Organisation.objects.filter(kind=Kind.PROGRAMME).first()
    if team:
        has_people = Membership.objects.filter(organisation=team, ended_at=None).exists()
        if has_people or not again:
            raise AlreadyBegun(team, has_people=has_people)
        open_ones = Invitation.objects.filter(organisation=team, accepted_at=None, revoked_at=None)
        open_ones.update(revoked_at=timezone.now())
    else:
        team = Organisation.objects.create(kind=Kind.PROGRAMME, name=team_name)
    return invite_person(team, invited_by=team, inviter_name=inviter_name, name=name, email=email, part=Part.PROGRAMME)
