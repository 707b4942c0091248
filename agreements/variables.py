"""What the text of a template can take from an agreement. In the database a variable has its English name; whoever
writes a template uses the Dutch one."""

import re
from dataclasses import dataclass

# No backtracking: a hostile text of braces and spaces costs no more than its length.
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Variable:
    name: str
    written: str  # in the editor
    meaning: str


GROUPS = {
    "Partijen en opleiding": [
        Variable("student_name", "student", "Naam van de student."),
        Variable("hogeschool_name", "hogeschool", "Naam van de hogeschool."),
        Variable("company_name", "bedrijf", "Naam van het bedrijf waar de student werkt."),
        Variable("employer_name", "formele_werkgever", "Naam van wie de student detacheert. Leeg zonder detachering."),
        Variable("work_employer", "werkgever", "De formele werkgever, of anders het bedrijf."),
        Variable("programme", "opleiding", "Graad, naam en code van de opleiding."),
        Variable("cohort", "eerste_studiejaar", "Bijvoorbeeld 2027-2028."),
        Variable("language", "taal", "De taal van de overeenkomst: Nederlands of English."),
    ],
    "a. Duur en periode": [
        Variable("starts_on", "begindatum", "Eerste dag van de overeenkomst."),
        Variable("ends_on", "einddatum", "Laatste dag van de overeenkomst."),
        Variable("practice_starts_on", "begin_werk", "Eerste dag van het werken in het bedrijf."),
        Variable("practice_ends_on", "einde_werk", "Laatste dag van het werken in het bedrijf."),
        Variable("hours_per_week", "uren_per_week", "Werkuren per week, alleen het getal."),
        Variable("working_days", "werkdagen", "Op welke dagen de student werkt."),
        Variable("school_days", "schooldagen", "Op welke dagen er onderwijs is."),
    ],
    "b. Begeleiding": [
        Variable("practice_supervisor", "praktijkbegeleider", "Wie namens het bedrijf begeleidt."),
        Variable("school_supervisor", "begeleider_hogeschool", "Wie namens de hogeschool begeleidt."),
        Variable("guidance", "begeleiding", "Hoe vaak en hoe wordt begeleid."),
        Variable("contact_plan", "contactmomenten", "Het plan van driehoekgesprekken en bezoeken."),
    ],
    "c. Kwaliteiten en beoordeling": [
        Variable("learning_outcomes", "leeruitkomsten", "Wat de student op de werkplek leert."),
        Variable("assessment", "beoordeling", "Wie beoordeelt, en hoe."),
        Variable("training_plan", "opleidingsplan", "Leeruitkomst, plaats, periode en beoordeling."),
    ],
    "d. Voortijdige beëindiging": [
        Variable("termination_grounds", "gronden_beeindiging", "In welke gevallen de overeenkomst eerder eindigt."),
        Variable("termination_manner", "wijze_beeindiging", "Op welke wijze dat gebeurt."),
    ],
    "Werk, geld en overig": [
        Variable("function_title", "functie", "De functie van de student."),
        Variable("tasks", "taken", "De taken van de student."),
        Variable("workplace_address", "adres_werkplek", "Waar de student werkt."),
        Variable("rotation_schedule", "rotatieschema", "Bij rotatie: welk bedrijf in welke periode."),
        Variable("employment", "arbeidsovereenkomst", "Soort, duur en loon, of een verwijzing."),
        Variable("study_costs", "studiekosten", "Betaalde studietijd en studiekosten."),
        Variable("praktijkleren", "praktijkleren", "Gevuld als het bedrijf de subsidie praktijkleren wil aanvragen."),
        Variable("other_arrangements", "overige_afspraken", "Wat partijen verder afspraken."),
    ],
}  # fmt: skip
VARIABLES = {variable.name: variable for group in GROUPS.values() for variable in group}
_WRITTEN = {variable.written: variable.name for variable in VARIABLES.values()}


def variables_in(text: str) -> list[str]:
    """In the order in which they stand, known or not."""
    return [name.strip() for name in VARIABLE.findall(text)]


def as_stored(text: str) -> str:
    """With the English names; what is unknown stays as it was typed."""
    return VARIABLE.sub(lambda found: _braced(_WRITTEN.get(_plain(found[1]), found[1].strip())), text)


def as_written(text: str) -> str:
    """As whoever edits the template reads it."""
    return VARIABLE.sub(lambda found: _braced(called(found[1].strip())), text)


def called(name: str) -> str:
    """Its Dutch name; of what is unknown, itself."""
    return VARIABLES[name].written if name in VARIABLES else name


def loose_braces(text: str) -> bool:
    """A variable that was not closed, or not opened: it would stand in the agreement as it is."""
    return bool(BRACES.search(VARIABLE.sub("", text)))


def _plain(name: str) -> str:
    return name.strip().casefold()


def _braced(name: str) -> str:
    return f"{{{{ {name} }}}}"
