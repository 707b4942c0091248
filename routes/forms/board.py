"""The point of a board: how far, whose, when, and what was noted."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mkbroute.design.fields import DateField
from mkbroute.organisations.models import Membership
from mkbroute.organisations.queries import members

from ..board import text_of
from ..enums import Progress
from ..models import BoardItem, BoardNote, BoardPoint, BoardStep
from ..services.board import PointValues
from .lists import FilterForm

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOBODY, SOMEONE_ELSE = "", "ander"


class BoardFilter(FilterForm):
    toon = forms.ChoiceField(
        label="Toon",
        required=False,
        choices=[("", "Alle punten"), ("open", "Nog niet klaar"), ("late", "Te laat"), ("unowned", "Zonder trekker")],
    )
    trekker = forms.ChoiceField(label="Trekker", required=False, choices=[("", "Iedereen")])

    def wanted(self) -> dict[str, str]:
        found = self.found()
        return {"show": found.get("toon", ""), "owner": found.get("trekker", "")}


class StepsField(forms.MultipleChoiceField):
    """A step that a colleague took away meanwhile is no mistake of whoever ticked it."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or bool(PUBLIC_ID.fullmatch(value))


class PointForm(forms.Form):
    progress = forms.ChoiceField(label="Hoe ver bent u?", choices=Progress.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Waarom niet van toepassing?",
        required=False,
        max_length=500,
        help_text="Alleen nodig als u hierboven ‘Niet van toepassing’ kiest.",
    )
    steps_done = StepsField(
        label="Stappen die gedaan zijn",
        required=False,
        help_text="Suggesties, en uw eigen stappen. U hoeft ze niet allemaal te doen om het punt klaar te melden.",
    )
    new_steps = forms.CharField(
        label="Eigen stappen erbij",
        required=False,
        max_length=4500,
        widget=forms.Textarea({"rows": 2}),
        help_text="Eén stap per regel. Na het opslaan staan ze bij de stappen hierboven.",
    )
    steps_dropped = StepsField(
        label="Eigen stappen weghalen",
        required=False,
        help_text="Wat u hier aankruist, verdwijnt bij het opslaan.",
    )
    owner = forms.ChoiceField(label="Wie trekt dit?", required=False, widget=forms.Select({"class": "input-medium"}))
    other_owner = forms.CharField(
        label="Naam van iemand anders",
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "input-medium"}),
        help_text="Alleen nodig als u hierboven ‘Iemand anders’ kiest, bijvoorbeeld iemand van de branche.",
    )
    due_on = DateField(label="Klaar op", required=False)
    notes = forms.CharField(
        label="Notities",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        help_text="Voor u en uw collega’s van de hogeschool. Eerdere versies blijven bewaard.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, item: BoardItem, hogeschool_id: int, point: BoardPoint | None, notes: list[BoardNote],
        own: list[BoardStep], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, initial=_initial(point, notes, own), **kwargs)
        self.colleagues = {str(found.public_id): found for found in _colleagues(hogeschool_id, point)}
        names = [(key, _called(found)) for key, found in self.colleagues.items()]
        self.fields["owner"].choices = [(NOBODY, "Nog niemand"), *names, (SOMEONE_ELSE, "Iemand anders")]
        suggested = [(step["code"], step["text"]) for step in item.steps]
        mine = [(str(step.public_id), step.text) for step in own]
        self.fields["steps_done"].choices = [*suggested, *mine]
        self.fields["steps_dropped"].choices = mine
        if not mine:
            del self.fields["steps_dropped"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("progress") == Progress.NOT_APPLICABLE and not data.get("reason", "").strip():
            self.add_error("reason", "Schrijf op waarom dit punt niet van toepassing is.")
        if data.get("owner") == SOMEONE_ELSE and not data.get("other_owner", "").strip():
            self.add_error("other_owner", "Vul een naam in, of kies hierboven een collega.")
        return data

    @property
    def values(self) -> PointValues:
        data = self.cleaned_data
        other = data["other_owner"] if data["owner"] == SOMEONE_ELSE else ""
        return PointValues(
            progress=data["progress"],
            reason=data["reason"],
            owner_member=self.colleagues.get(data["owner"]),
            owner_name=other,
            due_on=data["due_on"],
            steps_done=data["steps_done"],
            new_steps=data["new_steps"].splitlines(),
            steps_dropped=data.get("steps_dropped", ()),
            notes=data["notes"],
        )

    def refused(self, refusal: ValidationError) -> None:
        """What the service found wrong, at the field it concerns."""
        if hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                self.add_error(name, errors)
        else:
            self.add_error(None, refusal)


def _initial(point: BoardPoint | None, notes: list[BoardNote], own: list[BoardStep]) -> dict[str, Any]:
    if point is None:
        return {"progress": Progress.TODO}
    member = str(point.owner_member.public_id) if point.owner_member else ""
    return {
        "progress": point.progress,
        "reason": point.reason,
        "steps_done": [*point.steps_done, *(str(step.public_id) for step in own if step.is_done)],
        "owner": member or (SOMEONE_ELSE if point.owner_name else NOBODY),
        "other_owner": "" if member else point.owner_name,
        "due_on": point.due_on,
        "notes": text_of(notes),
    }


def _colleagues(hogeschool_id: int, point: BoardPoint | None) -> list[Membership]:
    """Everyone of the hogeschool, and whoever has the point and left."""
    found = list(members(hogeschool_id))
    if point and point.owner_member and point.owner_member not in found:
        found.append(point.owner_member)
    return found


def _called(membership: Membership) -> str:
    return f"{membership.name} (niet meer actief)" if membership.ended_at else str(membership)


class ExampleForm(forms.Form):
    text = forms.CharField(
        label="Dit lezen anderen",
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Haal weg wat niet voor anderen is, zoals namen van mensen of bedrijven.",
    )
