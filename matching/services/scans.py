"""The werkplekscan of the hogeschool, and what the company has ready before somebody comes."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from ..enums import ChecklistKind, PlaceEventKind, ScanState
from ..models import Checklist, Offer, Position, SettlingIn, WorkplaceScan
from .offers import lock_offers
from .place_log import record_place
from .refusal import Refusal


@atomic
def begin_scan(offer: Offer, *, who: str) -> WorkplaceScan:
    """The one that was begun, or a new one with the newest questions. The offer comes with its position."""
    begun = WorkplaceScan.objects.filter(position=offer.position, state=ScanState.DRAFT)
    found = begun.first()
    if found:
        return found
    try:
        with atomic():
            return WorkplaceScan.objects.create(
                offer=offer,
                position=offer.position,
                workplace_id=offer.position.workplace_id,
                organisation_id=offer.organisation_id,
                hogeschool_id=offer.hogeschool_id,
                checklist=Checklist.objects.filter(kind=ChecklistKind.SCAN).latest(),
                who=who,
            )
    except IntegrityError:  # scan_one_draft_at_a_time: a colleague was first
        return begun.get()


@atomic
def save_scan(
    scan: WorkplaceScan,
    *,
    answers: Mapping[str, str],
    notes: Mapping[str, str],
    visited_on: date | None,
    outcome: str,
    agreed: str,
    who: str,
    conclude: bool = False,
) -> WorkplaceScan:
    """`conclude`: the company reads it from then on, and it does not change any more. Raises Refusal when it was
    concluded before."""
    # two colleagues on one scan: the second waits, and then hears that it was concluded
    scan = WorkplaceScan.objects.select_for_update(of=("self",)).select_related("position", "offer").get(pk=scan.pk)
    if scan.is_concluded:
        raise Refusal("Deze werkplekscan is al afgerond. Begin een nieuwe als u opnieuw bent langs geweest.")
    scan.answers, scan.notes, scan.agreed = dict(answers), dict(notes), agreed
    scan.visited_on, scan.outcome = visited_on, outcome
    scan.who, scan.changed_at = who, timezone.now()
    scan.save(update_fields=["answers", "notes", "agreed", "visited_on", "outcome", "who", "changed_at"])
    if conclude:
        scan.state = ScanState.CONCLUDED
        scan.save(update_fields=["state"])
        text = f"Werkplekscan afgerond: {scan.get_outcome_display().lower()}"
        record_place(scan.position, PlaceEventKind.SCANNED, who=who, text=text, reason=agreed, offer=scan.offer)
    return scan


@atomic
def tick(position: Position, *, ticks: Collection[str], notes: Mapping[str, str], who: str) -> SettlingIn:
    """What is ready. Codes that are no question are left out."""
    lock_offers(position)  # two at once: the second writes over the first, not beside it
    checklist = Checklist.objects.filter(kind=ChecklistKind.SETTLING).latest()
    said = {"ticks": [code for code in checklist.codes if code in ticks], "notes": dict(notes), "who": who}
    found, _ = SettlingIn.objects.update_or_create(
        position=position,
        defaults={**said, "checklist": checklist, "changed_at": timezone.now()},
        create_defaults={**said, "checklist": checklist, "organisation_id": position.organisation_id},
    )
    return found
