from collections.abc import Iterable

from django import forms

from mkbroute.design.fields import DateField

from ..enums import CheckOutcome
from ..models import AdmissionCheck, AdmissionSubject
from ..services.admission import Finding

OUTCOMES = [("", "Niet bekeken"), *CheckOutcome.choices]


class FindingForm(forms.Form):
    """What was found about one subject. What was recorded is not taken back, only replaced."""

    outcome = forms.ChoiceField(
        label="Oordeel", choices=OUTCOMES, required=False, widget=forms.Select({"class": "input-medium"})
    )
    note = forms.CharField(label="Wat is bekeken, of wat moet nog?", max_length=300, required=False)
    due_on = DateField(label="Vóór welke datum?", required=False)

    def __init__(self, *args, subject: AdmissionSubject, standing: AdmissionCheck | None, **kwargs):
        self.subject, self.standing = subject, standing
        initial = {name: getattr(standing, name) for name in ("outcome", "note", "due_on")} if standing else {}
        super().__init__(*args, prefix=subject.code, initial=initial, **kwargs)
        self.about = dict.fromkeys(self.fields, subject.title.lower())

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == CheckOutcome.OPEN and not data.get("note"):
            self.add_error("note", "Schrijf op wat de kandidaat nog moet doen.")
        if data.get("due_on") and outcome != CheckOutcome.OPEN:
            self.add_error("due_on", "Een datum hoort alleen bij een voorwaarde.")
        if self.standing and not outcome:
            self.add_error("outcome", "Kies een oordeel: wat is vastgelegd, kan alleen worden vervangen.")
        return data

    @property
    def is_open(self) -> bool:
        """On the page: what is looked at of everybody, or was before, or is being filled in."""
        return bool(self.subject.number == 1 or self.standing or (self.is_bound and self.has_changed()))

    @property
    def finding(self) -> Finding | None:
        data = self.cleaned_data
        return Finding(data["outcome"], data["note"], data["due_on"]) if data["outcome"] else None


class AdmissionForm:
    """One FindingForm per subject."""

    def __init__(self, data, *, subjects: Iterable[AdmissionSubject], standing: Iterable[AdmissionCheck]):
        found = {check.subject.code: check for check in standing}
        self.is_bound = data is not None
        self.forms = [FindingForm(data, subject=each, standing=found.get(each.code)) for each in subjects]

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms]  # each: the page shows all that is wrong
        return self.is_bound and all(judged)

    @property
    def findings(self) -> dict[AdmissionSubject, Finding]:
        return {form.subject: form.finding for form in self.forms if form.finding}
