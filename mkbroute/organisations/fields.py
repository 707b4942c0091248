"""Numbers and codes that identify, typed in whatever way people type them. They are text: leading zeros count."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from .models import BRIN, KVK_NUMBER, POSTCODE, VESTIGINGSNUMMER

BETWEEN = str.maketrans("", "", " .-\u00a0")


def in_ascii(validator: RegexValidator) -> RegexValidator:
    """The database knows no other digits than 0 to 9."""
    return RegexValidator(validator.regex.pattern, validator.message, flags=re.ASCII)


class _NumberAsText(forms.CharField):
    check: Any

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.validators.append(in_ascii(self.check))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).translate(BETWEEN)


class KvkField(_NumberAsText):
    check = KVK_NUMBER

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "KvK-nummer")
        kwargs.setdefault("help_text", "8 cijfers, ook de nullen aan het begin. Het staat op kvk.nl en op uw facturen.")
        super().__init__(**kwargs)


class VestigingsnummerField(_NumberAsText):
    check = VESTIGINGSNUMMER

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Vestigingsnummer")
        kwargs.setdefault("help_text", "12 cijfers, uit het Handelsregister.")
        super().__init__(**kwargs)


class PostcodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Postcode")
        attrs = {"autocomplete": "postal-code", "class": "input-short"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.validators.append(in_ascii(POSTCODE))

    def to_python(self, value: Any) -> str:
        code = super().to_python(value).translate(BETWEEN).upper()
        return f"{code[:4]} {code[4:]}".strip()


class BrinField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "BRIN-code")
        kwargs.setdefault("help_text", "2 cijfers en 2 letters, bijvoorbeeld 07GR.")
        super().__init__(widget=forms.TextInput({"autocomplete": "off", "class": "input-short"}), **kwargs)
        self.validators.append(in_ascii(BRIN))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).translate(BETWEEN).upper()
