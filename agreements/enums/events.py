"""What the log of an agreement tells, and who may tell it."""

from django.db.models import TextChoices


class EventKind(TextChoices):
    DRAFTED = "drafted", "Opgesteld"
    EDITED = "edited", "Gewijzigd"
    SENT = "sent", "Verstuurd"
    REOPENED = "reopened", "Teruggehaald"
    LINK_SENT = "link_sent", "Persoonlijke link verstuurd"
    OPENED = "opened", "Geopend"
    CODE_SENT = "code_sent", "Code verstuurd"
    CODE_WRONG = "code_wrong", "Verkeerde code"
    IDENTIFIED = "identified", "Code bevestigd"
    SIGNED = "signed", "Getekend"
    ELSEWHERE = "elsewhere", "Elders getekend"
    FORWARDED = "forwarded", "Doorgestuurd"
    READERS = "readers", "Meelezers gewijzigd"
    DECLINED = "declined", "Geweigerd"
    SEALED = "sealed", "Verzegeld"
    CANCELLED = "cancelled", "Vervallen"
    DATA_ASKED = "data_asked", "Gegevens gevraagd"
    DATA_PASSED = "data_passed", "Gegevenskaart doorgestuurd"
    DATA_FILLED = "data_filled", "Gegevens ingevuld"
    DATA_TAKEN = "data_taken", "Gegevens overgenomen"
    END_ASKED = "end_asked", "Beëindiging voorgesteld"
    END_ANSWERED = "end_answered", "Op de beëindiging geantwoord"
    END_DROPPED = "end_dropped", "Beëindiging ingetrokken"
    END_FINAL = "end_final", "Beëindiging definitief"
    END_LETTER = "end_letter", "Brief over het einde verstuurd"
    END_UNDONE = "end_undone", "Diploma hersteld"
    ENDED = "ended", "Geëindigd"
    CONTINUED = "continued", "Vervolgd"
    REMINDED = "reminded", "Herinnerd"
    MOMENT_PLANNED = "meet_planned", "Gesprek gepland"
    MOMENT_MOVED = "meet_moved", "Gesprek verzet"
    MOMENT_HANDED = "meet_handed", "Gesprek overgedragen"
    MOMENT_OFF = "meet_off", "Gesprek afgezegd"
    MOMENT_HELD = "meet_held", "Gesprek vastgelegd"
    VOICED = "voiced", "Voortgang aangegeven"
    INTERRUPTED = "interrupted", "Onderbreking vastgelegd"
    RESUMED = "resumed", "Onderbreking ingetrokken"
    ATTENDANCE = "attendance", "Aanwezigheid ingevuld"
    ATTENDED = "attended", "Aanwezigheid bevestigd"
    REALISED = "realised", "Leeruitkomst gerealiseerd"
    UNREALISED = "unrealised", "Realisatie ingetrokken"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        tones = {"signed": "success", "elsewhere": "success", "sealed": "success", "declined": "danger"}
        tones |= {"end_asked": "warning", "end_dropped": "warning", "end_final": "warning", "end_undone": "warning"}
        tones |= {"reopened": "warning", "forwarded": "warning", "unrealised": "warning", "realised": "success"}
        return tones.get(self.value, "warning" if self in ("cancelled", "code_wrong") else "")


# what each may say of itself; sealing is the worker's to tell
TOLD_BY_HOGESCHOOL = (
    EventKind.DRAFTED, EventKind.EDITED, EventKind.SENT, EventKind.REOPENED, EventKind.LINK_SENT, EventKind.CANCELLED,
    EventKind.ELSEWHERE, EventKind.READERS, EventKind.DATA_ASKED, EventKind.DATA_TAKEN, EventKind.END_ASKED,
    EventKind.END_ANSWERED, EventKind.END_DROPPED, EventKind.END_FINAL, EventKind.CONTINUED, EventKind.REMINDED,
    EventKind.MOMENT_PLANNED, EventKind.MOMENT_MOVED, EventKind.MOMENT_OFF, EventKind.MOMENT_HELD, EventKind.VOICED,
    EventKind.INTERRUPTED, EventKind.RESUMED, EventKind.ATTENDANCE, EventKind.REALISED, EventKind.UNREALISED,
    EventKind.END_UNDONE,
)  # fmt: skip
TOLD_BY_SIGNER = (
    EventKind.OPENED, EventKind.CODE_SENT, EventKind.CODE_WRONG, EventKind.IDENTIFIED, EventKind.SIGNED,
    EventKind.DECLINED, EventKind.LINK_SENT, EventKind.FORWARDED,
)  # fmt: skip
TOLD_BY_PARTY = (EventKind.END_ANSWERED,)  # with an account, or by the link to confirm an ending
TOLD_BY_CARD = (EventKind.DATA_ASKED, EventKind.DATA_PASSED, EventKind.DATA_FILLED)
TOLD_BY_COMPANY = (
    EventKind.MOMENT_HELD, EventKind.VOICED, EventKind.INTERRUPTED, EventKind.RESUMED, EventKind.ATTENDANCE,
    EventKind.ATTENDED, *TOLD_BY_PARTY,
)  # fmt: skip
TOLD_BY_STUDENT = (EventKind.VOICED, *TOLD_BY_PARTY)
TOLD_BY_PRACTICE_LINK = (EventKind.VOICED, EventKind.ATTENDANCE)
# what a signer's browser and mailbox did: for who handles the agreement
TECHNICAL = (EventKind.CODE_SENT, EventKind.CODE_WRONG, EventKind.IDENTIFIED)
