"""Who and what there is in the demo: the text that the story plays. People and companies are invented."""

from .candidates import ADDENDUM, CANDIDATES, NEW_SUPERVISOR, OUTCOMES, WEIGHED, CandidateScript, Reaches, Then
from .meetings import MEETINGS, PROFILES, MeetingScript
from .organisations import BRANCHES, COMPANIES, COMPANIES_SHOWN, HOGESCHOLEN, CompanyScript, company_contact
from .places import PLACES, PLACES_RETURNED, PLACES_WAITING, SCANNED, SETTLED, PlaceScript
from .routes import ASKED, DOSSIER, FIRST_ROUND, RETRACTED, ROUTES, SECOND_OPINION, USUAL_COSTS, RouteScript

__all__ = [
    "ADDENDUM",
    "ASKED",
    "BRANCHES",
    "CANDIDATES",
    "COMPANIES",
    "COMPANIES_SHOWN",
    "DOSSIER",
    "FIRST_ROUND",
    "HOGESCHOLEN",
    "MEETINGS",
    "NEW_SUPERVISOR",
    "OUTCOMES",
    "PLACES",
    "PLACES_RETURNED",
    "PLACES_WAITING",
    "PROFILES",
    "RETRACTED",
    "ROUTES",
    "SCANNED",
    "SECOND_OPINION",
    "SETTLED",
    "USUAL_COSTS",
    "WEIGHED",
    "CandidateScript",
    "CompanyScript",
    "MeetingScript",
    "PlaceScript",
    "Reaches",
    "RouteScript",
    "Then",
    "company_contact",
]
