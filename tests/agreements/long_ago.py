"""An agreement of long ago, and the night that removes what is due."""

from datetime import date

from agreements.models import Agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import removal
from mkbroute.documents.models import RetentionRun

LONG_AGO = {
    "starts_on": date(2008, 9, 1),
    "ends_on": date(2010, 8, 31),
    "practice_starts_on": date(2008, 9, 1),
    "practice_ends_on": date(2010, 7, 1),
}


YEARS = 365


def night() -> RetentionRun:
    return removal.remove_what_is_due()


def is_there(agreement: Agreement) -> bool:
    with acting_as(SYSTEM):
        return Agreement.objects.filter(pk=agreement.pk).exists()


def system(read):
    with acting_as(SYSTEM):
        return read()
