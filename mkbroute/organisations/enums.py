from django.db.models import TextChoices


class Kind(TextChoices):
    """What an organisation is. It decides which database part its people play (portal.enter)."""

    HOGESCHOOL = "hogeschool", "Hogeschool"
    COMPANY = "company", "Bedrijf"
    EMPLOYER = "employer", "Opleidingsbedrijf"
    BRANCHE = "branche", "Brancheorganisatie"
    PROGRAMME = "programme", "Programmateam"


class Part(TextChoices):
    """What a person does for the organisation whose hat she wears."""

    COORDINATOR = "coordinator", "Route-coördinator"
    TEACHER = "teacher", "Docent"
    SIGNATORY = "signatory", "Tekenbevoegde"
    CONTACT = "contact", "Contactpersoon"
    SUPERVISOR = "supervisor", "Praktijkbegeleider"
    ADVISER = "adviser", "Beleidsmedewerker"
    PROGRAMME = "programme", "Programmateam"


PARTS_OF_KIND = {
    Kind.HOGESCHOOL: (Part.COORDINATOR, Part.TEACHER, Part.SIGNATORY),
    Kind.COMPANY: (Part.CONTACT, Part.SIGNATORY, Part.SUPERVISOR),
    Kind.EMPLOYER: (Part.CONTACT, Part.SIGNATORY),
    Kind.BRANCHE: (Part.ADVISER,),
    Kind.PROGRAMME: (Part.PROGRAMME,),
}


ONLOOKERS = (Part.TEACHER, Part.SUPERVISOR)  # they see what their organisation sees, and change nothing


class Province(TextChoices):
    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FRYSLAN = "fryslan", "Fryslân"
    GELDERLAND = "gelderland", "Gelderland"
    GRONINGEN = "groningen", "Groningen"
    LIMBURG = "limburg", "Limburg"
    NOORD_BRABANT = "noord-brabant", "Noord-Brabant"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland"
    OVERIJSSEL = "overijssel", "Overijssel"
    UTRECHT = "utrecht", "Utrecht"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND = "zuid-holland", "Zuid-Holland"


class MkbOutcome(TextChoices):
    MICRO = "micro", "Micro-onderneming"
    SMALL = "small", "Kleine onderneming"
    MEDIUM = "medium", "Middelgrote onderneming"
    LARGE = "large", "Geen mkb"
