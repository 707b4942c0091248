"""The coordinator plans a round, decides things beforehand, computes, reviews and publishes."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from mkbroute.design.fields import ChoiceCards, ChoiceChecks, ComboboxField, DateField, WholeNumberField
from routes.models import Route
from routes.models.route import OPEN

from ..dates import far_off
from ..enums import PairKind, RunObjective, Unjudged
from ..models import Round
from .fields import text_area

UNJUDGED_HINTS = {
    Unjudged.LAST: "Zo krijgen meer mensen een plek, ook als een bedrijf niet toekomt aan kiezen.",
    Unjudged.OUT: "Strenger: een bedrijf krijgt niemand voorgesteld die het niet zelf op volgorde zette.",
}
OBJECTIVE_HINTS = {
    RunObjective.STABLE: "Ieder krijgt de hoogste keus die mogelijk is zonder dat een paar liever bij elkaar was. "
    "Wie eerlijk kiest, is daar nooit slechter mee af.",
    RunObjective.MAX: "Ook dan is er geen paar dat liever bij elkaar was, maar wie gelijk staat schuift op "
    "als daardoor meer mensen een plek krijgen. Dat kost iets: eerlijk kiezen is dan niet voor ieder het beste, en een "
    "plek erbij op de lijst kan iemand een hogere plek kosten. Kandidaten lezen dat.",
}


STAYS, CLOSES = "stays", "closes"
SHORT_HINTS = {
    STAYS: "Ook met minder mensen gaat zij door. Het concept meldt het u.",
    CLOSES: "De leegste plek eerst. Wie daar stond, krijgt een nieuwe kans op de andere plekken van de eigen lijst.",
}


class RoundForm(forms.Form):
    title = forms.CharField(
        label="Naam", max_length=120, help_text="Bijvoorbeeld: Ronde voorjaar 2027. Kandidaten en bedrijven lezen dit.",
        error_messages={"required": "Geef de ronde een naam."},
    )  # fmt: skip
    opens_on = DateField(label="Open vanaf", error_messages={"required": "Vul de eerste dag in."})
    closes_on = DateField(
        label="Open tot en met", help_text="Wat aan het einde van deze dag op volgorde staat, telt.",
        error_messages={"required": "Vul de laatste dag in."},
    )  # fmt: skip
    routes = forms.ModelMultipleChoiceField(
        label="Welke routes doen mee?", queryset=Route.objects.none(), widget=ChoiceChecks, to_field_name="public_id",
        error_messages={"required": "Kies minstens één route."},
    )  # fmt: skip
    unjudged = forms.ChoiceField(
        label="Waar komt een kandidaat die een bedrijf niet beoordeelde?",
        choices=Unjudged.choices, initial=Unjudged.LAST, widget=ChoiceCards(hints=UNJUDGED_HINTS),
    )  # fmt: skip

    objective = forms.ChoiceField(
        label="Waar zoekt u naar?", choices=RunObjective.choices, initial=RunObjective.STABLE,
        widget=ChoiceCards(hints=OBJECTIVE_HINTS),
        help_text="Vanaf de eerste dag ligt dit vast: kandidaten lezen het voordat ze kiezen.",
    )  # fmt: skip

    close_short = forms.TypedChoiceField(
        label="Wat als een leerwerkplek haar minimum niet haalt?", required=False, initial=STAYS, empty_value=False,
        choices=[(STAYS, "De plek blijft"), (CLOSES, "De plek vervalt")], coerce=lambda value: value == CLOSES,
        widget=ChoiceCards(hints=SHORT_HINTS),
        help_text="Een minimum legt u vast bij de ronde. Kandidaten en bedrijven lezen dit voordat ze kiezen: vanaf de "
        "eerste dag ligt het vast.",
    )  # fmt: skip

    def __init__(self, *args, found: Round | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found
        if found:
            self.initial["close_short"] = CLOSES if found.close_short else STAYS
        if found and found.has_begun:
            del self.fields["objective"], self.fields["close_short"]
        self.shown = " ".join(self.fields)
        known = found.scope.values("route") if found else []
        routes = (Route.objects.filter(OPEN) | Route.objects.filter(pk__in=known)).order_by("programme", "city", "id")
        self.fields["routes"].queryset = routes.distinct()
        self.fields["routes"].label_from_instance = lambda route: f"{route.title}, {route.city}"

    def clean_opens_on(self):
        return self._near("opens_on")

    def clean_closes_on(self):
        day = self._near("closes_on")
        if day < localdate():
            raise ValidationError("De laatste dag ligt in het verleden.")
        return day

    def _near(self, name):
        day = self.cleaned_data[name]
        if problem := far_off(day):
            raise ValidationError(problem)
        return day

    def clean(self):
        begins, ends = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if begins and ends and ends < begins:
            self.add_error("closes_on", "De laatste dag ligt voor de eerste.")
        return self.cleaned_data


class TurnForm(forms.Form):
    closes_on = DateField(
        label="Opnieuw kiezen kan tot en met",
        help_text="Kandidaten en bedrijven krijgen bericht. Wie al een plek heeft, houdt die.",
    )
    number = WholeNumberField(widget=forms.HiddenInput)

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if problem := far_off(day):
            raise ValidationError(problem)
        if day < localdate():
            raise ValidationError("Kies een dag vanaf vandaag.")
        return day


class _Rows:
    """Keys and labels of the rows that a combobox offers."""

    def __init__(self, pairs):
        self.pairs = pairs

    def search(self, text):
        words = text.casefold().split()
        return [pair for pair in self.pairs() if all(word in pair[1].casefold() for word in words)]

    def label_of(self, key):
        return dict(self.pairs()).get(key, "")


def combobox(label, pairs, url, **kwargs):
    rows = _Rows(pairs)
    return ComboboxField(label=label, search=rows.search, label_of=rows.label_of, url=url, **kwargs)


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label="Wat legt u vast?", widget=ChoiceCards(hints={
            PairKind.PINNED: "De kandidaat komt op deze plek, wat iemand ook liever wil.",
            PairKind.FORBIDDEN: "De kandidaat komt nooit op deze plek, bijvoorbeeld omdat het familie is.",
        }), choices=PairKind.choices, error_messages={"required": "Kies vastzetten of uitsluiten."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Waarom?", max_length=1000, widget=text_area(3),
        help_text="Voor uw collega’s. De kandidaat en het bedrijf lezen alleen dát er iets is vastgelegd.",
        error_messages={"required": "Schrijf op waarom, zodat een collega het later begrijpt."},
    )  # fmt: skip

    def __init__(self, *args, people, places, people_url, places_url, **kwargs):
        super().__init__(*args, **kwargs)
        needed = {"required": "Kies wie."}
        self.fields["person"] = combobox("Kandidaat", people, people_url, error_messages=needed)
        self.fields["place"] = combobox(
            "Leerwerkplek", places, places_url, error_messages={"required": "Kies een leerwerkplek."}
        )


class MinimumForm(forms.Form):
    places = WholeNumberField(
        label="Minstens zo veel mensen", min_value=2, max_value=50,
        help_text="Worden het er minder, dan meldt het concept dat; of de plek dan ook vervalt, koos u bij de ronde.",
    )  # fmt: skip

    def __init__(self, *args, places, places_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = combobox(
            "Leerwerkplek", places, places_url, error_messages={"required": "Kies een leerwerkplek."}
        )


class RunForm(forms.Form):
    seed = WholeNumberField(
        label="Lotnummer", required=False, min_value=0, max_value=2**31 - 1,
        help_text="Waarmee bij gelijke stand wordt geloot. Laat leeg: het portaal trekt er een en schrijft het op.",
    )  # fmt: skip


class WhereToForm(forms.Form):
    """Asked by GET, before the reason: `naar` is the place."""

    def __init__(self, *args, places, places_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["naar"] = combobox("Naar welke leerwerkplek?", places, places_url)


class GivesWayForm(forms.Form):
    """Asked by GET too, where the place is full: `plaatsmaker` is who gives way."""

    naar = forms.CharField(widget=forms.HiddenInput)
    plaatsmaker = forms.ChoiceField(label="Deze plek is vol. Wie maakt plaats?", widget=forms.RadioSelect)

    def __init__(self, *args, there, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plaatsmaker"].choices = [(str(each.public_id), each.application.name) for each in there]
        self.initial["plaatsmaker"] = str(there[0].public_id)


class ChangeForm(forms.Form):
    revision = WholeNumberField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Waarom?", max_length=1000, widget=text_area(3),
        help_text="Dit blijft bij de indeling staan, voor wie later wil weten waarom. Kandidaten lezen het niet.",
        error_messages={"required": "Schrijf op waarom u dit verandert."},
    )  # fmt: skip


class PublishForm(forms.Form):
    revision = WholeNumberField(widget=forms.HiddenInput)
    answer_by = DateField(label="Antwoord kan tot en met", error_messages={"required": "Vul de laatste dag in."})
    looked = forms.BooleanField(
        label="Ik heb deze indeling bekeken en besluit haar te publiceren",
        error_messages={"required": "Een mens besluit, niet de computer. Bevestig dat u de indeling hebt bekeken."},
    )

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if problem := far_off(day):
            raise ValidationError(problem)
        if day < localdate() + timedelta(days=1):
            raise ValidationError("Geef beide kanten minstens een dag om te antwoorden.")
        return day


class PeopleFilter(forms.Form):
    q = forms.CharField(label="Zoek", required=False, max_length=100)
    only = forms.ChoiceField(label="Toon", required=False)

    CHOICES = {
        False: [("", "Iedereen"), ("unplaced", "Zonder plek"), ("by_hand", "Met de hand gewijzigd")],
        True: [
            ("", "Iedereen"), ("unplaced", "Zonder plek"), ("waiting", "Wacht op antwoord"),
            ("confirmed", "Bevestigd"), ("ended", "Afgewezen of vervallen"), ("refused", "Niet meer voor te stellen"),
        ],
    }  # fmt: skip

    def __init__(self, *args, published, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = self.CHOICES[published]

    @property
    def asked(self):
        return self.cleaned_data if self.is_bound and not self.errors else {}
