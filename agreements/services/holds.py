"""Keeping an agreement longer than its term, and letting go of it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import Agreement, Hold

MOST_YEARS = 5  # then someone looks again


class HeldAlready(Exception):
    pass


@transaction.atomic
def place_hold(agreement: Agreement, *, reason: str, until: date, who: str) -> Hold:
    """Raises HeldAlready."""
    try:
        with transaction.atomic():
            return Hold.objects.create(
                agreement=agreement,
                hogeschool_id=agreement.hogeschool_id,
                organisation_id=agreement.organisation_id,
                student_id=agreement.student_id,
                reason=reason,
                until=until,
                placed_by=who,
            )
    except IntegrityError as error:  # hold_one_at_a_time: a colleague was first, or it was clicked twice
        raise HeldAlready from error


@transaction.atomic
def lift_hold(hold: Hold, *, who: str) -> None:
    """Twice: the first one stands."""
    Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=who)
