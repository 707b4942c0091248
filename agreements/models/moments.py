"""Talks about how it goes: planned, held and written down, with what each of the three says of every outcome."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, EMPLOYER, STUDENT

from ..enums import MOMENT_STEPS, Mastery, MomentKind, MomentState, Voice
from .access import (
    GIVEN,
    NOT_ENDED,
    OF_COMPANY,
    OF_HOGESCHOOL,
    OF_PRACTICE_LINK,
    OF_STUDENT,
    OWN_LINK,
    OWN_MOMENT,
    OWNERS,
    THREE,
    TODAY,
    at_own_company,
    kept,
)
from .agreement import Agreement
from .practice import SINCE_SEALING, SINCE_SEALING_AT_COMPANY, OfPractice

LONGEST = 600  # minutes
OF_GUIDANCE = f"kind = '{MomentKind.GUIDANCE}'"
CLOSED = "EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')"
TALK_DAY = "coalesce(held_on, (planned_at AT TIME ZONE 'Europe/Amsterdam')::date)"
ITS_TALKS = f"{OF_COMPANY} AND {at_own_company(TALK_DAY)}"
# a talk at another company is none that a company can read: so what was said there is not its own either
OWN_TALK = f"{OF_COMPANY} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id)"
PLAN = ("kind", "planned_at", "place", "invited", "sequence")
REPORT = ("held_on", "minutes", "present", "report", "arrangements", "closed_at", "closed_by")


class ContactMoment(OfPractice):
    """`minutes`: how long it took. `invited`: who was asked to come, [{"voice", "name", "email"}]. What is written down
    of a closed one stays as it is: a correction is a MomentNote."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="moments")
    kind = models.CharField("soort", max_length=10, choices=MomentKind)
    state = models.CharField(max_length=9, choices=MomentState, default=MomentState.PLANNED, editable=False)
    planned_at = models.DateTimeField("wanneer", null=True, blank=True)
    place = models.CharField("waar of hoe", max_length=200, blank=True)
    invited = models.JSONField(default=list)
    sequence = models.PositiveSmallIntegerField(default=0)  # how often it was moved: calendars go by it (RFC 5545)
    planned_by = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    held_on = models.DateField("gehouden op", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("duur in minuten", null=True, blank=True)
    present = models.CharField("wie waren erbij?", max_length=300, blank=True)
    report = models.TextField("kort verslag", max_length=3000, blank=True)
    arrangements = models.TextField("afspraken", max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField("waarom gaat het niet door?", max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["hogeschool", "planned_at"], condition=Q(state="planned"), name="contact_moment_to_hold"
            ),
            models.Index(fields=["planned_at"], condition=Q(state="planned"), name="contact_moment_to_remind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MomentState.CLOSED) | Q(planned_at__isnull=False),
                name="contact_moment_planned_has_time",
                violation_error_message="Kies een dag en een tijd.",
            ),
            models.CheckConstraint(
                condition=Q(state=MomentState.CLOSED, closed_at__isnull=False, held_on__isnull=False)
                & Q(minutes__isnull=False)
                & ~Q(present="")
                | ~Q(state=MomentState.CLOSED)
                & Q(closed_at=None, held_on=None, minutes=None, present="", report="", arrangements=""),
                name="contact_moment_closed_says_when_and_who",
                violation_error_message="Vul in wanneer het was, hoe lang het duurde en wie erbij waren.",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=LONGEST),
                name="contact_moment_minutes_fit_the_day",
                violation_error_message=f"De duur ligt tussen 1 en {LONGEST} minuten.",
            ),
            models.CheckConstraint(
                condition=Q(state=MomentState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancelled_why="")
                | ~Q(state=MomentState.CANCELLED) & Q(cancelled_at=None, cancelled_why=""),
                name="contact_moment_cancelled_says_why",
                violation_error_message="Schrijf op waarom het niet doorgaat.",
            ),
            Owners(name="contact_moment_owners", fields=["agreement", *OWNERS]),
            While(
                name="contact_moment_is_final",
                field="state",
                states=[MomentState.PLANNED],
                fields=[*PLAN, *REPORT, "cancelled_at", "cancelled_why"],
            ),
            Steps(name="contact_moment_steps", field="state", steps=MOMENT_STEPS),
            SameOwners(name="contact_moment_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="contact_moment_employer", parent="agreement", fields=["employer"]),
            kept("contact_moment_is_kept"),
            RowAccess(
                name="contact_moment_access",
                read={**THREE, COMPANY: ITS_TALKS, CARD: OF_PRACTICE_LINK},
                add={
                    COORDINATOR: SINCE_SEALING,
                    # its own administration of the begeleiding: Subsidieregeling praktijkleren art. 7 d
                    COMPANY: f"{SINCE_SEALING_AT_COMPANY} AND {OF_GUIDANCE} AND state = 'closed'"
                    f" AND {at_own_company('held_on')}",
                },
                change={
                    COORDINATOR: Only(
                        SINCE_SEALING, "state", *PLAN, *REPORT, "reminded_at", "cancelled_at", "cancelled_why"
                    )
                },
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_for_three(self) -> bool:
        return MomentKind(self.kind).is_for_three


class OfMoment(OfPractice):
    """Said at a talk."""

    moment = models.ForeignKey(ContactMoment, models.PROTECT)

    class Meta:
        abstract = True


def _own(voice: Voice, owner: str) -> str:
    return f"{owner} AND voice = '{voice}'"


SAID = ("level", "sentence", "who", "at", "given_at")


class OutcomeVoice(OfMoment):
    """What one of the three says of a learning outcome, at one talk. Until it is given (`given_at`) it is a draft that
    the others do not see; it may change until the talk is closed (portal.require_open_moment)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="voices")
    moment = models.ForeignKey(ContactMoment, models.PROTECT, related_name="voices")
    voice = models.CharField(max_length=10, choices=Voice)
    outcome = models.CharField(max_length=300)
    level = models.CharField("hoe ver is het?", max_length=10, choices=Mastery, blank=True)
    sentence = models.CharField("in één zin", max_length=300, blank=True)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "voice", "outcome"], name="outcome_voice_once_per_moment"),
            models.CheckConstraint(condition=~Q(outcome=""), name="outcome_voice_is_about_something"),
            Owners(name="outcome_voice_owners", fields=["moment", "voice", "outcome", *OWNERS]),
            Fixed(name="outcome_voice_is_given_once", fields=["given_at"]),
            SameOwners(name="outcome_voice_moment", parent="moment", fields=["agreement", *OWNERS]),
            SameOwners(name="outcome_voice_employer", parent="agreement", fields=["employer"]),
            kept("outcome_voice_is_kept"),
            RowAccess(
                name="outcome_voice_access",
                read={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND (voice = 'hogeschool' OR {GIVEN})",
                    COMPANY: f"{OWN_TALK} AND (voice = 'company' OR {GIVEN})",
                    STUDENT: f"{OF_STUDENT} AND (voice = 'student' OR {GIVEN})",
                    EMPLOYER: f"{THREE[EMPLOYER]} AND {GIVEN}",
                    CARD: f"{OF_PRACTICE_LINK} AND (voice = 'company' OR {GIVEN})",
                },
                add={
                    COORDINATOR: _own(Voice.HOGESCHOOL, OF_HOGESCHOOL),
                    COMPANY: _own(Voice.COMPANY, OWN_TALK),
                    STUDENT: _own(Voice.STUDENT, OF_STUDENT),
                    CARD: _own(Voice.COMPANY, OWN_MOMENT),
                },
                change={
                    COORDINATOR: Only(_own(Voice.HOGESCHOOL, OF_HOGESCHOOL), *SAID),
                    COMPANY: Only(_own(Voice.COMPANY, OWN_TALK), *SAID),
                    STUDENT: Only(_own(Voice.STUDENT, OF_STUDENT), *SAID),
                    CARD: Only(_own(Voice.COMPANY, OWN_MOMENT), *SAID),
                },
            ),
        ]

    def __str__(self):
        return f"{self.get_voice_display()}: {self.outcome}"


class MomentNote(OfMoment):
    """What somebody adds to a report that is final."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    moment = models.ForeignKey(ContactMoment, models.PROTECT, related_name="notes")
    text = models.TextField("aanvulling of verbetering", max_length=2000)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="moment_note_says_something"),
            AppendOnly(name="moment_note_is_written_once", removable=True),
            SameOwners(name="moment_note_moment", parent="moment", fields=["agreement", *OWNERS]),
            SameOwners(name="moment_note_employer", parent="agreement", fields=["employer"]),
            kept("moment_note_is_kept"),
            RowAccess(
                name="moment_note_access",
                read={**THREE, COMPANY: OWN_TALK, CARD: OF_PRACTICE_LINK},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND {CLOSED}",
                    COMPANY: f"{OWN_TALK} AND {CLOSED}",
                    STUDENT: f"{OF_STUDENT} AND {CLOSED}",
                },
            ),
        ]

    def __str__(self):
        return self.text[:80]


