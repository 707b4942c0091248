from django import forms

from matching.dates import far_off
from mkbroute.design.fields import BirthDateField, ChoiceCards, DateField, EmailField, NumberField, PhoneField
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import KVK_NUMBER, VESTIGINGSNUMMER, Organisation

from ..annex import learnt_at_work
from ..enums import Contract, Language, Role, YesNo
from ..models import Agreement
from ..readiness import DATES
from ..services.drafting import EDITABLE, Signer, party_values
from .languages import InLanguage, offer_languages
from .paper import Guarded, OnPaper, long_text


class DraftForm(InLanguage, OnPaper):
    """Who signs for the hogeschool, and whether someone else than the company employs the student."""

    signer_name = forms.CharField(label="Naam", max_length=120)
    signer_function = forms.CharField(label="Functie", max_length=120, required=False)
    signer_email = EmailField(
        label="E-mailadres",
        help_text="Hier komt de persoonlijke link om te tekenen. Niemand anders krijgt die te zien.",
    )
    employer = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Formele werkgever",
        required=False,
        empty_label="Geen: de student komt in dienst van het bedrijf",
        help_text="Alleen als een opleidingsbedrijf of stichting de student in dienst neemt en bij het bedrijf laat "
        "werken. Die tekent dan mee. Dit ligt vast zodra het concept er is.",
    )
    employer_signer_name = forms.CharField(
        label="Wie tekent namens de formele werkgever?", max_length=120, required=False
    )
    employer_signer_function = forms.CharField(label="Functie", max_length=120, required=False)
    employer_signer_email = EmailField(label="E-mailadres", required=False)
    copy_of = forms.ModelChoiceField(
        Agreement.objects.none(),
        label="Begin met de tekst van een andere overeenkomst",
        required=False,
        empty_label="Nee, met wat route en leerwerkplek zeggen",
        help_text="Neemt de afspraken en het opleidingsplan over. Wat bij een ander bedrijf hoort, blijft leeg.",
    )
    about = dict.fromkeys(("employer_signer_function", "employer_signer_email"), "formele werkgever")

    def __init__(self, *args, taken: dict[str, str], languages: list[Language], copies, **kwargs):
        """`taken`: the addresses from which others sign, and their names. `languages`: of the template. `copies`:
        agreements to begin with."""
        super().__init__(*args, **kwargs)
        offer_languages(self, languages)
        self.fields["copy_of"].queryset, self.fields["copy_of"].to_field_name = copies, "public_id"
        if not copies:
            del self.fields["copy_of"]
        self.taken = {address.casefold(): name for address, name in taken.items()}
        self.fields["employer"].queryset = Organisation.objects.filter(kind=Kind.EMPLOYER)
        self.fields["employer"].to_field_name = "public_id"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("employer"):
            for name in ("employer_signer_name", "employer_signer_email"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Vul in wie namens de formele werkgever tekent.")
        self._require_own_addresses(cleaned)
        return cleaned

    def _require_own_addresses(self, cleaned):
        taken = dict(self.taken)
        for prefix in ("", "employer_") if cleaned.get("employer") else ("",):
            address = cleaned.get(f"{prefix}signer_email", "")
            if address and address.casefold() in taken:
                self.add_error(
                    f"{prefix}signer_email",
                    f"Met dit adres tekent {taken[address.casefold()]} al. Ieder tekent vanuit een eigen postvak.",
                )
            taken[address.casefold()] = cleaned.get(f"{prefix}signer_name", "")

    @property
    def names_employer(self) -> bool:
        return any(name.startswith("employer") and self[name].value() for name in self.fields)

    def signer(self, prefix: str = "") -> Signer:
        cleaned = self.cleaned_data
        return Signer(
            name=cleaned[f"{prefix}signer_name"],
            email=cleaned[f"{prefix}signer_email"],
            function=cleaned[f"{prefix}signer_function"],
        )

    @property
    def employer_signer(self) -> Signer | None:
        return self.signer("employer_") if self.cleaned_data["employer"] else None


LIST_HINT = "Begin een regel met een streepje voor een opsomming."


class AgreementForm(Guarded, forms.ModelForm):
    """Everything may be left open while it is a draft; what must be there before sending, the meter says."""

    starts_on = DateField(label="Begindatum van de overeenkomst", required=False)
    ends_on = DateField(label="Einddatum van de overeenkomst", required=False)
    practice_starts_on = DateField(label="Begin van het werken in het bedrijf", required=False)
    practice_ends_on = DateField(label="Einde van het werken in het bedrijf", required=False)
    hours_per_week = NumberField(
        label="Werkuren per week", suffix="uur per week", required=False, max_digits=3, decimal_places=1,
        min_value=1, max_value=40, help_text="Gemiddeld, zonder de uren op school.",
    )  # fmt: skip
    guidance = long_text(
        label="Hoe vaak en hoe wordt begeleid?",
        max_length=2000,
        help_text="Bijvoorbeeld: elke week een uur met de praktijkbegeleider; twee keer per jaar een gesprek met zijn "
        "drieën op de werkplek.",
    )
    contact_plan = long_text(
        label="Wanneer spreken student, bedrijf en hogeschool elkaar?",
        max_length=2000,
        help_text="De driehoekgesprekken en bezoeken: hoeveel per studiejaar, of in welke maanden. Leeg: wat het "
        f"sjabloon zegt. {LIST_HINT}",
    )
    learning_outcomes = long_text(
        label="Leeruitkomsten op de werkplek",
        max_length=4000,
        rows=8,
        help_text=f"Wat de student hier leert: een deel van de eindkwalificaties (WHW art. 7.13). {LIST_HINT}",
    )
    assessment = long_text(
        label="Wie beoordeelt, en hoe?",
        max_length=2000,
        help_text="Bijvoorbeeld: de docent beoordeelt het portfolio per halfjaar; de praktijkbegeleider geeft vooraf "
        "schriftelijk advies.",
    )
    termination_grounds = long_text(
        label="In welke gevallen kan de overeenkomst eerder eindigen?", max_length=2000, rows=8, help_text=LIST_HINT
    )
    termination_manner = long_text(
        label="Op welke wijze?", max_length=2000, rows=6, help_text="Wie zegt het aan wie, hoe, en met welke termijn."
    )
    tasks = long_text(label="Taken", max_length=2000, help_text=LIST_HINT)
    employment = long_text(
        label="Arbeidsovereenkomst: soort, duur en loon",
        max_length=1000,
        help_text="Een verwijzing is genoeg; de arbeidsovereenkomst zelf hoort hier niet. In een Mkb-route betaalt de "
        "werkgever salaris (criterium 4).",
    )
    study_costs = long_text(
        label="Studietijd en studiekosten",
        max_length=1000,
        help_text="Welke uren en kosten betaalt de werkgever? Een afspraak over terugbetalen hoort hier niet: die kan "
        "alleen in de arbeidsovereenkomst, en is vaak ongeldig (BW 7:611a).",
    )
    praktijkleren = forms.ChoiceField(
        label="Vraagt het bedrijf de subsidie praktijkleren aan?",
        choices=[("", "Nog niet bekend"), *YesNo.choices],
        widget=ChoiceCards,
        required=False,
        help_text="Bij ‘Ja’ komt in de overeenkomst dat het bedrijf aanwezigheid, begeleiding en resultaat bijhoudt.",
    )
    other_arrangements = long_text(label="Overige afspraken", max_length=2000)
    contract_term = forms.ChoiceField(
        label="Hoe lang duurt de arbeidsovereenkomst?",
        choices=[("", "Nog niet bekend"), *Contract.choices],
        widget=ChoiceCards,
        required=False,
    )
    contract_ends_on = DateField(
        label="Einddatum van de arbeidsovereenkomst",
        required=False,
        help_text="Alleen bij een overeenkomst tot een einddatum. Het advies is ten minste twee jaar (Nulmeting "
        "2021-2022, § 4.1).",
    )
    salary_agreed = forms.ChoiceField(
        label="Betaalt de werkgever salaris?",
        choices=[("", "Nog niet bekend"), *YesNo.choices],
        widget=ChoiceCards,
        required=False,
        help_text="Het bedrag hoeft hier niet. Salaris is criterium 4 van een Mkb-route.",
    )
    repayment_clause = forms.ChoiceField(
        label="Staat er een terugbetalingsbeding in de arbeidsovereenkomst?",
        choices=[("", "Nog niet bekend"), *YesNo.choices],
        widget=ChoiceCards,
        required=False,
        help_text="Een afspraak dat de student studiekosten terugbetaalt. Vaak ongeldig (BW 7:611a).",
    )
    repayment_reviewed_by = forms.CharField(
        label="Wie bekeek dat beding juridisch?",
        max_length=200,
        required=False,
        help_text="Naam en datum. Nodig om te versturen als er zo’n beding is.",
    )

    class Meta:
        model = Agreement
        fields = EDITABLE
        labels = {
            "practice_supervisor": "Praktijkbegeleider (bedrijf)",
            "school_supervisor": "Begeleider van de hogeschool",
            "working_days": "Werkdagen",
            "school_days": "Onderwijsdagen",
            "function_title": "Functie",
            "workplace_address": "Adres van de werkplek",
        }
        help_texts = {
            "practice_supervisor": "Wie de student op het werk begeleidt, met functie. Dat is vaak niet wie tekent.",
            "school_supervisor": "Naam, en zo mogelijk de functie.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in EDITABLE:
            self.fields[name].required = False
        offer_languages(self, self.instance.template.languages)
        if planned := learnt_at_work(self.instance):
            field = self.fields["learning_outcomes"]
            field.label = "Leeruitkomsten naast het opleidingsplan"
            field.help_text = f"Uit het opleidingsplan komen al in het artikel: {'; '.join(planned)}. {LIST_HINT}"
        self.guard({name: getattr(self.instance, name) for name in EDITABLE if name in self.fields})
        if hours := self.initial["hours_per_week"]:
            self.initial["hours_per_week"] = int(hours) if hours == int(hours) else hours  # 32, not 32,0

    def clean_language(self):
        return self.cleaned_data["language"] or self.instance.language

    def clean(self):
        cleaned = super().clean()
        for name in DATES:
            if problem := far_off(cleaned.get(name)):
                self.add_error(name, problem)
        if cleaned.get("contract_ends_on") and cleaned.get("contract_term") != Contract.TEMPORARY:
            self.add_error("contract_term", "Er staat een einddatum. Kies ‘Tot een einddatum’, of maak die leeg.")
        for first, last, message in IN_ORDER:
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, message)
        return cleaned


# the first is not later than the last
IN_ORDER = [
    ("starts_on", "ends_on", "De einddatum ligt vóór de begindatum."),
    ("practice_starts_on", "practice_ends_on", "Het werken in het bedrijf eindigt vóór het begint."),
    ("starts_on", "practice_starts_on", "Het werken begint vóór de overeenkomst."),
    ("practice_ends_on", "ends_on", "De overeenkomst eindigt vóór het werken in het bedrijf."),
]


# (code of the provision, legend, rows of fields)
SECTIONS = [
    ("a", "Duur en periode", ["starts_on ends_on", "practice_starts_on practice_ends_on", "hours_per_week"]),
    ("b", "Begeleiding", ["practice_supervisor", "school_supervisor", "guidance", "contact_plan"]),
    ("c", "Kwaliteiten en beoordeling", ["learning_outcomes", "assessment"]),
    ("d", "Voortijdige beëindiging", ["termination_grounds", "termination_manner"]),
    ("", "Werk en werkplek", ["function_title", "tasks", "workplace_address", "working_days", "school_days"]),
    ("", "Loon, studietijd en kosten", ["employment", "study_costs", "praktijkleren"]),
    (
        "",
        "Over de arbeidsovereenkomst",
        ["salary_agreed", "contract_term", "contract_ends_on", "repayment_clause", "repayment_reviewed_by"],
    ),
    ("", "Overige afspraken", ["other_arrangements"]),
    ("", "Taal", ["language"]),
]


class PartiesForm(Guarded):
    """Every party as it will stand in the agreement, and who signs for it. Fields are named "company-signer_name"."""

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = parties
        for party in parties:
            for name, field in self._fields_of(Role(party.role)).items():
                key = f"{party.role}-{name}"
                self.fields[key] = field
        self.guard({key: value for key, value in party_values(parties).items() if key in self.fields})
        self.initial = {**self.now, **self.initial}

    @property
    def about(self) -> dict[str, str]:
        """Whose field it is, in the list of what is wrong."""
        return {name: Role(name.partition("-")[0]).label.lower() for name in self.fields if "-" in name}

    @classmethod
    def _fields_of(cls, role: Role) -> dict[str, forms.Field]:
        about = cls._about_student() if role == Role.STUDENT else cls._about_organisation(role)
        reached = {
            "signer_email": EmailField(label="E-mailadres", help_text="Hier komt de persoonlijke link om te tekenen."),
            "signer_phone": PhoneField(label="Telefoon", required=False),
        }
        return {**about, **reached, **(cls._about_supervisor() if role == Role.COMPANY else {})}

    @staticmethod
    def _about_supervisor() -> dict[str, forms.Field]:
        return {
            "supervisor_email": EmailField(label="E-mailadres van de praktijkbegeleider", required=False),
            "supervisor_phone": PhoneField(label="Telefoon van de praktijkbegeleider", required=False),
        }

    @staticmethod
    def _about_student() -> dict[str, forms.Field]:
        return {
            "legal_name": forms.CharField(label="Naam, zoals op het identiteitsbewijs", max_length=200),
            "address": forms.CharField(label="Woonplaats", max_length=300, required=False),
            "born_on": BirthDateField(label="Geboortedatum", required=False),
            "student_number": forms.CharField(label="Studentnummer", max_length=20, required=False),
        }

    @staticmethod
    def _about_organisation(role: Role) -> dict[str, forms.Field]:
        needed = role != Role.HOGESCHOOL  # everybody knows where a hogeschool is
        fields = {
            "legal_name": forms.CharField(label="Naam, zoals in het handelsregister", max_length=200),
            "kvk_number": forms.CharField(label="KvK-nummer", max_length=8, required=needed, validators=[KVK_NUMBER]),
            "vestigingsnummer": forms.CharField(
                label="Vestigingsnummer",
                max_length=12,
                required=False,
                validators=[VESTIGINGSNUMMER],
                help_text="12 cijfers, van de vestiging waar de student werkt.",
            ),
            "address": forms.CharField(label="Adres", max_length=300, required=needed),
            "signer_name": forms.CharField(
                label="Wie tekent (tekenbevoegde)",
                max_length=120,
                help_text="Wie bevoegd is om namens de organisatie te tekenen. Dat is vaak niet de praktijkbegeleider.",
            ),
            "signer_function": forms.CharField(label="Functie", max_length=120, required=False),
        }
        return fields if role == Role.COMPANY else {name: fields[name] for name in fields if name != "vestigingsnummer"}

    @property
    def groups(self) -> list[tuple[Role, str]]:
        """Each role, and its fields for the template."""
        return [
            (Role(party.role), " ".join(name for name in self.fields if name.startswith(f"{party.role}-")))
            for party in self.parties
        ]

    def clean(self):
        cleaned = super().clean()
        first_with: dict[str, str] = {}
        for party in self.parties:
            key = f"{party.role}-signer_email"
            address = cleaned.get(key, "").casefold()
            if address and address in first_with:
                other = Role(first_with[address]).label.lower()
                self.add_error(key, f"Dit adres staat al bij: {other}. Ieder tekent vanuit een eigen postvak.")
            elif address:
                first_with[address] = party.role
        return cleaned
