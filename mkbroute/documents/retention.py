"""How long what is kept: the terms that hold, and choosing one's own."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import DateField, F, Func, QuerySet, Value
from django.db.models.functions import TruncDate
from django.db.models.lookups import LessThan
from django.utils import timezone

from .enums import DocumentClass, Start, Unit
from .models import OwnTerm, RetentionTerm
from .models.retention import SHORTER_LATER


def kept_until(document_class: DocumentClass, start: str) -> Func:
    """In a query of rows with a hogeschool: the last day on which they are kept. `start`: the moment it counts from."""
    arguments = (Value(document_class.value), F("hogeschool_id"), TruncDate(start))
    return Func(*arguments, function="portal.kept_until", output_field=DateField())


def past_term(document_class: DocumentClass, start: str) -> LessThan:
    return LessThan(kept_until(document_class, start), Value(timezone.localdate()))


class OutOfBounds(ValueError):
    """Shorter or longer than may be chosen, or for a class that has one term for everybody."""


@dataclass(frozen=True)
class Standing:
    """A term as it holds for one hogeschool."""

    term: RetentionTerm
    own: OwnTerm | None  # in force, and not the term of the country
    coming: OwnTerm | None  # chosen, and in force later

    @property
    def document_class(self) -> DocumentClass:
        return DocumentClass(self.term.document_class)

    @property
    def number(self) -> int:
        return self.own.number if self.own and self.own.number else self.term.number

    @property
    def said(self) -> str:
        return Unit(self.term.unit).counted(self.number)

    @property
    def starts(self) -> str:
        return Start(self.term.starts).label

    @property
    def coming_said(self) -> str:
        number = self.coming.number if self.coming and self.coming.number else self.term.number
        return Unit(self.term.unit).counted(number)


def terms(on: date | None = None) -> QuerySet[RetentionTerm]:
    """Of each class the one in force."""
    in_force = RetentionTerm.objects.filter(valid_from__lte=on or timezone.localdate())
    return in_force.order_by("document_class", "-valid_from").distinct("document_class")


def term_of(document_class: DocumentClass) -> RetentionTerm:
    """Of the whole country."""
    found = RetentionTerm.objects.filter(document_class=document_class, valid_from__lte=timezone.localdate())
    return found.latest()


def standing(hogeschool_id: int) -> list[Standing]:
    """All of them, in the order of the classes."""
    today = timezone.localdate()
    chosen: dict[str, list[OwnTerm]] = {}
    for own in OwnTerm.objects.filter(hogeschool=hogeschool_id).order_by("-id"):
        chosen.setdefault(own.document_class, []).append(own)
    by_class = {term.document_class: _standing(term, chosen.get(term.document_class, []), today) for term in terms()}
    return [by_class[each] for each in DocumentClass if each in by_class]


def _standing(term: RetentionTerm, chosen: list[OwnTerm], today: date) -> Standing:
    own = next((each for each in chosen if each.valid_from <= today), None)
    newest = chosen[0] if chosen else None
    coming = newest if newest and newest.valid_from > today else None
    return Standing(term, own if own and own.number else None, coming)


@transaction.atomic
def choose_own_term(
    document_class: DocumentClass, *, hogeschool_id: int, number: int | None, reason: str, who: str
) -> OwnTerm:
    """None: the term of the country again. Shorter than what holds begins later. Raises OutOfBounds."""
    stands = next(each for each in standing(hogeschool_id) if each.document_class == document_class)
    term = stands.term
    wanted = term.number if number is None else number
    if not (term.least and term.most) or not term.least <= wanted <= term.most:
        raise OutOfBounds
    today = timezone.localdate()
    shorter = wanted < stands.number
    return OwnTerm.objects.create(
        hogeschool_id=hogeschool_id,
        document_class=document_class,
        number=None if number == term.number else number,
        reason=reason,
        who=who,
        valid_from=today + SHORTER_LATER if shorter else today,
    )
