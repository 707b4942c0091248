"""An interview on a route: the facts, and a note per topic."""

from collections.abc import Iterable

from django import forms
from django.utils.timezone import localdate

from mkbroute.design.fields import ChoiceChecks, DateField

from ..enums import Mode, Speaker
from ..models import Topic, WaveRoute
from ..services.interviews import NOTE
from .guarded import Guarded, Lines

MOST = 20_000  # characters of a note


class InterviewForm(Guarded):
    route = forms.ModelChoiceField(
        label="Route", queryset=WaveRoute.objects.none(), error_messages={"required": "Kies een route."}
    )
    held_on = DateField(label="Datum van het gesprek", error_messages={"required": "Vul de datum in."})
    held_by = forms.CharField(
        label="Gevoerd door",
        max_length=120,
        help_text="Wie het gesprek voerde.",
        error_messages={"required": "Vul in wie het gesprek voerde."},
    )
    mode = forms.ChoiceField(
        label="Hoe", choices=Mode, widget=forms.RadioSelect, error_messages={"required": "Kies hoe u elkaar sprak."}
    )
    speakers = forms.MultipleChoiceField(
        label="Met wie", choices=Speaker, widget=ChoiceChecks, required=False, help_text="Als rol, geen namen."
    )
    other_speaker = forms.CharField(label="Een andere rol", max_length=80, required=False)
    is_shared = forms.BooleanField(
        label="De hogeschool van de route leest dit verslag als het af is",
        required=False,
        help_text="Alleen als u dat met uw gesprekspartner hebt afgesproken.",
    )

    def __init__(self, *args, topics: Iterable[Topic], routes=None, **kwargs):
        super().__init__(*args, **kwargs)
        if routes is None:
            del self.fields["route"]
        else:
            self.fields["route"].queryset = routes
            self.fields["route"].empty_label = "Kies een route"
            self.fields["route"].label_from_instance = lambda each: f"{each.route.title}, {each.hogeschool.name}"
        self.topics = list(topics)
        for topic in self.topics:
            self.fields[NOTE + topic.key] = Lines(label=topic.title, rows=6, max_length=MOST, help_text=topic.prompt)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > localdate():
            raise forms.ValidationError("Deze dag moet nog komen. Vul de dag van het gesprek in.")
        return day

    def clean_speakers(self) -> str:
        return ",".join(sorted(self.cleaned_data["speakers"]))

    def clean(self):
        cleaned = super().clean()
        if "speakers" in cleaned and not cleaned["speakers"] and not cleaned.get("other_speaker"):
            self.add_error("speakers", "Kies met wie u sprak, of vul een andere rol in.")
        return cleaned

    def guard(self, now: dict) -> None:
        super().guard(now)
        self.initial["speakers"] = now["speakers"].split(",") if now["speakers"] else []
        self.initial["is_shared"] = bool(now["is_shared"])

    @property
    def facts_names(self) -> str:
        return " ".join(name for name in self.fields if not name.startswith(NOTE))

    @property
    def note_names(self) -> str:
        return " ".join(name for name in self.fields if name.startswith(NOTE))
