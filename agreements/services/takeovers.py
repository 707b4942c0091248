"""Opening an agreement to the company that took over by an addendum."""

from django.db import transaction

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Membership, Organisation

from ..consolidated import that_hold
from ..enums import Role, State
from ..models import Addendum, Agreement, Party, Takeover


def waiting_for_takeover() -> list[int]:
    """Agreements with a sealed addendum by which a company left, of which the new one is in the portal and has no door
    yet: because nobody was woken, or because it came later. As the system."""
    left = Addendum.objects.filter(state=State.SEALED, parties__contains=[{"role": Role.LEAVING.value}], takeover=None)
    left = left.select_related("agreement").prefetch_related("agreement__endings").order_by("agreement")
    found = {addendum: _newcomer(addendum) for addendum in left if that_hold(addendum.agreement, [addendum])}
    return list(dict.fromkeys(addendum.agreement_id for addendum, company in found.items() if company))


@transaction.atomic
def hand_over(agreement_id: int) -> int:
    """Answers how many doors were opened: none while the company is not in the portal. By the worker."""
    # locked until the commit: two workers open one door
    found = Agreement.objects.select_related("route").select_for_update(of=("self",))
    agreement = found.get(pk=agreement_id)
    addenda = that_hold(agreement, agreement.addenda.filter(state=State.SEALED, takeover=None))
    return sum(_open(agreement, addendum) for addendum in addenda)


def _open(agreement: Agreement, addendum: Addendum) -> bool:
    company = _newcomer(addendum)
    if company is None or addendum.effective_on is None:
        return False
    Takeover.objects.create(
        addendum=addendum,
        agreement=agreement,
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        student_id=agreement.student_id,
        taken_by=company,
        student_name=agreement.student_name,
        route_title=agreement.route.title[:300],
        effective_on=addendum.effective_on,
    )
    return True


def _newcomer(addendum: Addendum) -> Organisation | None:
    """Who needs a door: not the first company where it comes back, for the agreement is its own."""
    parties = {party.role: party for party in addendum.party_rows()}
    if Role.LEAVING not in parties:
        return None
    company = _known(parties[Role.COMPANY])
    return company if company and company.pk != addendum.agreement.organisation_id else None


def _known(party: Party) -> Organisation | None:
    """By its KvK-nummer. Whoever registers a company types that number herself: so it was introduced by a hogeschool,
    or one of its people has the address that was signed from."""
    company = Organisation.objects.filter(kind=Kind.COMPANY, kvk_number=party.kvk_number).first()
    if company is None or company.introduced_by_id:
        return company
    signer = Membership.objects.filter(organisation=company, ended_at=None, email__iexact=party.signer_email)
    return company if signer.exists() else None
