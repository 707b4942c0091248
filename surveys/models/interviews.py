"""The interview log: what was said on a route about five topics. Apart from the answers to questionnaires, and without
names of who said it."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts

from ..enums import INTERVIEW_STEPS, InterviewState, Mode, Speaker
from .questionnaires import OF_HOGESCHOOL
from .waves import OF_WAVE, Wave, WaveRoute

BEGUN = "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state <> 'draft')"
OF_INTERVIEW = "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id)"
OF_DRAFT_INTERVIEW = "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id AND i.state = 'draft')"


class TopicList(models.Model):
    """What interviews are about. Other topics: a new list; the last one in force holds for new interviews."""

    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        ordering = ["-valid_from"]
        get_latest_by = "valid_from"
        constraints = [
            AppendOnly(name="topic_list_is_written_once"),
            RowAccess(name="topic_list_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return self.name


class Topic(models.Model):
    """`key` stays the same in later lists where the topic does: so that measurements compare."""

    topic_list = models.ForeignKey(TopicList, models.PROTECT, related_name="topics")
    place = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    prompt = models.CharField(max_length=400)

    class Meta:
        ordering = ["topic_list", "place"]
        constraints = [
            models.UniqueConstraint(fields=["topic_list", "key"], name="topic_is_unique"),
            Owners(name="topic_owners", fields=["topic_list"]),
            AppendOnly(name="topic_is_written_once"),
            RowAccess(name="topic_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return self.title


class Interview(models.Model):
    """Held by the programme team. The hogeschool of the route reads it once it is finished, and only where who was
    interviewed was told so (`is_shared`)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="interviews")
    wave_route = models.ForeignKey(WaveRoute, models.PROTECT, related_name="interviews")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    topic_list = models.ForeignKey(TopicList, models.PROTECT, related_name="+")
    held_on = models.DateField("datum van het gesprek")
    held_by = models.CharField("gevoerd door", max_length=120)
    mode = models.CharField("hoe", max_length=8, choices=Mode)
    speakers = ArrayField(models.CharField(max_length=11, choices=Speaker), default=list)
    other_speaker = models.CharField("een andere rol", max_length=80, blank=True)
    is_shared = models.BooleanField("de hogeschool leest mee", default=False)
    state = models.CharField(max_length=8, choices=InterviewState, default=InterviewState.DRAFT)
    changed_by = models.CharField(max_length=300)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["wave", "-held_on"], name="interview_by_wave")]
        constraints = [
            models.CheckConstraint(
                condition=Q(speakers__len__gt=0) | ~Q(other_speaker=""),
                name="interview_says_with_whom",
                violation_error_message="Kies met wie u sprak, of vul een andere rol in.",
            ),
            Owners(name="interview_owners", fields=["wave", "route", "hogeschool"]),
            Owners(name="interview_topics_stay", fields=["topic_list"]),
            SameOwners(name="interview_route", parent="wave_route", fields=["wave", "route", "hogeschool"]),
            Fixed(name="interview_stays", fields=["public_id"]),
            While(
                name="interview_is_written_as_draft",
                field="state",
                states=[InterviewState.DRAFT],
                fields=["held_on", "held_by", "mode", "speakers", "other_speaker"],
            ),
            Steps(name="interview_steps", field="state", steps=INTERVIEW_STEPS),
            RowAccess(
                name="interview_access",
                read={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND is_shared AND state = 'finished' AND NOT portal.looks_on()",
                    PROGRAMME: OF_WAVE,
                },
                add={PROGRAMME: f"state = 'draft' AND {BEGUN}"},
                change={
                    PROGRAMME: Only(
                        OF_WAVE,
                        "held_on",
                        "held_by",
                        "mode",
                        "speakers",
                        "other_speaker",
                        "is_shared",
                        "state",
                        "changed_by",
                        "changed_at",
                    )
                },
                delete={PROGRAMME: "state = 'draft'"},
                recorded=False,
            ),
        ]

    def __str__(self):
        return f"{self.route}, {self.held_on:%d-%m-%Y}"

    @property
    def tone(self) -> str:
        return InterviewState(self.state).tone

    @property
    def with_whom(self) -> str:
        named = [Speaker(each).label for each in self.speakers]
        return ", ".join([*named, self.other_speaker] if self.other_speaker else named)


class InterviewNote(models.Model):
    """What was said about one topic."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="notes")
    topic_list = models.ForeignKey(TopicList, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["interview", "topic__place"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "topic"], name="interview_note_once_per_topic"),
            models.CheckConstraint(condition=~Q(text=""), name="interview_note_says_something"),
            Owners(name="interview_note_owners", fields=["interview", "topic"]),
            SameOwners(name="interview_note_list", parent="interview", fields=["topic_list"]),
            SameOwners(name="interview_note_topic", parent="topic", fields=["topic_list"]),
            RowAccess(
                name="interview_note_access",
                read=parts(OF_INTERVIEW, COORDINATOR, PROGRAMME),
                add={PROGRAMME: OF_DRAFT_INTERVIEW},
                change={PROGRAMME: Only(OF_DRAFT_INTERVIEW, "text")},
                delete={PROGRAMME: OF_DRAFT_INTERVIEW},
                recorded=False,
            ),
        ]
