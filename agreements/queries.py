"""What the pages show of agreements: lists, whose turn it is, and what happened."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.utils import timezone

from matching.journey import Moment, Turn, events_of
from mkbroute.design.listing import addresses
from mkbroute.mail.models import Message
from mkbroute.mail.models import State as MailState
from routes.models import Route, title_of

from . import events
from .cards import NOT_HANDED_IN
from .consolidated import company_with, term_with
from .endings import letter_waits_since
from .enums import CALLED_OFF, OPEN, TECHNICAL, EndingState, EventKind, Role, SigningState, State
from .models import Addendum, Agreement, AgreementVersion, Ending, Party, PartyCard, Signing, Weighing
from .own_days import company_today

CURRENT = "current_signings"  # of the latest version
# the portal tries each minute: what lasts longer, as a time-stamp service that restarts does not, someone must look at
SEALED_WITHIN = timedelta(minutes=15)


class Row(NamedTuple):
    """Of the list of agreements."""

    url: str
    student: str
    company: str
    programme: str
    state: State
    ends_on: date | None  # as it stands today
    addendum: Addendum | None  # that runs
    since: datetime
    turn: Turn | None
    is_called_off: bool = False

    @property
    def standing(self) -> str:
        return CALLED_OFF if self.is_called_off else str(self.state.label)


LISTED = (
    "pk", "public_id", "student_name", "organisation__name", "hogeschool__name",
    "route__degree", "route__programme", "state", "starts_on", "ends_on", "ended_on", "changed_at",
)  # fmt: skip


def rows_of(page: QuerySet[Agreement], reader: Role, email: str) -> list[Row]:
    """`email`: of whoever reads; by it she is known as one who must sign."""
    agreements = list(page.values_list(*LISTED, ADDENDA, LAST_DAY))
    waiting, filling = _waited_for({agreement[0]: agreement[7] for agreement in agreements}, reader)
    url_of = addresses("agreements:detail")
    rows = []
    for agreement in agreements:
        pk, key, student, company, hogeschool, degree, programme, state, start, end, ended, changed_at, found, last = (
            agreement
        )
        addenda = sorted(map(_addendum, found), key=lambda each: each.number)
        running = next((each for each in addenda if state == State.SEALED and each.state in OPEN), None)
        at, since = (State(running.state), running.changed_at) if running else (State(state), changed_at)
        awaited = (filling if state == State.DRAFT else waiting)[pk]
        if addenda:
            company, end = company_with(company, addenda, ended), term_with(start, end, addenda)[1]
        rows.append(
            Row(url_of(key), student, company, title_of(degree, programme), State(state),
                ends_on=ended or last or end, addendum=running, since=since,
                turn=_turn(at, since, hogeschool, reader, email, awaited, bool(running)),
                is_called_off=bool(ended and start and ended < start))
        )  # fmt: skip
    return rows


OF_ADDENDUM = {
    field.name: field
    for field in Addendum._meta.concrete_fields
    if field.name in ("number", "state", "effective_on", "changes", "parties", "changed_at")
}


def _rows_of(rows: QuerySet[Any], *fields: str) -> ArraySubquery:
    """What lies under each agreement of a list, read along with it."""
    row = Func(*fields, function="jsonb_build_array", output_field=JSONField())
    return ArraySubquery(rows.filter(agreement=OuterRef("pk")).order_by("pk").values(row=row))


ADDENDA = _rows_of(Addendum.objects.all(), *OF_ADDENDUM)
# of a final end, also while it lies ahead
LAST_DAY = Subquery(
    Ending.objects.filter(agreement=OuterRef("pk"), state=EndingState.FINAL).order_by().values("last_day")
)


def _addendum(row: list[Any]) -> Addendum:
    return Addendum(**{name: field.to_python(row[number]) for number, (name, field) in enumerate(OF_ADDENDUM.items())})


def followed() -> QuerySet[Agreement]:
    """With whose turn it is and who signed."""
    current = Signing.objects.filter(version__number=F("agreement__version"))
    signings = Prefetch("signings", current, to_attr=CURRENT)
    return Agreement.objects.select_related("hogeschool").prefetch_related(signings)


def detailed(reader: Role) -> QuerySet[Agreement]:
    """With all that its page needs. A formal employer cannot see the match."""
    related = ["route", "template", "organisation", "hogeschool", "employer", "follows__organisation"]
    if reader != Role.EMPLOYER:
        related += ["match__application", "match__position"]
    if reader not in (Role.EMPLOYER, Role.COMPANY):  # a company knows of its match only
        related += ["application"]
    versions = Prefetch("versions", AgreementVersion.objects.select_related("document", "addendum"))
    return followed().select_related(*related).prefetch_related("parties", "addenda", versions)


def readable_by_link(agreement_id: int) -> Agreement:
    """For the holder of a link, who cannot see the match: what the text that holds is made of."""
    versions = Prefetch("versions", AgreementVersion.objects.select_related("addendum"))
    related = Agreement.objects.select_related("route", "template").prefetch_related("parties", "addenda", versions)
    return related.get(pk=agreement_id)


def matching_text(text: str) -> Q:
    """The search box above the list: also by the company that came in the place of the first."""
    moved = Addendum.objects.filter(state=State.SEALED, parties__contains=[{"role": Role.LEAVING}])
    there = moved.annotate(company=company_today()).filter(company__icontains=text).values("agreement")
    named = Q(student_name__icontains=text) | Q(route__programme__icontains=text)
    return named | Q(organisation__name__icontains=text) | Q(pk__in=there)


def sorted_parties(parties: Iterable[Party]) -> list[Party]:
    order = list(Role)
    return sorted(parties, key=lambda party: order.index(Role(party.role)))


def to_copy(route: Route) -> QuerySet[Agreement]:
    """Whose text another on the same route may begin with."""
    found = Agreement.objects.filter(route=route).exclude(state=State.CANCELLED)
    return found.select_related("organisation").order_by("student_name", "-created_at")


# -- whose turn it is ---------------------------------------------------------------------------------------------


class Signer(NamedTuple):
    email: str
    name: str


def turn_of(agreement: Agreement, reader: Role, email: str, filling: Iterable[Signer] = ()) -> Turn | None:
    """None: nobody has to do anything any more. The agreement is `followed`. `filling`: see filling_in."""
    if agreement.state == State.DRAFT:
        waiting = list(filling)
    else:
        signings = getattr(agreement, CURRENT)
        waiting = [Signer(signing.email, signing.name) for signing in signings if _is_to_sign(signing)]
    return _turn(State(agreement.state), agreement.changed_at, agreement.hogeschool.name, reader, email, waiting)


def _is_to_sign(signing: Signing) -> bool:
    return signing.state == SigningState.WAITING and signing.is_asked


class _Asked(NamedTuple):
    agreement: int
    version: int  # 0: asked for her gegevenskaart
    pk: int
    state: str
    is_asked: bool
    email: str
    name: str


def _waited_for(states: dict[int, str], reader: Role) -> tuple[dict[int, list[Signer]], dict[int, list[Signer]]]:
    """Who did not answer yet: on the latest version, and with her gegevenskaart. `states`: by agreement."""
    drafts = [agreement for agreement, state in states.items() if state == State.DRAFT]
    # also who was not asked yet: of a version that was sent again they may be the only ones
    asked = Signing.objects.filter(agreement__in=states.keys() - drafts).order_by()
    found = asked.values_list("agreement_id", "version_id", "id", "state", "is_asked", "email", "name")
    if drafts and reader == Role.HOGESCHOOL:
        cards = (
            awaited_cards()
            .filter(agreement__in=drafts)
            .order_by()
            .values_list("agreement_id", Value(0), "id", Value(""), Value(True), "email", "name")
        )
        found = found.union(cards, all=True)
    rows = sorted((_Asked(*row) for row in found), key=lambda row: (row.version, row.pk))
    latest = {row.agreement: row.version for row in rows}
    waiting: dict[int, list[Signer]] = defaultdict(list)
    filling: dict[int, list[Signer]] = defaultdict(list)
    for row in rows:
        if not row.version:
            filling[row.agreement].append(Signer(row.email, row.name))
        elif row.version == latest[row.agreement] and row.state == SigningState.WAITING and row.is_asked:
            waiting[row.agreement].append(Signer(row.email, row.name))
    return waiting, filling


def filling_in(drafts: Collection[int], reader: Role) -> dict[int, list[Signer]]:
    """Whose gegevenskaart each draft waits for; only the hogeschool knows of cards."""
    found: dict[int, list[Signer]] = defaultdict(list)
    if reader == Role.HOGESCHOOL and drafts:
        cards = awaited_cards().filter(agreement__in=drafts).order_by("pk")
        for agreement, email, name in cards.values_list("agreement", "email", "name"):
            found[agreement].append(Signer(email, name))
    return found


OF_SIGNING = ("state", "is_asked", "email", "name")


def followed_at_once(wanted: Q, reader: Role) -> Iterator[tuple[Agreement, list[Signer]]]:
    """As `followed`, each with whom filling_in finds; all in one query, the newest last."""
    cards = _rows_of(awaited_cards(), *Signer._fields) if reader == Role.HOGESCHOOL else Value([], JSONField())
    found = Agreement.objects.filter(wanted).select_related("hogeschool").order_by("created_at", "pk")
    current = Signing.objects.filter(version__number=OuterRef("version"))
    for agreement in found.annotate(signed_by=_rows_of(current, *OF_SIGNING), filled_by=cards):
        signings = [Signing(**dict(zip(OF_SIGNING, row, strict=True))) for row in agreement.signed_by]
        setattr(agreement, CURRENT, signings)
        yield agreement, [Signer(*row) for row in agreement.filled_by] if agreement.state == State.DRAFT else []


def awaited_cards() -> QuerySet[PartyCard]:
    """That someone was asked to fill in, with a link that works. Of what is no draft any more nobody awaits one."""
    return PartyCard.objects.filter(NOT_HANDED_IN, link_expires_at__gt=timezone.now())


def turn_of_addendum(addendum: Addendum, signings: Iterable[Signing], reader: Role, email: str) -> Turn | None:
    """`signings`: of its latest version."""
    waiting = [Signer(signing.email, signing.name) for signing in signings if _is_to_sign(signing)]
    hogeschool = addendum.agreement.hogeschool.name
    return _turn(State(addendum.state), addendum.changed_at, hogeschool, reader, email, waiting, of_addendum=True)


def _turn(
    state: State,
    since: datetime,
    hogeschool: str,
    reader: Role,
    email: str,
    waiting: list[Signer],
    of_addendum: bool = False,
) -> Turn | None:
    who, mine = ("u", True) if reader == Role.HOGESCHOOL else (hogeschool, False)
    the, it = ("het addendum", "het") if of_addendum else ("de overeenkomst", "haar")
    draft = the if of_addendum else "het concept"
    match state:
        case State.DRAFT if mine and waiting and not of_addendum:
            verb = "vult de gegevenskaart in" if len(waiting) == 1 else "vullen hun gegevenskaart in"
            return Turn(_listed([signer.name for signer in waiting]), verb, since)
        case State.DRAFT:
            what = f"maakt {draft} compleet en verstuurt het" if mine else f"stelt {draft} op"
        case State.DECLINED:
            what = f"past {the} aan, of laat {it} vervallen" if mine else "kijkt wat er moet veranderen"
        case State.SENT:
            return _of_signers(waiting, reader, email, since)
        case State.SIGNED:
            does = "kan het document nog niet verzegelen" if is_seal_late(state, since) else "verzegelt het document"
            return Turn("het portaal", does, since)
        case _:
            return None
    return Turn(who, what, since, mine=mine)


def is_seal_late(state: str, since: datetime) -> bool:
    return state == State.SIGNED and timezone.now() - since >= SEALED_WITHIN


def is_letter_late(ending: Ending) -> bool:
    since = letter_waits_since(ending)
    return bool(since and timezone.now() - since >= SEALED_WITHIN)


def _of_signers(waiting: list[Signer], reader: Role, email: str, since: datetime) -> Turn:
    """The reader first, then the others by name: who looks for an organisation need not be who signs for it. Between
    the sending and the asking nobody was asked yet."""
    if not waiting:
        return Turn("het portaal", "stuurt de links", since)
    mine = any(is_own(signer, email) for signer in waiting)
    others = [signer.name for signer in waiting if not is_own(signer, email)]
    who = ["jij" if reader == Role.STUDENT else "u", *others] if mine else others
    verb = "tekent" if len(who) == 1 else "tekenen"
    return Turn(_listed(who), f"{verb} met de link uit de mail" if mine else verb, since, mine=mine)


def is_own(signing: Signer | Signing, email: str) -> bool:
    return signing.email.casefold() == email.casefold()


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
    knows = reader != Role.EMPLOYER and (agreement.match_id or reader != Role.COMPANY)
    before = events_of(agreement.applied) if knows else []
    return sorted([*moments_of(agreement, reader), *before], key=lambda moment: moment.at, reverse=True)


def weighings_of(agreement: Agreement) -> list[Weighing]:
    """At the sending of the latest version."""
    return list(agreement.weighings.filter(version__number=agreement.version).order_by("id"))


def reasons_given(agreement: Agreement) -> dict[str, str]:
    """The last reason for each caution, to begin with when the next version is sent."""
    given = agreement.weighings.order_by("at").values_list("code", "reason")
    return {f"reason-{code}": reason for code, reason in given}


# -- what was mailed ----------------------------------------------------------------------------------------------


MAILED = {
    MailState.WAITING: "mail staat klaar om te worden verzonden",
    MailState.SENT: "mail verzonden",
    MailState.FAILED: "mail kon niet worden verzonden",
}


def last_reminders(agreement: Agreement) -> dict[str, datetime]:
    """Of this agreement, by address in lower case."""
    found = agreement.events.filter(kind=EventKind.REMINDED).order_by("sequence")
    return {str(events.evidence_of(event).get("email", "")).lower(): event.at for event in found}


def latest_mails(agreement: Agreement) -> dict[str, Message]:
    """The last mail with a link, by address in lower case. For the hogeschool: others may not read what was mailed."""
    kinds = ["sign_request", "sign_requests", "addendum_request", "sign_link", "sign_forwarded", "reminder"]
    mails = mails_about(agreement).filter(kind__in=kinds)
    return {mail.to_email.lower(): mail for mail in mails}


def mails_about(agreement: Agreement) -> QuerySet[Message]:
    """Also those that were about others too, the oldest first."""
    own = Q(about=f"agreement:{agreement.public_id}") | Q(pk__in=events.shared_mails(agreement))
    return Message.objects.filter(own, hogeschool_id=agreement.hogeschool_id).order_by("created_at")
