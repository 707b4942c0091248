"""Invented agreements to try a template on: nothing of them is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from routes.enums import Degree
from routes.models import Route

from .conditions import Circumstances, about_in_words
from .enums import Language, Placement, Role, Workplaces, YesNo
from .models import Agreement, AgreementTemplate, Party, TemplateText
from .text import BESIDE, OTHER_FIELDS, AgreementText, Contents, contents, fill_in


@dataclass(frozen=True)
class Case:
    """One sample. Its code stands in addresses."""

    code: str
    name: str
    placement: Placement
    degree: Degree
    workplaces: Workplaces
    is_bare: bool = False  # only what must be filled in

    def about(self, form: str) -> Circumstances:
        return Circumstances(form, self.placement, self.degree, self.workplaces)

    def in_words(self, form: str) -> str:
        return about_in_words(self.about(form))


CASES = (
    Case("ad", "Associate degree, in dienst van het bedrijf", Placement.DIRECT, Degree.AD, Workplaces.ONE),
    Case("bachelor", "Bachelor, in dienst van het bedrijf", Placement.DIRECT, Degree.BACHELOR, Workplaces.ONE),
    Case("detachering", "Bachelor, gedetacheerd", Placement.POSTED, Degree.BACHELOR, Workplaces.ONE),
    Case("rotatie", "Associate degree, rotatie over bedrijven", Placement.DIRECT, Degree.AD, Workplaces.ROTATION),
    Case("alles", "Associate degree, gedetacheerd en rotatie", Placement.POSTED, Degree.AD, Workplaces.ROTATION),
    Case("weinig", "Alleen wat moet, zonder het overige", Placement.DIRECT, Degree.AD, Workplaces.ONE, is_bare=True),
)
BY_CODE = {case.code: case for case in CASES}


def try_out(template: TemplateText, case: Case, language: Language = Language.NL) -> AgreementText:
    return fill_in(template, sample(template.form, case, language))


def sample(form: str, case: Case, language: Language = Language.NL) -> Contents:
    agreement = _agreement(form, case, language)
    found = contents(agreement, _parties(case))
    return replace(found, values={**found.values, **_beside(case, language)}, about=case.about(form))


def _agreement(form: str, case: Case, language: Language) -> Agreement:
    route = Route(programme="Bouwkunde", degree=case.degree, form=form, croho_code="80114", starts_on=date(2027, 9, 1))
    facts = dict(TEXTS[language])
    if case.is_bare:
        facts.update(dict.fromkeys(OTHER_FIELDS, ""))
    return Agreement(
        route=route,
        form=form,
        template=AgreementTemplate(form=form),
        language=language,
        student_name="Joris Kok",
        starts_on=date(2027, 9, 1),
        ends_on=date(2027 + case.degree.years, 8, 31),
        practice_starts_on=date(2027, 9, 1),
        practice_ends_on=date(2027 + case.degree.years, 7, 15),
        hours_per_week=Decimal(32),
        **facts,
    )


def _parties(case: Case) -> list[Party]:
    address = {"address": "Kade 12, 3511 AA Utrecht"}
    parties = [
        Party(role=Role.HOGESCHOOL, legal_name="Hogeschool Voorbeeld", signer_name="Sanne de Wit", **address),
        Party(role=Role.STUDENT, legal_name="Joris Kok", signer_name="Joris Kok", address="Utrecht",
              student_number="1234567", born_on=date(2004, 3, 9)),
        Party(role=Role.COMPANY, legal_name="Bouwbedrijf Voorbeeld bv", kvk_number="12345678",
              signer_name="Karim Bakker", signer_function="directeur", **address),
    ]  # fmt: skip
    if case.placement == Placement.POSTED:
        name = "Stichting Opleidingsbedrijf Voorbeeld"
        parties.append(
            Party(role=Role.EMPLOYER, legal_name=name, kvk_number="87654321", signer_name="Truus Vos", **address)
        )
    return parties


def _beside(case: Case, language: Language) -> Mapping[str, str]:
    told = dict.fromkeys(BESIDE, "")
    if not case.is_bare:
        told.update(ANNEXES[language])
    told["rotation_schedule"] = ROTATION[language] if case.workplaces == Workplaces.ROTATION else ""
    return told


TEXTS = {
    Language.NL: {
        "practice_supervisor": "Wim Dekker, werkvoorbereider",
        "school_supervisor": "Noor Jansen, docent",
        "guidance": "Elke week een uur met de praktijkbegeleider.\nTwee keer per jaar een gesprek met zijn drieën.",
        "contact_plan": "- november: kennismaking op de werkplek;\n- april: driehoekgesprek op school.",
        "learning_outcomes": "- een werkvoorbereiding opstellen;\n- een planning maken en bewaken;\n- kosten ramen.",
        "assessment": "De docent beoordeelt elk halfjaar het portfolio. De praktijkbegeleider adviseert schriftelijk.",
        "termination_grounds": "- partijen vinden samen dat het beter is om te stoppen;\n- de inschrijving eindigt.",
        "termination_manner": "Na een gesprek met zijn drieën, schriftelijk en met een maand opzegtermijn.",
        "working_days": "maandag tot en met donderdag",
        "school_days": "1 dag per week",
        "function_title": "assistent-werkvoorbereider",
        "tasks": "- tekeningen uitwerken;\n- materialen bestellen.",
        "workplace_address": "Kade 12, 3511 AA Utrecht",
        "employment": "Arbeidsovereenkomst voor 24 maanden.\nLoon volgens de cao Bouw & Infra.",
        "praktijkleren": YesNo.YES,
        "study_costs": "Het bedrijf betaalt het collegegeld en de uren op de lesdag.",
        "other_arrangements": "De student krijgt een laptop van het bedrijf.",
    },
    Language.EN: {
        "practice_supervisor": "Wim Dekker, work planner",
        "school_supervisor": "Noor Jansen, lecturer",
        "guidance": "One hour a week with the workplace supervisor.\nTwice a year a three-way meeting.",
        "contact_plan": "- November: introduction at the workplace;\n- April: three-way meeting at the hogeschool.",
        "learning_outcomes": "- preparing construction work;\n- making and keeping a schedule;\n- estimating costs.",
        "assessment": "The lecturer assesses the portfolio every half year. The workplace supervisor advises.",
        "termination_grounds": "- the parties agree that it is better to stop;\n- the enrolment ends.",
        "termination_manner": "After a three-way meeting, in writing, with a notice period of one month.",
        "working_days": "Monday to Thursday",
        "school_days": "1 day per week",
        "function_title": "assistant work planner",
        "tasks": "- working out drawings;\n- ordering materials.",
        "workplace_address": "Kade 12, 3511 AA Utrecht",
        "employment": "Employment contract for 24 months.\nPay: see that contract.",
        "praktijkleren": YesNo.YES,
        "study_costs": "The company pays the tuition fee and the hours on the day of education.",
        "other_arrangements": "The student receives a laptop from the company.",
    },
}
ANNEXES = {
    Language.NL: {
        "training_plan": "- werkvoorbereiding: bij het bedrijf, eerste jaar, portfolio;\n"
        "- kosten ramen: bij het bedrijf en op school, tweede jaar, toets en portfolio.",
    },
    Language.EN: {
        "training_plan": "- work preparation: at the company, first year, portfolio;\n"
        "- estimating costs: at the company and at the hogeschool, second year, test and portfolio.",
    },
}
ROTATION = {
    Language.NL: "- september tot en met januari: Bouwbedrijf Voorbeeld bv;\n- februari tot en met juli: Dakwerken bv.",
    Language.EN: "- September to January: Bouwbedrijf Voorbeeld bv;\n- February to July: Dakwerken bv.",
}
