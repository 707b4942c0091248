"""Who applies, how far they come, and what is agreed with them."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from matching.enums import Answer, Background, EmployerPlan, Travel
from mkbroute.organisations.enums import Province
from routes.enums import Channel

from ..people import DOMAIN


class Reaches(IntEnum):
    """How far a candidate has come."""

    APPLIED = 1
    ADMITTED = 2
    PLACED = 3
    DRAFTED = 4
    SENT = 5
    SEALED = 6


class Then(StrEnum):
    """What happens with an agreement, where it is no early end."""

    TAKEOVER = "another company takes over, by an addendum"
    ROTATION = "a rotation over two companies comes, by an addendum"
    CLASS = "it is sent with others of its class"
    CLASS_CHANGED = "as those, but somebody changes it meanwhile"


@dataclass(frozen=True)
class CandidateScript:
    key: str
    name: str
    route: str
    reaches: Reaches
    background: Background
    city: str
    prior_education: str
    motivation: str
    place: str = ""
    says: str = Answer.YES
    company_says: str = Answer.YES
    reason: str = ""
    note: str = ""
    employer_name: str = ""
    channel: str = ""
    then: str = ""  # what comes after the agreement: Then
    employer: dict = field(default_factory=dict)  # where she works and would learn
    details: dict = field(init=False)

    def __post_init__(self) -> None:
        names = ("background", "city", "prior_education", "motivation", "employer_name", "channel")
        details = {name: getattr(self, name) for name in names} | {
            "province": Province.OVERIJSSEL,
            "regions": [Province.OVERIJSSEL, Province.GELDERLAND],
            "travel_minutes": Travel.THREE_QUARTERS,
            "days": ["mo", "tu", "we", "th"],
            **self.employer,
        }
        object.__setattr__(self, "details", details)


CANDIDATES = [
    CandidateScript(
        "joris.wolters", "Joris Wolters", "saxion-bouwkunde", Reaches.SEALED, Background.MBO4, "Enschede",
        "Mbo 4 Middenkaderfunctionaris Bouw", "Ik wil na mijn mbo verder leren, maar niet meer de hele week in de schoolbanken.",
        place="voorbereider", channel=Channel.OPEN_DAY, note="Joris woont dichtbij en heeft stage gelopen bij een aannemer.",
    ),
    CandidateScript(
        "noor.vandijk", "Noor van Dijk", "saxion-bouwkunde", Reaches.SENT, Background.HAVO, "Almelo", "Havo, profiel NT",
        "Ik leer het beste door te doen.", place="voorbereider", channel=Channel.WEBSITE,
    ),
    CandidateScript(
        "fatima.elidrissi", "Fatima El Idrissi", "saxion-bouwkunde", Reaches.DRAFTED, Background.CAREER_CHANGER, "Hengelo",
        "Bachelor Communicatie", "Na acht jaar kantoor wil ik iets maken dat blijft staan.", place="voorbereider", channel=Channel.OPEN_DAY,
    ),
    CandidateScript(
        "tom.scholten", "Tom Scholten", "saxion-bouwkunde", Reaches.PLACED, Background.EMPLOYEE_MBO, "Deventer",
        "Mbo 4 Timmeren", "Ik werk al zes jaar als timmerman en wil projecten leiden.", place="houtbouw", channel=Channel.EMPLOYER,
    ),
    CandidateScript(
        "aylin.demir", "Aylin Demir", "saxion-bouwkunde", Reaches.PLACED, Background.FULLTIME_LEAVER, "Apeldoorn",
        "Havo; een jaar voltijd Bouwkunde", "De voltijdopleiding was te ver van de praktijk.", place="houtbouw",
        says="", company_says="", note="Aylin heeft in haar eerste jaar al met hout gewerkt.",
    ),
    CandidateScript(
        "mees.postma", "Mees Postma", "saxion-bouwkunde", Reaches.ADMITTED, Background.MBO4, "Oldenzaal",
        "Mbo 4 Bouwkunde", "Mijn stagebedrijf vertelde over deze route.", channel=Channel.EMPLOYER,
    ),
    CandidateScript(
        "ravi.mahabir", "Ravi Mahabir", "saxion-bouwkunde", Reaches.ADMITTED, Background.EMPLOYEE_MBO, "Almelo",
        "Mbo 4 Werkvoorbereider", "Ik wil bij mijn eigen bedrijf doorgroeien.", employer_name="Lammers Houtbouw",
        channel=Channel.EMPLOYER,
    ),
    CandidateScript(
        "henk.bos", "Henk Bos", "saxion-bouwkunde", Reaches.APPLIED, Background.EMPLOYEE_HBO, "Rijssen",
        "Mbo 3 Metselen", "Ik doe al jaren het werk van een uitvoerder. Nu het diploma nog.", employer_name="Post Staalbouw",
        employer={
            "employer_plan": EmployerPlan.OWN, "employer_kvk": "90004567", "employer_contact": "Gerda Post",
            "employer_email": f"gerda.post@{DOMAIN}", "prior_learning": "Vijftien jaar uitvoerder, VCA-vol en BHV.",
        },
    ),
    CandidateScript(
        "lotte.vermaat", "Lotte Vermaat", "saxion-bouwkunde", Reaches.SEALED, Background.MBO4, "Borne",
        "Mbo 4 Werkvoorbereider", "Ik wil doorgroeien naar projectleider.", place="voorbereider", channel=Channel.MBO,
        then=Then.TAKEOVER,
    ),
    CandidateScript(
        "bas.kramer", "Bas Kramer", "saxion-bouwkunde", Reaches.SEALED, Background.HAVO, "Delden", "Havo, profiel NT",
        "Ik wil bij meer dan één bedrijf leren.", place="voorbereider", channel=Channel.WEBSITE, then=Then.ROTATION,
    ),
    CandidateScript(
        "emma.smit", "Emma Smit", "saxion-bouwkunde", Reaches.DRAFTED, Background.MBO4, "Goor", "Mbo 4 Bouwkunde",
        "Leren en verdienen tegelijk.", place="voorbereider", channel=Channel.MBO, then=Then.CLASS,
    ),
    CandidateScript(
        "kees.groen", "Kees Groen", "saxion-bouwkunde", Reaches.DRAFTED, Background.EMPLOYEE_MBO, "Wierden",
        "Mbo 4 Timmeren", "Van de steiger naar het bureau.", place="voorbereider", channel=Channel.EMPLOYER, then=Then.CLASS,
    ),
    CandidateScript(
        "sara.haddad", "Sara Haddad", "saxion-bouwkunde", Reaches.DRAFTED, Background.CAREER_CHANGER, "Enschede",
        "Bachelor Bedrijfskunde", "Bouwen is wat ik altijd wilde.", place="voorbereider", channel=Channel.OPEN_DAY,
        then=Then.CLASS_CHANGED,
    ),
    CandidateScript(
        "sietske.devries", "Sietske de Vries", "nhl-maritiem", Reaches.SENT, Background.MBO4, "Sneek",
        "Mbo 4 Jachtbouw", "Ik wil boten leren ontwerpen.", place="jachtbouw", channel=Channel.MBO,
    ),
    CandidateScript(
        "yara.hendriks", "Yara Hendriks", "nhl-maritiem", Reaches.APPLIED, Background.HAVO, "Joure", "Havo, profiel NT",
        "Ik ben opgegroeid op het water.",
    ),
    CandidateScript(
        "iris.mulder", "Iris Mulder", "avans-bouwkunde", Reaches.ADMITTED, Background.MBO4, "Tilburg",
        "Mbo 4 Bouwkunde", "Ik wil leren bij een bedrijf dat met hout bouwt.", channel=Channel.WEBSITE,
    ),
]  # fmt: skip


# What a coordinator writes into a draft before sending it.
OUTCOMES = {
    "learning_outcomes": "- bereidt een bouwproject zelfstandig voor, van aanvraag tot start\n"
    "- maakt en controleert een begroting en een planning\n"
    "- werkt met een bouwinformatiemodel (BIM)\n"
    "- overlegt met opdrachtgever, onderaannemers en collega's",
    "guidance": "Elke week een uur begeleiding op de werkplek. De docent komt vier keer per jaar langs voor een driehoekgesprek.",
    "contact_plan": "- een kennismaking in de eerste maand, op de werkplek\n"
    "- vier driehoekgesprekken per studiejaar: oktober, december, maart en juni",
    "praktijkleren": "yes",
    "assessment": "De student laat beroepsproducten zien. De hogeschool beoordeelt, met het advies van de praktijkbegeleider.",
}

# What changes after a while, by an addendum.
ADDENDUM = {
    "why": "De praktijkbegeleider krijgt een andere functie. Een collega neemt de begeleiding over.",
    "practice_supervisor": "Wendy Klein, projectleider",
    "guidance": "Elke week een uur begeleiding op de werkplek, op donderdag. De docent komt vier keer per jaar langs voor een driehoekgesprek.",
}
NEW_SUPERVISOR = f"wendy.klein@{DOMAIN}"
WEIGHED = "Besproken met het bedrijf en de student; zij weten dit en gaan ermee akkoord."
