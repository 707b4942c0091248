"""How an agreement ends, and what the parties say of that."""

from django.db.models import TextChoices

from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT


class EndingKind(TextChoices):
    GRADUATED = "graduated", "Diploma behaald"
    COMPLETED = "completed", "Einddatum bereikt"
    EARLY = "early", "Eerder beëindigd"
    TAKEOVER = "takeover", "Student gaat verder bij een ander bedrijf"

    @property
    def is_early(self) -> bool:
        """Before the agreed end, and not by a diploma: WHW 7.7 lid 5 onder d, so the parties are asked."""
        return self in (EndingKind.EARLY, EndingKind.TAKEOVER)


class Manner(TextChoices):
    """How it was ended: as the national template names it."""

    TOGETHER = "together", "In onderling overleg"
    NOTICE = "notice", "Schriftelijk opgezegd door één partij"
    BREACH = "breach", "Ontbonden omdat een partij een belangrijke afspraak niet nakwam"
    WITH_CONTRACT = "contract", "Vanzelf, met het einde van de inschrijving of de arbeidsovereenkomst"


class EndingState(TextChoices):
    OPEN = "open", "Wacht op bevestiging"
    FINAL = "final", "Definitief"
    WITHDRAWN = "withdrawn", "Ingetrokken"

    @property
    def tone(self) -> str:
        return {"open": "warning", "final": "success"}.get(self.value, "neutral")


ENDING_STEPS = {
    "open": {"final": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "final": {"withdrawn": (COORDINATOR,)},  # a diploma that was recorded by mistake (portal.require_correction)
}


class Confirmation(TextChoices):
    WAITING = "waiting", "Nog niet geantwoord"
    AGREED = "agreed", "Akkoord"
    DISAGREED = "disagreed", "Niet akkoord"

    @property
    def tone(self) -> str:
        return {"waiting": "warning", "agreed": "success", "disagreed": "danger"}[self.value]


PARTIES = (COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER)
CONFIRMATION_STEPS = {"waiting": {"agreed": PARTIES, "disagreed": PARTIES}, "disagreed": {"agreed": PARTIES}}
