"""Words go when their term has passed: open answers with their codes, and interviews. Counts and quotes stay."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from ..enums import WaveState
from ..models import Coding, Interview, KeepingTerms, OpenAnswer, OpenEvent, Verbatim, Wave


def keeping_terms() -> KeepingTerms:
    return KeepingTerms.objects.filter(valid_from__lte=localdate()).latest()


def months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


@transaction.atomic
def forget_words() -> tuple[int, int]:
    """As the system. How many answers and interviews went. A quote that was published stays, but cannot be taken back
    to an answer any more; the counts stay as they are."""
    terms, today = keeping_terms(), timezone.localdate()
    answers = _closed_before(months_before(today, terms.answers_months))
    verbatims = Verbatim.objects.filter(question__population__wave__in=answers)
    OpenEvent.objects.filter(verbatim__in=verbatims)._raw_delete("default")
    Coding.objects.filter(verbatim__in=verbatims)._raw_delete("default")
    gone = verbatims.count()
    verbatims._raw_delete("default")
    OpenAnswer.objects.filter(response__population__wave__in=answers)._raw_delete("default")
    interviews = Interview.objects.filter(wave__in=_closed_before(months_before(today, terms.interviews_months)))
    count = interviews.count()
    interviews.delete()
    return gone, count


def _closed_before(day: date) -> list[int]:
    found = Wave.objects.filter(state=WaveState.CLOSED, closed_at__date__lt=day)
    return list(found.values_list("pk", flat=True))
