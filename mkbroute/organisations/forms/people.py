from django import forms

from mkbroute.design.fields import ChoiceCards, EmailField

from .. import queries
from ..enums import PARTS_OF_KIND, Kind, Part

# Anyone may register a company: without a limit the portal would mail whomever it likes.
OPEN_AT_MOST = 50

HINTS = {
    Part.COORDINATOR: "Beheert routes, aanmeldingen en overeenkomsten.",
    Part.TEACHER: "Kijkt mee en begeleidt studenten.",
    Part.SIGNATORY: "Mag tekenen namens de organisatie.",
    Part.CONTACT: "Biedt leerwerkplekken aan en houdt de gegevens bij.",
    Part.SUPERVISOR: "Begeleidt iemand op de werkvloer.",
}


class PartField(forms.ChoiceField):
    """What someone will do for an organisation of this kind."""

    def __init__(self, kind: str) -> None:
        parts = PARTS_OF_KIND[Kind(kind)]
        super().__init__(
            label="Rol",
            choices=[(part, part.label) for part in parts],
            initial=parts[0],
            widget=ChoiceCards(hints=HINTS),
        )


class MemberForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120, help_text="Voornaam en achternaam.")

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"] = PartField(kind)
        if len(PARTS_OF_KIND[Kind(kind)]) == 1:
            self.fields["part"].widget = forms.HiddenInput()


class InvitationForm(MemberForm):
    """`organisation_id` is whom the person will act for."""

    email = EmailField(
        label="E-mailadres", max_length=254, help_text="Hier gaat de uitnodiging heen. Hiermee logt diegene straks in."
    )
    field_order = ["name", "email", "part"]

    def __init__(self, *args, organisation_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation_id = organisation_id
        self.order_fields(self.field_order)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if queries.members(self.organisation_id).filter(email__iexact=email).exists():
            raise forms.ValidationError("Deze persoon hoort er al bij.")
        if queries.open_invitations(self.organisation_id).filter(email__iexact=email).exists():
            raise forms.ValidationError(
                "Voor dit adres staat al een uitnodiging open. Stuur die opnieuw, of trek haar in."
            )
        return email

    def clean(self):
        if queries.open_invitations(self.organisation_id).count() >= OPEN_AT_MOST:
            raise forms.ValidationError(f"Er staan al {OPEN_AT_MOST} uitnodigingen open. Trek er eerst een paar in.")
        return super().clean()
