"""Someone learns where she works already: a place without a leerwerkplek or a match."""

from django.db import IntegrityError
from django.db.transaction import atomic

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from ..enums import ApplicationState, EventKind
from ..journey import sequel_of
from ..models import OPEN_MATCH, Application
from .applications import lock_application
from .log import record
from .refusal import Refusal


@atomic
def place_at_own_employer(
    application: Application, *, kvk_number: str, name: str, hogeschool: Organisation, who: str
) -> Application:
    """The employer is known by its KvK-nummer; one that is new to the portal comes in without an account.

    A second call for the same employer changes nothing. Raises Refusal when the person is not waiting for a place, or
    the number is of something else than a company.
    """
    application = lock_application(application)
    employer = company_by_number(kvk_number, name, hogeschool)
    if application.own_employer_id == employer.pk:
        return application
    if application.state != ApplicationState.ADMISSIBLE:
        raise Refusal("Dit kan alleen bij iemand die toelaatbaar is en nog geen leerwerkplek heeft.")
    if application.matches.filter(OPEN_MATCH).exists():
        raise Refusal("Voor deze aanmelding loopt al een voorstel. Laat dat eerst vervallen.")
    application.own_employer, application.state = employer, ApplicationState.PLACED
    application.save(update_fields=["own_employer", "state"])
    record(application, EventKind.OWN_EMPLOYER, who=who, text=f"Leert bij de eigen werkgever: {employer.name}")
    return application


@atomic
def leave_own_employer(application: Application, *, who: str, reason: str) -> None:
    """The person can be proposed elsewhere. Raises Refusal when an agreement rests on it."""
    application = lock_application(application)
    if not application.own_employer_id:
        return
    if sequel_of(application).runs:
        raise Refusal("Er is een overeenkomst met deze werkgever. Laat die eerst vervallen.")
    application.own_employer, application.state = None, ApplicationState.ADMISSIBLE
    application.save(update_fields=["own_employer", "state"])
    record(application, EventKind.OWN_EMPLOYER_ENDED, who=who, reason=reason)


def company_by_number(kvk_number: str, name: str, hogeschool: Organisation) -> Organisation:
    """One that is new to the portal comes in without an account. Raises Refusal when it is no company."""
    found = Organisation.objects.filter(kvk_number=kvk_number).first()
    if not found:
        try:
            with atomic():  # two coordinators at once: organisation_kvk_number_is_unique refuses the second
                return Organisation.objects.create(
                    kind=Kind.COMPANY, name=name, kvk_number=kvk_number, introduced_by=hogeschool
                )
        except IntegrityError:
            found = Organisation.objects.get(kvk_number=kvk_number)
    if found.kind != Kind.COMPANY:
        raise Refusal(f"Dit KvK-nummer is van {found.name}. Die staat niet als bedrijf in het portaal.")
    return found
