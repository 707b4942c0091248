"""Form fields that speak Dutch: 1.234,50, three boxes for a birth date, a choice from many by typing."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.utils import timezone


class DateField(forms.DateField):
    """A date near today: the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-short"}))
        kwargs.setdefault("error_messages", {"invalid": "Vul een bestaande datum in, bijvoorbeeld 27-03-2027."})
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)


class DayMonthYear(forms.MultiWidget):
    template_name = "design/day_month_year.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, autocomplete: str = "") -> None:
        boxes = [("day", 2), ("month", 2), ("year", 4)]
        super().__init__([forms.TextInput(self._box(*box, autocomplete)) for box in boxes], attrs)

    @staticmethod
    def _box(part: str, size: int, autocomplete: str) -> dict[str, Any]:
        box = {"inputmode": "numeric", "maxlength": size, "class": f"input-{size}"}
        return {**box, "autocomplete": f"{autocomplete}-{part}"} if autocomplete else box

    def decompress(self, value: datetime.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class BirthDateField(forms.MultiValueField):
    """A date long ago, typed: nobody should leaf back forty years in a calendar."""

    widget = DayMonthYear
    default_error_messages = {
        "invalid": "Vul een bestaande datum in, bijvoorbeeld 27 3 1998.",
        "incomplete": "Vul de dag, de maand en het jaar in.",
        "future": "Deze datum ligt in de toekomst. Vul de geboortedatum in.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayMonthYear(autocomplete="bday"))
        boxes = [forms.IntegerField(error_messages={"invalid": "", "incomplete": ""}) for _ in range(3)]
        super().__init__(boxes, **kwargs)

    def clean(self, value: list[str]) -> datetime.date | None:
        parts = [str(part or "").strip() for part in value or ["", "", ""]]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self._date(parts)

    def _date(self, parts: list[str]) -> datetime.date:
        try:
            date = datetime.date(int(parts[2]), int(parts[1]), int(parts[0]))
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if date.year < 1900:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if date > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        return date

    def compress(self, data_list: list[Any]) -> None:
        raise NotImplementedError("clean() makes the date itself")


class AffixedInput(forms.TextInput):
    """A short text box with a unit before or after it."""

    template_name = "design/affixed.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, prefix: str = "", suffix: str = "") -> None:
        super().__init__({"inputmode": "decimal", "class": "input-number", **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(prefix=self.prefix, suffix=self.suffix)
        return context


class NumberField(forms.DecimalField):
    """A number typed the Dutch way, 1.234,5, with its unit behind it."""

    default_error_messages = {"invalid": "Vul een getal in, bijvoorbeeld 12 of 12,5."}
    prefix = ""

    def __init__(self, *, suffix: str = "", **kwargs: Any) -> None:
        affixed = self.prefix or suffix
        plain = forms.TextInput({"inputmode": "decimal", "class": "input-number"})
        kwargs.setdefault("widget", AffixedInput(prefix=self.prefix, suffix=suffix) if affixed else plain)
        super().__init__(localize=True, **kwargs)


# with points or spaces at the thousands, or without; \s is also the space that a paste brings along
WHOLE_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:\s[0-9]{3})+)")


class WholeNumberField(forms.IntegerField):
    """A whole number typed the Dutch way: 1.000 and 1 000 are a thousand, where Django's own field reads 1."""

    default_error_messages = {"invalid": "Vul een heel getal in, bijvoorbeeld 80."}

    def __init__(self, *, suffix: str = "", **kwargs: Any) -> None:
        plain = forms.TextInput({"inputmode": "numeric", "class": "input-number"})
        affixed = AffixedInput({"inputmode": "numeric"}, suffix=suffix)
        kwargs.setdefault("widget", affixed if suffix else plain)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        typed = "" if value is None else str(value).strip()
        if typed and not WHOLE_NUMBER.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(re.sub(r"[.\s]", "", typed))


class MoneyField(NumberField):
    """An amount in euro."""

    default_error_messages = {"invalid": "Vul een bedrag in, bijvoorbeeld 1.234,50."}
    prefix = "€"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "min_value": 0, **kwargs})


