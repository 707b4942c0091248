"""A list is checked, completed and sent: by its hogeschool, or by the programme team for all."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from matching.services.refusal import Refusal, is_refused_by
from mkbroute.access.tasks import wake

from ..enums import Audience, InvitationState, Listed, ListState, WaveState
from ..links import new_open_token
from ..models import Invitation, Wave, WaveList
from .preparing import listed
from .waves import record

BUSY = "Deze lijst wordt nu verstuurd, of de meting is gesloten."
TWICE = "Dit e-mailadres staat al op de lijst."


def add_person(found: WaveList, fields: dict[str, str], *, who: str) -> None:
    """Raises Refusal."""
    add_people(found, [fields], how=Listed.HAND, who=who)


@transaction.atomic
def add_people(found: WaveList, rows: Sequence[dict[str, str]], *, how: Listed, who: str) -> None:
    """All of them, or none. Raises Refusal when one came on the list meanwhile, or the list is being sent."""
    try:
        with transaction.atomic():
            Invitation.objects.bulk_create([listed(found, how, **fields) for fields in rows], batch_size=500)
    except IntegrityError as error:
        raise Refusal(BUSY if is_refused_by(error, "survey_invitation_before_sending") else TWICE) from error
    record(found.wave, who, f"{_named(found)}: {len(rows)} toegevoegd.", found.hogeschool_id)


@transaction.atomic
def remove_person(invitation: Invitation, *, who: str) -> None:
    """Who was not asked yet. Raises Refusal."""
    gone = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.LISTED)._raw_delete("default")
    if not gone:
        raise Refusal("Deze uitnodiging is intussen verstuurd.")
    record(
        invitation.wave, who, f"{_named(invitation.wave_list)}: iemand van de lijst gehaald.", invitation.hogeschool_id
    )


@transaction.atomic
def send_list(found: WaveList, *, who: str) -> None:
    """A worker sends, from the first day of the wave; a list without people is then done. Raises Refusal."""
    wave = Wave.objects.get(pk=found.wave_id)
    now = WaveList.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if now.state == ListState.SENDING or wave.state != WaveState.OPEN or not wave.prepared_at:
        raise Refusal(BUSY)
    has_people = now.invitations.filter(state=InvitationState.LISTED).exists()
    if now.state == ListState.SENT and not has_people:
        raise Refusal("Er staat niemand op de lijst die nog niet gevraagd is.")
    WaveList.objects.filter(pk=found.pk).update(state=ListState.SENDING, sent_by=who[:300])
    record(wave, who, f"{_named(found)}: laten versturen.", found.hogeschool_id)
    wake("surveys.send")


@transaction.atomic
def send_all(wave: Wave, *, who: str) -> int:
    """By the programme team, which sees no names: every list that its hogeschool did not send yet. How many lists."""
    found = Wave.objects.get(pk=wave.pk)
    if found.state != WaveState.OPEN or not found.prepared_at:
        raise Refusal("Deze meting loopt niet, of de lijsten staan nog niet klaar.")
    sent = found.lists.filter(state=ListState.CHECKING).update(state=ListState.SENDING, sent_by=who[:300])
    if sent:
        record(found, who, f"{sent} lijsten laten versturen namens alle hogescholen.")
        wake("surveys.send")
    return sent


@transaction.atomic
def set_open_link(found: WaveList, *, on: bool, who: str) -> None:
    """A link for everybody who gets it; a new one each time it is turned on, so that an old one stops."""
    if found.wave.state != WaveState.OPEN:
        raise Refusal("Deze meting loopt niet (meer).")
    WaveList.objects.filter(pk=found.pk).update(open_token=new_open_token() if on else None)
    record(found.wave, who, f"{_named(found)}: open link {'aan' if on else 'uit'}gezet.", found.hogeschool_id)


def _named(found: WaveList) -> str:
    return f"{Audience(found.population.audience).label}, {found.route}"
