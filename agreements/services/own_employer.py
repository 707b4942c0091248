"""Drafting for someone who learns where she works already: there is no leerwerkplek, so the employer tells the rest."""

from typing import Any

from django.db import transaction

from matching.models import Application
from matching.services.own_employer import place_at_own_employer
from matching.services.refusal import Refusal
from mkbroute.organisations.models import Organisation

from ..enums import Language, Role, State
from ..models import Agreement, AgreementTemplate, Party
from ..term import programme_ends_on, school_days
from .cards import ask_party, prepare_card
from .drafting import EDITABLE, Signer, organisation_party, signed_by, suggestions, write_draft
from .following import has_graduated, running_of
from .templates import standing_template


@transaction.atomic
def draft_at_own_employer(
    application: Application,
    *,
    kvk_number: str,
    name: str,
    contact: Signer,
    signer: Signer,
    who: str,
    language: str = Language.NL,
    ask: bool = True,
    copy_of: Agreement | None = None,
) -> Agreement:
    """`contact` knows the employer's data, and is asked right away when `ask`; `signer` signs for the hogeschool.

    A second call for the same person answers the agreement that is there. Raises matching's Refusal.
    """
    if has_graduated(application):
        raise Refusal(f"{application.name} heeft het diploma van deze route: een vervolg is er niet.")
    hogeschool = Organisation.objects.get(pk=application.hogeschool_id)
    application = place_at_own_employer(application, kvk_number=kvk_number, name=name, hogeschool=hogeschool, who=who)
    running = running_of(application)
    if running:
        return running
    template = standing_template(application.route.form, application.hogeschool_id)
    employer = Organisation.objects.get(own_applicants=application)
    agreement = write_draft(
        Agreement(application=application, organisation=employer, template=template),
        application,
        content=_beginning(application, template, language),
        parties=_parties(application, employer, hogeschool, signer),
        copy_of=copy_of,
        who=who,
    )
    if ask:
        ask_party(agreement, Role.COMPANY, name=contact.name, email=contact.email, who=who)
    else:
        prepare_card(agreement, Role.COMPANY, name=contact.name, email=contact.email)
    return agreement


def _beginning(application: Application, template: AgreementTemplate, language: str) -> dict[str, Any]:
    """What an earlier draft said; else what route and template suggest."""
    language = language if language in template.languages else Language.NL
    earlier = application.agreements.filter(state=State.CANCELLED).order_by("-created_at").first()
    if earlier and earlier.organisation_id == application.own_employer_id:
        return {**{name: getattr(earlier, name) for name in EDITABLE}, "language": language}
    route = application.route
    first, last = route.starts_on, programme_ends_on(route)
    known = {
        "starts_on": first,
        "ends_on": last,
        "practice_starts_on": first,
        "practice_ends_on": last,
        "school_days": school_days(route, language),
        "school_supervisor": route.contact_name,
        "language": language,
    }
    return {**known, **suggestions(template, language, known)}


def _parties(application: Application, employer: Organisation, hogeschool: Organisation, signer: Signer) -> list[Party]:
    student = Party(role=Role.STUDENT, legal_name=application.name, address=application.city)
    return [
        signed_by(student, Signer(application.name, application.email)),
        organisation_party(Role.COMPANY, employer),
        signed_by(organisation_party(Role.HOGESCHOOL, hogeschool), signer),
    ]
