"""The ombouw-assistent: what makes a Mkb-route of an existing programme, point by point, and how far a route is."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts

from ..enums import BoardPart, Progress
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE

OWN_COLLEAGUE = (
    "(owner_member_id IS NULL OR EXISTS (SELECT FROM organisations_membership m "
    "WHERE m.id = owner_member_id AND m.organisation_id = {hogeschool}))"
)
OF_VISIBLE_POINT = "EXISTS (SELECT FROM routes_boardpoint p WHERE p.id = point_id)"
SOMEONE_WHO_SEES_IT = f"{MINE} AND {OWN_COLLEAGUE}"


class BoardTemplate(models.Model):
    """A version of the points. A route goes on with the version that it began with."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    standing = models.BooleanField()  # a board that nobody touched yet shows this one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing"], condition=Q(standing=True), name="board_template_one_stands"),
            RowAccess(name="board_template_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return self.title


class BoardItem(models.Model):
    template = models.ForeignKey(BoardTemplate, models.PROTECT, related_name="items")
    code = models.SlugField()  # in the address of its page
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, choices=BoardPart)
    title = models.CharField(max_length=120)
    why = models.TextField()
    how = models.TextField()
    steps = models.JSONField()  # [{"code": …, "text": …}]: suggestions to tick
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="board_item_number_is_unique"),
            models.UniqueConstraint(fields=["template", "code"], name="board_item_code_is_unique"),
            AppendOnly(name="board_item_is_written_once"),
            RowAccess(name="board_item_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return self.title


class BoardPoint(models.Model):
    """How far a route is with one item. There is a row once somebody wrote something down."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="board_points")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    item = models.ForeignKey(BoardItem, models.PROTECT, related_name="+")
    progress = models.CharField("voortgang", max_length=10, choices=Progress, default=Progress.TODO)
    reason = models.CharField("waarom niet van toepassing", max_length=500, blank=True)
    owner_member = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="+")
    # as it was, also of a colleague: it outlives the membership, and whoever reads the board need not see that
    owner_name = models.CharField("trekker", max_length=120, blank=True)
    due_on = models.DateField("klaar op", null=True, blank=True)
    steps_done = ArrayField(models.SlugField(), verbose_name="stappen", default=list, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["route", "item"], name="board_point_once_per_route"),
            models.CheckConstraint(
                condition=~Q(progress=Progress.NOT_APPLICABLE) | ~Q(reason=""),
                name="board_point_skipped_has_reason",
                violation_error_message="Schrijf op waarom dit punt niet van toepassing is.",
            ),
            models.CheckConstraint(
                condition=Q(progress=Progress.DONE, done_at__isnull=False)
                | (~Q(progress=Progress.DONE) & Q(done_at=None)),
                name="board_point_done_has_date",
            ),
            models.CheckConstraint(
                condition=Q(owner_member=None) | ~Q(owner_name=""), name="board_point_owner_has_name"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__range=(date(2020, 1, 1), date(2099, 12, 31))),
                name="board_point_due_in_this_century",
                violation_error_message="Controleer het jaartal van de einddatum.",
            ),
            Owners(name="board_point_owners", fields=["hogeschool"]),
            models.UniqueConstraint(fields=["id", "hogeschool", "item"], name="board_point_subject"),
            SameOwners(name="board_point_route_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="board_point_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={COORDINATOR: SOMEONE_WHO_SEES_IT},
                change={
                    COORDINATOR: Only(
                        SOMEONE_WHO_SEES_IT, "progress", "reason", "owner_member", "owner_name", "due_on",
                        "steps_done", "done_at", "changed_at", "changed_by",
                    ),
                },
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.item}: {self.get_progress_display()}"


class BoardStep(models.Model):
    """A step that a hogeschool adds to a point itself, beside the suggestions of the item."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    point = models.ForeignKey(BoardPoint, models.PROTECT, related_name="own_steps")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.CharField("eigen stap", max_length=200)
    is_done = models.BooleanField("gedaan", default=False)
    added_by = models.CharField(max_length=200, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "text"],
                name="board_step_once_per_point",
                violation_error_message="Deze stap staat er al.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="board_step_has_text", violation_error_message="Schrijf op wat de stap is."
            ),
            SameOwners(name="board_step_owners", parent="point", fields=["hogeschool"]),
            RowAccess(
                name="board_step_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_POINT},
                add={COORDINATOR: MINE},
                change={COORDINATOR: Only(MINE, "is_done")},
                delete={COORDINATOR: MINE},
            ),
        ]

    def __str__(self):
        return self.text


class BoardNote(models.Model):
    """The notes on a point as someone saved them: the last row is what stands, the others are its history."""

    point = models.ForeignKey(BoardPoint, models.PROTECT, related_name="notes")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.TextField("notities", max_length=4000, blank=True)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["point", "-at", "-id"], name="board_note_by_point")]
        constraints = [
            AppendOnly(name="board_note_is_written_once"),
            SameOwners(name="board_note_owners", parent="point", fields=["hogeschool"]),
            RowAccess(
                name="board_note_access", read={COORDINATOR: MINE}, add={COORDINATOR: MINE}, recorded=False
            ),
        ]  # fmt: skip


class BoardExample(models.Model):
    """What a route lets other hogescholen read about a point: this text, and whose it is. Nothing else of the board.

    Title and name are kept here, because the other hogescholen see neither the route nor the point.
    """

    point = models.OneToOneField(BoardPoint, models.PROTECT, related_name="example")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    item = models.ForeignKey(BoardItem, models.PROTECT, related_name="examples")
    hogeschool_name = models.CharField(max_length=200, editable=False)
    route_title = models.CharField(max_length=200, editable=False)
    text = models.TextField("wat u deelt", max_length=4000)
    shared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-shared_at", "-id"]
        indexes = [models.Index(fields=["item", "-shared_at", "-id"], name="board_example_by_item")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="board_example_has_text", violation_error_message="Schrijf op wat u deelt."
            ),
            SameOwners(name="board_example_owners", parent="point", fields=["hogeschool", "item"]),
            RowAccess(
                name="board_example_access",
                read=parts(ALL, COORDINATOR, PROGRAMME),
                add={COORDINATOR: MINE},
                change={COORDINATOR: Only(MINE, "text", "shared_at", "hogeschool_name", "route_title")},
                delete={COORDINATOR: MINE},
            ),
        ]

    def __str__(self):
        return f"{self.route_title}, {self.hogeschool_name}"
