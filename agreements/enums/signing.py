"""Who fills in, is asked to sign, signs and reads along."""

from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, SIGNER

from .agreement import Role


class CardState(TextChoices):
    """How far a party is with its gegevenskaart."""

    NOT_ASKED = "not_asked", "Nog niet gevraagd"
    ASKED = "asked", "Gevraagd"
    OPENED = "opened", "Geopend"
    FILLED = "filled", "Ingevuld"
    TAKEN_OVER = "taken_over", "Door u overgenomen"

    @property
    def tone(self) -> str:
        tones = {"asked": "warning", "opened": "info", "filled": "success"}
        return tones.get(self.value, "neutral")


class SigningState(TextChoices):
    WAITING = "waiting", "Wacht op handtekening"
    SIGNED = "signed", "Getekend"
    DECLINED = "declined", "Geweigerd"

    @property
    def tone(self) -> str:
        return {"waiting": "warning", "signed": "success", "declined": "danger"}[self.value]


SIGNING_STEPS = {"waiting": {"signed": (SIGNER, COORDINATOR), "declined": (SIGNER,)}}


class SigningMethod(TextChoices):
    """How a signature was set. All count the same."""

    TYPED = "typed", "Naam getypt"
    DRAWN = "drawn", "Handtekening getekend"
    ELSEWHERE = "elsewhere", "Elders getekend"


class SigningOrder(TextChoices):
    """Who is asked when. Nobody can sign before her turn; the database refuses it."""

    PARALLEL = "parallel", "Iedereen tegelijk"
    HOGESCHOOL_LAST = "hogeschool_last", "De hogeschool als laatste"
    IN_ORDER = "in_order", "Om de beurt: student, bedrijf, formele werkgever, hogeschool"

    def turn_of(self, role: Role) -> int:
        if self == SigningOrder.IN_ORDER:
            return list(Role).index(role) + 1
        return 2 if self == SigningOrder.HOGESCHOOL_LAST and role == Role.HOGESCHOOL else 1


class DispatchState(TextChoices):
    """Of one draft, when those of a class are sent."""

    WAITING = "waiting", "In de rij"
    SENT = "sent", "Verstuurd"
    REFUSED = "refused", "Niet verstuurd"

    @property
    def tone(self) -> str:
        return {"waiting": "warning", "sent": "success", "refused": "danger"}[self.value]


DISPATCH_STEPS: dict[str, dict[str, tuple[str, ...]]] = {"waiting": {"sent": (), "refused": ()}}


class ReaderKind(TextChoices):
    READS = "reads", "Leest mee"
    COPY = "copy", "Krijgt een afschrift"
