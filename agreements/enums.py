from django.db.models import TextChoices

from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, SIGNER, STUDENT


class Role(TextChoices):
    """A party to the agreement. WHW 7.7 lid 5: the institution, the student and the company; and the formal employer
    where the student works at another company than the one that employs her."""

    STUDENT = "student", "Student"
    COMPANY = "company", "Bedrijf"
    EMPLOYER = "employer", "Formele werkgever"
    LEAVING = "leaving", "Vertrekkend bedrijf"  # of an addendum by which another company takes over
    HOGESCHOOL = "hogeschool", "Hogeschool"


class State(TextChoices):
    DRAFT = "draft", "Concept"
    SENT = "sent", "Ter ondertekening"
    DECLINED = "declined", "Geweigerd"
    SIGNED = "signed", "Door iedereen getekend"
    SEALED = "sealed", "Verzegeld"
    ENDED = "ended", "Geëindigd"
    CANCELLED = "cancelled", "Vervallen"

    @property
    def tone(self) -> str:
        """Of its badge."""
        tones = {"sent": "warning", "declined": "danger", "signed": "info", "sealed": "success"}
        return tones.get(self.value, "neutral")


# from -> to -> who may take the step; the database refuses every other. SIGNED, SEALED and ENDED are the worker's, and
# ENDED needs an ending that is final (models/endings.py). Services, buttons and the page about statuses ask here.
STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {"sent": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "sent": {
        "draft": (COORDINATOR,),
        "declined": (SIGNER,),
        "signed": (SIGNER, COORDINATOR),  # a coordinator: when the last signatures stand on paper
        "cancelled": (COORDINATOR,),
    },
    "declined": {"draft": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "signed": {"sealed": ()},
    "sealed": {"ended": ()},
    "ended": {"sealed": (COORDINATOR,)},  # a diploma that was recorded by mistake (portal.require_correction)
}
# an addendum does not end by itself: the agreement does
ADDENDUM_STEPS = {before: steps for before, steps in STEPS.items() if before not in ("sealed", "ended")}
CALLED_OFF = "Gaat niet door"  # what ended on the day before it would have begun
# everybody signed, and there is a document to show; what ended stays so
BY_ALL = (State.SIGNED, State.SEALED, State.ENDED)
WITH_SEAL = (State.SEALED, State.ENDED)


def leads_to(state: str, *parts: str) -> list[State]:
    """From which states a step leads there, for these parts; none named: for whoever."""
    return [
        State(before)
        for before, steps in STEPS.items()
        if state in steps and (not parts or set(parts) & set(steps[state]))
    ]


# an addendum in one of these keeps the next one waiting
OPEN = (State.DRAFT, State.SENT, State.DECLINED, State.SIGNED)


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


class Contract(TextChoices):
    """How long the employment lasts."""

    PERMANENT = "permanent", "Voor onbepaalde tijd"
    PROGRAMME = "programme", "Voor de duur van de opleiding"
    TEMPORARY = "temporary", "Tot een einddatum"


class YesNo(TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nee"


class AlertKind(TextChoices):
    """What the contact of a route is told in her daily mail."""

    AGREEMENT = "agreement", "Overeenkomst loopt af"
    CONTRACT = "contract", "Tijdelijke arbeidsovereenkomst loopt af"
    LINK = "link", "Persoonlijke link verloopt"
    CARD = "card", "Gegevenskaart ingevuld"
    ANSWERS = "answers", "Termijn om te antwoorden op een einde is voorbij"


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


class Place(TextChoices):
    """Where a learning outcome is worked on."""

    SCHOOL = "school", "Op school"
    COMPANY = "company", "Op het werk"
    ELSEWHERE = "elsewhere", "Ergens anders"


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


class Language(TextChoices):
    """In which an agreement is drawn up: one text, and that text is signed."""

    NL = "nl", "Nederlands"
    EN = "en", "Engels"


class Placement(TextChoices):
    """Who employs the student: the company where she works, or another that lends her to it."""

    DIRECT = "direct", "in dienst van het bedrijf"
    POSTED = "posted", "gedetacheerd door een formele werkgever"


class Workplaces(TextChoices):
    ONE = "one", "één bedrijf"
    ROTATION = "rotation", "rotatie over meer bedrijven"


class TemplateState(TextChoices):
    DRAFT = "draft", "Concept"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"


TEMPLATE_STEPS = {
    "draft": {"published": (COORDINATOR, PROGRAMME), "dropped": (COORDINATOR, PROGRAMME)},
}


class TemplateEventKind(TextChoices):
    STARTED = "started", "Begonnen"
    EDITED = "edited", "Gewijzigd"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        return {"published": "success", "dropped": "warning"}.get(self.value, "")


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