class CodeField(forms.CharField):
    """A one-time code of digits; spaces that come along with a paste are dropped."""

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input-code"}
        kwargs.setdefault("widget", forms.TextInput({**attrs, "maxlength": length + 4}))
        super().__init__(**kwargs)
        message = f"De code bestaat uit {length} cijfers."
        self.validators.append(RegexValidator(rf"\A[0-9]{{{length}}}\Z", message))

    def to_python(self, value: Any) -> str:
        return "".join(super().to_python(value).split()).replace("-", "")


class PhoneField(forms.CharField):
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "tel", "class": "input-medium"}))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        message = "Vul een telefoonnummer in, bijvoorbeeld 06 12345678 of +32 470 12 34 56."
        self.validators.append(RegexValidator(r"\A\+?[0-9][0-9 ()-]{7,}\Z", message))


class EmailField(forms.EmailField):
    default_error_messages = {"invalid": "Vul een e-mailadres in, bijvoorbeeld naam@bedrijf.nl."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)


class FileField(forms.FileField):
    """A file of one of the named kinds, at most `max_mb` large. The content is checked where it is stored."""

    def __init__(self, *, accept: Iterable[str], max_mb: int = 10, **kwargs: Any) -> None:
        self.accept, self.max_mb = tuple(accept), max_mb
        kinds = ", ".join(end.lstrip(".").upper() for end in self.accept)
        kwargs.setdefault("help_text", f"{kinds}, hooguit {max_mb} MB.")
        kwargs.setdefault("widget", forms.FileInput({"accept": ",".join(self.accept)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file is not initial:
            self._check(file)
        return file

    def _check(self, file: Any) -> None:
        if not file.name.lower().endswith(self.accept):
            raise ValidationError(f"Kies een bestand van deze soort: {', '.join(self.accept)}.", code="kind")
        if file.size > self.max_mb * 1024 * 1024:
            message = f"Dit bestand is te groot. Kies een bestand van hooguit {self.max_mb} MB."
            raise ValidationError(message, code="size")


class Explained:
    """Choices that each carry a line of explanation: hints={value: text}."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, hints: Mapping[Any, str] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "hint": self.hints.get(str(value), "")}


class ChoiceChecks(Explained, forms.CheckboxSelectMultiple):
    """Checkboxes, each with a line that explains it."""


class ChoiceCards(Explained, forms.RadioSelect):
    """Radio buttons as cards, each with a line that explains it."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["cards"] = True
        return context


class SignatureInput(forms.TextInput):
    template_name = "design/signature.html"


class SignatureField(forms.CharField):
    """Signing by typing one's own name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SignatureInput({"autocomplete": "name", "spellcheck": "false"}))
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)
        self.validators.append(MinLengthValidator(3, "Typ uw voornaam en achternaam voluit."))


class Combobox(forms.TextInput):
    template_name = "design/combobox.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, url: str = "") -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Callable[[str], str] = str

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(f"{name}_text", "").strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        text = text or (self.label_of(chosen) if chosen else "")
        context["widget"].update(url=str(self.url), chosen=chosen, text=text)
        return context


class ComboboxField(forms.Field):
    """One out of many, by typing. The value is the key as text; look the row up in the form.

    `search(text)` gives the pairs (key, label) that fit; `label_of(key)` the label of one, "" for an unknown key.
    Without script the typed text counts when it fits exactly one.
    """

    default_error_messages = {
        "none": "Niets gevonden voor “%(text)s”. Typ een ander deel van de naam.",
        "many": "“%(text)s” past bij meer dan één: %(labels)s. Typ de naam verder uit.",
    }

    def __init__(
        self,
        *,
        search: Callable[[str], list[tuple[str, str]]],
        label_of: Callable[[str], str],
        url: str = "",
        **kwargs: Any,
    ) -> None:
        widget = Combobox(url=url)
        widget.label_of = label_of
        super().__init__(widget=widget, **kwargs)
        self.search, self.label_of = search, label_of

    def clean(self, value: Any) -> str:
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        if chosen and (label := self.label_of(chosen)) and text in ("", label):
            return chosen
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        return self._only_match(text)

    def _only_match(self, text: str) -> str:
        found = self.search(text)
        exact = [key for key, label in found if label.casefold() == text.casefold()]
        if len(exact) == 1:
            return exact[0]
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(self.error_messages["none"], code="none", params={"text": text})
        labels = ", ".join(label for _, label in found[:5])
        raise ValidationError(self.error_messages["many"], code="many", params={"text": text, "labels": labels})
