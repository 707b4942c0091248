"""What the pages show of agreements: lists, whose turn it is, and what happened."""

from collections.abc import Iterable

from django.db.models import F, Prefetch, Q, QuerySet

from matching.journey import Moment, Turn, events_of
from mkbroute.mail.models import Message
from mkbroute.mail.models import State as MailState

from .enums import TECHNICAL, EventKind, Role, SigningState, State
from .models import Agreement, AgreementVersion, Party, Signing

CURRENT = "current_signings"  # of the latest version


def listed() -> QuerySet[Agreement]:
    return Agreement.objects.select_related("route", "organisation", "hogeschool").prefetch_related(_current_signings())


def detailed(reader: Role) -> QuerySet[Agreement]:
    """With all that its page needs. A formal employer cannot see the match."""
    related = ["route", "template", "organisation", "hogeschool", "employer"]
    if reader != Role.EMPLOYER:
        related += ["match__application", "match__position"]
    versions = Prefetch("versions", AgreementVersion.objects.select_related("document"))
    return Agreement.objects.select_related(*related).prefetch_related("parties", versions, _current_signings())


def _current_signings() -> Prefetch:
    current = Signing.objects.filter(version__number=F("agreement__version"))
    return Prefetch("signings", current, to_attr=CURRENT)


def matching_text(text: str) -> Q:
    """The search box above the list."""
    return Q(student_name__icontains=text) | Q(organisation__name__icontains=text) | Q(route__programme__icontains=text)


def sorted_parties(parties: Iterable[Party]) -> list[Party]:
    order = list(Role)
    return sorted(parties, key=lambda party: order.index(Role(party.role)))


# -- whose turn it is ---------------------------------------------------------------------------------------------


def turn_of(agreement: Agreement, reader: Role) -> Turn | None:
    """None: nobody has to do anything any more. The agreement comes from `listed` or `detailed`."""
    since = agreement.changed_at
    match State(agreement.state):
        case State.DRAFT:
            return _of_hogeschool(
                agreement, reader, "maakt het concept compleet en verstuurt het", "stelt het concept op"
            )
        case State.DECLINED:
            return _of_hogeschool(
                agreement, reader, "past de overeenkomst aan, of laat haar vervallen", "kijkt wat er moet veranderen"
            )
        case State.SENT:
            return _of_signers(agreement, reader)
        case State.SIGNED:
            return Turn("het portaal", "verzegelt het document", since)
        case _:
            return None


def _of_hogeschool(agreement: Agreement, reader: Role, own: str, theirs: str) -> Turn:
    if reader == Role.HOGESCHOOL:
        return Turn("u", own, agreement.changed_at, mine=True)
    return Turn(agreement.hogeschool.name, theirs, agreement.changed_at)


def _of_signers(agreement: Agreement, reader: Role) -> Turn:
    """By name: who looks for an organisation need not be who signs for it. A student always does."""
    waiting = [signing for signing in getattr(agreement, CURRENT) if signing.state == SigningState.WAITING]
    mine = any(signing.role == reader for signing in waiting)
    if mine and reader == Role.STUDENT:
        return Turn("jij", "tekent met de link uit de mail", agreement.changed_at, mine=True)
    verb = "tekent" if len(waiting) == 1 else "tekenen"
    return Turn(_listed([signing.name for signing in waiting]), verb, agreement.changed_at, mine=mine)


def _listed(names: list[str]) -> str:
    return " en ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# -- what happened ------------------------------------------------------------------------------------------------


def moments_of(agreement: Agreement, reader: Role) -> list[Moment]:
    """Newest first."""
    events = agreement.events.order_by("-sequence")
    if reader != Role.HOGESCHOOL:
        events = events.exclude(kind__in=TECHNICAL)
    return [Moment(event.at, event.who, event.text, event.reason, EventKind(event.kind).tone) for event in events]


def whole_road(agreement: Agreement, reader: Role) -> list[Moment]:
    """From the application on, newest first."""
    before = [] if reader == Role.EMPLOYER else events_of(agreement.match.application)
    return sorted([*moments_of(agreement, reader), *before], key=lambda moment: moment.at, reverse=True)


# -- what was mailed ----------------------------------------------------------------------------------------------


MAILED = {
    MailState.WAITING: "mail staat klaar om te worden verzonden",
    MailState.SENT: "mail verzonden",
    MailState.FAILED: "mail kon niet worden verzonden",
    MailState.BOUNCED: "mail kwam terug",
}


def latest_mails(agreement: Agreement) -> dict[str, Message]:
    """The last mail with a link, by address. For the hogeschool: others may not read what was mailed."""
    mails = Message.objects.filter(
        hogeschool_id=agreement.hogeschool_id,
        about=f"agreement:{agreement.public_id}",
        kind__in=["sign_request", "sign_link"],
    )
    return {mail.to_email: mail for mail in mails.order_by("created_at")}
