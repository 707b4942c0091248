"""Editing a template: by people who know agreements, not code."""

from django import forms
from django.utils import timezone

from mkbroute.design.fields import ChoiceChecks, DateField, WholeNumberField
from routes.enums import Form

from ..articles import from_text
from ..conditions import SUBJECTS
from ..enums import Language, SigningOrder
from ..models import Agreement, AgreementTemplate
from ..samples import BY_CODE, CASES
from ..services.templates import GENERAL, article_values, general_values, lines
from ..variables import VARIABLES, variables_in
from .paper import Guarded, long_text

MAX_GROUND = 300  # characters
MAX_TEXT = 8000  # characters of one article
WHEN = (
    "Een lege regel begint een nieuw lid. Staat in een lid een gegeven dat niet is ingevuld, dan vervalt dat lid; met "
    "een regel die begint met ‘{}’ zegt u wat er dan in de plaats komt. {}"
)
BULLETS = "Een regel die begint met een streepje wordt een opsomming."
ENGLISH_HELP = "Laat leeg zolang er geen Engelse tekst is. Is er één, dan moet het hele sjabloon in het Engels."


class StartForm(forms.Form):
    """What the new draft is a copy of."""

    source = forms.ChoiceField(label="Begin met een kopie van", widget=forms.RadioSelect)

    def __init__(self, *args, sources: list[AgreementTemplate], **kwargs):
        super().__init__(*args, **kwargs)
        self.sources = {str(source.pk): source for source in sources}
        self.fields["source"].choices = [(key, _described(source)) for key, source in self.sources.items()]
        self.initial.setdefault("source", next(iter(self.sources), ""))

    @property
    def chosen(self) -> AgreementTemplate:
        return self.sources[self.cleaned_data["source"]]


def _described(source: AgreementTemplate) -> str:
    whose = "Landelijk" if source.is_national else "Eigen"
    return f"{whose}, {Form(source.form).label.lower()}, versie {source.number}"


