from collections.abc import Sequence
from typing import NamedTuple

from django import forms
from django.urls import reverse

from mkbroute.design.fields import SignatureField
from mkbroute.documents.characters import with_ink

from .. import statements
from ..models import Signing, SigningStatements
from .signing import MUST_DECLARE, StatementsForm


class Row(NamedTuple):
    """One agreement in the list."""

    signing: Signing
    url: str
    fingerprint: str
    checked: bool = True
    consent: str = ""  # as it is kept when she signs


def _row(signing: Signing, *, checked: bool = True, words: SigningStatements | None = None) -> Row:
    url = reverse("agreements:version", args=[signing.agreement.public_id, signing.version.number])
    consent = statements.consent(signing.version, words) if words else ""
    return Row(signing, url, statements.fingerprint(signing.version.content_sha256), checked, consent)


class ChooseForm(forms.Form):
    signings = forms.MultipleChoiceField(error_messages={"required": "Kies ten minste één overeenkomst."})

    def __init__(self, *args, signings: Sequence[Signing], **kwargs):
        super().__init__(*args, **kwargs)
        self._by_key = {str(each.public_id): each for each in signings}
        self.fields["signings"].choices = [(key, key) for key in self._by_key]
        chosen = self.data.getlist("signings") if self.is_bound else list(self._by_key)
        self.rows = [_row(each, checked=key in chosen) for key, each in self._by_key.items()]

    def clean_signings(self) -> list[Signing]:
        return [self._by_key[key] for key in self.cleaned_data["signings"]]


class SignTogetherForm(StatementsForm):
    """One name under all; beside each agreement stands what she declares of it, word for word."""

    identity = forms.BooleanField(error_messages={"required": MUST_DECLARE})
    authority = forms.BooleanField(error_messages={"required": MUST_DECLARE})
    consent = forms.BooleanField(error_messages={"required": MUST_DECLARE})
    typed_name = SignatureField(label="Typ uw naam")

    def __init__(self, *args, signings: Sequence[Signing], words: SigningStatements, **kwargs):
        super().__init__(*args, words=words, **kwargs)
        self.signings = signings
        self.rows = [_row(each, words=words) for each in signings]
        names = dict.fromkeys(statements.identity(each, words).removesuffix(".") for each in signings)
        parties = dict.fromkeys(statements.authority(each, words).removesuffix(".") for each in signings)
        self.fields["identity"].label = "; ".join(names)
        self.fields["authority"].label = "; ".join(parties)
        self.fields["consent"].label = "Ik verklaar wat hierboven bij elke handtekening staat"
        self.fields["typed_name"].help_text = "Dit is uw handtekening onder elk van deze overeenkomsten."

    @property
    def read(self) -> dict[int, str]:
        """The hash of each text as it stood on this page."""
        return {each.pk: self.data.get(f"text-{each.public_id}", "") for each in self.signings}

    def clean_typed_name(self) -> str:
        name = with_ink(self.cleaned_data["typed_name"]).strip()
        if not all(statements.same_name(name, each.name) for each in self.signings):
            expected = ", ".join(dict.fromkeys(each.name for each in self.signings))
            raise forms.ValidationError(
                f"In de overeenkomsten staat {expected}. Verbeter de naam, of teken apart met de link uit de mail."
            )
        return name
