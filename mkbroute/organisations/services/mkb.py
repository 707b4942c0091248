"""Is it mkb? A company's own declaration, tested against Recommendation 2003/361/EC."""

from decimal import Decimal
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone

from ..enums import MkbOutcome
from ..models import MkbDeclaration, MkbThresholds, Organisation

MILLION = 1_000_000


def size_class(thresholds: MkbThresholds, *, persons: int, turnover_eur: Decimal, balance_eur: Decimal) -> MkbOutcome:
    """Annex, article 2. Persons must stay under the limit; of turnover and balance one may pass it."""
    limits = (
        (MkbOutcome.MICRO, thresholds.micro_persons, thresholds.micro_million_eur, thresholds.micro_million_eur),
        (MkbOutcome.SMALL, thresholds.small_persons, thresholds.small_million_eur, thresholds.small_million_eur),
        (
            MkbOutcome.MEDIUM,
            thresholds.medium_persons,
            thresholds.medium_turnover_million_eur,
            thresholds.medium_balance_million_eur,
        ),
    )
    for outcome, most_persons, turnover, balance in limits:
        if persons < most_persons and (turnover_eur <= turnover * MILLION or balance_eur <= balance * MILLION):
            return outcome
    return MkbOutcome.LARGE


@atomic
def declare_size(
    organisation: Organisation,
    *,
    persons: int,
    turnover_eur: Decimal,
    balance_eur: Decimal,
    has_partners: bool,
    declared_by: str,
) -> MkbDeclaration:
    """Keep the answers with the outcome and the thresholds of today. Figures include partner and linked companies."""
    thresholds = MkbThresholds.objects.filter(valid_from__lte=timezone.localdate()).latest()
    figures: dict[str, Any] = {"persons": persons, "turnover_eur": turnover_eur, "balance_eur": balance_eur}
    declaration = MkbDeclaration.objects.create(
        organisation=organisation,
        thresholds=thresholds,
        has_partners=has_partners,
        outcome=size_class(thresholds, **figures),
        declared_by=declared_by,
        **figures,
    )
    organisation.refresh_from_db(fields=["mkb_outcome", "mkb_declared_on"])
    return declaration
