"""Questions about a dossier, and their answers: a round of them on one page."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mkbroute.organisations.models import Membership

from ..judgements import Seat
from ..models import Criterion, DossierQuestion


class AskForm(forms.Form):
    """A question per criterion, and one more in each thread that was answered."""

    def __init__(
        self, data: Any = None, *, criteria: Iterable[Criterion], answered: Iterable[DossierQuestion] = ()
    ) -> None:
        super().__init__(data)
        self.criteria, self.answered = list(criteria), list(answered)
        for criterion in self.criteria:
            self.fields[f"c{criterion.number}"] = _text(f"Vraag over criterium {criterion.number}: {criterion.title}")
        for question in self.answered:
            self.fields[f"q{question.public_id}"] = _text(f"Doorvragen over criterium {question.criterion.number}")

    @property
    def new(self) -> dict[int, str]:
        return {criterion.number: self.cleaned_data[f"c{criterion.number}"] for criterion in self.criteria}

    @property
    def again(self) -> dict[DossierQuestion, str]:
        return {question: self.cleaned_data[f"q{question.public_id}"] for question in self.answered}


class AnswerForm(forms.Form):
    def __init__(self, data: Any = None, *, questions: Iterable[DossierQuestion]) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for question in self.questions:
            label = f"Antwoord bij criterium {question.criterion.number}: {question.criterion.title}"
            self.fields[f"q{question.public_id}"] = _text(label)

    @property
    def answers(self) -> dict[DossierQuestion, str]:
        return {question: self.cleaned_data[f"q{question.public_id}"] for question in self.questions}


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=3000, widget=forms.Textarea({"rows": 4}))


class TakeOverForm(forms.Form):
    assessor = forms.ChoiceField(label="Van wie neemt u over?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Waarom neemt u de beoordeling over?",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Uw collega krijgt dit per mail. Het blijft binnen het programmateam.",
        error_messages={"required": "Schrijf op waarom u overneemt."},
    )

    def __init__(self, data: Any = None, *, seats: Iterable[Seat]) -> None:
        super().__init__(data)
        choices = [(str(seat.assessor.pk), seat.name) for seat in seats]
        self.fields["assessor"].choices = choices
        if len(choices) == 1:
            self.fields["assessor"].widget = forms.HiddenInput()
            self.fields["assessor"].initial = choices[0][0]


class AssessorForm(forms.Form):
    membership = forms.ChoiceField(label="Collega", error_messages={"required": "Kies een collega."})

    def __init__(self, data: Any = None, *, team: Iterable[Membership]) -> None:
        super().__init__(data)
        self.team = {str(member.public_id): member for member in team}
        self.fields["membership"].choices = [
            ("", "Kies een collega"), *((key, member.name) for key, member in self.team.items()),
        ]  # fmt: skip

    @property
    def chosen(self) -> Membership:
        return self.team[self.cleaned_data["membership"]]
