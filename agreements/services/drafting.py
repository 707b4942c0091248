"""Drafting: from a confirmed match to a text that can be sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.enums import MatchState
from matching.models import Application, Match, Position
from mkbroute.design.merging import Clash, Merge, merge, plain
from mkbroute.documents.characters import with_ink
from mkbroute.organisations.models import Organisation
from routes.models import Route

from .. import employment, events
from ..articles import in_language
from ..enums import EventKind, Language, Role, State
from ..meter import NAMES, label
from ..models import EMPLOYMENT, Agreement, AgreementTemplate, Party
from ..own_days import company_of
from ..suggesting import put_in
from ..term import programme_ends_on, school_days
from ..text import OTHER_FIELDS
from .copying import copied_content, copy_rows, owners_of
from .following import OF_TERM, carried_over, former_of, record_followed, take_plan
from .templates import standing_template

LONGEST_OUTCOMES = 4000  # Agreement.learning_outcomes
EDITABLE = (*NAMES, *OTHER_FIELDS, *EMPLOYMENT, "language")
PARTY_FIELDS = (
    "legal_name",
    "kvk_number",
    "vestigingsnummer",
    "address",
    "student_number",
    "born_on",
    "signer_name",
    "signer_function",
    "signer_email",
    "signer_phone",
    "supervisor_email",
    "supervisor_phone",
)


class NotConfirmed(Exception):
    """The match is not, or no longer, confirmed by both."""


class NotInDraft(Exception):
    """The agreement was sent, or dropped, meanwhile."""


@dataclass(frozen=True)
class Signer:
    name: str
    email: str
    function: str = ""


@transaction.atomic
def draft_agreement(
    match: Match,
    *,
    signer: Signer,
    who: str,
    language: str = Language.NL,
    employer: Organisation | None = None,
    employer_signer: Signer | None = None,
    copy_of: Agreement | None = None,
) -> Agreement:
    """`signer` signs for the hogeschool. Where the template has no text in that language, it is Dutch.

    A second call for the same match answers the agreement that is there.

    `copy_of`: another agreement of the hogeschool, whose text this one begins with. Raises NotConfirmed.
    """
    match = _locked_match(match)  # a double click: the second waits here, and then finds what the first made
    running = match.agreements.exclude(state=State.CANCELLED).first()
    if running:
        return running
    if match.state != MatchState.CONFIRMED:
        raise NotConfirmed
    template = standing_template(match.route.form, match.hogeschool_id)
    return write_draft(
        Agreement(match=match, organisation=match.organisation, employer=employer, template=template),
        match.application,
        content=_beginning(match, template, language),
        parties=parties_of(match, signer, employer, employer_signer),
        copy_of=copy_of,
        who=who,
    )


def write_draft(
    agreement: Agreement,
    application: Application,
    *,
    content: Mapping[str, Any],
    parties: Iterable[Party],
    copy_of: Agreement | None,
    who: str,
) -> Agreement:
    """`agreement` says what it rests on, who is where, and its template. Call where its basis is locked.

    Who learnt at another company before, on the same route, goes on where that agreement ended."""
    former = former_of(application)
    carried = carried_over(former) if former else {}
    copied = copied_content(copy_of, agreement.organisation_id) if copy_of else {}
    agreement.follows = former
    term = {name: carried[name] for name in OF_TERM if name in carried}
    for name, value in _with_ink({**content, **carried, **copied, **term}).items():
        setattr(agreement, name, value)
    agreement.route, agreement.form = application.route, agreement.template.form
    agreement.hogeschool_id, agreement.student_id = application.hogeschool_id, application.student_id
    agreement.student_name = with_ink(application.name)
    agreement.save(force_insert=True)
    owners = owners_of(agreement)
    for party in parties:
        for name, value in {**_with_ink(party_fields(party)), "agreement": agreement, **owners}.items():
            setattr(party, name, value)
        party.save(force_insert=True)
    text = f"{agreement.template.title} opgesteld"
    if copy_of:
        copy_rows(copy_of, agreement)
        text = f"{text}, met de tekst van de overeenkomst van {copy_of.student_name}"
    if former:
        if not copy_of:
            take_plan(former, agreement)
        text = f"{text}, als vervolg op de overeenkomst met {company_of(former)}"
        record_followed(former, agreement, who=who)
    events.record(agreement, EventKind.DRAFTED, who=who, text=text[:300])
    return agreement


@transaction.atomic
def edit_agreement(agreement: Agreement, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str) -> Merge:
    """Writes what differs from `seen`; what others changed meanwhile stays.

    Raises NotInDraft, merging.Clash, or ValidationError where the result of both does not fit together.
    """
    agreement = locked_draft(agreement)
    done = merge(values, seen, {name: getattr(agreement, name) for name in values})
    if done.clashes:
        raise Clash(done)
    changed = [name for name in values if name in done.mine and plain(values[name]) != plain(getattr(agreement, name))]
    if changed:
        before = agreement.language
        for name in changed:
            setattr(agreement, name, values[name])
        if agreement.language != before:
            changed += _put_in_its_language(agreement, before)
        agreement.clean_fields(exclude=[name for name in _field_names(agreement) if name not in changed])
        agreement.validate_constraints(exclude=["match"])
        _touch(agreement, *changed)
        _record_edit(agreement, who, f"Gewijzigd: {', '.join(map(label, changed))}", changed)
    return done


def _put_in_its_language(agreement: Agreement, before: str) -> list[str]:
    """What nobody touched since the portal wrote it. Which fields."""
    written = put_in(agreement, before=before)
    for name, text in written.items():
        setattr(agreement, name, text)
    return list(written)


def newer_template(agreement: Agreement) -> AgreementTemplate | None:
    """What a draft would be made of today, if it can be read in her language; None where it is made of that."""
    standing = standing_template(agreement.form, agreement.hogeschool_id)
    is_newer = standing.pk != agreement.template_id and agreement.language in standing.languages
    return standing if is_newer else None


@transaction.atomic
def renew_template(agreement: Agreement, *, who: str) -> None:
    """What was filled in stays; a second call changes nothing. Raises NotInDraft."""
    agreement = locked_draft(agreement)
    newer = newer_template(agreement)
    if newer is None:
        return
    agreement.template = newer
    _touch(agreement, "template")
    _record_edit(agreement, who, f"Nieuwe modeltekst: {newer}", ["template"])


@transaction.atomic
def edit_parties(agreement: Agreement, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str) -> Merge:
    """As edit_agreement, for the parties: keys are "company-signer_name". Raises NotInDraft or merging.Clash."""
    agreement = locked_draft(agreement)
    parties = {party.role: party for party in agreement.parties.all()}
    current = party_values(parties.values())
    done = merge(values, seen, current)
    if done.clashes:
        raise Clash(done)
    changed = [key for key in values if key in done.mine and plain(values[key]) != plain(current[key])]
    for role, party in parties.items():
        fields = [key.partition("-")[2] for key in changed if key.startswith(f"{role}-")]
        _write_party(party, {field: values[f"{role}-{field}"] for field in fields})
    if changed:
        agreement.student_name = parties[Role.STUDENT].legal_name
        _touch(agreement, "student_name")
        roles = dict.fromkeys(Role(key.partition("-")[0]).label.lower() for key in changed)
        _record_edit(agreement, who, f"Gegevens van partijen gewijzigd: {', '.join(roles)}", changed)
    return done


def _write_party(party: Party, values: dict[str, Any]) -> None:
    if party.role == Role.STUDENT and "legal_name" in values:
        values = {**values, "signer_name": values["legal_name"]}  # she signs for herself
    for name, value in values.items():
        setattr(party, name, value)
    if values:
        party.save(update_fields=list(values))


def party_values(parties: Iterable[Party]) -> dict[str, Any]:
    return {f"{party.role}-{field}": value for party in parties for field, value in party_fields(party).items()}


def party_fields(party: Party) -> dict[str, Any]:
    return {field: getattr(party, field) for field in PARTY_FIELDS}


def locked_draft(agreement: Agreement) -> Agreement:
    """Locked, so that nobody sends while someone edits."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if agreement.state != State.DRAFT:
        raise NotInDraft
    return agreement


