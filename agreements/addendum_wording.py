"""What the portal writes itself in an addendum, in each of the languages of an agreement."""

from dataclasses import dataclass

from .enums import Language, Role, YesNo


@dataclass(frozen=True)
class ChangeWording:
    """How a difference reads. A label that is not here is that of the form."""

    new: str
    gone: str
    was_becomes: str
    line_replaced: str
    line_gone: str
    line_new: str
    was: str
    becomes: str
    lapses: str
    nothing: str
    labels: dict[str, str]
    roles: dict[Role, str]
    rows: dict[str, str]
    answers: dict[str, str]


@dataclass(frozen=True)
class AddendumWording:
    title: str
    opening: str
    sealed: str
    changed_before: str
    addendum: str
    parties: str
    leaving: str
    why: str
    changes: str
    from_when: str
    takes_effect: str
    rest: str
    the_rest: str
    annex: str
    of_the_annex: str
    in_annex: str


CHANGES = {
    Language.NL: ChangeWording(
        new="nieuw: {}",
        gone="vervalt (was {})",
        was_becomes="was {}, wordt {}",
        line_replaced="“{}” wordt “{}”",
        line_gone="“{}” vervalt",
        line_new="nieuw is “{}”",
        was="was:",
        becomes="wordt:",
        lapses="vervalt.",
        nothing="Nog niets",
        labels={"template": "Modeltekst", "language": "Taal"},
        roles={role: role.label for role in Role},
        rows={"plan": "Leeruitkomst", "rotation": "Rotatie"},
        answers={YesNo.YES: "ja", YesNo.NO: "nee"},
    ),
    Language.EN: ChangeWording(
        new="new: {}",
        gone="lapses (was {})",
        was_becomes="was {}, becomes {}",
        line_replaced="“{}” becomes “{}”",
        line_gone="“{}” lapses",
        line_new="new is “{}”",
        was="was:",
        becomes="becomes:",
        lapses="lapses.",
        nothing="Nothing yet",
        labels={
            "template": "Model text",
            "language": "Language",
            "starts_on": "First day of the agreement",
            "ends_on": "Last day of the agreement",
            "practice_starts_on": "First day of the work at the company",
            "practice_ends_on": "Last day of the work at the company",
            "hours_per_week": "Working hours per week",
            "working_days": "Working days",
            "school_days": "School days",
            "practice_supervisor": "Workplace supervisor",
            "school_supervisor": "Supervisor of the hogeschool",
            "guidance": "How often and how guidance is given",
            "contact_plan": "When student, company and hogeschool meet",
            "learning_outcomes": "Learning outcomes at the workplace",
            "assessment": "Who assesses, and how",
            "termination_grounds": "In which cases the agreement may end early",
            "termination_manner": "In which manner",
            "function_title": "Position",
            "tasks": "Tasks",
            "workplace_address": "Address of the workplace",
            "employment": "Employment contract: kind, duration and pay",
            "study_costs": "Study time and study costs",
            "praktijkleren": "Whether the company applies for the practical learning grant",
            "other_arrangements": "Other arrangements",
            "legal_name": "name",
            "kvk_number": "Chamber of Commerce (KvK) number",
            "vestigingsnummer": "establishment number",
            "address": "address",
            "student_number": "student number",
            "born_on": "date of birth",
            "signer_name": "who signs",
            "signer_function": "position",
        },
        roles={
            Role.STUDENT: "Student",
            Role.COMPANY: "Company",
            Role.EMPLOYER: "Formal employer",
            Role.LEAVING: "Leaving company",
            Role.HOGESCHOOL: "Hogeschool",
        },
        rows={"plan": "Learning outcome", "rotation": "Rotation"},
        answers={YesNo.YES: "yes", YesNo.NO: "no"},
    ),
}

WORDINGS = {
    Language.NL: AddendumWording(
        title="Addendum {number} – {template} – {student}",
        opening="Addendum {number} bij de {template} voor {student}{sealed}.",
        sealed=", verzegeld op {}",
        changed_before=" Eerder is die gewijzigd door {}.",
        addendum="addendum {}",
        parties="Partijen vanaf {}",
        leaving=(
            "Tot die dag was het bedrijf: <strong>{name}</strong> (KvK-nummer {kvk}), vertegenwoordigd door {signer}. "
            "Dit bedrijf tekent mee omdat het de overeenkomst verlaat."
        ),
        why="Aanleiding",
        changes="Wat er verandert",
        from_when="Vanaf wanneer",
        takes_effect="Dit addendum gaat in op {}. Tot die dag blijft gelden wat er nu is afgesproken.",
        rest="Wat hetzelfde blijft",
        the_rest=(
            "De rest van de overeenkomst blijft zoals zij is. Dit addendum hoort erbij en geldt alleen samen met haar. "
            "Pas als alle partijen hebben getekend, verandert er iets."
        ),
        annex="Bijlage: de overeenkomst vanaf {}",
        of_the_annex=(
            "Zo luidt de overeenkomst als dit addendum is ingegaan. Deze bijlage helpt bij het lezen; bij verschil "
            "gaat voor wat hierboven staat."
        ),
        in_annex="Bijlage, {}",
    ),
    Language.EN: AddendumWording(
        title="Addendum {number} – {template} – {student}",
        opening="Addendum {number} to the {template} for {student}{sealed}.",
        sealed=", sealed on {}",
        changed_before=" It was changed before by {}.",
        addendum="addendum {}",
        parties="Parties from {}",
        leaving=(
            "Until that day the company was: <strong>{name}</strong> (Chamber of Commerce (KvK) number {kvk}), "
            "represented by {signer}. This company signs as well because it leaves the agreement."
        ),
        why="Reason",
        changes="What changes",
        from_when="From when",
        takes_effect="This addendum takes effect on {}. Until that day, what has been agreed so far applies.",
        rest="What stays the same",
        the_rest=(
            "The rest of the agreement stays as it is. This addendum belongs to it and applies only together with it. "
            "Nothing changes until all parties have signed."
        ),
        annex="Annex: the agreement from {}",
        of_the_annex=(
            "This is how the agreement reads once this addendum has taken effect. This annex helps the reader; where "
            "it differs, what is written above prevails."
        ),
        in_annex="Annex, {}",
    ),
}
