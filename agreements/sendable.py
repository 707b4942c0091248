"""Which drafts of a class can be sent, which deserve a second look first, and which not yet and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routes.models import Route
from routes.revisions import revision

from . import queries
from .cautions import Caution, cautions
from .enums import Role, State
from .models import Agreement
from .readiness import obstacles
from .services.sending import fingerprint
from .text import compose


@dataclass(frozen=True)
class Sendable:
    agreement: Agreement
    obstacles: list[str]
    cautions: list[Caution]
    content_sha256: str  # of the text as it stands

    @property
    def key(self) -> str:
        return str(self.agreement.public_id)

    @property
    def label(self) -> str:
        return f"{self.agreement.student_name}, {self.agreement.organisation.name}"


@dataclass(frozen=True)
class Shared:
    """One caution, and the drafts that it is about."""

    caution: Caution
    students: list[str]


def sendables(route: Route) -> list[Sendable]:
    drafts = list(
        queries.detailed(Role.HOGESCHOOL).filter(route=route, state=State.DRAFT).order_by("student_name", "pk")
    )
    filling = queries.filling_in([draft.pk for draft in drafts], Role.HOGESCHOOL)
    return [_sendable(draft, filling[draft.pk]) for draft in drafts]


def _sendable(agreement: Agreement, filling: Sequence[queries.Signer]) -> Sendable:
    parties = queries.sorted_parties(agreement.parties.all())
    found = [obstacle.text for obstacle in obstacles(agreement, parties)]
    found += [f"{signer.name} heeft de gegevenskaart nog niet ingeleverd." for signer in filling]
    text = fingerprint(compose(agreement, parties))
    return Sendable(agreement, found, [] if found else cautions(agreement), text)


def shared_cautions(ready: Iterable[Sendable]) -> list[Shared]:
    """Each code once, so that one reason answers for all of them."""
    found: dict[str, Shared] = {}
    for each in ready:
        for caution in each.cautions:
            found.setdefault(caution.code, Shared(caution, [])).students.append(each.agreement.student_name)
    return list(found.values())


def revision_of(ready: Iterable[Sendable]) -> str:
    """Of exactly these texts and these cautions."""
    return revision(*((each.key, each.content_sha256, [caution.code for caution in each.cautions]) for each in ready))
