"""The database roles: three log-ins, and one part per way of taking part (roles.sql makes them)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .policies import Only

OWNER = "portal_owner"  # migrations
WEB = "portal_web"  # the web processes log in as this; it can read no protected table itself
WORKER = "portal_worker"  # Celery and management commands: the only log-in that may become SYSTEM

PUBLIC = "portal_public"  # a visitor
COORDINATOR = "portal_coordinator"  # staff of a hogeschool
COMPANY = "portal_company"  # a company where people learn
EMPLOYER = "portal_employer"  # an opleidingsbedrijf: employs the student, another company is the workplace
BRANCHE = "portal_branche"
STUDENT = "portal_student"  # a person for herself: applicant, student
SIGNER = "portal_signer"  # whoever holds a personal signing link, without an account
CARD = "portal_card"  # whoever holds a personal link to fill in: a gegevenskaart, the practice, whether to meet
PROGRAMME = "portal_programme"  # the national programme team
SYSTEM = "portal_system"  # background work

LOG_INS = (WEB, WORKER)
PARTS = (PUBLIC, COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, SIGNER, CARD, PROGRAMME)


def parts(condition: "str | Only", *roles: str) -> dict[str, "str | Only"]:
    """The same condition for several parts."""
    return dict.fromkeys(roles, condition)


# keys that the database knows of whoever acts, beside her part: which person, hat, organisation, or personal link
OF_ACTOR = (
    "me",
    "membership",
    "hogeschool",
    "organisation",
    "signing",
    "agreement",
    "card",
    "practice",
    "confirmation",
    "introduction",
)
