"""How the portal speaks to each of the six doelgroepen: a forty-year-old employee is not "a student" (Handreiking
studentcommunicatie, tip 5; nulmeting 2021-2022, paragraph 3)."""

from dataclasses import dataclass

from .enums import Background


@dataclass(frozen=True)
class Words:
    next_step: str  # what the hogeschool looks at, in words of hers
    place: str  # about looking for a leerwerkplek
    tip: str


UNKNOWN = Words(
    "De hogeschool kijkt of je met je vooropleiding en ervaring kunt beginnen.",
    "Een leerwerkplek is een baan waarin je leert wat de opleiding vraagt.",
    "Vertel in je profiel wat je al kunt en wat je wilt leren.",
)
SAID = {
    Background.MBO4: Words(
        "De hogeschool kijkt naar je mbo-diploma en of je richting past.",
        "Een leerwerkplek lijkt op de bpv die je kent, maar nu heb je een arbeidscontract en loon.",
        "Noem in je profiel je stages en wat je daar hebt gedaan.",
    ),
    Background.EMPLOYEE_MBO: Words(
        "De hogeschool kijkt naar je diploma en naar wat je in je werk hebt geleerd.",
        "Je kunt leren waar je al werkt, als je werk genoeg uitdaging biedt. Of kies een nieuwe plek.",
        "Vraag je werkgever of je bij hem kunt leren: dan gaat het het snelst.",
    ),
    Background.EMPLOYEE_HBO: Words(
        "De hogeschool kijkt wat je al op hbo-niveau doet. Misschien hoef je niet alles meer te volgen (EVC).",
        "Je kunt vaak leren waar je al werkt: je werk telt mee in de opleiding.",
        "Verzamel alvast bewijs van je werk: projecten, certificaten, beoordelingen.",
    ),
    Background.CAREER_CHANGER: Words(
        "De hogeschool kijkt naar je eerdere opleiding en naar wat je meebrengt uit je vorige beroep.",
        "Een leerwerkplek is een echte baan in je nieuwe vak, met begeleiding.",
        "Vertel in je profiel waarom je wilt overstappen, en wat je meeneemt.",
    ),
    Background.HAVO: Words(
        "De hogeschool kijkt naar je havodiploma en of je profiel past.",
        "Een leerwerkplek is een echte baan: je werkt een paar dagen per week en krijgt loon.",
        "Nog weinig ervaring? Geen probleem. Vertel wat je leuk vindt en waar je goed in bent.",
    ),
    Background.FULLTIME_LEAVER: Words(
        "De hogeschool kijkt ook naar wat je al aan het hbo hebt gehaald: dat kan meetellen.",
        "In een leerwerkplek leer je door te doen, in plaats van vooral in de klas.",
        "Bewaar je cijferlijst: met behaalde vakken kun je soms sneller klaar zijn.",
    ),
}


def words_for(background: str) -> Words:
    return SAID[Background(background)] if background in SAID else UNKNOWN
