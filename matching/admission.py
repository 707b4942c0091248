"""What a hogeschool looks at before it admits someone, and what it found."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.timezone import localdate

from .enums import CheckOutcome
from .models import AdmissionCheck, AdmissionSubject, Application


def subjects() -> QuerySet[AdmissionSubject]:
    """As the list is now."""
    in_force = AdmissionSubject.objects.filter(valid_from__lte=localdate())
    newest = in_force.order_by("code", "-valid_from").distinct("code").values("pk")
    return AdmissionSubject.objects.filter(pk__in=newest).order_by("number")


def standing_checks(application: Application) -> list[AdmissionCheck]:
    """The last one about each subject, in the order of the list."""
    found = AdmissionCheck.objects.filter(application=application).select_related("subject")
    newest = found.order_by("subject__code", "-id").distinct("subject__code")
    return sorted(newest, key=lambda check: check.subject.number)


def conditions(checks: Iterable[AdmissionCheck]) -> list[AdmissionCheck]:
    """What she must still do."""
    return [check for check in checks if check.outcome == CheckOutcome.OPEN]


def not_met(application: Application) -> list[AdmissionCheck]:
    return [check for check in standing_checks(application) if check.outcome == CheckOutcome.NOT_MET]
