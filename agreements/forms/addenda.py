"""Mending contacts, and addenda."""

from matching.dates import far_off
from mkbroute.design.fields import DateField, EmailField, PhoneField
from mkbroute.design.merging import pack, snapshot

from ..enums import Role
from ..models import EMPLOYMENT, Party
from ..services.addenda import addendum_values
from ..services.contacts import contact_values, names_of
from .drafting import SECTIONS, AgreementForm
from .paper import Guarded, long_text


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


NOT_BY_ADDENDUM = {*EMPLOYMENT, "language"}  # beside the text, and of the whole of it


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
        for name in NOT_BY_ADDENDUM:
            self.fields.pop(name, None)
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


ADDENDUM_SECTIONS = [(legend, rows) for _, legend, rows in SECTIONS if not {*rows} & NOT_BY_ADDENDUM]
