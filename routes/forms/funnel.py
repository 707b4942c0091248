"""Counts that the hogeschool enters, and the filter above the funnel."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.design.fields import DateField, WholeNumberField
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from ..enums import COUNTED_STAGES, Channel, Stage
from ..models import FunnelEntry, Route, RoutePartner
from ..models.funnel import FIRST_DAY, MOST
from ..services.funnel import EntryValues
from .lists import FilterForm


class StartFilter(FilterForm):
    start = forms.ChoiceField(label="Voor de start van", required=False, choices=[("", "Alle starts")])

    @property
    def chosen_start(self) -> int | None:
        start = self.found().get("start", "")
        return int(start) if start else None


class ChannelFilter(StartFilter):
    kanaal = forms.ChoiceField(label="Kanaal", required=False, choices=[("", "Alle kanalen"), *Channel.choices])

    @property
    def chosen_channel(self) -> str:
        return self.found().get("kanaal", "")


class FunnelFilter(ChannelFilter):
    branche = forms.ChoiceField(label="Branche", required=False, choices=[("", "Alle branches")])

    @property
    def chosen_branche(self) -> str:
        """Its public id."""
        return self.found().get("branche", "")


class EntryForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    stage = forms.ChoiceField(
        label="Bij welke stap?", choices=Stage.choices, widget=forms.Select({"class": "input-medium"})
    )
    number = WholeNumberField(
        label="Hoeveel?",
        min_value=1,
        max_value=MOST,
        help_text="Het hele aantal, ook wie al in het portaal staat. Het portaal telt niemand dubbel.",
        error_messages={
            "min_value": "Vul een aantal van 1 of meer in.",
            "max_value": "Dit is meer dan bij één telling past. Controleer het aantal.",
        },
    )
    counted_on = DateField(
        label="Wanneer?", help_text="De dag van de bijeenkomst, of de laatste dag van de periode waarover u telt."
    )
    channel = forms.ChoiceField(
        label="Hoe kwamen zij bij u?", choices=Channel.choices, widget=forms.Select({"class": "input-medium"})
    )
    branche = forms.ChoiceField(
        label="Uit welke branche?", required=False, widget=forms.Select({"class": "input-medium"})
    )
    note = forms.CharField(
        label="Notitie", required=False, max_length=500, help_text="Bijvoorbeeld welke bijeenkomst het was."
    )  # fmt: skip

    def __init__(self, *args: Any, route: Route, entry: FunnelEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(entry), **kwargs)
        self.branches = {str(found.public_id): found for found in branches()}
        self.fields["branche"].choices = [("", "Niet bekend of niet van toepassing"), *_named(self.branches, route)]
        self.fields["stage"].choices = [("", "Kies"), *((stage.value, _called(stage)) for stage in Stage)]
        self.fields["channel"].choices = [("", "Kies"), *Channel.choices]

    def clean_counted_on(self) -> date:
        day = self.cleaned_data["counted_on"]
        if day > timezone.localdate():
            raise ValidationError("Deze datum moet nog komen. Vul in wat er al geteld is.")
        if day < FIRST_DAY:
            raise ValidationError("Deze datum is te lang geleden. Controleer het jaartal.")
        return day

    @property
    def values(self) -> EntryValues:
        data = self.cleaned_data
        return EntryValues(
            stage=data["stage"],
            channel=data["channel"],
            number=data["number"],
            counted_on=data["counted_on"],
            branche=self.branches.get(data["branche"]),
            note=data["note"],
        )

    @property
    def chosen_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def refused(self, refusal: ValidationError) -> None:
        """What the service found wrong, at the field it concerns."""
        if hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                self.add_error(name, errors)
        else:
            self.add_error(None, refusal)


class RemovalForm(forms.Form):
    """What whoever removes an entry has before her: that, and the funnel to go back to once it is gone."""

    seen = forms.CharField(widget=forms.HiddenInput)
    route = forms.UUIDField(widget=forms.HiddenInput)


def branches() -> list[Organisation]:
    return list(Organisation.objects.filter(kind=Kind.BRANCHE).order_by("name"))


def _initial(entry: FunnelEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"key": uuid4(), "counted_on": timezone.localdate()}
    branche = str(entry.branche.public_id) if entry.branche else ""
    shown = ("stage", "channel", "counted_on", "note")
    return {name: getattr(entry, name) for name in shown} | {"number": str(entry.number), "branche": branche}


def _named(found: dict[str, Organisation], route: Route) -> list[tuple[str, str]]:
    """Those of the route first."""
    own = set(RoutePartner.objects.filter(route=route).values_list("organisation_id", flat=True))
    first = sorted(found.items(), key=lambda pair: (pair[1].pk not in own, pair[1].name))
    return [(key, branche.name) for key, branche in first]


def _called(stage: Stage) -> str:
    counted = " (telt het portaal ook)" if stage in COUNTED_STAGES else ""
    return f"{stage.label}: {stage.what}{counted}"
