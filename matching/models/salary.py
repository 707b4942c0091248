"""What a leerwerkplek pays, in euro before tax."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format

from ..enums import PayPeriod

# Beyond these a comma stands wrong, or a year was meant. What is lawful is not judged here.
BELIEVABLE = {PayPeriod.MONTH: (500, 15_000), PayPeriod.HOUR: (4, 100)}
FULL_WEEKS = (32, 48)  # hours


class Salaried(models.Model):
    """From, perhaps up to, per hour or per month; per month for a full week of `salary_hours`."""

    salary_from = models.DecimalField("salaris vanaf", max_digits=7, decimal_places=2, null=True, blank=True)
    salary_to = models.DecimalField("salaris tot en met", max_digits=7, decimal_places=2, null=True, blank=True)
    salary_per = models.CharField("salaris per", max_length=5, choices=PayPeriod, blank=True)
    salary_hours = models.DecimalField(
        "uren van een volle werkweek", max_digits=3, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(FULL_WEEKS[0]), MaxValueValidator(FULL_WEEKS[1])],
    )  # fmt: skip
    salary_note = models.CharField("opmerking bij het salaris", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def salary(self) -> str:
        """As people read it: "€ 2.550 tot € 2.900 bruto per maand bij 40 uur per week. Cao Bouw"; "" is not told."""
        return ". ".join(filter(None, [self.salary_amounts, self.salary_note]))

    @property
    def salary_amounts(self) -> str:
        """Without the remark."""
        if self.salary_from is None:
            return ""
        words = [in_euro(self.salary_from)]
        if self.salary_to is not None and self.salary_to != self.salary_from:
            words += ["tot", in_euro(self.salary_to)]
        words.append("bruto per uur" if self.salary_per == PayPeriod.HOUR else "bruto per maand")
        if self.salary_hours is not None:
            words.append(f"bij {number_format(Decimal(self.salary_hours).normalize())} uur per week")
        return " ".join(words)


def in_euro(amount: Decimal) -> str:
    """€ 2.600, and € 16,50."""
    amount = Decimal(amount)
    return f"€ {number_format(amount, 2 if amount % 1 else 0, use_l10n=True, force_grouping=True)}"


def _within(name: str, period: PayPeriod) -> Q:
    low, high = BELIEVABLE[period]
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (low, high)})


def _believable(period: PayPeriod) -> Q:
    return ~Q(salary_per=period) | (_within("salary_from", period) & _within("salary_to", period))


SALARY_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(salary_from=None, salary_to=None, salary_per="", salary_hours=None)
        | Q(salary_from__isnull=False, salary_per=PayPeriod.HOUR, salary_hours=None)
        | Q(salary_from__isnull=False, salary_per=PayPeriod.MONTH)
        & Q(salary_hours__isnull=False, salary_hours__range=FULL_WEEKS),
        name="position_salary_is_whole",
        violation_error_message="Vul bij het salaris in of het per maand of per uur is, en per maand bij hoeveel uur.",
    ),
    models.CheckConstraint(
        condition=Q(salary_to=None) | Q(salary_to__gte=F("salary_from")),
        name="position_salary_rises",
        violation_error_message="Het hoogste bedrag ligt onder het laagste. Draai ze om.",
    ),
    models.CheckConstraint(
        condition=_believable(PayPeriod.MONTH) & _believable(PayPeriod.HOUR),
        name="position_salary_is_believable",
        violation_error_message="Dit salaris kan niet kloppen. Kijk na of de komma goed staat, en of het per maand of "
        "per uur is.",
    ),
]
