"""What a company that took over by an addendum reads of the agreement: the part behind the door is who reads along with
the whole of it, so how far it goes is said here. By the number of an addendum: two may begin on one day."""

from .consolidated import newcomer, sealed_addenda, that_hold
from .models import Addendum, Agreement, AgreementVersion, Takeover


def left_by(takeover: Takeover, agreement: Agreement) -> Addendum | None:
    """The addendum by which it left again: another company came in its place, or the first one back."""
    held = that_hold(agreement, sealed_addenda(agreement))
    own = next((each.number for each in held if each.pk == takeover.addendum_id), 0)
    return next((each for each in held if each.number > own and newcomer([each])), None)


def reads(addendum: Addendum | None, left: Addendum | None) -> bool:
    """Up to and including the addendum by which it left, which it signed. None: the agreement itself."""
    return addendum is None or left is None or addendum.number <= left.number


def sealed_versions(agreement: Agreement, left: Addendum | None) -> list[AgreementVersion]:
    """With their document, in order."""
    found = agreement.versions.select_related("document", "addendum").exclude(document=None).order_by("number")
    return [version for version in found if reads(version.addendum, left)]