# -- what stands in a new draft -----------------------------------------------------------------------------------


def _beginning(match: Match, template: AgreementTemplate, language: str) -> dict[str, Any]:
    """What an earlier draft for this match said; else what route, leerwerkplek and template suggest."""
    language = language if language in template.languages else Language.NL
    earlier = match.agreements.filter(state=State.CANCELLED).order_by("-created_at").first()
    if earlier:
        return {**{name: getattr(earlier, name) for name in EDITABLE}, "language": language}
    position, route = match.position, match.route
    known = {
        **_term(route, position),
        "hours_per_week": position.hours_per_week,
        "working_days": position.working_days,
        "school_days": school_days(route, language),
        "practice_supervisor": f"{position.supervisor_name}, {position.supervisor_function}"[:200],
        "school_supervisor": route.contact_name,
        "learning_outcomes": _outcomes(match),
        "function_title": position.title,
        "tasks": position.tasks,
        "workplace_address": f"{position.workplace.name}, {position.workplace.address}"[:300],
        "employment": employment.from_position(position, language),
        "language": language,
    }
    return {**known, **suggestions(template, language, known)}


def _outcomes(match: Match) -> str:
    """Those of the route that the company chose; where it chose none, what it says itself."""
    lines, length = [], 0
    for outcome in match.offer.outcomes:
        length += len(outcome) + 3
        if length <= LONGEST_OUTCOMES:
            lines.append(f"- {outcome}")
    return "\n".join(lines) or match.position.learning


