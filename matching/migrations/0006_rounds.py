"""Rounds of a hogeschool, their runs, and what was published of them."""

import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0005_meeting_rows"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="naam")),
                ("opens_on", models.DateField(verbose_name="open vanaf")),
                ("closes_on", models.DateField(verbose_name="open tot en met")),
                (
                    "unjudged",
                    models.CharField(
                        choices=[
                            ("last", "Onderaan: na iedereen die het bedrijf wel op volgorde zette, onderling gelijk"),
                            ("out", "Niet: alleen wie het bedrijf op volgorde zette, komt in aanmerking"),
                        ],
                        default="last",
                        max_length=4,
                        verbose_name="wie een bedrijf niet beoordeelde",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Gesloten"), ("ended", "Afgerond")],
                        default="open",
                        editable=False,
                        max_length=6,
                    ),
                ),
                ("closing_by", models.CharField(blank=True, editable=False, max_length=300)),
                ("told_turn", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("told_on", models.DateField(editable=False, null=True)),
                ("made_by", models.CharField(editable=False, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ending_reason", models.TextField(blank=True, editable=False, max_length=1000)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-opens_on", "-id"], name="round_by_hogeschool"),
                    models.Index(condition=models.Q(("state", "open")), fields=["closes_on"], name="round_to_close"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="round_closes_after_it_opens",
                        violation_error_message="De laatste dag ligt voor de eerste.",
                    ),
                    models.CheckConstraint(condition=models.Q(("turn__gte", 1)), name="round_turn_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ending_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_ended_says_why",
                    ),
                    mkbroute.access.policies.Owners(fields=("hogeschool",), name="round_owners"),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="round_steps",
                        steps={
                            "closed": {"ended": ("portal_coordinator",), "open": ("portal_coordinator",)},
                            "open": {"closed": (), "ended": ("portal_coordinator",)},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'open' AND turn = 1 AND told_turn = 0 "
                            "AND told_on IS NULL"
                        },
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool}",
                                "title",
                                "opens_on",
                                "closes_on",
                                "unjudged",
                                "turn",
                                "state",
                                "closing_by",
                                "ending_reason",
                            )
                        },
                        name="round_access",
                        read={
                            "portal_company": "EXISTS (SELECT FROM matching_roundroute s WHERE s.round_id = matching_round.id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "EXISTS (SELECT FROM matching_roundroute s WHERE s.round_id = matching_round.id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("turn", models.PositiveSmallIntegerField()),
                ("is_preview", models.BooleanField(default=False)),
                (
                    "objective",
                    models.CharField(
                        choices=[
                            ("stable", "Het beste voor de kandidaten"),
                            ("max", "Zo veel mogelijk mensen een plek"),
                        ],
                        max_length=6,
                    ),
                ),
                ("close_short", models.BooleanField(default=False)),
                ("seed", models.PositiveIntegerField()),
                ("asked_by", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "In de rij"),
                            ("running", "Wordt berekend"),
                            ("failed", "Niet gelukt"),
                            ("preview", "Proefberekening"),
                            ("draft", "Concept"),
                            ("published", "Gepubliceerd"),
                            ("discarded", "Niet gebruikt"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("doing", models.CharField(blank=True, max_length=100)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("beat_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("engine_version", models.CharField(blank=True, max_length=20)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("summary", models.JSONField(default=dict)),
                ("computed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("checked_revision", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=300)),
                ("answer_by", models.DateField(null=True)),
                ("passed_on_at", models.DateTimeField(null=True)),
                ("check_asked_at", models.DateTimeField(null=True)),
                ("check_asked_by", models.CharField(blank=True, max_length=300)),
                ("checked_at", models.DateTimeField(null=True)),
                ("certificate", models.JSONField(default=dict)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="matching.round"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(fields=["round", "-asked_at"], name="run_by_round"),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=["asked_at"],
                        name="run_to_compute",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("round", "is_preview"),
                        name="run_one_at_a_time",
                        violation_error_message="Voor deze ronde wordt al gerekend.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("round", "turn"),
                        name="run_published_once_per_turn",
                        violation_error_message="Voor deze beurt is al een indeling gepubliceerd.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("answer_by__isnull", False),
                                ("is_preview", False),
                                ("published_at__isnull", False),
                                ("checked_revision", models.F("revision")),
                                models.Q(("published_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_published_by_someone_as_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["draft", "preview", "published"]), _negated=True),
                            models.Q(
                                ("computed_at__isnull", False),
                                models.Q(("engine_version", ""), _negated=True),
                                models.Q(("fingerprint", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_computed_says_from_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="run_failed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_preview", False), models.Q(("state", "draft"), _negated=True), _connector="OR"
                        ),
                        name="run_preview_is_no_draft",
                    ),
                    mkbroute.access.policies.Owners(fields=("round", "hogeschool"), name="run_owners"),
                    mkbroute.access.policies.Fixed(
                        fields=(
                            "turn",
                            "is_preview",
                            "objective",
                            "close_short",
                            "seed",
                            "asked_by",
                            "asked_at",
                            "engine_version",
                            "fingerprint",
                            "computed_at",
                            "published_at",
                            "published_by",
                            "answer_by",
                            "passed_on_at",
                        ),
                        name="run_stays",
                    ),
                    mkbroute.access.policies.While(
                        field="state",
                        fields=("summary", "revision", "checked_revision", "published_at", "published_by", "answer_by"),
                        name="run_published_is_fixed",
                        states=("waiting", "running", "draft"),
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="run_steps",
                        steps={
                            "draft": {"discarded": ("portal_coordinator",), "published": ("portal_coordinator",)},
                            "running": {"discarded": (), "draft": (), "failed": (), "preview": ()},
                            "waiting": {"failed": (), "running": ()},
                        },
                    ),
                    mkbroute.access.policies.SameOwners(fields=("hogeschool",), name="run_round", parent="round"),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'waiting' AND attempts = 0 AND revision = 0 AND published_at IS NULL"
                        },
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool}",
                                "state",
                                "revision",
                                "published_at",
                                "published_by",
                                "answer_by",
                                "check_asked_at",
                                "check_asked_by",
                            )
                        },
                        name="run_access",
                        read={
                            "portal_company": "EXISTS (SELECT FROM matching_runplace p WHERE p.run_id = matching_run.id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "EXISTS (SELECT FROM matching_runperson p WHERE p.run_id = matching_run.id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundMinimum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("places", models.PositiveSmallIntegerField(verbose_name="minstens")),
                ("by", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.offer"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.position"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minimums", to="matching.round"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "position"),
                        name="round_minimum_once",
                        violation_error_message="Voor deze leerwerkplek staat al een minimum. Haal dat eerst weg.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__range", (2, 50))),
                        name="round_minimum_asks_something",
                        violation_error_message="Een minimum is twee of meer.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=("round", "position", "route", "organisation", "hogeschool"), name="round_minimum_owners"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="round_minimum_round", parent="round"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="round_minimum_offer",
                        parent="offer",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="round_minimum_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("pinned", "Vastgezet"), ("forbidden", "Uitgesloten")], max_length=9),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="waarom?")),
                ("by", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.application"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.offer"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.position"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="matching.round"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "student", "position"),
                        name="round_pair_once",
                        violation_error_message="Over deze kandidaat en deze plek is al iets vastgelegd. Haal dat eerst weg.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "pinned")),
                        fields=("round", "student"),
                        name="round_pair_pinned_once",
                        violation_error_message="Deze kandidaat is al vastgezet op een andere plek.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="round_pair_has_reason",
                        violation_error_message="Schrijf op waarom.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=("round", "application", "student", "position", "route", "organisation", "hogeschool"),
                        name="round_pair_owners",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="round_pair_round", parent="round"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("route", "hogeschool", "student"), name="round_pair_application", parent="application"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="round_pair_offer",
                        parent="offer",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="round_pair_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundRoute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("runs", models.BooleanField(default=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scope", to="matching.round"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
            ],
            options={
                "ordering": ["route__programme", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "route"), name="round_route_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("runs", True)),
                        fields=("route",),
                        name="round_route_in_one_round",
                        violation_error_message="Een van deze routes doet al mee in een andere ronde die nog loopt.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=("round", "route", "hogeschool"), name="round_route_owners_stay"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="round_route_round", parent="round"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="round_route_route", parent="route"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only("hogeschool_id = {hogeschool}", "runs")
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="round_route_access",
                        read={
                            "portal_company": "EXISTS (SELECT FROM matching_offer o WHERE o.route_id = matching_roundroute.route_id AND o.organisation_id = {organisation})",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "EXISTS (SELECT FROM matching_application a WHERE a.route_id = matching_roundroute.route_id AND a.student_id = {me})",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="versie")),
                ("answer_days", models.PositiveSmallIntegerField()),
                ("remind_days", models.JSONField()),
                ("close_days", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "verbose_name_plural": "round terms",
                "ordering": ["-number"],
                "get_latest_by": "number",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("answer_days__gt", 0)), name="round_terms_leave_room"),
                    mkbroute.access.policies.AppendOnly(name="round_terms_are_written_once"),
                    mkbroute.access.policies.RowAccess(name="round_terms_access", read={"portal_coordinator": "true"}),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunInputs",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="inputs",
                        serialize=False,
                        to="matching.run",
                    ),
                ),
                ("instance", models.BinaryField()),
                ("result", models.BinaryField()),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.round"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "run inputs",
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="run_inputs_are_written_once", removable=True),
                    mkbroute.access.policies.SameOwners(
                        fields=("round", "hogeschool"), name="run_inputs_run", parent="run"
                    ),
                    mkbroute.access.policies.RowAccess(
                        name="run_inputs_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=20)),
                ("found_name", models.CharField(blank=True, max_length=20)),
                ("is_by_hand", models.BooleanField(default=False)),
                ("is_kept", models.BooleanField(default=False)),
                ("explanation", models.JSONField(default=dict)),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nog niet gepubliceerd"),
                            ("waiting", "Wordt doorgegeven"),
                            ("proposed", "Voorgesteld"),
                            ("kept", "Had al een plek uit deze ronde"),
                            ("unplaced", "Geen plek"),
                            ("refused", "Niet meer voor te stellen"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("shown_at", models.DateTimeField(null=True)),
                ("student_reminded_on", models.DateField(null=True)),
                ("company_reminded_on", models.DateField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="in_runs", to="matching.application"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_runs",
                        to="matching.match",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.offer"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.position"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.round"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="matching.run"
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["student", "-shown_at"], name="run_person_by_student"),
                    models.Index(condition=models.Q(("line", "waiting")), fields=["run"], name="run_person_to_tell"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "student"),
                        name="run_person_once",
                        violation_error_message="Iemand staat één keer in een indeling.",
                    ),
                    models.UniqueConstraint(fields=("run", "name"), name="run_person_has_own_name"),
                    models.UniqueConstraint(fields=("id", "run"), name="run_person_of_run"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offer", None), ("organisation", None), ("position", None)),
                            models.Q(
                                ("offer__isnull", False), ("organisation__isnull", False), ("position__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="run_person_has_whole_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line__in", ["proposed", "kept"]), _negated=True),
                            ("match__isnull", False),
                            _connector="OR",
                        ),
                        name="run_person_proposed_has_match",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line", "refused"), _negated=True),
                            models.Q(("problem", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="run_person_refused_says_why",
                    ),
                    mkbroute.access.policies.Owners(fields=("run", "hogeschool", "student"), name="run_person_owners"),
                    mkbroute.access.policies.Fixed(
                        fields=("name", "found_name", "match", "shown_at"), name="run_person_stays"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("round", "hogeschool"), name="run_person_run", parent="run"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("route", "hogeschool", "student"), name="run_person_application", parent="application"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="run_person_offer",
                        parent="offer",
                    ),
                    mkbroute.access.policies.Steps(
                        field="line",
                        name="run_person_steps",
                        steps={
                            "": {"waiting": ("portal_coordinator",)},
                            "waiting": {"kept": (), "proposed": (), "refused": (), "unplaced": ()},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool}",
                                "application",
                                "offer",
                                "position",
                                "organisation",
                                "route",
                                "is_by_hand",
                                "line",
                            )
                        },
                        name="run_person_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me} AND shown_at IS NOT NULL",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=20)),
                ("capacity", models.PositiveSmallIntegerField()),
                ("lower", models.PositiveSmallIntegerField(default=0)),
                ("closed", models.BooleanField(default=False)),
                ("placed", models.PositiveSmallIntegerField(default=0)),
                ("explanation", models.JSONField(default=dict)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.position"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.round"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="matching.run"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["organisation", "-shown_at"], name="run_place_by_organisation"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "position"), name="run_place_once"),
                    models.UniqueConstraint(fields=("run", "name"), name="run_place_has_own_name"),
                    models.UniqueConstraint(fields=("id", "run"), name="run_place_of_run"),
                    models.CheckConstraint(
                        condition=models.Q(("placed__lte", models.F("capacity"))),
                        name="run_place_has_room",
                        violation_error_message="Op deze leerwerkplek is geen plaats meer.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=("run", "position", "organisation", "hogeschool"), name="run_place_owners"
                    ),
                    mkbroute.access.policies.Fixed(fields=("name", "shown_at"), name="run_place_stays"),
                    mkbroute.access.policies.SameOwners(
                        fields=("round", "hogeschool"), name="run_place_run", parent="run"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("organisation",), name="run_place_position", parent="position"
                    ),
                    mkbroute.access.policies.RowAccess(
                        name="run_place_access",
                        read={
                            "portal_company": "organisation_id = {organisation} AND shown_at IS NOT NULL",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("made", models.PositiveIntegerField()),
                ("undone", models.PositiveIntegerField()),
                ("reason", models.TextField(max_length=1000, verbose_name="waarom?")),
                ("by", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.round"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="matching.run"
                    ),
                ),
                (
                    "gave_way",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matching.runperson",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="matching.runperson"
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.runplace"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.runplace"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="run_change_is_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="run_change_has_reason",
                        violation_error_message="Schrijf op waarom u dit verandert.",
                    ),
                    mkbroute.access.policies.AppendOnly(name="run_change_is_written_once", removable=True),
                    mkbroute.access.policies.SameOwners(
                        fields=("round", "hogeschool"), name="run_change_run", parent="run"
                    ),
                    mkbroute.access.policies.SameOwners(fields=("run",), name="run_change_person", parent="person"),
                    mkbroute.access.policies.SameOwners(fields=("run",), name="run_change_gave_way", parent="gave_way"),
                    mkbroute.access.policies.SameOwners(fields=("run",), name="run_change_before", parent="before"),
                    mkbroute.access.policies.SameOwners(fields=("run",), name="run_change_after", parent="after"),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="run_change_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveSmallIntegerField()),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lines", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="matching.round"
                    ),
                ),
            ],
            options={
                "ordering": ["turn"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "turn"), name="snapshot_once_per_turn"),
                    mkbroute.access.policies.AppendOnly(name="snapshot_is_written_once", removable=True),
                    mkbroute.access.policies.SameOwners(fields=("hogeschool",), name="snapshot_round", parent="round"),
                    mkbroute.access.policies.RowAccess(
                        name="snapshot_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        *run_sql("matching", "runs.sql"),
    ]
