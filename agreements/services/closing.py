"""What the worker does at the end of an agreement: an ending that all agreed to becomes final, the agreement ends after
its last day, and a letter tells everybody. Each may run twice or die half-way: a sweep finds what is left."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import store_sealed

from .. import ending_paper, events
from .. import notices_endings as notices
from ..consolidated import agreed_end
from ..endings import in_words
from ..enums import OPEN, Confirmation, EndingKind, EndingState, EventKind, MomentState, State
from ..models import Agreement, ContactMoment, Ending, EndingConfirmation
from .addenda import cancel_addendum
from .contacts import current_parties
from .copying import owners_of
from .endings import close_ending
from .moments import call_off_after
from .sealing import PORTAL
from .sending import lock_agreement, set_state

REASON = "Verzegeld: brief over het einde van een overeenkomst"
AT_ITS_END = "De overeenkomst bereikte haar einddatum."


@transaction.atomic
def settle_ending(agreement_id: int) -> bool:
    """All parties agreed: it is final. Nothing to do: False."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(state=EndingState.OPEN).first()
    if ending is None or not _is_agreed(ending):
        return False
    ending.agreement = agreement
    close_ending(ending, EndingState.FINAL, PORTAL)
    return True


def _is_agreed(ending: Ending) -> bool:
    states = set(ending.confirmations.values_list("state", flat=True))
    return states == {Confirmation.AGREED}


@transaction.atomic
def end_agreement(agreement_id: int) -> bool:
    """After its last day: that of the ending that is final, else the one that was agreed. Nothing to do: False."""
    agreement = _locked(agreement_id)
    if agreement.state != State.SEALED:
        return False
    ending = agreement.endings.filter(state=EndingState.FINAL).first() or _completed(agreement)
    if ending is None or ending.last_day >= localdate():
        return False
    set_state(agreement, State.ENDED, ended_on=ending.last_day)
    events.record(agreement, EventKind.ENDED, who=PORTAL, text=f"Geëindigd: {in_words(ending)}")
    return True


def _completed(agreement: Agreement) -> Ending | None:
    """At its end date whatever was still open stops: nothing is left to change or to end earlier."""
    last = agreed_end(agreement)
    if last is None or last >= localdate() or agreement.addenda.filter(state=State.SIGNED).exists():
        return None
    for addendum in agreement.addenda.filter(state__in=OPEN):
        cancel_addendum(addendum, reason=AT_ITS_END, who=PORTAL)
    for open_one in agreement.endings.filter(state=EndingState.OPEN):
        open_one.agreement = agreement
        close_ending(open_one, EndingState.WITHDRAWN, PORTAL, AT_ITS_END)
        notices.tell_lapsed(open_one, last)
    now = timezone.now()
    ending = Ending.objects.create(
        agreement=agreement,
        **owners_of(agreement),
        kind=EndingKind.COMPLETED,
        last_day=last,
        state=EndingState.FINAL,
        proposed_by=PORTAL,
        closed_by=PORTAL,
        closed_at=now,
    )
    said = {"ending": str(ending.public_id)}
    events.record(agreement, EventKind.END_FINAL, who=PORTAL, text=in_words(ending), evidence=said)
    return ending


@transaction.atomic
def call_off_talks(agreement_id: int) -> bool:
    """That were planned for after an end that is final. Nothing to do: False."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(state=EndingState.FINAL).first()
    return ending is not None and call_off_after(agreement, ending.last_day, who=PORTAL) > 0


@transaction.atomic
def write_letter(agreement_id: int) -> Document | None:
    """Of the ending that is final: one letter, sealed, stored for good and sent to everybody. None: it is there."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(state=EndingState.FINAL, document=None).first()
    if ending is None:
        return None
    ending.agreement = agreement
    parties = current_parties(agreement)
    sealed = seal_pdf(ending_paper.letter(ending, parties), reason=REASON)
    document = store_sealed(
        sealed,
        kind=Kind.LETTER,
        name=ending_paper.file_name(ending),
        agreement_id=agreement.pk,
        **owners_of(agreement),
    )
    ending.document = document
    ending.save(update_fields=["document"])
    said = {"document_sha256": document.sha256, "size": document.size, "level": str(sealed.level)}
    text = "Brief over het einde gestuurd aan alle partijen"
    events.record(agreement, EventKind.END_LETTER, who=PORTAL, text=text, evidence=said)
    notices.send_letter(ending, parties, document)
    return document


STEPS_TO_THE_END: tuple[Callable[[int], object], ...] = (
    settle_ending,
    end_agreement,
    call_off_talks,
    write_letter,
)


def waiting_for_the_end() -> QuerySet[Agreement]:
    """Of which one of these steps may have something to do."""
    asked = EndingConfirmation.objects.filter(ending=OuterRef("pk"))
    agreed = Ending.objects.filter(
        Exists(asked),
        ~Exists(asked.exclude(state=Confirmation.AGREED)),
        agreement=OuterRef("pk"),
        state=EndingState.OPEN,
    )
    final = Ending.objects.filter(agreement=OuterRef("pk"), state=EndingState.FINAL)
    planned = ContactMoment.objects.filter(agreement=OuterRef("agreement"), state=MomentState.PLANNED)
    after = Exists(planned.filter(planned_at__date__gt=OuterRef("last_day")))
    today = localdate()
    over = Q(ends_on__lt=today) | Q(addenda__changes__has_key="ends_on", addenda__state=State.SEALED)
    running = Q(state=State.SEALED)
    found = Agreement.objects.filter(
        Exists(final.filter(document=None))
        | Exists(final.filter(after))
        | (running & (over | Exists(agreed) | Exists(final.filter(last_day__lt=today))))
    )
    return found.order_by("pk").distinct()


def _locked(agreement_id: int) -> Agreement:
    return lock_agreement(Agreement.objects.only("pk", "match_id", "application_id").get(pk=agreement_id))