def suggestions(template: AgreementTemplate, language: str, known: Mapping[str, Any]) -> dict[str, str]:
    """What its articles begin with in that language, where nothing is `known` yet."""
    suggested = (in_language(article, Language(language)).get("suggestions", {}) for article in template.articles)
    found = {field: text for suggestions in suggested for field, text in suggestions.items()}
    return {field: text for field, text in found.items() if not known.get(field)}


def _with_ink(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: with_ink(value) if isinstance(value, str) else value for name, value in values.items()}


def _term(route: Route, position: Position) -> dict[str, date]:
    """From the start of the programme to its nominal end. Work may begin later, and where it begins earlier so does the
    agreement."""
    starts_on = min(route.starts_on, position.starts_on)
    ends_on = programme_ends_on(route)
    if position.starts_on > ends_on:  # an old leerwerkplek: the dates are for the coordinator
        return {"starts_on": starts_on, "ends_on": ends_on}
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "practice_starts_on": position.starts_on,
        "practice_ends_on": ends_on,
    }


def parties_of(
    match: Match, signer: Signer, employer: Organisation | None, employer_signer: Signer | None
) -> list[Party]:
    application, position = match.application, match.position
    student = Party(role=Role.STUDENT, legal_name=application.name, address=application.city)
    student.signer_phone = application.phone
    signatory = Signer(position.signatory_name, position.signatory_email, position.signatory_function)
    company = organisation_party(Role.COMPANY, match.organisation, position.workplace.vestigingsnummer)
    company.supervisor_email, company.supervisor_phone = position.supervisor_email, position.supervisor_phone
    parties = [signed_by(student, Signer(application.name, application.email)), signed_by(company, signatory)]
    if employer and employer_signer:
        parties.append(signed_by(organisation_party(Role.EMPLOYER, employer), employer_signer))
    return [*parties, signed_by(organisation_party(Role.HOGESCHOOL, match.hogeschool), signer)]


def organisation_party(role: Role, organisation: Organisation, vestigingsnummer: str = "") -> Party:
    return Party(
        role=role,
        legal_name=organisation.name,
        kvk_number=organisation.kvk_number,
        vestigingsnummer=vestigingsnummer,
        address=organisation.address,
    )


def signed_by(party: Party, signer: Signer) -> Party:
    party.signer_name, party.signer_email, party.signer_function = signer.name, signer.email, signer.function
    return party


# -- writing ------------------------------------------------------------------------------------------------------


def _locked_match(match: Match) -> Match:
    related = ("route", "position__workplace", "application", "organisation", "hogeschool", "offer")
    return Match.objects.select_for_update(of=("self",)).select_related(*related).get(pk=match.pk)


def _touch(agreement: Agreement, *fields: str) -> None:
    agreement.changed_at = timezone.now()
    agreement.save(update_fields=[*fields, "changed_at"])


def _record_edit(agreement: Agreement, who: str, text: str, changed: list[str]) -> None:
    events.record(agreement, EventKind.EDITED, who=who, text=text[:300], evidence={"fields": changed})


def _field_names(agreement: Agreement) -> list[str]:
    return [field.name for field in agreement._meta.fields]
