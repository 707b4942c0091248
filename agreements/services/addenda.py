"""Changing what was sealed: an addendum, from draft to a text that waits for signatures. Signing and sealing it is done
by the very services that do so for an agreement. Until it is sealed the agreement stays as it was.

Each step locks the agreement first, as signing and sealing do, so that all stand in one line.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.services.own_employer import company_by_number
from matching.services.refusal import Refusal
from mkbroute.design.merging import Clash, Merge, merge, plain
from routes.revisions import require_unchanged, revision

from .. import events, notices
from ..addendum_readiness import addendum_cautions, addendum_obstacles
from ..addendum_text import compose_addendum, what_changes
from ..consolidated import parties_with, sealed_before, with_changes
from ..enums import OPEN, EndingState, EventKind, Role, State, leads_to
from ..models import (
    TEXT_FIELDS,
    Addendum,
    Agreement,
    AgreementVersion,
    Party,
    PlanRow,
    RotationPeriod,
    plan_of,
    rotation_of,
)
from ..models.addenda import party_data, party_from
from ..models.plan import OF_PERIOD, OF_ROW
from ..moving import move_by
from ..row_differences import rows_as_said, rows_of
from ..weighed import bound
from .asking import ask_all, owners_of
from .drafting import NotInDraft, party_values
from .sending import (
    TO_SIGN,
    NotReady,
    Refused,
    TextChanged,
    asked,
    fingerprint,
    freeze_text,
    keep_reasons,
    lock_agreement,
    record_sent,
    require_state,
    require_weighed,
    set_state,
)
from .training import in_order, require_in_a_row

OF_ADDENDUM = ("effective_on", "why")
OF_FORMER = ("vestigingsnummer", "supervisor_email", "supervisor_phone")  # never those of another company as well


class IsEnding(Refused):
    """The parties are asked about the end of the agreement, or it is final."""


@transaction.atomic
def draft_addendum(agreement: Agreement, *, who: str) -> Addendum:
    """Begins with what holds now. While one runs, a second call answers that one; so does the database
    (addendum_one_at_a_time). Raises Refused, or IsEnding."""
    agreement = lock_agreement(agreement)
    running = agreement.addenda.filter(state__in=OPEN).first()
    if running:
        return running
    require_state(agreement, State.SEALED)
    if agreement.endings.exclude(state=EndingState.WITHDRAWN).exists():
        raise IsEnding
    number = 1 + max(agreement.addenda.values_list("number", flat=True), default=0)
    sealed = list(agreement.addenda.filter(state=State.SEALED))
    addendum = Addendum.objects.create(
        agreement=agreement,
        **owners_of(agreement),
        number=number,
        parties=[party_data(party) for party in parties_with(agreement, sealed)],
    )
    _record(addendum, EventKind.DRAFTED, who, f"Addendum {number} opgesteld")
    return addendum


@transaction.atomic
def edit_addendum(addendum: Addendum, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str) -> Merge:
    """`values`: of OF_ADDENDUM, and of the agreement as it should read. Writes what differs from `seen`; what others
    changed meanwhile stays. Raises NotInDraft, merging.Clash, or ValidationError where the result does not fit.
    """
    addendum = _locked_draft(addendum)
    base = with_changes(addendum.agreement, sealed_before(addendum))
    current = addendum_values(addendum)
    done = merge(values, seen, {name: current[name] for name in values})
    if done.clashes:
        raise Clash(done)
    changed = [name for name in values if name in done.mine and plain(values[name]) != plain(current[name])]
    if not changed:
        return done
    result = {**current, **{name: values[name] for name in changed}}
    for name in OF_ADDENDUM:
        setattr(addendum, name, result[name])
    addendum.changes = {
        name: plain(result[name]) for name in TEXT_FIELDS if plain(result[name]) != plain(getattr(base, name))
    }
    _require_sound(addendum)
    _write(addendum, *OF_ADDENDUM, "changes")
    _record(addendum, EventKind.EDITED, who, f"Addendum {addendum.number} gewijzigd", fields=changed)
    return done


@transaction.atomic
def edit_addendum_parties(addendum: Addendum, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str) -> Merge:
    """As edit_agreement does: keys are "company-signer_name". Another KvK-nummer is another company: the former one
    then signs as well, because it leaves. Raises NotInDraft or merging.Clash."""
    addendum = _locked_draft(addendum)
    parties = {str(party.role): party for party in addendum.party_rows()}
    current = party_values(parties.values())
    done = merge(values, seen, {name: current.get(name, "") for name in values})
    if done.clashes:
        raise Clash(done)
    changed = [key for key in values if key in done.mine and plain(values[key]) != plain(current.get(key, ""))]
    for key in changed:
        role, _, name = key.partition("-")
        if role in parties:
            setattr(parties[role], name, values[key])
    parties[Role.STUDENT].signer_name = parties[Role.STUDENT].legal_name  # she signs for herself
    addendum.parties = [party_data(party) for party in _with_leaving(addendum, parties)]
    if changed:
        _write(addendum, "parties")
        _record(addendum, EventKind.EDITED, who, f"Partijen in addendum {addendum.number} gewijzigd", fields=changed)
    return done


@transaction.atomic
def edit_addendum_plan(addendum: Addendum, rows: Sequence[Mapping[str, Any]], *, seen: str, who: str) -> None:
    """The whole opleidingsplan as it reads from then on; the very plan that holds already: it stays. Raises NotInDraft,
    or Overtaken where a colleague changed it meanwhile."""
    addendum = _locked_draft(addendum)
    require_unchanged(seen, addendum_plan_revision(addendum))
    _lay_rows(addendum, "plan", [{name: plain(row[name]) for name in OF_ROW} for row in rows], "Opleidingsplan", who)


def addendum_plan(addendum: Addendum) -> list[PlanRow]:
    return plan_of(with_changes(addendum.agreement, [*sealed_before(addendum), addendum]))


def addendum_plan_revision(addendum: Addendum) -> str:
    return revision(*rows_as_said("plan", addendum_plan(addendum)))


@transaction.atomic
def edit_addendum_rotation(addendum: Addendum, periods: Sequence[Mapping[str, Any]], *, seen: str, who: str) -> None:
    """The whole rotation, as edit_addendum_plan. Raises NotInDraft, Overtaken, or ValidationError where periods overlap
    or leave days between them."""
    addendum = _locked_draft(addendum)
    require_unchanged(seen, addendum_rotation_revision(addendum))
    ordered = in_order(periods)
    require_in_a_row(ordered)
    rotation = [{name: plain(period[name]) for name in OF_PERIOD} for period in ordered]
    _lay_rows(addendum, "rotation", rotation, "Rotatie", who)


def _lay_rows(addendum: Addendum, name: str, rows: list[dict[str, str]], told: str, who: str) -> None:
    """The plan or the rotation; what holds already is no change."""
    base = with_changes(addendum.agreement, sealed_before(addendum))
    wanted = None if rows == rows_of(base)[name] else rows
    if wanted == getattr(addendum, name):
        return
    setattr(addendum, name, wanted)
    _write(addendum, name)
    _record(addendum, EventKind.EDITED, who, f"{told} in addendum {addendum.number} gewijzigd")


def addendum_rotation(addendum: Addendum) -> list[RotationPeriod]:
    return rotation_of(with_changes(addendum.agreement, [*sealed_before(addendum), addendum]))


def addendum_rotation_revision(addendum: Addendum) -> str:
    return revision(*rows_as_said("rotation", addendum_rotation(addendum)))


def _with_leaving(addendum: Addendum, parties: dict[str, Party]) -> list[Party]:
    """In the order of Role. Who guides at the former company does not guide at the new one."""
    former = parties_with(addendum.agreement, sealed_before(addendum))
    company = next(party for party in former if party.role == Role.COMPANY)
    if parties[Role.COMPANY].kvk_number == company.kvk_number:
        if parties.pop(Role.LEAVING, None):  # it stays after all
            _replace(parties[Role.COMPANY], dict.fromkeys(OF_FORMER, ""), company)
    else:
        _replace(parties[Role.COMPANY], {name: getattr(company, name) for name in OF_FORMER}, Party())
        contacts = {"supervisor_email": "", "supervisor_phone": ""}
        leaving = party_from({**party_data(company), **contacts, "role": str(Role.LEAVING)})
        parties.setdefault(Role.LEAVING, leaving)
    return [parties[role] for role in Role if role in parties]


def _replace(party: Party, where: Mapping[str, str], by: Party) -> None:
    """What still reads as `where` says; the rest somebody wrote."""
    for name, value in where.items():
        if getattr(party, name) == value:
            setattr(party, name, getattr(by, name))


@transaction.atomic
def send_addendum(
    addendum: Addendum, *, content_sha256: str, who: str, reasons: Mapping[str, str] | None = None
) -> AgreementVersion:
    """As send_agreement. Raises Refused, NotReady, NotWeighed or TextChanged."""
    addendum = lock_addendum(addendum)
    if addendum.state == State.SENT:
        sent = addendum.versions.get(number=addendum.version)
        if sent.content_sha256 == content_sha256:
            return sent
    require_state(addendum, State.DRAFT)
    former = asked(addendum)
    version = fix_addendum_text(addendum, content_sha256=content_sha256, reasons=reasons, who=who)
    ask_all(version, addendum.party_rows(), who, former=former)
    return version


def fix_addendum_text(
    addendum: Addendum, *, content_sha256: str, reasons: Mapping[str, str] | None, who: str, told: str = TO_SIGN
) -> AgreementVersion:
    """As fix_text. Raises NotReady, NotWeighed or TextChanged."""
    if found := addendum_obstacles(addendum):
        raise NotReady(found)
    weighed = require_weighed(addendum_cautions(addendum), reasons or {})
    text = compose_addendum(addendum)
    if fingerprint(text) != content_sha256:
        raise TextChanged
    _introduce_company(addendum)
    version = freeze_text(addendum.agreement, text, what_changes(addendum), addendum)
    set_state(addendum, State.SENT, version=version.number)
    kept = bound(keep_reasons(version, weighed, who))
    record_sent(version, who, told, addendum=addendum.number, weighed=kept)
    return version


def _introduce_company(addendum: Addendum) -> None:
    """Who takes over is known to the portal from now on: it has weeks and papers of its own (employers.parts_of)."""
    move = move_by(addendum)
    if move and move.new.kvk_number:
        with suppress(Refusal):  # the number is of an organisation that is no company here
            company_by_number(move.new.kvk_number, move.new.legal_name, addendum.agreement.hogeschool)


@transaction.atomic
def reopen_addendum(addendum: Addendum, *, reason: str, who: str) -> None:
    """Take it back to change it. Raises Refused."""
    addendum = lock_addendum(addendum)
    require_state(addendum, *leads_to(State.DRAFT))
    set_state(addendum, State.DRAFT)
    _record(addendum, EventKind.REOPENED, who, f"Addendum {addendum.number} teruggehaald om te wijzigen", reason)
    for signing in asked(addendum):
        notices.tell_reopened(signing, reason)


@transaction.atomic
def cancel_addendum(addendum: Addendum, *, reason: str, who: str) -> None:
    """The agreement stays as it is. Whoever was asked to sign is told. Raises Refused."""
    addendum = lock_addendum(addendum)
    require_state(addendum, *leads_to(State.CANCELLED))
    set_state(addendum, State.CANCELLED)
    _record(addendum, EventKind.CANCELLED, who, f"Addendum {addendum.number} vervallen", reason)
    for signing in asked(addendum):
        notices.tell_cancelled(signing, reason)


def addendum_values(addendum: Addendum) -> dict[str, Any]:
    """What the form shows: of the addendum, and of the agreement with it."""
    now = with_changes(addendum.agreement, [*sealed_before(addendum), addendum])
    of_text = {name: getattr(now, name) for name in TEXT_FIELDS}
    return {**of_text, **{name: getattr(addendum, name) for name in OF_ADDENDUM}}


def _require_sound(addendum: Addendum) -> None:
    """The agreement with it keeps every rule that it was made under. Raises ValidationError."""
    now = with_changes(addendum.agreement, [*sealed_before(addendum), addendum])
    names = {field.name for field in Agreement._meta.fields}
    now.clean_fields(exclude=names - set(addendum.changes))
    now.validate_constraints(exclude=["match"])
    addendum.clean_fields(exclude={field.name for field in Addendum._meta.fields} - set(OF_ADDENDUM))


def lock_addendum(addendum: Addendum) -> Addendum:
    agreement = lock_agreement(Agreement.objects.only("pk", "match_id").get(pk=addendum.agreement_id))
    addendum = Addendum.objects.get(pk=addendum.pk)
    addendum.agreement = agreement
    return addendum


def _locked_draft(addendum: Addendum) -> Addendum:
    addendum = lock_addendum(addendum)
    if addendum.state != State.DRAFT:
        raise NotInDraft
    return addendum


def _write(addendum: Addendum, *fields: str) -> None:
    addendum.changed_at = timezone.now()
    addendum.save(update_fields=[*fields, "changed_at"])


def _record(addendum: Addendum, kind: EventKind, who: str, text: str, reason: str = "", **evidence: Any) -> None:
    said = {"addendum": addendum.number, **evidence}
    events.record(addendum.agreement, kind, who=who, text=text, reason=reason, evidence=said)


__all__ = [
    "IsEnding",
    "NotInDraft",
    "NotReady",
    "Refused",
    "TextChanged",
    "addendum_plan",
    "addendum_plan_revision",
    "addendum_rotation",
    "addendum_rotation_revision",
    "addendum_values",
    "cancel_addendum",
    "draft_addendum",
    "edit_addendum",
    "edit_addendum_parties",
    "edit_addendum_plan",
    "edit_addendum_rotation",
    "reopen_addendum",
    "send_addendum",
]
