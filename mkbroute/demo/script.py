"""Who and what there is in the demo: the text that story.py plays. People and companies are invented."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

from matching.enums import Answer, Background
from mkbroute.organisations.enums import Province
from routes.enums import (
    Audience,
    Connection,
    CostPer,
    Degree,
    Form,
    Involvement,
    LocationUse,
    PartnerRole,
    Payer,
    Persona,
    Phase,
    Sector,
    Shape,
    State,
)

from .people import DOMAIN

# key: name, seat, province, coordinator
HOGESCHOLEN = {
    "saxion": ("Saxion", "Enschede", Province.OVERIJSSEL, "sanne.vermeer"),
    "nhlstenden": ("NHL Stenden Hogeschool", "Leeuwarden", Province.FRYSLAN, "bas.hoekstra"),
    "avans": ("Avans Hogeschool", "Tilburg", Province.NOORD_BRABANT, "els.janssen"),
    "hva": ("Hogeschool van Amsterdam", "Amsterdam", Province.NOORD_HOLLAND, "omar.haddad"),
    "fontys": ("Fontys Hogeschool", "Eindhoven", Province.NOORD_BRABANT, "lieke.peters"),
    "windesheim": ("Hogeschool Windesheim", "Zwolle", Province.OVERIJSSEL, "jan.visser"),
}
# key: name, adviser
BRANCHES = {
    "bouwend": ("Bouwend Nederland", "peter.smit"),
    "nldigital": ("NLDigital", "anouk.bergman"),
    "tln": ("Transport en Logistiek Nederland", "ruud.koster"),
    "hiswa": ("HISWA-RECRON", "marit.postma"),
    "metaalunie": ("Koninklijke Metaalunie", "theo.maas"),
}


@dataclass(frozen=True)
class RouteScript:
    hogeschool: str
    partners: tuple[str, ...]
    state: State
    fields: dict
    contribution: str = "Denkt mee over inhoud en opzet, en werft bedrijven."
    unconfirmed: tuple[str, ...] = ()
    reason: str = ""
    roles: dict[str, Involvement] = field(default_factory=dict)  # partner -> what it does, if not shaping the content
    stops: str = ""  # why the route was stalled
    locations: tuple[dict, ...] = ()
    contacts: tuple[dict, ...] = ()
    costs: tuple[dict, ...] = ()
    has_rhythm: bool = True


def _cost(
    what: str, payer: Payer, amount: int | None = None, per: CostPer = CostPer.YEAR, note: str = "", **more
) -> dict:
    amount_eur = None if amount is None else Decimal(amount)
    return {"what": what, "payer": payer, "amount_eur": amount_eur, "per": per, "note": note, "is_public": True, **more}


USUAL_COSTS = (
    _cost(
        "Collegegeld", Payer.EMPLOYER, 2601, note="Het wettelijk collegegeld; vraag uw werkgever of hij alles betaalt."
    ),
    _cost("Laptop", Payer.EMPLOYER, 950, CostPer.ONCE),
    _cost("Boeken en licenties", Payer.STUDENT, 350, note="Een schatting."),
    _cost("Schooldag", Payer.EMPLOYER, note="De meeste werkgevers betalen de dag op school door."),
    _cost("Begeleiding op de werkplek", Payer.SHARED, note="Uren van de praktijkbegeleider.", is_public=False),
)


def _route(programme: str, degree: Degree, sector: Sector, phase: Phase, summary: str, **more) -> dict:
    return {
        "programme": programme,
        "degree": degree,
        "form": Form.DUAAL,
        "sector": sector,
        "accredited": True,
        "shape": Shape.THROUGHOUT,
        "phase": phase,
        "connections": [Connection.MOSTLY_AT_WORK, Connection.EMPLOYER_TAKES_PART, Connection.ASSIGNMENTS],
        "audiences": [Audience.MBO4, Audience.EMPLOYEE_MBO, Audience.CAREER_CHANGER],
        "personas": [Persona.PURPOSEFUL],
        "partner_role": PartnerRole.PILOT,
        "summary": summary,
        "connection": "Opdrachten komen uit het bedrijf waar je werkt. Docenten en praktijkbegeleiders stemmen ze samen af, "
        "en je levert beroepsproducten in waar je collega's iets aan hebben.",
        "costs": "Je betaalt het wettelijk collegegeld. Veel werkgevers betalen een deel of alles.",
        "places": 28,
        **more,
    }


ROUTES = {
    "saxion-bouwkunde": RouteScript(
        "saxion",
        ("bouwend",),
        State.RECOGNISED,
        _route(
            "Bouwkunde",
            Degree.AD,
            Sector.BUILDING,
            Phase.STARTING,
            "Je leert een bouwproject voorbereiden en begeleiden: van tekening en begroting tot planning en kwaliteit. Digitaal "
            "bouwen (BIM) loopt door de hele opleiding.",
            audiences=list(Audience),
            personas=list(Persona),
        ),
        roles={"bouwend": Involvement.RECRUITS},
        locations=(
            {"name": "Onderwijslocatie Deventer", "use": LocationUse.SCHOOL, "city": "Deventer", "province": Province.OVERIJSSEL},
            {"name": "Praktijkhal bouw", "use": LocationUse.ELSEWHERE, "city": "Hengelo", "province": Province.OVERIJSSEL},
        ),
        contacts=(
            {"name": "Rik Aalders", "role": "Accountmanager bedrijven", "email": f"rik.aalders@{DOMAIN}", "is_public": True},
            {"name": "Tineke Brons", "role": "Coördinator praktijkleren", "phone": "06 11223344", "is_public": False},
        ),
        costs=USUAL_COSTS,
    ),
    "nhl-maritiem": RouteScript(
        "nhlstenden",
        ("hiswa",),
        State.RECOGNISED,
        _route(
            "Maritieme Techniek",
            Degree.AD,
            Sector.MARITIME,
            Phase.STARTING,
            "Je leert jachten en schepen ontwerpen, berekenen en bouwen, en werkt bij een werf of toeleverancier.",
            places=20,
            connections=[Connection.EMPLOYER_TAKES_PART, Connection.QUESTIONS_FROM_WORK, Connection.HYBRID_TEACHERS],
            audiences=[Audience.MBO4, Audience.HAVO, Audience.EMPLOYEE_MBO],
            personas=[Persona.CURIOUS, Persona.PURPOSEFUL],
        ),
        roles={"hiswa": Involvement.RECRUITS},
        locations=(
            {"name": "Maritieme werkplaats", "use": LocationUse.ELSEWHERE, "city": "Sneek", "province": Province.FRYSLAN},
        ),
        costs=USUAL_COSTS[:3],
    ),
    "nhl-robotica": RouteScript(
        "nhlstenden",
        ("metaalunie",),
        State.RETURNED,
        _route(
            "Industriële Automatisering en Robotica",
            Degree.AD,
            Sector.TECHNOLOGY,
            Phase.STARTING,
            "Je leert machines en robots programmeren, aansturen en verbeteren in een maakbedrijf.",
            places=15,
            connections=[Connection.MOSTLY_AT_WORK, Connection.ASSIGNMENTS, Connection.OUTCOMES_TOGETHER],
        ),
        locations=(
            {"name": "Tweede onderwijslocatie", "use": LocationUse.SCHOOL, "city": "Emmen", "province": Province.DRENTHE},
        ),
        costs=USUAL_COSTS[:2],
        unconfirmed=("metaalunie",),
        reason="Laat bij criterium 4 zien dat alle bedrijven salaris betalen, en vraag de branche haar rol te bevestigen.",
    ),
    "avans-bouwkunde": RouteScript(
        "avans",
        ("bouwend",),
        State.RECOGNISED,
        _route(
            "Bouwkunde en Civiele Techniek",
            Degree.BACHELOR,
            Sector.BUILDING,
            Phase.GROWN,
            "Vier jaar lang combineer je werk in de bouw of infra met een bachelor. Deze route bestaat al langer dan vijftien "
            "jaar.",
            shape=Shape.GROWING,
            connections=[Connection.EMPLOYER_TAKES_PART, Connection.ASSIGNMENTS, Connection.OUTCOMES_TOGETHER],
            audiences=[Audience.MBO4, Audience.HAVO, Audience.EMPLOYEE_MBO, Audience.FULLTIME_LEAVER],
            personas=[Persona.CURIOUS, Persona.PURPOSEFUL],
        ),
        contacts=(
            {"name": "Henny Otten", "role": "Projectleider", "email": f"henny.otten@{DOMAIN}", "is_public": True},
        ),
        costs=(*USUAL_COSTS[:2], _cost("Reiskosten", Payer.EMPLOYER, note="Volgens de cao.")),
    ),
    "hva-cyber": RouteScript(
        "hva",
        ("nldigital",),
        State.SUBMITTED,
        _route(
            "Cybersecurity en Software Development",
            Degree.AD,
            Sector.ICT,
            Phase.STARTING,
            "Je leert veilige software maken en systemen beschermen, bij een ICT-bedrijf in de regio.",
            connections=[Connection.QUESTIONS_FROM_WORK, Connection.HYBRID_TEACHERS],
            audiences=[Audience.MBO4, Audience.CAREER_CHANGER, Audience.FULLTIME_LEAVER],
            personas=[Persona.CURIOUS, Persona.INDEPENDENT],
        ),
        costs=USUAL_COSTS[:1],
    ),
    "fontys-mobiliteit": RouteScript(
        "fontys",
        ("tln",),
        State.CONCEPT,
        _route(
            "Mobiliteitsexpert",
            Degree.AD,
            Sector.LOGISTICS,
            Phase.STARTING,
            "Je leert bedrijven adviseren over vervoer en mobiliteit.",
            places=15,
            audiences=[Audience.EMPLOYEE_MBO, Audience.EMPLOYEE_HBO],
        ),
        stops="Er waren te weinig bedrijven die nu iemand konden aannemen. We kijken volgend jaar opnieuw.",
        has_rhythm=False,
    ),
    "windesheim-bedrijfskunde": RouteScript(
        "windesheim",
        ("metaalunie",),
        State.SUBMITTED,
        _route(
            "Technische Bedrijfskunde",
            Degree.AD,
            Sector.TECHNOLOGY,
            Phase.STARTING,
            "Je leert productie verbeteren in een industrieel bedrijf, met het profiel industriële automatisering.",
            places=15,
            audiences=[Audience.EMPLOYEE_MBO, Audience.EMPLOYEE_HBO, Audience.CAREER_CHANGER],
            personas=[Persona.PURPOSEFUL, Persona.INDEPENDENT],
        ),
        costs=USUAL_COSTS[:2],
    ),
    "fontys-logistiek": RouteScript(
        "fontys",
        ("tln", "windesheim"),
        State.RECOGNISED,
        _route(
            "Logistiek",
            Degree.AD,
            Sector.LOGISTICS,
            Phase.STARTING,
            "Je leert goederenstromen plannen en verbeteren, bij een transporteur of in een magazijn.",
            shape=Shape.ELSEWHERE,
            connections=[Connection.MOSTLY_AT_WORK, Connection.QUESTIONS_FROM_WORK],
            audiences=[Audience.EMPLOYEE_MBO, Audience.EMPLOYEE_HBO, Audience.MBO4],
            personas=[Persona.PURPOSEFUL, Persona.INDEPENDENT],
        ),
        roles={"tln": Involvement.SHAPES, "windesheim": Involvement.EXECUTES},
        unconfirmed=("windesheim",),
        locations=(
            {"name": "Praktijkdag bij de branche", "use": LocationUse.ELSEWHERE, "city": "Venlo", "province": Province.LIMBURG},
        ),
        costs=(*USUAL_COSTS[:2], _cost("Praktijkdag", Payer.SUBSIDY, note="Uit het opleidingsfonds van de sector.")),
    ),
}  # fmt: skip

# number of the criterion: statement, evidence
DOSSIER = {
    1: ("Studenten werken drie of vier dagen en studeren een of twee dagen. Het werk levert de opdrachten.", "Studiegids en OER, hoofdstuk 3."),
    2: ("Alle leerwerkplekken zijn bij bedrijven met minder dan 250 medewerkers.", "Overzicht van bedrijven met hun mkb-verklaring."),
    3: ("Student, bedrijf en hogeschool tekenen vóór de start dezelfde overeenkomst.", "De overeenkomsten in dit portaal."),
    4: ("De werkgever betaalt salaris volgens de cao, ook over de schooldag.", "Artikel over loon in elke overeenkomst."),
    5: ("De branche en vijf bedrijven maakten het curriculum met ons, en komen elk kwartaal samen.", "Verslagen van de curriculumcommissie."),
}  # fmt: skip

# route -> questions of the programme team by number of the criterion, and what was answered
ASKED = {
    "windesheim-bedrijfskunde": {
        "asked": {
            2: "Hoe gaat u om met een student die bij een groter bedrijf werkt?",
            5: "Welke bedrijven praten mee over de inhoud, en hoe vaak?",
        },
        "answered": {
            5: "Vier maakbedrijven uit de regio en OBM Oost. De curriculumcommissie komt elk kwartaal bij elkaar.",
        },
    },
}
# route -> criterion, what was lacking in the first round, and what the hogeschool added
FIRST_ROUND = {
    "avans-bouwkunde": (
        3,
        "Beschrijf ook wie bewaakt dat de overeenkomst voor de start is getekend.",
        "De route-coördinator bewaakt dat in dit portaal: zonder drie handtekeningen begint niemand.",
    ),
}
# route -> partner that took its confirmation back, and why
RETRACTED = {"fontys-logistiek": ("tln", "Onze adviseur is gestopt; wij beraden ons op een nieuwe rol.")}


@dataclass(frozen=True)
class CompanyScript:
    name: str
    kvk_number: str
    contact: str
    street: str
    postcode: str
    city: str
    province: Province
    persons: int


COMPANIES = {
    "bennani": CompanyScript("Bennani Bouw", "90000011", "karim.bennani", "Havenkade 12", "7553 AA", "Hengelo", Province.OVERIJSSEL, 38),
    "kuiper": CompanyScript("Kuiper Houtbouw", "90000022", "marloes.kuiper", "Zaagmolenweg 3", "7418 BB", "Deventer", Province.OVERIJSSEL, 14),
    "jansma": CompanyScript("Jansma Jachtbouw", "90000033", "wiebe.jansma", "Werfstraat 8", "8601 CC", "Sneek", Province.FRYSLAN, 52),
}  # fmt: skip

COMPANIES_SHOWN = ("bennani", "jansma")  # that want to be named on the page of their route


@dataclass(frozen=True)
class PlaceScript:
    company: str
    routes: tuple[str, ...]
    terms: dict


def _place(company: str, routes: tuple[str, ...], title: str, supervisor: str, signatory: str, **terms) -> PlaceScript:
    usual = {
        "hours_per_week": Decimal(32),
        "working_days": "maandag tot en met donderdag",
        "salary": "€ 2.550 tot € 2.900 bruto per maand bij 40 uur",
        "contract_months": 24,
        "capacity": 2,
        "supervisor_name": supervisor,
        "supervisor_email": f"{supervisor.lower().replace(' ', '.')}@{DOMAIN}",
        "supervisor_phone": "06 87654321",
        "signatory_name": signatory,
        "signatory_function": "Directeur",
        "signatory_email": f"{company_contact(company)}@{DOMAIN}",
    }
    return PlaceScript(company, routes, {**usual, "title": title, **terms})


def company_contact(company: str) -> str:
    return COMPANIES[company].contact


PLACES = {
    "voorbereider": _place(
        "bennani",
        ("saxion-bouwkunde", "avans-bouwkunde"),
        "Assistent-werkvoorbereider",
        "Wim Dekkers",
        "Karim Bennani",
        tasks="Tekeningen en begrotingen maken, offertes vergelijken, meedenken over planning en inkoop.",
        learning="Een bouwproject voorbereiden van aanvraag tot start, werken met BIM, overleggen met opdrachtgever en "
        "onderaannemers.",
        supervisor_function="Hoofd werkvoorbereiding",
        capacity=4,
    ),
    "houtbouw": _place(
        "kuiper",
        ("saxion-bouwkunde",),
        "Junior projectleider houtbouw",
        "Gerda Mulder",
        "Marloes Kuiper",
        tasks="Kleine projecten begeleiden, klanten spreken, materiaal bestellen.",
        learning="Plannen, kosten bewaken, biobased bouwen.",
        supervisor_function="Projectleider",
        contract_months=12,
    ),
    "jachtbouw": _place(
        "jansma",
        ("nhl-maritiem",),
        "Tekenaar-constructeur",
        "Douwe Hiemstra",
        "Wiebe Jansma",
        tasks="Constructies uitwerken in 3D, gewichten en sterkte berekenen.",
        learning="Scheepsconstructies, regelgeving, productie begeleiden.",
        supervisor_function="Hoofd engineering",
    ),
}


class Reaches(IntEnum):
    """How far a candidate has come."""

    APPLIED = 1
    ADMITTED = 2
    PLACED = 3
    DRAFTED = 4
    SENT = 5
    SEALED = 6


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
    details: dict = field(init=False)

    def __post_init__(self) -> None:
        names = ("background", "city", "prior_education", "motivation", "employer_name")
        details = {name: getattr(self, name) for name in names} | {"province": Province.OVERIJSSEL}
        object.__setattr__(self, "details", details)


CANDIDATES = [
    CandidateScript(
        "joris.wolters", "Joris Wolters", "saxion-bouwkunde", Reaches.SEALED, Background.MBO4, "Enschede",
        "Mbo 4 Middenkaderfunctionaris Bouw", "Ik wil na mijn mbo verder leren, maar niet meer de hele week in de schoolbanken.",
        place="voorbereider", note="Joris woont dichtbij en heeft stage gelopen bij een aannemer.",
    ),
    CandidateScript(
        "noor.vandijk", "Noor van Dijk", "saxion-bouwkunde", Reaches.SENT, Background.HAVO, "Almelo", "Havo, profiel NT",
        "Ik leer het beste door te doen.", place="voorbereider",
    ),
    CandidateScript(
        "fatima.elidrissi", "Fatima El Idrissi", "saxion-bouwkunde", Reaches.DRAFTED, Background.CAREER_CHANGER, "Hengelo",
        "Bachelor Communicatie", "Na acht jaar kantoor wil ik iets maken dat blijft staan.", place="voorbereider",
    ),
    CandidateScript(
        "tom.scholten", "Tom Scholten", "saxion-bouwkunde", Reaches.PLACED, Background.EMPLOYEE_MBO, "Deventer",
        "Mbo 4 Timmeren", "Ik werk al zes jaar als timmerman en wil projecten leiden.", place="houtbouw",
    ),
    CandidateScript(
        "aylin.demir", "Aylin Demir", "saxion-bouwkunde", Reaches.PLACED, Background.FULLTIME_LEAVER, "Apeldoorn",
        "Havo; een jaar voltijd Bouwkunde", "De voltijdopleiding was te ver van de praktijk.", place="houtbouw",
        says="", company_says="", note="Aylin heeft in haar eerste jaar al met hout gewerkt.",
    ),
    CandidateScript(
        "mees.postma", "Mees Postma", "saxion-bouwkunde", Reaches.ADMITTED, Background.MBO4, "Oldenzaal",
        "Mbo 4 Bouwkunde", "Mijn stagebedrijf vertelde over deze route.",
    ),
    CandidateScript(
        "ravi.mahabir", "Ravi Mahabir", "saxion-bouwkunde", Reaches.ADMITTED, Background.EMPLOYEE_MBO, "Almelo",
        "Mbo 4 Werkvoorbereider", "Ik wil bij mijn eigen bedrijf doorgroeien.", employer_name="Lammers Houtbouw",
    ),
    CandidateScript(
        "henk.bos", "Henk Bos", "saxion-bouwkunde", Reaches.APPLIED, Background.EMPLOYEE_HBO, "Rijssen",
        "Mbo 3 Metselen", "Ik doe al jaren het werk van een uitvoerder. Nu het diploma nog.", employer_name="Post Staalbouw",
    ),
    CandidateScript(
        "sietske.devries", "Sietske de Vries", "nhl-maritiem", Reaches.SENT, Background.MBO4, "Sneek",
        "Mbo 4 Jachtbouw", "Ik wil boten leren ontwerpen.", place="jachtbouw",
    ),
    CandidateScript(
        "yara.hendriks", "Yara Hendriks", "nhl-maritiem", Reaches.APPLIED, Background.HAVO, "Joure", "Havo, profiel NT",
        "Ik ben opgegroeid op het water.",
    ),
]  # fmt: skip

# What a coordinator writes into a draft before sending it.
OUTCOMES = {
    "learning_outcomes": "- bereidt een bouwproject zelfstandig voor, van aanvraag tot start\n"
    "- maakt en controleert een begroting en een planning\n"
    "- werkt met een bouwinformatiemodel (BIM)\n"
    "- overlegt met opdrachtgever, onderaannemers en collega's",
    "guidance": "Elke week een uur begeleiding op de werkplek. De docent komt vier keer per jaar langs voor een driehoekgesprek.",
    "assessment": "De student laat beroepsproducten zien. De hogeschool beoordeelt, met het advies van de praktijkbegeleider.",
}
