from django.db.models import TextChoices


class Kind(TextChoices):
    AGREEMENT = "agreement", "Verzegelde overeenkomst"
    UPLOAD = "upload", "Geüpload bestand"
    SCAN = "scan", "Exemplaar dat elders is getekend"
    EVIDENCE = "evidence", "Bewijs in een dossier"
    DECISION = "decision", "Besluit over een route"
    LETTER = "letter", "Brief over het einde van een overeenkomst"


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
