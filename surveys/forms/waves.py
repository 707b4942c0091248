"""Drawing up a wave, and completing the list of who is asked."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate

from matching.dates import far_off
from mkbroute.design.fields import ChoiceChecks, DateField
from mkbroute.exports.reading import MAX_BYTES, Line, read_table
from mkbroute.exports.refusal import NotATable
from routes.models import Route
from routes.models.route import OPEN

from ..enums import Audience
from ..models import Wave, WaveList

MAX_ROWS = 5_000
MOST_ERRORS = 50
LANGUAGES = {"": "nl", "nl": "nl", "nederlands": "nl", "en": "en", "engels": "en", "english": "en"}
HEADS = {
    "naam": "name",
    "name": "name",
    "e-mailadres": "email",
    "e-mail": "email",
    "email": "email",
    "mail": "email",
    "bedrijf": "company",
    "taal": "language",
}
TEMPLATE = "naam;e-mailadres;bedrijf;taal\r\nKarim Bakker;k.bakker@bouwbedrijf.example;Bouwbedrijf Bakker;nl\r\n"


class WaveForm(forms.Form):
    name = forms.CharField(
        label="Naam",
        max_length=80,
        help_text="Bijvoorbeeld: Meting voorjaar 2027. Wie invult, leest dit.",
        error_messages={"required": "Geef de meting een naam."},
    )
    opens_on = DateField(
        label="Eerste dag",
        help_text="Vanaf deze dag gaan de uitnodigingen weg.",
        error_messages={"required": "Vul de eerste dag in."},
    )
    closes_on = DateField(
        label="Laatste dag",
        help_text="Daarna worden namen, adressen en links gewist.",
        error_messages={"required": "Vul de laatste dag in."},
    )
    audiences = forms.MultipleChoiceField(
        label="Wie vraagt u?",
        choices=Audience.choices,
        widget=ChoiceChecks,
        initial=Audience.values,
        error_messages={"required": "Kies minstens één groep."},
    )
    routes = forms.ModelMultipleChoiceField(
        label="Op welke routes?",
        queryset=Route.objects.none(),
        widget=ChoiceChecks,
        to_field_name="public_id",
        error_messages={"required": "Kies minstens één route."},
    )

    def __init__(self, *args: Any, found: Wave | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        known = found.wave_routes.values("route") if found else []
        routes = Route.objects.filter(OPEN) | Route.objects.filter(pk__in=known)
        field: Any = self.fields["routes"]
        field.queryset = routes.distinct().select_related("hogeschool").order_by("hogeschool__name", "programme", "id")
        field.label_from_instance = lambda route: f"{route.title}, {route.hogeschool.name}, {route.city}"

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Wave.objects.exclude(pk=self.found.pk) if self.found else Wave.objects.all()
        if others.filter(name=name).exists():
            raise ValidationError("Er is al een meting met deze naam. Kies een andere.")
        return name

    def clean(self) -> dict[str, Any]:
        begins, ends = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        for field, day in (("opens_on", begins), ("closes_on", ends)):
            if day and (problem := far_off(day)):
                self.add_error(field, problem)
        if begins and ends and ends <= begins:
            self.add_error("closes_on", "De laatste dag moet na de eerste liggen.")
        elif ends and ends < localdate():
            self.add_error("closes_on", "De laatste dag ligt in het verleden.")
        return self.cleaned_data


def values_of(wave: Wave) -> dict[str, Any]:
    return {
        "name": wave.name,
        "opens_on": wave.opens_on,
        "closes_on": wave.closes_on,
        "audiences": [each.audience for each in wave.populations.all()],
        "routes": [each.route.public_id for each in wave.wave_routes.select_related("route")],
    }


class EndForm(forms.Form):
    closes_on = DateField(label="Laatste dag", error_messages={"required": "Vul de laatste dag in."})

    def __init__(self, *args: Any, found: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day < localdate() or day <= self.found.opens_on or far_off(day):
            raise ValidationError("Kies een dag vanaf vandaag, na de eerste dag.")
        return day


class PersonForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120, error_messages={"required": "Vul de naam in."})
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        error_messages={"required": "Vul het e-mailadres in.", "invalid": "Dit is geen e-mailadres."},
    )
    company = forms.CharField(label="Bedrijf", max_length=200, required=False)

    def __init__(self, *args: Any, found: WaveList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        if found.population.audience != Audience.COMPANIES:
            del self.fields["company"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if self.found.invitations.filter(email=email).exists():
            raise ValidationError("Dit e-mailadres staat al op de lijst.")
        return email


class PeopleFileForm(forms.Form):
    """Cleaned: `file` as rows. Every row is looked at; one that is wrong keeps all of them out."""

    file = forms.FileField(
        label="Bestand",
        help_text=f"CSV of XLSX met de kolommen naam en e-mailadres, en als u wilt bedrijf en taal (nl of en). Hooguit "
        f"{MAX_ROWS} regels.",
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, found: WaveList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.problems: list[str] = []  # by row

    def clean_file(self) -> list[dict[str, str]]:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
        try:
            lines = read_table(file.read(), max_rows=MAX_ROWS)
        except NotATable as refusal:
            raise ValidationError(str(refusal)) from refusal
        rows = self._rows(lines)
        if self.problems:
            raise ValidationError("Er is niets ingelezen. Verbeter de regels hieronder en kies het bestand opnieuw.")
        return rows

    def _rows(self, lines: list[Line]) -> list[dict[str, str]]:
        head = [HEADS.get(cell.strip().lower(), "") for cell in lines[0].cells]
        for needed, called in (("name", "naam"), ("email", "e-mailadres")):
            if head.count(needed) != 1:
                raise ValidationError(f"Op de eerste regel moet één kolom {called} staan.")
        if len(lines) == 1:
            raise ValidationError("Onder de kop staat niemand. Vul minstens één regel in.")
        rows = [(line.number, self._row(head, line)) for line in lines[1:]]
        self._refuse_doubles(rows)
        return [row for _, row in rows]

    def _row(self, head: list[str], line: Line) -> dict[str, str]:
        cells = {key: cell.strip() for key, cell in zip(head, line.cells, strict=False) if key}
        row = {"name": cells.get("name", ""), "email": cells.get("email", "").lower()}
        row["company"] = cells.get("company", "") if self.found.population.audience == Audience.COMPANIES else ""
        language = cells.get("language", "").lower()
        row["language"] = LANGUAGES.get(language, "nl")
        for problem in _problems(row, language):
            self._tell(line.number, problem)
        return row

    def _refuse_doubles(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        known = set(self.found.invitations.values_list("email", flat=True))
        times = Counter(row["email"] for _, row in rows)
        for number, row in rows:
            if row["email"] in known:
                self._tell(number, f"{row['email']} staat al op de lijst.")
            elif row["email"] and times[row["email"]] > 1:
                self._tell(number, f"{row['email']} staat meer dan één keer in het bestand.")

    def _tell(self, number: int, problem: str) -> None:
        if len(self.problems) < MOST_ERRORS:
            self.problems.append(f"Regel {number}: {problem}")
        elif len(self.problems) == MOST_ERRORS:
            self.problems.append("En nog meer. Verbeter eerst deze regels.")


def _problems(row: dict[str, str], language: str):
    if not row["name"]:
        yield "de naam ontbreekt."
    elif len(row["name"]) > 120:
        yield "de naam is langer dan 120 tekens."
    if len(row["company"]) > 200:
        yield "de naam van het bedrijf is langer dan 200 tekens."
    if language not in LANGUAGES:
        yield f"de taal ‘{language[:20]}’ kent het portaal niet; schrijf nl of en."
    try:
        validate_email(row["email"])
    except ValidationError:
        yield f"‘{row['email'][:60]}’ is geen e-mailadres." if row["email"] else "het e-mailadres ontbreekt."
