"""The people of the demo. All are invented; the hogescholen and branches carry their real names."""

from dataclasses import dataclass

DOMAIN = "voorbeeld.test"


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: str
    part: str  # as shown in the list of people to become
    does: str

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


PEOPLE = [
    DemoPerson(
        "sanne.vermeer",
        "Sanne Vermeer",
        "Route-coördinator, Saxion",
        "beoordeelt aanmeldingen en stelt overeenkomsten op",
    ),
    DemoPerson("bas.hoekstra", "Bas Hoekstra", "Route-coördinator, NHL Stenden", "heeft een dossier terug met vragen"),
    DemoPerson("els.janssen", "Els Janssen", "Route-coördinator, Avans", "heeft een ronde die open is"),
    DemoPerson("ingrid.dekker", "Ingrid Dekker", "Programmateam", "beoordeelt dossiers en erkent routes"),
    DemoPerson("ruth.abbink", "Ruth Abbink", "Programmateam", "is gevraagd als tweede beoordelaar"),
    DemoPerson("karim.bennani", "Karim Bennani", "Bedrijf: Bennani Bouw", "biedt leerwerkplekken aan en tekent"),
    DemoPerson(
        "marloes.kuiper", "Marloes Kuiper", "Bedrijf: Kuiper Houtbouw", "heeft een kandidaat voorgesteld gekregen"
    ),
    DemoPerson("peter.smit", "Peter Smit", "Branche: Bouwend Nederland", "bevestigt betrokkenheid bij routes"),
    DemoPerson("joris.wolters", "Joris Wolters", "Student", "heeft een getekende overeenkomst"),
    DemoPerson("aylin.demir", "Aylin Demir", "Kandidaat", "heeft een voorstel voor een leerwerkplek"),
    DemoPerson("mees.postma", "Mees Postma", "Kandidaat", "zoekt een plek en maakt kennis met bedrijven"),
    DemoPerson("iris.mulder", "Iris Mulder", "Kandidaat", "kiest plekken in een ronde die open is"),
    DemoPerson("henk.bos", "Henk Bos", "Kandidaat, werkt al", "heeft zich net aangemeld"),
]
BY_KEY = {person.key: person for person in PEOPLE}
