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
from ..consolidated import agreed_end, in_force, parties_with
from ..endings import in_words, past_end
from ..enums import OPEN, WITH_SEAL, Confirmation, EndingKind, EndingState, EventKind, MomentState, State
from ..events import PORTAL
from ..models import Agreement, ContactMoment, Ending, EndingConfirmation, Party
from .addenda import cancel_addendum
from .contacts import current_parties
from .copying import owners_of
from .endings import close_ending
from .moments import call_off_after
from .sending import lock_agreement, set_state

REASON = "Verzegeld: brief over het einde van een overeenkomst"
REASON_CORRECTED = "Verzegeld: brief over een diploma dat bij vergissing was vastgelegd"
AT_ITS_END = "De overeenkomst bereikte haar einddatum."
TO_CORRECT = Q(corrected_at__isnull=False, document__isnull=False, correction=None)


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
    """After its last day: that of the ending that is final, else the one that was agreed; at once where that is before
    its first. Nothing to do: False."""
    agreement = _locked(agreement_id)
    if agreement.state != State.SEALED:
        return False
    ending = agreement.endings.filter(state=EndingState.FINAL).first() or _completed(agreement)
    if ending is None:
        return False
    ending.agreement = agreement
    if ending.last_day >= localdate() and not ending.never_begins:
        return False
    set_state(agreement, State.ENDED, ended_on=ending.last_day)
    text = in_words(ending) if ending.never_begins else f"Geëindigd: {in_words(ending)}"
    events.record(agreement, EventKind.ENDED, who=PORTAL, text=text)
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
    """That were planned for after an end that is final, or after the last day that an addendum brought nearer. Nothing
    to do: False."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(state=EndingState.FINAL).first()
    last = ending.last_day if ending else agreed_end(agreement)
    return last is not None and agreement.state in WITH_SEAL and call_off_after(agreement, last, who=PORTAL) > 0


@transaction.atomic
def write_letter(agreement_id: int) -> Document | None:
    """Of the ending that is final: one letter, sealed, stored for good and sent to everybody. None: it is there."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(state=EndingState.FINAL, document=None).first()
    if ending is None:
        return None
    ending.agreement = agreement
    parties = current_parties(agreement)
    ending.document = _sealed_letter(
        ending, ending_paper.letter(ending, parties), REASON, ending_paper.file_name(ending)
    )
    ending.save(update_fields=["document"])
    notices.send_letter(ending, parties, ending.document)
    return ending.document


@transaction.atomic
def write_correction(agreement_id: int) -> Document | None:
    """To whoever had the letter about a diploma that was recorded by mistake. None: it is there, or nobody had one."""
    agreement = _locked(agreement_id)
    ending = agreement.endings.filter(TO_CORRECT).first()
    if ending is None:
        return None
    ending.agreement = agreement
    parties = current_parties(agreement)
    over, name = past_end(agreement), ending_paper.file_name(ending, corrects=True)
    ending.correction = _sealed_letter(ending, ending_paper.correction(ending, parties, over), REASON_CORRECTED, name)
    ending.save(update_fields=["correction"])
    notices.send_correction(ending, [*parties, *_had_letter(ending)], ending.correction, over)
    return ending.correction


def _had_letter(ending: Ending) -> list[Party]:
    """The parties on the day on which it ended: what would begin after that begins again, and may bring others."""
    agreement = ending.agreement
    return parties_with(agreement, in_force(agreement.addenda.all(), ending.last_day))


def _sealed_letter(ending: Ending, pdf: bytes, reason: str, name: str) -> Document:
    agreement, sealed = ending.agreement, seal_pdf(pdf, reason=reason)
    document = store_sealed(sealed, kind=Kind.LETTER, name=name, agreement_id=agreement.pk, **owners_of(agreement))
    said = {"document_sha256": document.sha256, "size": document.size, "level": str(sealed.level)}
    text = "Brief over het einde gestuurd aan alle partijen"
    if ending.corrected_at:
        text = "Brief dat het diploma bij vergissing was vastgelegd, gestuurd aan alle partijen"
    events.record(agreement, EventKind.END_LETTER, who=PORTAL, text=text, evidence=said)
    return document


STEPS_TO_THE_END: tuple[Callable[[int], object], ...] = (
    settle_ending,
    write_correction,
    end_agreement,
    call_off_talks,
    write_letter,
)
LETTERS = (write_correction, write_letter)


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
    ended = final.filter(Q(last_day__lt=today) | Q(last_day__lt=OuterRef("starts_on")))
    wrong = Ending.objects.filter(TO_CORRECT, agreement=OuterRef("pk"))
    over = Q(ends_on__lt=today) | Q(addenda__changes__has_key="ends_on", addenda__state=State.SEALED)
    running = Q(state=State.SEALED)
    found = Agreement.objects.filter(
        Exists(final.filter(document=None))
        | Exists(final.filter(after))
        | Exists(wrong)
        | (running & (over | Exists(agreed) | Exists(ended)))
    )
    return found.order_by("pk").distinct()


def _locked(agreement_id: int) -> Agreement:
    return lock_agreement(Agreement.objects.only("pk", "match_id", "application_id").get(pk=agreement_id))
