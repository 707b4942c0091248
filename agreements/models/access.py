"""Who may see and do what with an agreement and all that belongs to it: SQL conditions for `RowAccess`."""

from collections.abc import Iterable

from mkbroute.access.policies import Kept
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT

OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
THREE = {
    COORDINATOR: OF_HOGESCHOOL,
    COMPANY: "organisation_id = {organisation}",
    EMPLOYER: "employer_id = {organisation}",
    STUDENT: "student_id = {me}",
}
CHILD = {**THREE, SIGNER: "agreement_id = {agreement}"}
OWNERS = ["hogeschool", "organisation", "student"]
FORMAL_EMPLOYER = (
    "(employer_id IS NULL OR EXISTS ("
    "SELECT FROM organisations_organisation o WHERE o.id = employer_id AND o.kind = 'employer'))"
)
AT_OWN_EMPLOYER = (
    "(application_id IS NULL OR EXISTS ("
    "SELECT FROM matching_application p WHERE p.id = application_id AND p.own_employer_id = organisation_id))"
)
OWN_SIGNING = "id = {signing}"
SIGNS = "{signing} IS NOT NULL"  # and does not only read along
CONFIRMS = "{confirmation} IS NOT NULL"  # an ending, by the link that was mailed
SIGNS_OR_CONFIRMS = f"({SIGNS} OR {CONFIRMS})"
OF_OWN_PARTY = "agreement_id = {agreement} AND role = (SELECT s.role FROM agreements_signing s WHERE s.id = {signing})"
OWN_CARD = "id = {card}"
OF_CARD = "agreement_id = {agreement}"
ROLE_OF_CARD = "role = (SELECT c.role FROM agreements_partycard c WHERE c.id = {card})"
OWN_PARTY = f"{OF_CARD} AND {ROLE_OF_CARD}"

# whoever holds a link of the practice: at one talk, or for who was at work
OF_COMPANY = THREE[COMPANY]
OF_STUDENT = THREE[STUDENT]
GIVEN = "given_at IS NOT NULL"
OWN_LINK = "id = {practice}"
TODAY = "(now() AT TIME ZONE 'Europe/Amsterdam')::date"
NOT_ENDED = f"coalesce({{}}ends_on > {TODAY}, true)"  # of a link
_OWN_LINK_STILL = f"FROM agreements_practicelink l WHERE l.id = {{practice}} AND {NOT_ENDED.format('l.')}"
OF_PRACTICE_LINK = f"agreement_id = {{agreement}} AND EXISTS (SELECT {_OWN_LINK_STILL})"
_LIVE_LINK = f"{_OWN_LINK_STILL} AND l.link_expires_at > now()"
OWN_MOMENT = f"agreement_id = {{agreement}} AND moment_id = (SELECT l.moment_id {_LIVE_LINK})"


def at_own_company(day: str) -> str:
    """A company that left by an addendum speaks of the days before it, and a guide of those of her own company."""
    return f"portal.at_own_company(agreement_id, {day})"


# what was agreed with others, after it left
ITS_ADDENDA = f"{OF_COMPANY} AND portal.was_there_for(id)"
ITS_VERSIONS = f"{OF_COMPANY} AND (addendum_id IS NULL OR portal.was_there_for(addendum_id))"
ITS_SIGNINGS = f"{OF_COMPANY} AND EXISTS (SELECT FROM agreements_agreementversion v WHERE v.id = version_id)"
ITS_ENDINGS = f"{OF_COMPANY} AND {at_own_company('last_day')}"
ITS_CONFIRMATIONS = f"{OF_COMPANY} AND EXISTS (SELECT FROM agreements_ending e WHERE e.id = ending_id)"
# that it confirmed weeks only itself can tell, and it may do so after it left
_HAPPENED_ON = "(at AT TIME ZONE 'Europe/Amsterdam')::date"
ITS_EVENTS = f"{OF_COMPANY} AND (kind = 'attended' OR {at_own_company(_HAPPENED_ON)})"

OF_DUE_AGREEMENT = "portal.agreement_is_due({row}.agreement_id)"


def kept(name: str, *, final: bool = True) -> Kept:
    """Part of an agreement: goes with it, when its term has passed."""
    return Kept(name=name, until=OF_DUE_AGREEMENT, final=final)


def quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def of_agreement_in(*states: str, owner: str = OF_HOGESCHOOL) -> str:
    agreement = f"SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ({quoted(states)})"
    return f"{owner} AND EXISTS ({agreement})"


BY_ATTENDANCE_LINK = (
    f"{of_agreement_in('sealed', 'ended', owner=OF_CARD)} AND EXISTS (SELECT {_LIVE_LINK} AND l.moment_id IS NULL)"
)
