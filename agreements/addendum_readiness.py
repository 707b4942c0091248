"""Before an addendum is sent: what must be mended first, and what deserves a second look because of it."""

from collections.abc import Iterator

from django.utils.formats import date_format

from matching.dates import far_off

from .addendum_text import differences_by
from .cautions import Caution, cautions
from .consolidated import consolidate_with, parties_with, sealed_before, with_changes
from .models import Addendum
from .moving import at_company, cautions_of_move, move_by, obstacles_of_move
from .readiness import Obstacle, obstacles

OF_COMPANY = {"mkb_absent", "mkb_expired", "not_mkb", "salary_unsaid", "no_salary"}


def addendum_obstacles(addendum: Addendum) -> list[Obstacle]:
    """The agreement comes with its route, template and match. Pages: "edit" and "parties", of the addendum."""
    now = consolidate_with(addendum).now
    move = move_by(addendum)
    of_move = obstacles_of_move(move) if move else []
    return [*_of_addendum(addendum), *of_move, *obstacles(now, addendum.party_rows())]


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
    """Those that the agreement without it does not have: what was weighed before is not asked again. Of another
    company everything is new."""
    former, now, move = sealed_before(addendum), consolidate_with(addendum).now, move_by(addendum)
    before = with_changes(addendum.agreement, former)
    known = set(cautions(before, parties_with(addendum.agreement, former)))
    if not move:
        return [each for each in cautions(now, addendum.party_rows()) if each not in known]
    anew = cautions(at_company(now, move.new), addendum.party_rows())
    found = [each for each in anew if each not in known or each.code in OF_COMPANY]
    return [*found, *cautions_of_move(addendum, move)]
