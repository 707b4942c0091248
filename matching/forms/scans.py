"""Questions in chapters, on a telephone: the werkplekscan and the inregel-checklist."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.design.fields import DateField

from ..enums import ScanAnswer, ScanOutcome
from ..models import Checklist
from .fields import text_area

Item = Mapping[str, str]  # of a checklist: code, text and help


def _answer(item: Item) -> forms.Field:
    return forms.ChoiceField(
        label=item["text"], help_text=item["help"], choices=ScanAnswer.choices, widget=forms.RadioSelect, required=False
    )


def _tick(item: Item) -> forms.Field:
    return forms.BooleanField(label=item["text"], help_text=item["help"], required=False)


class _InChapters(forms.Form):
    """A field for each question (by its code), as `asked` makes it, and one for a note under each chapter."""

    def __init__(
        self,
        *args: Any,
        checklist: Checklist,
        notes: Mapping[str, str],
        asked: Callable[[Item], forms.Field],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        for number, chapter in enumerate(checklist.chapters):
            for item in chapter["items"]:
                self.fields[item["code"]] = asked(item)
            self.fields[f"note_{number}"] = forms.CharField(
                label="Toelichting",
                max_length=1000,
                required=False,
                widget=text_area(2),
                initial=notes.get(str(number)),
            )

    @property
    def chapters(self) -> Iterator[dict[str, str]]:
        for number, chapter in enumerate(self.checklist.chapters):
            names = [*(item["code"] for item in chapter["items"]), f"note_{number}"]
            yield {"title": chapter["title"], "help": chapter["help"], "names": " ".join(names)}

    @property
    def notes(self) -> dict[str, str]:
        numbers = range(len(self.checklist.chapters))
        return {str(number): text for number in numbers if (text := self.cleaned_data[f"note_{number}"])}


class ScanForm(_InChapters):
    """Can be saved half; `concludes`: then nothing that decides may be missing."""

    visited_on = DateField(label="Datum van het bezoek", required=False)
    outcome = forms.ChoiceField(label="Uitkomst", choices=ScanOutcome.choices, widget=forms.RadioSelect, required=False)
    agreed = forms.CharField(
        label="Afspraken met het bedrijf", max_length=2000, required=False, widget=text_area(4),
        help_text="Wat doet het bedrijf nog, en wanneer? Het bedrijf leest dit als u de scan afrondt.",
    )  # fmt: skip

    def __init__(self, *args: Any, concludes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, asked=_answer, **kwargs)
        self.concludes = concludes

    def clean_visited_on(self):
        day = self.cleaned_data["visited_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Vul in wanneer u er bent geweest.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.concludes:
            self._require_all(data)
        return data

    def _require_all(self, data: dict[str, Any]) -> None:
        for code in self.checklist.codes:
            if not data.get(code) and code not in self.errors:
                self.add_error(code, "Kies een antwoord.")
        if not data.get("visited_on") and "visited_on" not in self.errors:
            self.add_error("visited_on", "Vul in wanneer u er bent geweest.")
        if not data.get("outcome"):
            self.add_error("outcome", "Kies een uitkomst.")
        elif data["outcome"] != ScanOutcome.FITS and not data.get("agreed"):
            self.add_error("agreed", "Schrijf op wat u met het bedrijf hebt afgesproken.")

    @property
    def said(self) -> dict[str, Any]:
        """As save_scan wants it."""
        data = self.cleaned_data
        answers = {code: data[code] for code in self.checklist.codes if data[code]}
        return {
            "answers": answers,
            "notes": self.notes,
            **{name: data[name] for name in ("visited_on", "outcome", "agreed")},
        }


class SettlingForm(_InChapters):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, asked=_tick, **kwargs)

    @property
    def ticks(self) -> list[str]:
        return [code for code in self.checklist.codes if self.cleaned_data[code]]
