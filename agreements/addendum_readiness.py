"""Before an addendum is sent: what must be mended first, and what deserves a second look because of it."""

from collections.abc import Iterator

from django.utils.formats import date_format

from matching.dates import far_off

from .addendum_text import differences_by
from .cautions import Caution, cautions
from .consolidated import consolidate_with, sealed_before, with_changes
from .models import Addendum
from .readiness import Obstacle, obstacles


def addendum_obstacles(addendum: Addendum) -> list[Obstacle]:
    """The agreement comes with its route, template and match. Pages: "edit" and "parties", of the addendum."""
    now = consolidate_with(addendum).now
    return [*_of_addendum(addendum), *obstacles(now, addendum.party_rows())]


def _of_addendum(addendum: Addendum) -> Iterator[Obstacle]:
    if not differences_by(addendum):
        yield Obstacle("Er verandert nog niets. Vul in wat er anders wordt.", "edit")
    if not addendum.why:
        yield Obstacle("Nog niet ingevuld: waarom dit addendum.", "edit", "id_why")
    if problem := _of_day(addendum):
        yield Obstacle(problem, "edit", "id_effective_on")


def _of_day(addendum: Addendum) -> str:
    day, former = addendum.effective_on, sealed_before(addendum)
    if not day:
        return "Nog niet ingevuld: de dag waarop het addendum ingaat."
    if problem := far_off(day):
        return f"De dag waarop het addendum ingaat: {problem}"
    base = with_changes(addendum.agreement, former)
    if base.starts_on and day < base.starts_on:
        return f"Het addendum gaat in vóór de overeenkomst begint ({date_format(base.starts_on, 'j F Y')})."
    if former and former[-1].effective_on and day < former[-1].effective_on:
        earlier = date_format(former[-1].effective_on, "j F Y")
        return f"Addendum {former[-1].number} gaat in op {earlier}. Een later addendum kan niet eerder ingaan."
    if base.ends_on and day > base.ends_on:
        return f"De overeenkomst is dan al afgelopen ({date_format(base.ends_on, 'j F Y')})."
    return ""


def addendum_cautions(addendum: Addendum) -> list[Caution]:
    """Those that the agreement without it does not have: what was weighed before is not asked again."""
    known = set(cautions(with_changes(addendum.agreement, sealed_before(addendum))))
    return [caution for caution in cautions(consolidate_with(addendum).now) if caution not in known]