OF_LINK = ("token_hash", "link_expires_at")
ASKED_ON = "(asked_at AT TIME ZONE 'Europe/Amsterdam')::date"
ITS_LINKS = f"{OF_COMPANY} AND {at_own_company(ASKED_ON)}"


class PracticeLink(OfPractice):
    """A personal link for who guides the student at work: to speak for the company at one talk (`moment`), or without
    one to write down who was at work. The link in the mail carries a token; here stands its hash. Each mail has a link
    of its own, and earlier ones keep working until the talk is closed. From `ends_on` on its holder reads and says
    nothing any more: she was called off, or guides no longer."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="practice_links")
    moment = models.ForeignKey(ContactMoment, models.PROTECT, null=True, related_name="links")
    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    token_hash = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField()
    ends_on = models.DateField("werkt niet meer vanaf", null=True)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(link_expires_at__gte=F("asked_at")), name="practice_link_ends_later"),
            Owners(name="practice_link_owners", fields=["agreement", *OWNERS]),
            Fixed(name="practice_link_is_of_one_talk", fields=["moment"]),
            SameOwners(name="practice_link_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="practice_link_employer", parent="agreement", fields=["employer"]),
            kept("practice_link_is_kept"),
            SameOwners(name="practice_link_moment", parent="moment", fields=["agreement", *OWNERS]),
            RowAccess(
                name="practice_link_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: ITS_LINKS, CARD: OWN_LINK},
                add={
                    COORDINATOR: SINCE_SEALING,
                    COMPANY: f"{SINCE_SEALING_AT_COMPANY} AND moment_id IS NULL AND {at_own_company(TODAY)}",
                },
                change={
                    COORDINATOR: Only(OF_HOGESCHOOL, "link_expires_at", "ends_on"),
                    CARD: Only(f"{OWN_LINK} AND {NOT_ENDED.format('')}", *OF_LINK, "opened_at"),
                },
            ),
        ]

    def __str__(self):
        return f"Link voor {self.name}"
