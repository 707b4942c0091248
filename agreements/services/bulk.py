"""Drafting for a whole class at once: every draft or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from matching.models import Application, Match
from matching.services.enrolment import enrol_applicant
from matching.services.refusal import Refusal
from mkbroute.organisations.models import Organisation
from routes.models import Route

from ..enums import Language
from ..models import Agreement, DraftUpload
from .cards import ask_everyone
from .drafting import NotConfirmed, Signer, draft_agreement
from .own_employer import draft_at_own_employer

KEPT = timedelta(days=7)  # that nobody carried out
UploadRows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class OwnEmployer:
    kvk_number: str
    name: str
    contact: Signer


@dataclass(frozen=True)
class Newcomer:
    """Of the class, and not known on the route."""

    route: Route
    name: str
    email: str


@dataclass(frozen=True)
class Wanted:
    """A draft to make: on a match, or at an own employer. `values`: what is known better than route and place say."""

    name: str  # to say where it went wrong: "Rij 4" or a person
    application: Application | None
    match: Match | None = None
    employer: OwnEmployer | None = None
    values: dict[str, Any] = field(default_factory=dict)
    newcomer: Newcomer | None = None  # who has no application yet


@transaction.atomic
def draft_class(
    wanted: Sequence[Wanted], *, signer: Signer, who: str, ask: bool, language: str = Language.NL
) -> list[Agreement]:
    """Raises ValidationError that names each row in the way; nothing was made then.

    `ask`: everybody whose address is known is asked for the data of her party right away.
    """
    made, refused = [], []
    # in one order, so that two who do this at once wait for each other
    for each in sorted(wanted, key=_order):
        try:
            with transaction.atomic():
                made.append(_draft(each, signer, language, who))
        except Refusal as refusal:
            refused.append(f"{each.name}: {refusal}")
        except NotConfirmed:
            refused.append(f"{each.name}: de match is niet meer bevestigd.")
        except ValidationError as error:
            refused += [f"{each.name}: {message}" for message in error.messages]
    if refused:
        raise ValidationError(refused)
    if ask:
        keys = [agreement.pk for agreement in made]
        ask_everyone(Agreement.objects.filter(pk__in=keys).prefetch_related("parties", "cards"), who=who)
    return made


def _order(wanted: Wanted) -> tuple[int, str]:
    return (wanted.application.pk, "") if wanted.application else (0, wanted.newcomer.email if wanted.newcomer else "")


def _application(wanted: Wanted, employer: OwnEmployer, who: str) -> Application:
    if wanted.application:
        return wanted.application
    if not wanted.newcomer:
        raise NotConfirmed
    new = wanted.newcomer
    return enrol_applicant(new.route, name=new.name, email=new.email, employer_name=employer.name, who=who)


def _draft(wanted: Wanted, signer: Signer, language: str, who: str) -> Agreement:
    if wanted.match:
        employer = Organisation.objects.filter(employs_for__matches=wanted.match).first()
        agreement = draft_agreement(
            wanted.match,
            signer=signer,
            language=language,
            employer=employer,
            # who signs there is told on its gegevenskaart, or by the coordinator
            employer_signer=Signer("", employer.email) if employer else None,
            who=who,
        )
    elif wanted.employer:
        agreement = draft_at_own_employer(
            _application(wanted, wanted.employer, who),
            kvk_number=wanted.employer.kvk_number,
            name=wanted.employer.name,
            contact=wanted.employer.contact,
            signer=signer,
            language=language,
            who=who,
            ask=False,
        )
    else:
        raise NotConfirmed
    if wanted.values:
        for name, value in wanted.values.items():
            setattr(agreement, name, value)
        agreement.validate_constraints(exclude=["match", "application"])
        agreement.save(update_fields=list(wanted.values))
    return agreement


# -- a file -------------------------------------------------------------------------------------------------------


def keep_class(route: Route, rows: UploadRows, *, file_name: str, who: str, unread: Sequence[str] = ()) -> DraftUpload:
    """For the page that shows what would happen. What was forgotten there goes. `unread`: heads of
    columns left alone."""
    forgotten = DraftUpload.objects.filter(carried_out_at=None, uploaded_at__lt=timezone.now() - KEPT)
    forgotten.filter(hogeschool=route.hogeschool_id).delete()
    return DraftUpload.objects.create(
        route=route,
        hogeschool_id=route.hogeschool_id,
        rows=rows,
        file_name=file_name,
        uploaded_by=who,
        unread=list(unread),
    )


def discard_class(upload: DraftUpload) -> None:
    DraftUpload.objects.filter(pk=upload.pk, carried_out_at=None).delete()


@transaction.atomic
def carry_out_class(
    upload: DraftUpload,
    wanted: Sequence[Wanted],
    *,
    signer: Signer,
    who: str,
    ask: bool,
    language: str = Language.NL,
) -> list[Agreement]:
    """As draft_class. Raises ValidationError, also when it was carried out before."""
    # a double click waits here, and then finds it done
    upload = DraftUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.carried_out_at:
        raise ValidationError("Dit bestand is al verwerkt.", code="twice")
    made = draft_class(wanted, signer=signer, who=who, ask=ask, language=language)
    upload.drafted, upload.carried_out_at, upload.rows = len(made), timezone.now(), []
    upload.save(update_fields=["drafted", "carried_out_at", "rows"])
    return made
