"""What somebody wrote is read over for names, masked, released as a quote, and withdrawn."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from matching.services.refusal import Refusal

from ..enums import VerbatimState
from ..masking import masked
from ..models import OpenEvent, OpenQuestion, Quote, Verbatim

CHANGED = "Een collega heeft dit antwoord intussen gewijzigd. Kijk het nog eens na."
RELEASED = "Dit antwoord is vrijgegeven als citaat. Trek het citaat eerst in."


@transaction.atomic
def review_verbatim(verbatim: Verbatim, pieces: Iterable[tuple[str, str]], *, seen: str, who: str) -> int:
    """Masks these pieces (text, mark) for good, and notes that a person looked. How many were replaced.

    `seen`: the text as it stood on the page. Raises Refusal where it is not that any more, or was released.
    """
    found = _locked(verbatim, seen)
    if found.state == VerbatimState.RELEASED:
        raise Refusal(RELEASED)
    text, count = masked(found.text, pieces)
    found.text, found.masked = text, found.masked + count
    found.known_names = []  # looked at
    found.state, found.reviewed_by, found.reviewed_at = VerbatimState.REVIEWED, who[:300], timezone.now()
    found.save(update_fields=["text", "masked", "known_names", "state", "reviewed_by", "reviewed_at"])
    note(found.question, who, _said(count), found)
    return count


def _said(count: int) -> str:
    if not count:
        return "Nagekeken: er stond geen naam in."
    return f"Nagekeken: {count} {'stuk' if count == 1 else 'stukken'} tekst gemaskeerd."


@transaction.atomic
def release_quote(verbatim: Verbatim, *, seen: str, who: str) -> Quote:
    """Raises Refusal before it was read over (verbatim_is_reviewed_before_it_is_released), and where it changed."""
    found = _locked(verbatim, seen)
    if found.state == VerbatimState.NEW:
        raise Refusal("Kijk eerst na of er namen in staan. Daarna kunt u het antwoord vrijgeven.")
    if found.state == VerbatimState.RELEASED:
        raise Refusal("Dit antwoord was al vrijgegeven.")
    found.state, found.released_by, found.released_at = VerbatimState.RELEASED, who[:300], timezone.now()
    found.save(update_fields=["state", "released_by", "released_at"])
    note(found.question, who, "Vrijgegeven als citaat.", found)
    return Quote.objects.create(
        question=found.question,
        verbatim_key=found.pk,
        text=found.text,
        released_by=who[:300],
        released_on=localdate(),
    )


@transaction.atomic
def withdraw_quote(verbatim: Verbatim, *, who: str) -> None:
    """The database takes the quote away with it. Raises Refusal where it is none (any more)."""
    found = _locked(verbatim)
    if found.state != VerbatimState.RELEASED:
        raise Refusal("Dit antwoord was geen citaat (meer).")
    found.state, found.released_by, found.released_at = VerbatimState.REVIEWED, "", None
    found.save(update_fields=["state", "released_by", "released_at"])
    note(found.question, who, "Citaat ingetrokken.", found)


def _locked(verbatim: Verbatim, seen: str | None = None) -> Verbatim:
    # locked: what is released is what was read
    found = Verbatim.objects.select_for_update(of=("self",)).select_related("question").get(pk=verbatim.pk)
    if seen is not None and seen != found.text:
        raise Refusal(CHANGED)
    return found


def note(question: OpenQuestion, who: str, text: str, verbatim: Verbatim | None = None) -> None:
    OpenEvent.objects.create(question=question, verbatim=verbatim, who=who[:300], text=text[:400])
