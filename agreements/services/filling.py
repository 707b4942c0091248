"""What the hogeschool agrees for a whole class, in all drafts of a route at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from mkbroute.design.merging import plain
from routes.models import Route

from ..enums import State
from ..models import Agreement
from ..training import not_planned
from .drafting import NotInDraft, edit_agreement, locked_draft
from .training import take_from_route


@dataclass(frozen=True)
class Change:
    """What would be written in one draft."""

    agreement: Agreement
    filled: list[str]  # fields that are empty now
    replaced: list[str]
    outcomes: int  # that would come into its plan

    @property
    def fields(self) -> list[str]:
        return [*self.filled, *self.replaced]


def changes_of(drafts: Iterable[Agreement], values: Mapping[str, str], *, replace: bool, plan: bool) -> list[Change]:
    """Only the drafts in which something would change."""
    found = (_change(agreement, values, replace, plan) for agreement in drafts)
    return [change for change in found if change.fields or change.outcomes]


def _change(agreement: Agreement, values: Mapping[str, str], replace: bool, plan: bool) -> Change:
    known = {name: plain(getattr(agreement, name)) for name in values}
    filled = [name for name in values if values[name] and not known[name]]
    other = [name for name in values if values[name] and known[name] and known[name] != plain(values[name])]
    outcomes = len(not_planned(agreement, list(agreement.plan.all()))) if plan else 0
    return Change(agreement, filled, other if replace else [], outcomes)


@transaction.atomic
def fill_drafts(route: Route, values: Mapping[str, str], *, replace: bool, plan: bool, who: str) -> list[Change]:
    """Writes `values` in each draft of the route where the field is empty; with `replace` also where something else
    stands. `plan`: the outcomes of the route that the plan lacks come into it. Every draft has its own event.

    What was sent meanwhile stays as it is. Raises ValidationError that names the student; nothing was written then.
    """
    drafts = Agreement.objects.filter(route=route, state=State.DRAFT).select_related("route").order_by("pk")
    return list(_filled(drafts, values, replace, plan, who))


def _filled(
    drafts: Iterable[Agreement], values: Mapping[str, str], replace: bool, plan: bool, who: str
) -> Iterator[Change]:
    for each in drafts:
        try:
            agreement = locked_draft(each)
        except NotInDraft:
            continue
        for change in changes_of([agreement], values, replace=replace, plan=plan):
            _write(change, values, who)
            yield change


def _write(change: Change, values: Mapping[str, str], who: str) -> None:
    agreement = change.agreement
    if change.fields:
        seen = {name: plain(getattr(agreement, name)) for name in change.fields}
        try:
            edit_agreement(agreement, values={name: values[name] for name in change.fields}, seen=seen, who=who)
        except ValidationError as error:
            raise ValidationError([f"{agreement.student_name}: {text}" for text in error.messages]) from error
    if change.outcomes:
        take_from_route(agreement, who=who)
