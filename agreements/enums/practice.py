"""The days after signing: talks, learning outcomes, and what a subsidy asks."""

from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR


class MomentKind(TextChoices):
    """How student, company and hogeschool meet about the practice (Handreiking samen opleiden met het mkb)."""

    TRIANGLE = "triangle", "Driehoekgesprek"
    VISIT = "visit", "Bedrijfsbezoek"
    ONLINE = "online", "Digitaal overleg"
    PROGRESS = "progress", "Voortgangsgesprek"
    GUIDANCE = "guidance", "Begeleiding op de werkplek"

    @property
    def is_for_three(self) -> bool:
        """Whether each of the three is asked how far the student is."""
        return self in FOR_THREE


FOR_THREE = (MomentKind.TRIANGLE, MomentKind.PROGRESS)


class MomentState(TextChoices):
    PLANNED = "planned", "Gepland"
    CLOSED = "closed", "Afgerond"
    CANCELLED = "cancelled", "Afgezegd"

    @property
    def tone(self) -> str:
        return {"planned": "info", "closed": "success", "cancelled": "neutral"}[self.value]


MOMENT_STEPS = {"planned": {"closed": (COORDINATOR,), "cancelled": (COORDINATOR,)}}


class Voice(TextChoices):
    """Whose view of a learning outcome it is."""

    STUDENT = "student", "Student"
    COMPANY = "company", "Bedrijf"
    HOGESCHOOL = "hogeschool", "Hogeschool"


class Mastery(TextChoices):
    """How far somebody is with a learning outcome."""

    NOT_BEGUN = "not_begun", "Nog niet begonnen"
    DEVELOPING = "developing", "In ontwikkeling"
    VISIBLE = "visible", "Zichtbaar op het werk"
    SHOWN = "shown", "Aangetoond"

    @property
    def rank(self) -> int:
        """1 to 4."""
        return list(Mastery).index(self) + 1

    @property
    def dots(self) -> str:
        return "●" * self.rank + "○" * (len(Mastery) - self.rank)


class SubsidyArticle(TextChoices):
    """Of the Subsidieregeling praktijkleren, in the order in which RVO asks."""

    PLACE = "6", "artikel 6"
    ACCREDITED = "7a", "artikel 7, onder a"
    AGREEMENT = "7b", "artikel 7, onder b"
    ATTENDANCE = "7c", "artikel 7, onder c"
    GUIDANCE = "7d", "artikel 7, onder d"
    AMOUNT = "15", "artikel 15"
    YEARS = "20a", "artikel 20, onder a"
    KEEPING = "23", "artikel 23"


class Met(TextChoices):
    """Of a condition, as far as the portal can tell."""

    THERE = "there", "Is er"
    UNKNOWN = "unknown", "Niet te zeggen"
    MISSING = "missing", "Ontbreekt"

    @property
    def tone(self) -> str:
        return {"there": "success", "unknown": "warning", "missing": "danger"}[self.value]
