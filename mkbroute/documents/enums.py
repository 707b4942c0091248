from django.db.models import TextChoices


class Kind(TextChoices):
    AGREEMENT = "agreement", "Verzegelde overeenkomst"
    UPLOAD = "upload", "Geüpload bestand"
    SCAN = "scan", "Exemplaar dat elders is getekend"
    EVIDENCE = "evidence", "Bewijs in een dossier"
    DECISION = "decision", "Besluit over een route"
    LETTER = "letter", "Brief over het einde van een overeenkomst"
    APPLICATION = "application", "Bestand bij een aanmelding"


class Level(TextChoices):
    """How long a seal can be validated (PAdES baseline, ETSI EN 319 142-1)."""

    B = "B-B", "handtekening"
    T = "B-T", "handtekening met tijdstempel"
    LT = "B-LT", "handtekening met tijdstempel en bewijs voor de lange termijn"


class Outcome(TextChoices):
    """What can be said of a file that somebody shows us; the best first."""

    INTACT = "intact", "Onveranderd sinds de verzegeling door dit portaal"
    APPENDED = "appended", "Na de verzegeling is er iets aan dit bestand toegevoegd"
    ALTERED = "altered", "Er staat een zegel in dit bestand, maar het klopt niet: het bestand is gewijzigd"
    FOREIGN = "foreign", "Ondertekend, maar niet van dit portaal"
    UNSEALED = "unsealed", "Er staat geen zegel in dit bestand"
    UNREADABLE = "unreadable", "Dit is geen leesbaar PDF-bestand"


class DocumentClass(TextChoices):
    """What has a retention term of its own."""

    AGREEMENT = "agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"
    UNFINISHED = "unfinished", "Concepten en vervallen overeenkomsten"
    PAPER = "paper", "Scans van overeenkomsten die op papier zijn getekend"
    PRAKTIJKLEREN = "praktijkleren", "Stukken voor de subsidie praktijkleren"
    ROUTE = "route", "Bewijsstukken in het dossier van een route"
    DECISION = "decision", "Besluitbrieven over een route"
    UPLOAD = "upload", "Ingelezen bestanden"
    LINK = "link", "Persoonlijke links en codes"
    MAIL = "mail", "Overzicht van verzonden mail"
    APPLICATION = "application", "Cv's en bewijzen bij een aanmelding"
    ROUND = "round", "Voorkeuren, indelingen en uitleg van rondes"
    EXPORT = "export", "Dossiers en andere bestanden die iemand aanvroeg"


class Start(TextChoices):
    """From when a term counts."""

    END = "end", "het einde van de overeenkomst"
    LAST_CHANGE = "last_change", "de laatste wijziging"
    STUDY_YEAR = "study_year", "het einde van het studiejaar"
    END_OF_ROUTE = "end_of_route", "het einde van de route"
    MADE = "made", "de dag waarop het is gemaakt"
    DECIDED = "decided", "de dag waarop de aanmelding is afgesloten of een plek bracht"
    ROUND = "round", "de laatste dag van de ronde, of die waarop de aanmelding is afgesloten of een plek bracht"
    EXPIRED = "expired", "de dag waarop het is verlopen"


class Unit(TextChoices):
    DAY = "day", "dagen"
    MONTH = "month", "maanden"
    YEAR = "year", "jaar"

    def counted(self, number: int) -> str:
        """ "1 dag", "30 dagen", "7 jaar" """
        singular = {"day": "dag", "month": "maand", "year": "jaar"}[self.value]
        return f"{number} {singular if number == 1 else self.label}"
