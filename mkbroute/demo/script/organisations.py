"""The hogescholen and branches of the nulmeting, and companies that are invented."""

from dataclasses import dataclass

from mkbroute.organisations.enums import Province

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


def company_contact(company: str) -> str:
    return COMPANIES[company].contact
