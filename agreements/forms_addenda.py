"""Sending with reasons, mending contacts, and addenda."""

from collections.abc import Iterable

from django import forms

from matching.dates import far_off
from mkbroute.design.fields import DateField, EmailField, PhoneField

from .cautions import Caution
from .enums import Role
from .forms import SECTIONS, AgreementForm, Guarded, long_text
from .merging import pack, snapshot
from .models import EMPLOYMENT, Party
from .services.addenda import addendum_values
from .services.contacts import contact_values, names_of


class SendForm(forms.Form):
    """With the text that the sender has before her, and for each caution why she sends it all the same."""

    content_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, cautions: Iterable[Caution], **kwargs):
        super().__init__(*args, **kwargs)
        self.cautions = list(cautions)
        for caution in self.cautions:
            self.fields[f"reason-{caution.code}"] = forms.CharField(
                label="Waarom verstuurt u toch?",
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
                error_messages={"required": f"{caution.title}: schrijf kort op waarom u toch verstuurt."},
            )

    def to_send(self, content_sha256: str, cautions: Iterable[Caution]) -> "SendForm":
        """What to show: with its mistakes; or for the text and the cautions as they are now, with what was typed."""
        if self.errors:
            return self
        typed = {name: self.data.get(name, self.initial.get(name, "")) for name in self.fields}
        return SendForm(cautions=cautions, initial={**typed, "content_sha256": content_sha256})

    @property
    def reasons(self) -> dict[str, str]:
        return {caution.code: self.cleaned_data[f"reason-{caution.code}"] for caution in self.cautions}

    @property
    def asked(self) -> list[tuple[Caution, str]]:
        """Each caution, and the field for its reason."""
        return [(caution, f"reason-{caution.code}") for caution in self.cautions]


class ContactsForm(Guarded):
    """How to reach each party; what is agreed is not here. Fields are named "company-signer_email"."""

    def __init__(self, *args, parties: list[Party], **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = parties
        for party in parties:
            for name in names_of(Role(party.role)):
                self.fields[f"{party.role}-{name}"] = CONTACT_FIELDS[name]()
        self.guard(contact_values(parties))
        self.initial = {**self.now, **self.initial}

    @property
    def about(self) -> dict[str, str]:
        return {name: Role(name.partition("-")[0]).label.lower() for name in self.fields if "-" in name}

    @property
    def groups(self) -> list[tuple[Party, str]]:
        """Each party, and its fields for the template."""
        return [
            (party, " ".join(f"{party.role}-{name}" for name in names_of(Role(party.role)))) for party in self.parties
        ]


CONTACT_FIELDS = {
    "signer_email": lambda: EmailField(label="E-mailadres van wie tekent"),
    "signer_phone": lambda: PhoneField(label="Telefoon van wie tekent", required=False),
    "supervisor_email": lambda: EmailField(label="E-mailadres van de praktijkbegeleider", required=False),
    "supervisor_phone": lambda: PhoneField(label="Telefoon van de praktijkbegeleider", required=False),
}


class AddendumForm(AgreementForm):
    """The agreement as it should read from a day on. What differs from how it reads now is the addendum."""

    effective_on = DateField(label="Vanaf welke dag?", required=False, help_text="De eerste dag dat het anders is.")
    why = long_text(
        label="Waarom dit addendum?",
        max_length=2000,
        help_text="Dit staat in het addendum; alle partijen lezen het. Schrijf niets op over gezondheid.",
    )

    def __init__(self, *args, addendum, **kwargs):
        super().__init__(*args, **kwargs)
        for name in EMPLOYMENT:
            del self.fields[name]
        self.now = addendum_values(addendum)
        given = kwargs.get("initial") or {}
        self.initial = {
            **self.initial,
            "effective_on": given.get("effective_on", addendum.effective_on),
            "why": given.get("why", addendum.why),
            "seen": pack(snapshot(self.now)),
        }

    def clean(self):
        cleaned = super().clean()
        if problem := far_off(cleaned.get("effective_on")):
            self.add_error("effective_on", problem)
        return cleaned


ADDENDUM_SECTIONS = [(legend, rows) for _, legend, rows in SECTIONS if not set(rows) & set(EMPLOYMENT)]
