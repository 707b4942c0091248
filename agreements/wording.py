"""What the portal itself writes around the articles of an agreement, in each of its languages."""

from dataclasses import dataclass

from .enums import Contract, Language, Place, Role


@dataclass(frozen=True)
class Wording:
    parties: str
    roles: dict[Role, str]
    born: str
    living: str
    student_number: str
    established: str
    kvk: str
    vestiging: str
    represented: str
    article: str
    law: str
    and_: str
    open: str
    unknown: str
    nothing: str  # of an article that nothing is left of
    programme_code: str
    praktijkleren: str
    annexes: dict[str, str]  # the title, of a variable that no article shows
    annex: str
    annex_facts: dict[str, str]
    places: dict[Place, str]
    days: str
    since: str
    until: str
    itself: str  # the language
    employment: str  # the contract, by its term
    contracts: dict[Contract, str]
    month: str
    months: str
    pay: str
    no_pay: str
    day_a_week: str
    days_a_week: str
    in_year: str
    besides: str  # what is learnt beside what the opleidingsplan says


WORDINGS = {
    Language.NL: Wording(
        parties="Partijen",
        roles={
            Role.HOGESCHOOL: "De hogeschool",
            Role.STUDENT: "De student",
            Role.COMPANY: "Het bedrijf",
            Role.EMPLOYER: "De formele werkgever",
        },
        born="geboren op {}",
        living="wonend in {}",
        student_number="studentnummer {}",
        established="gevestigd: {}",
        kvk="KvK-nummer {}",
        vestiging="vestigingsnummer {}",
        represented="rechtsgeldig vertegenwoordigd door {}",
        article="Artikel {}. {}",
        law="WHW art. 7.7 lid 5 onder {}",
        and_=" en ",
        open="Nog in te vullen: {}",
        unknown="Onbekend gegeven: {}",
        nothing="Hierover zijn geen afspraken gemaakt.",
        programme_code="opleidingscode {}",
        praktijkleren="de Subsidieregeling praktijkleren",
        annexes={"training_plan": "Bijlage: opleidingsplan", "rotation_schedule": "Bijlage: rotatie"},
        annex="Deze bijlage hoort bij de overeenkomst.",
        annex_facts={
            "place": "plaats",
            "period": "periode",
            "assessed": "beoordeling",
            "workplace": "werkplek",
            "supervisor": "praktijkbegeleider",
        },
        places={Place.COMPANY: "op het werk", Place.SCHOOL: "op school", Place.ELSEWHERE: "ergens anders"},
        days="{} tot en met {}",
        since="vanaf {}",
        until="tot en met {}",
        itself="Nederlands",
        employment="Arbeidsovereenkomst {}.",
        contracts={
            Contract.PERMANENT: "voor onbepaalde tijd",
            Contract.PROGRAMME: "voor de duur van de opleiding",
            Contract.TEMPORARY: "tot een einddatum",
        },
        month="voor 1 maand",
        months="voor {} maanden",
        pay="Loon: {}.",
        no_pay="De werkgever betaalt geen salaris.",
        day_a_week="1 dag per week",
        days_a_week="{} dagen per week",
        in_year="jaar {}: {}",
        besides="Daarnaast:",
    ),
    Language.EN: Wording(
        parties="Parties",
        roles={
            Role.HOGESCHOOL: "The university of applied sciences (hogeschool)",
            Role.STUDENT: "The student",
            Role.COMPANY: "The company",
            Role.EMPLOYER: "The formal employer",
        },
        born="born on {}",
        living="living in {}",
        student_number="student number {}",
        established="established at: {}",
        kvk="Chamber of Commerce (KvK) number {}",
        vestiging="establishment number {}",
        represented="legally represented by {}",
        article="Article {}. {}",
        law="WHW section 7.7(5) under {}",
        and_=" and ",
        open="Still to be filled in: {}",
        unknown="Unknown variable: {}",
        nothing="No arrangements have been made about this.",
        programme_code="programme code {}",
        praktijkleren="the practical learning grant scheme (Subsidieregeling praktijkleren)",
        annexes={"training_plan": "Annex: training plan", "rotation_schedule": "Annex: rotation"},
        annex="This annex is part of the agreement.",
        annex_facts={
            "place": "place",
            "period": "period",
            "assessed": "assessment",
            "workplace": "workplace",
            "supervisor": "workplace supervisor",
        },
        places={Place.COMPANY: "at work", Place.SCHOOL: "at the hogeschool", Place.ELSEWHERE: "elsewhere"},
        days="{} to {} inclusive",
        since="from {}",
        until="until {} inclusive",
        itself="English",
        employment="Employment contract {}.",
        contracts={
            Contract.PERMANENT: "for an indefinite period",
            Contract.PROGRAMME: "for the duration of the programme",
            Contract.TEMPORARY: "until an end date",
        },
        month="for 1 month",
        months="for {} months",
        pay="Pay: {}.",
        no_pay="The employer pays no salary.",
        day_a_week="1 day per week",
        days_a_week="{} days per week",
        in_year="year {}: {}",
        besides="In addition:",
    ),
}