class GeneralForm(Guarded):
    title = forms.CharField(label="Titel", max_length=200)
    legal_basis = long_text(
        label="Grondslag", max_length=2000, help_text="Staat boven de partijen: waarop de overeenkomst rust."
    )
    title_en = forms.CharField(label="Titel in het Engels", max_length=200, required=False)
    legal_basis_en = long_text(label="Grondslag in het Engels", max_length=2000)
    signing_order = forms.ChoiceField(
        label="Volgorde van tekenen",
        choices=SigningOrder,
        widget=forms.RadioSelect,
        help_text="Gewoonlijk tekenen de anderen tegelijk en de hogeschool als laatste. Wie nog niet aan de beurt is, "
        "krijgt de link pas als de anderen hebben getekend.",
    )

    grounds = long_text(
        label="Gronden om eerder te stoppen",
        max_length=4000,
        rows=8,
        help_text="Eén per regel. Wie een overeenkomst eerder beëindigt, kiest hieruit. Laat ze kloppen met het "
        "artikel over voortijdig beëindigen, en noem geen ziekte of gezondheid.",
    )

    def __init__(self, *args, template, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_basis"].required = self.fields["grounds"].required = True
        self.guard(general_values(template))
        self.initial = {**{name: self.now[name] for name in (*GENERAL, "grounds")}, **self.initial}

    def clean_grounds(self):
        grounds = lines(self.cleaned_data["grounds"])
        if any(len(ground) > MAX_GROUND for ground in grounds):
            raise forms.ValidationError(f"Maak elke grond korter dan {MAX_GROUND} tekens.")
        if not grounds:
            raise forms.ValidationError("Noem ten minste één grond.")
        return "\n".join(grounds)


def checks(subject: str) -> forms.MultipleChoiceField:
    label, values = SUBJECTS[subject]
    choices = [(str(value), name[:1].upper() + name[1:]) for value, name in values.items()]
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class ArticleForm(Guarded):
    title = forms.CharField(label="Titel", max_length=200)
    text = long_text(label="Tekst", max_length=MAX_TEXT, rows=14, help_text=WHEN.format("Anders:", BULLETS))
    provision = forms.MultipleChoiceField(label="Wat de wet vraagt en hier staat", required=False)
    form = checks("form")
    placement = checks("placement")
    degree = checks("degree")
    workplaces = checks("workplaces")
    title_en = forms.CharField(label="Titel in het Engels", max_length=200, required=False)
    text_en = long_text(
        label="Tekst in het Engels", max_length=MAX_TEXT, rows=14, help_text=WHEN.format("Otherwise:", ENGLISH_HELP)
    )
    case = forms.ChoiceField(
        label="Voorbeeld met",
        choices=[(case.code, case.name) for case in CASES],
        required=False,
        initial=CASES[0].code,
    )

    def __init__(self, *args, article, provisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.fields["text"].required = True
        self._offer_provisions(provisions)
        values = article_values(article)
        self._offer_suggestions([name for name in values if name.startswith("suggestion_")])
        self.guard(values)
        self.initial = {**self.now, **self.initial}

    def _offer_provisions(self, provisions):
        choices = [(each.code, f"{each.code}. {each.title}") for each in provisions]
        hints = {each.code: each.text for each in provisions}
        self.fields["provision"].choices = choices
        self.fields["provision"].widget = ChoiceChecks(choices=choices, hints=hints)

    def _offer_suggestions(self, names):
        """With what a new agreement begins, for the texts that this article shows."""
        for name in names:
            field = name.removeprefix("suggestion_").removeprefix("en_")
            english = " (Engels)" if name.startswith("suggestion_en_") else ""
            stored = Agreement._meta.get_field(field)
            label = f"Voorzet voor: {VARIABLES[field].written.replace('_', ' ')}{english}"
            self.fields[name] = long_text(label=label, max_length=stored.max_length)

    @property
    def suggestions(self) -> list[str]:
        return [name for name in self.fields if name.startswith("suggestion_")]

    @property
    def values(self) -> dict:
        return {name: value for name, value in super().values.items() if name != "case"}

    @property
    def drafted(self) -> dict:
        """The article as it was typed, right or wrong: to be tried out."""
        bound = {name: self[name].value() or "" for name in ("title", "text", "title_en", "text_en")}
        english = {"title": bound["title_en"], "paragraphs": from_text(bound["text_en"])}
        return {
            **self.article,
            "title": bound["title"][:200],
            "paragraphs": from_text(bound["text"][:MAX_TEXT]),
            "provision": "".join(self["provision"].value() or ()),
            "conditions": {subject: self[subject].value() or [] for subject in SUBJECTS},
            **({"en": english} if english["title"] or english["paragraphs"] else {}),
        }

    @property
    def tried_with(self):
        return BY_CODE.get(self["case"].value(), CASES[0])

    def clean_text(self):
        return self._known("text")

    def clean_text_en(self):
        return self._known("text_en")

    def _known(self, name):
        """What is unknown may be saved while it is a draft; what cannot be right is refused at once."""
        text = self.cleaned_data[name]
        if any(len(variable) > 50 for variable in variables_in(text)):
            raise forms.ValidationError("Tussen {{ en }} staat alleen de naam van een gegeven.")
        return text


class CaseForm(forms.Form):
    """Which sample, in which language."""

    geval = forms.ChoiceField(label="Voorbeeld met", choices=[(case.code, case.name) for case in CASES], required=False)
    taal = forms.ChoiceField(label="Taal", choices=Language.choices, required=False)

    def __init__(self, data, *, languages):
        super().__init__(data)
        self.fields["taal"].choices = [(language.value, language.label) for language in languages]
        if len(languages) < 2:
            del self.fields["taal"]
        self.is_valid()

    @property
    def case(self):
        return BY_CODE.get(self.cleaned_data.get("geval"), CASES[0])

    @property
    def language(self) -> Language:
        return Language(self.cleaned_data.get("taal") or Language.NL)


class PublishForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    valid_from = DateField(
        label="Vanaf wanneer?",
        help_text="Nieuwe overeenkomsten nemen vanaf die dag deze versie. Wat er al is, houdt de eigen versie.",
    )
    changes = long_text(
        label="Wat is er anders dan in de vorige versie?",
        max_length=1000,
        help_text="Collega’s lezen dit bij de versie.",
    )

    def __init__(self, *args, revision: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", revision)
        self.initial.setdefault("valid_from", timezone.localdate())
        self.fields["changes"].required = True

    def clean_valid_from(self):
        day, today = self.cleaned_data["valid_from"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("Kies vandaag of een latere dag: wat voorbij is, verandert niet meer.")
        if (day - today).days > 730:
            raise forms.ValidationError("Kies een dag binnen twee jaar.")
        return day


class ReturnForm(forms.Form):
    """`left`: the own version that she has before her."""

    left = WholeNumberField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label="Waarom?",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Voor collega’s; het staat bij de versies.",
    )
