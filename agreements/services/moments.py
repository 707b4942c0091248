"""Talks about the practice: planned, moved, called off, held; and what each of the three says before or during one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from .. import events, talks
from ..enums import WITH_SEAL, EventKind, Mastery, MomentKind, MomentState, State, Voice
from ..models import ContactMoment, MomentNote, OutcomeVoice, PracticeLink
from ..models.agreement import Agreement
from ..notices_practice import send_practice_link, tell_those_who_come
from ..own_days import company_of, require_own_days
from ..talks import Standing, outcomes_of
from .copying import owners_of
from .practice import NotRunning, OutsideTerm, require_been, require_in_term, running, since_sealing
from .signing import Visit

REMIND_BEFORE = timedelta(days=3)
NEXT_DAY = "next_day"  # of the form in which a talk is closed


class NotOpen(Exception):
    """The talk is over, or off; or the link is too old (talks.standing). Nothing was written."""


@dataclass(frozen=True)
class Invited:
    voice: Voice
    name: str
    email: str


@dataclass(frozen=True)
class Plan:
    kind: MomentKind
    planned_at: datetime
    place: str = ""
    invited: Sequence[Invited] = ()


@dataclass(frozen=True)
class Report:
    """`minutes`: how long it took. `present`: who were there, by name."""

    held_on: date
    minutes: int
    present: str
    report: str = ""
    arrangements: str = ""


# -- the hogeschool -----------------------------------------------------------------------------------------------


@transaction.atomic
def plan_moment(agreement: Agreement, *, plan: Plan, who: str) -> ContactMoment:
    """Everybody invited gets a mail with the talk for her calendar. A second click finds the first.
    Raises NotRunning or OutsideTerm."""
    agreement = running(agreement)
    require_in_term(agreement, timezone.localdate(plan.planned_at), "day")
    same = ContactMoment.objects.filter(agreement=agreement, kind=plan.kind, planned_at=plan.planned_at)
    found = same.filter(state=MomentState.PLANNED).first()
    if found:
        return found
    moment = ContactMoment(agreement=agreement, **owners_of(agreement), planned_by=who)
    _lay_out(moment, plan)
    moment.save()
    text = f"{moment.get_kind_display()} gepland op {_when(plan.planned_at)}"
    _record(moment, EventKind.MOMENT_PLANNED, text, who)
    _tell("talk_planned", moment, who)
    return moment


@transaction.atomic
def move_moment(moment: ContactMoment, *, plan: Plan, who: str) -> None:
    """Another day, place or company. Links of whoever comes no longer stop.
    Raises NotRunning, NotOpen or OutsideTerm."""
    moment = _open(moment)
    if _plan_of(moment) == plan:
        return
    require_in_term(moment.agreement, timezone.localdate(plan.planned_at), "day")
    _lay_out(moment, plan)
    moment.sequence += 1
    moment.save(update_fields=["kind", "planned_at", "place", "invited", "reminded_at", "sequence"])
    _follow_with_links(moment)
    text = f"{moment.get_kind_display()} verzet naar {_when(plan.planned_at)}"
    _record(moment, EventKind.MOMENT_MOVED, text, who)
    _tell("talk_moved", moment, who)


def _follow_with_links(moment: ContactMoment) -> None:
    stay = {person.email.casefold() for person in invited_to(moment) if person.voice == Voice.COMPANY}
    gone = [link.pk for link in moment.links.all() if link.email.casefold() not in stay]
    moment.links.exclude(pk__in=gone).update(link_expires_at=talks.expiry(moment))
    end_links(moment.links.filter(pk__in=gone), timezone.localdate())


def end_links(links: QuerySet[PracticeLink], on: date) -> None:
    """From that day they open nothing, and no new one is mailed in their place. What ends earlier stays so."""
    links.filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on)


@transaction.atomic
def cancel_moment(moment: ContactMoment, *, why: str, who: str) -> None:
    """Everybody invited is told why. Raises NotRunning or NotOpen."""
    _call_off(_open(moment), why, who)


def _call_off(moment: ContactMoment, why: str, who: str) -> None:
    moment.state, moment.cancelled_at, moment.cancelled_why = MomentState.CANCELLED, timezone.now(), why
    moment.save(update_fields=["state", "cancelled_at", "cancelled_why"])
    text = f"{moment.get_kind_display()} van {_when(moment.planned_at)} afgezegd"
    _record(moment, EventKind.MOMENT_OFF, text, who, reason=why)
    _tell("talk_off", moment, who)


def call_off_after(agreement: Agreement, last_day: date, *, who: str) -> int:
    """What was planned for after the end does not happen, and who would come is told. How many: again finds none."""
    planned = ContactMoment.objects.filter(
        agreement=agreement, state=MomentState.PLANNED, planned_at__date__gt=last_day
    ).order_by("planned_at")
    found = list(planned.select_related("agreement"))
    why = f"De overeenkomst met {company_of(agreement, last_day)} eindigt na {date_format(last_day, 'j F Y')}."
    for moment in found:
        _call_off(_open(moment), why[:300], who)
    return len(found)


@transaction.atomic
def close_moment(moment: ContactMoment, *, report: Report, who: str, following: Plan | None = None) -> None:
    """What is written down is final from now on, and so is what the three said. Those invited are told. `following`:
    the next talk, planned along with it. Raises NotRunning, NotOpen or OutsideTerm."""
    moment = _open(moment)
    require_been(moment.agreement, report.held_on, "held_on")
    if following:
        _require_room(moment.agreement, following)
    _write_down(moment, report, who)
    moment.save(update_fields=["state", "closed_at", "closed_by", *asdict(report)])
    _record(moment, EventKind.MOMENT_HELD, _held(moment), who, evidence=_evidence(report))
    _tell("talk_held", moment, who)
    if following:
        plan_moment(moment.agreement, plan=following, who=who)


@transaction.atomic
def record_moment(agreement: Agreement, *, kind: MomentKind, report: Report, who: str) -> ContactMoment:
    """One that was held without having been planned here. A company writes down its own guidance. Raises NotRunning,
    OutsideTerm or OtherCompany."""
    agreement = since_sealing(agreement)
    require_been(agreement, report.held_on, "held_on")
    require_own_days(agreement, report.held_on)
    moment = ContactMoment(agreement=agreement, kind=kind, **owners_of(agreement))
    _write_down(moment, report, who)
    moment.save()
    _record(moment, EventKind.MOMENT_HELD, _held(moment), who, evidence=_evidence(report))
    return moment


@transaction.atomic
def add_note(moment: ContactMoment, *, text: str, who: str) -> MomentNote:
    """To what is final. Raises NotOpen where it is not final yet, or never will be; or OtherCompany."""
    events.lock(moment.agreement)
    _require_own(moment)
    if not ContactMoment.objects.filter(pk=moment.pk, state=MomentState.CLOSED).exists():
        raise NotOpen
    agreement = moment.agreement
    return MomentNote.objects.create(moment=moment, agreement=agreement, **owners_of(agreement), text=text, who=who)


def _lay_out(moment: ContactMoment, plan: Plan) -> None:
    moment.kind, moment.planned_at, moment.place = plan.kind, plan.planned_at, plan.place
    moment.invited = [{"voice": each.voice.value, "name": each.name, "email": each.email} for each in plan.invited]
    # who hears of it this late needs no reminder
    near = plan.planned_at - timezone.now() <= REMIND_BEFORE
    moment.reminded_at = timezone.now() if near else None


def _plan_of(moment: ContactMoment) -> Plan:
    return Plan(MomentKind(moment.kind), moment.planned_at or timezone.now(), moment.place, invited_to(moment))


def invited_to(moment: ContactMoment) -> tuple[Invited, ...]:
    return tuple(Invited(Voice(each["voice"]), each["name"], each["email"]) for each in moment.invited)


def _write_down(moment: ContactMoment, report: Report, who: str) -> None:
    for name, value in asdict(report).items():
        setattr(moment, name, value)
    moment.state, moment.closed_at, moment.closed_by = MomentState.CLOSED, timezone.now(), who


def _require_room(agreement: Agreement, following: Plan) -> None:
    if agreement.state != State.SEALED:
        raise OutsideTerm("De overeenkomst is geëindigd: plan geen volgend gesprek.", NEXT_DAY)
    require_in_term(agreement, timezone.localdate(following.planned_at), NEXT_DAY)


def _open(moment: ContactMoment) -> ContactMoment:
    """As it is now, with its agreement, which stays locked."""
    agreement = since_sealing(moment.agreement)
    found = ContactMoment.objects.filter(pk=moment.pk, state=MomentState.PLANNED).first()
    if not found:
        raise NotOpen
    found.agreement = agreement
    return found


def _tell(kind: str, moment: ContactMoment, who: str, silent: Collection[str] = ()) -> None:
    """Who comes for the company gets a new personal link with each mail."""
    addresses = {}
    for person in moment.invited if MomentKind(moment.kind).is_for_three and kind != "talk_off" else ():
        if person["voice"] == Voice.COMPANY:
            addresses[person["email"]] = new_link_to_speak(moment, person["name"], person["email"], who)
    tell_those_who_come(kind, moment, who=who, links=addresses, silent=silent)


def new_link_to_speak(moment: ContactMoment, name: str, email: str, who: str) -> str:
    """The address for in the mail."""
    address, fields = talks.new_link(moment)
    agreement = moment.agreement
    PracticeLink.objects.create(
        agreement=agreement, **owners_of(agreement), moment=moment, name=name, email=email, asked_by=who, **fields
    )
    return address


def _held(moment: ContactMoment) -> str:
    day = date_format(moment.held_on, "j F Y") if moment.held_on else ""
    return f"{moment.get_kind_display()} van {day}, {moment.minutes} minuten"


def _evidence(report: Report) -> dict[str, Any]:
    return {"held_on": str(report.held_on), "minutes": report.minutes, "present": report.present}


def _when(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""


# -- the three voices ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opinion:
    """Of one learning outcome. `level` may be empty: nothing said of it."""

    level: Mastery | str
    sentence: str = ""


@transaction.atomic
def speak(
    moment: ContactMoment,
    voice: Voice,
    opinions: Mapping[str, Opinion],
    *,
    who: str,
    give: bool,
    visit: Visit | None = None,
) -> bool:
    """By outcome. `give`: from now on the others read it, and whatever changes until the talk is closed; before that it
    waits as a draft. Answers whether the others read it. Raises NotOpen or OtherCompany."""
    events.lock(moment.agreement)
    _require_open(moment)
    _require_own(moment)
    named = set(outcomes_of(moment.agreement))
    mine = {row.outcome: row for row in OutcomeVoice.objects.filter(moment=moment, voice=voice)}
    given_before = any(row.given_at for row in mine.values())
    first, give = give and not given_before, give or given_before
    for outcome, opinion in opinions.items():
        if outcome in named:
            _say(mine.get(outcome) or _new(moment, voice, outcome), opinion, who, give)
    if give:  # what was a draft and is not said again now
        OutcomeVoice.objects.filter(moment=moment, voice=voice, given_at=None).update(given_at=timezone.now())
    if first:
        text = f"{voice.label}: hoe ver het is, voor {moment.get_kind_display().lower()}"
        _record(moment, EventKind.VOICED, text, who, evidence=asdict(visit) if visit else {})
    return give


def _new(moment: ContactMoment, voice: Voice, outcome: str) -> OutcomeVoice:
    agreement = moment.agreement
    return OutcomeVoice(moment=moment, agreement=agreement, **owners_of(agreement), voice=voice, outcome=outcome)


def _say(row: OutcomeVoice, opinion: Opinion, who: str, give: bool) -> None:
    said = (str(opinion.level), opinion.sentence)
    if row.pk and (row.level, row.sentence) == said and (row.given_at or not give):
        return
    if not row.pk and said == ("", ""):
        return
    row.level, row.sentence = said
    row.who, row.at = who, timezone.now()
    row.given_at = row.given_at or (row.at if give else None)
    if row.pk:
        row.save(update_fields=["level", "sentence", "who", "at", "given_at"])
    else:
        row.save()


def _require_own(moment: ContactMoment) -> None:
    if day := talks.day_of(moment):
        require_own_days(moment.agreement, day)


def _require_open(moment: ContactMoment) -> None:
    open_ones = ContactMoment.objects.filter(pk=moment.pk, state=MomentState.PLANNED, agreement__state__in=WITH_SEAL)
    if not open_ones.exists():
        raise NotOpen


# -- the personal link --------------------------------------------------------------------------------------------


def open_link(link: PracticeLink) -> None:
    if not link.opened_at:
        link.opened_at = timezone.now()
        link.save(update_fields=["opened_at"])


@transaction.atomic
def renew_link(link: PracticeLink) -> None:
    """To the address that the expired one was sent to: it renews once. Raises NotOpen."""
    found = PracticeLink.objects.select_for_update(of=("self",)).filter(pk=link.pk, token_hash=link.token_hash).first()
    if not found or talks.standing(link) != Standing.EXPIRED:
        raise NotOpen
    address, fields = talks.new_link(link.moment)
    for name, value in fields.items():
        setattr(link, name, value)
    link.save(update_fields=list(fields))
    send_practice_link(link, address)


# -- the worker ---------------------------------------------------------------------------------------------------


def to_remind() -> list[int]:
    """Talks that are near, of which nobody was reminded."""
    now = timezone.now()
    near = ContactMoment.objects.filter(
        state=MomentState.PLANNED,
        agreement__state=State.SEALED,
        reminded_at=None,
        planned_at__gt=now,
        planned_at__lte=now + REMIND_BEFORE,
    )
    return list(near.values_list("pk", flat=True))


@transaction.atomic
def remind_of_moment(moment_id: int) -> None:
    """Once: a second call finds it done, or the talk moved."""
    if moment_id not in to_remind():
        return
    try:
        moment = _open(ContactMoment.objects.select_related("agreement").get(pk=moment_id))
    except (NotRunning, NotOpen):
        return
    if moment.reminded_at:
        return
    moment.reminded_at = timezone.now()
    moment.save(update_fields=["reminded_at"])
    spoken = set(moment.voices.exclude(given_at=None).values_list("voice", flat=True))
    silent = [voice for voice in Voice if voice not in spoken]
    _tell("talk_near", moment, moment.planned_by, silent)


def _record(moment: ContactMoment, kind: EventKind, text: str, who: str, reason: str = "", **rest: Any) -> None:
    evidence = {"moment": str(moment.public_id), **rest.get("evidence", {})}
    events.record(moment.agreement, kind, who=who[:200], text=text[:300], reason=reason, evidence=evidence)
