"""To whom an item is asked: comparisons with earlier answers, of which all or any must hold. Data, never code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# By column code for numbers of a table (B08c), by item code for everything else. An item without an answer is absent.
Value = int | Decimal | str | Sequence[int] | Mapping[str, int]
Answers = Mapping[str, Value]


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"
    INCLUDES = "includes"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Operator.IS: "is",
    Operator.IS_NOT: "is niet",
    Operator.BELOW: "is minder dan",
    Operator.AT_MOST: "is ten hoogste",
    Operator.ABOVE: "is meer dan",
    Operator.AT_LEAST: "is ten minste",
    Operator.INCLUDES: "bevat",
    Operator.ANSWERED: "is ingevuld",
}


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True)
class Comparison:
    code: str
    operator: Operator
    value: Decimal | None = None  # None where it asks only whether there is an answer

    def holds(self, answers: Answers) -> bool:
        """False without an answer, whatever is asked of it."""
        value = found(answers, self.code)
        if value is None:
            return False
        if self.operator == Operator.ANSWERED:
            return True
        if self.value is None:
            return False
        if self.operator == Operator.INCLUDES:
            return isinstance(value, Sequence) and not isinstance(value, str) and int(self.value) in value
        return isinstance(value, int | Decimal) and _compares(Decimal(value), self.operator, self.value)


@dataclass(frozen=True)
class Condition:
    join: Join
    comparisons: tuple[Comparison, ...]

    def holds(self, answers: Answers) -> bool:
        verdicts = (comparison.holds(answers) for comparison in self.comparisons)
        return all(verdicts) if self.join == Join.ALL else any(verdicts)

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(comparison.code for comparison in self.comparisons))


def _compares(value: Decimal, operator: Operator, other: Decimal) -> bool:
    match operator:
        case Operator.IS:
            return value == other
        case Operator.IS_NOT:
            return value != other
        case Operator.BELOW:
            return value < other
        case Operator.AT_MOST:
            return value <= other
        case Operator.ABOVE:
            return value > other
        case Operator.AT_LEAST:
            return value >= other
    return False


def found(answers: Answers, code: str) -> Value | None:
    """Of an item, or of one row of a table."""
    value = answers.get(code)
    if value is None and code[-1:].isalpha():
        table = answers.get(code[:-1])
        return table.get(code[-1]) if isinstance(table, Mapping) else None
    return None if value == "" or (isinstance(value, Sequence | Mapping) and not value) else value
