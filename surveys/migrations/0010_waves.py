"""A measurement in time: who is asked what, and apart from that what was answered."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import mkbroute.access.policies
import surveys.models.responses
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_term_of_applications"),
        ("matching", "0005_meeting_rows"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        ("surveys", "0002_standard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *run_sql("surveys", "takes_part.sql"),
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "Deze naam is al gebruikt."},
                        max_length=80,
                        unique=True,
                        verbose_name="naam",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="eerste dag")),
                ("closes_on", models.DateField(verbose_name="laatste dag")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In voorbereiding"),
                            ("open", "Loopt"),
                            ("closing", "Wordt gesloten"),
                            ("closed", "Gesloten"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=7,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("prepared_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-opens_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                        name="wave_closes_after_it_opens",
                        violation_error_message="De laatste dag moet na de eerste liggen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), ("opened_at", None), ("prepared_at", None), ("state", "draft")
                            ),
                            models.Q(
                                ("closed_at", None), ("opened_at__isnull", False), ("state__in", ["open", "closing"])
                            ),
                            models.Q(("closed_at__isnull", False), ("opened_at__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="wave_state_has_time",
                    ),
                    mkbroute.access.policies.Fixed(
                        fields=("public_id", "created_at", "opened_at", "prepared_at", "closed_at"), name="wave_stays"
                    ),
                    mkbroute.access.policies.While(
                        field="state", fields=("opens_on",), name="wave_begins_as_drawn_up", states=("draft",)
                    ),
                    mkbroute.access.policies.While(
                        field="state", fields=("name", "closes_on"), name="wave_ends_once", states=("draft", "open")
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="wave_steps",
                        steps={
                            "closing": {"closed": ()},
                            "draft": {"open": ("portal_programme",)},
                            "open": {"closed": (), "closing": ("portal_programme",)},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_programme": "state = 'draft'"},
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "state IN ('draft', 'open', 'closing')",
                                "name",
                                "opens_on",
                                "closes_on",
                                "state",
                                "opened_at",
                            )
                        },
                        delete={"portal_programme": "state = 'draft'"},
                        name="wave_access",
                        read={
                            "portal_coordinator": "state <> 'draft' AND portal.takes_part_in_wave(id)",
                            "portal_programme": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("who", models.CharField(max_length=300)),
                ("text", models.CharField(max_length=400)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="wave_event_is_written_once", removable=True),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                            "portal_programme": "hogeschool_id IS NULL AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                        delete={
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
                        },
                        name="wave_event_access",
                        read={
                            "portal_coordinator": "(hogeschool_id IS NULL AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)) OR hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WavePopulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("companies", "Bedrijven"), ("students", "Studenten"), ("teachers", "Docenten")],
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.questionnaireversion",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="populations", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave", "audience"],
                "constraints": [
                    mkbroute.access.policies.Owners(fields=("wave",), name="wave_population_owners"),
                    models.UniqueConstraint(fields=("wave", "audience"), name="wave_population_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", None), ("version", None)),
                            models.Q(("content__isnull", False), ("version__isnull", False)),
                            _connector="OR",
                        ),
                        name="wave_population_is_frozen_whole",
                    ),
                    mkbroute.access.policies.Fixed(
                        fields=("audience", "version", "content"), name="wave_population_stays"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
                        },
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')",
                                "version",
                                "content",
                            )
                        },
                        delete={
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
                        },
                        name="wave_population_access",
                        read={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveRoute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wave_routes", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave", "hogeschool", "route"],
                "constraints": [
                    mkbroute.access.policies.Owners(fields=("wave", "route", "hogeschool"), name="wave_route_owners"),
                    models.UniqueConstraint(fields=("wave", "route"), name="wave_route_is_unique"),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="wave_route_route", parent="route"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
                        },
                        delete={
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
                        },
                        name="wave_route_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("checking", "Na te kijken"), ("sending", "Wordt verstuurd"), ("sent", "Verstuurd")],
                        default="checking",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("sent_by", models.CharField(blank=True, editable=False, max_length=300)),
                ("sent_on", models.DateField(editable=False, null=True)),
                ("open_token", models.CharField(editable=False, max_length=43, null=True, unique=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="surveys.wave"
                    ),
                ),
                (
                    "population",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="surveys.wavepopulation"
                    ),
                ),
                (
                    "wave_route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="surveys.waveroute"
                    ),
                ),
            ],
            options={
                "ordering": ["wave", "hogeschool", "route", "population"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "sending")), fields=["id"], name="wave_list_to_send"),
                ],
                "constraints": [
                    mkbroute.access.policies.Owners(
                        fields=("wave", "population", "route", "hogeschool"), name="wave_list_owners"
                    ),
                    models.UniqueConstraint(fields=("population", "route"), name="wave_list_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_by", ""), ("state", "checking")),
                            models.Q(
                                models.Q(("state", "checking"), _negated=True), models.Q(("sent_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="wave_list_says_who_sent_it",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("wave",), name="wave_list_population", parent="population"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("wave", "route", "hogeschool"), name="wave_list_route", parent="wave_route"
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="wave_list_steps",
                        steps={
                            "checking": {"sending": ("portal_coordinator", "portal_programme")},
                            "sending": {"sent": ()},
                            "sent": {"sending": ("portal_coordinator", "portal_programme")},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool}", "state", "sent_by", "open_token"
                            ),
                            "portal_programme": mkbroute.access.policies.Only(
                                "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)", "state", "sent_by"
                            ),
                        },
                        name="wave_list_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveSupplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "population",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplements",
                        to="surveys.wavepopulation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.questionnaireversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("population", "hogeschool"), name="wave_supplement_is_unique"),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool",), name="wave_supplement_owners", parent="version"
                    ),
                    mkbroute.access.policies.AppendOnly(name="wave_supplement_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="wave_supplement_access", read={"portal_coordinator": "hogeschool_id = {hogeschool}"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approached",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate)),
                ("stopped_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    mkbroute.access.policies.RowAccess(name="approached_access", recorded=False),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="naam")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("company", models.CharField(blank=True, max_length=200, verbose_name="bedrijf")),
                (
                    "background",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mbo4", "Ik heb een mbo 4-diploma"),
                            ("employee_mbo", "Ik werk op mbo-niveau en wil doorgroeien"),
                            ("employee_hbo", "Ik werk op hbo-niveau, zonder hbo-diploma"),
                            ("career_changer", "Ik wil van beroep veranderen (zij-instromer)"),
                            ("havo", "Ik heb een havodiploma"),
                            ("fulltime_leaver", "Ik ben gestopt met een voltijd hbo-opleiding"),
                        ],
                        max_length=20,
                        verbose_name="doelgroep",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "Engels")],
                        default="nl",
                        max_length=2,
                        verbose_name="taal",
                    ),
                ),
                (
                    "listed",
                    models.CharField(
                        choices=[
                            ("portal", "Uit het portaal"),
                            ("file", "Uit een bestand"),
                            ("hand", "Zelf toegevoegd"),
                        ],
                        default="portal",
                        max_length=6,
                        verbose_name="herkomst",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "Op de lijst"),
                            ("sent", "Uitgenodigd"),
                            ("opened", "Begonnen"),
                            ("submitted", "Ingevuld"),
                            ("declined", "Doet niet mee"),
                            ("skipped", "Niet gevraagd"),
                        ],
                        default="listed",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("asked_on", models.DateField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("answered_on", models.DateField(null=True)),
                ("thanked", models.BooleanField(default=False)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "student",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="surveys.wave"
                    ),
                ),
                (
                    "wave_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="surveys.wavelist"
                    ),
                ),
                (
                    "population",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.wavepopulation"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["wave_list", "state", "id"], name="survey_invitation_by_list"),
                    models.Index(
                        condition=models.Q(("state__in", ["sent", "opened"])),
                        fields=["asked_on"],
                        name="survey_to_remind",
                    ),
                ],
                "constraints": [
                    mkbroute.access.policies.Owners(
                        fields=("wave", "wave_list", "population", "route", "hogeschool"),
                        name="survey_invitation_owners",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("wave_list", "email"),
                        name="survey_invitation_once_per_list",
                        violation_error_message="Dit e-mailadres staat al op de lijst.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="survey_invitation_address_in_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="survey_skipped_says_why",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("wave", "population", "route", "hogeschool"),
                        name="survey_invitation_list",
                        parent="wave_list",
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="survey_invitation_steps",
                        steps={
                            "declined": {"opened": (), "submitted": ()},
                            "listed": {"declined": (), "sent": (), "skipped": ()},
                            "opened": {"declined": (), "submitted": ()},
                            "sent": {"declined": (), "opened": (), "submitted": ()},
                        },
                    ),
                    mkbroute.access.policies.Under(
                        condition="state <> 'sending' AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state IN ('open', 'closing'))",
                        name="survey_invitation_before_sending",
                        parent="wave_list",
                        violation_error_message="Deze lijst wordt nu verstuurd, of de meting is gesloten.",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'listed' AND organisation_id IS NULL AND student_id IS NULL AND token_hash IS NULL AND listed <> 'portal'"
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'listed'"},
                        name="survey_invitation_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool} AND NOT portal.looks_on()"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=surveys.models.responses.random_key, primary_key=True, serialize=False
                    ),
                ),
                ("submitted_in", models.DateField(null=True)),
                ("place", models.PositiveSmallIntegerField(null=True)),
                (
                    "background",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mbo4", "Ik heb een mbo 4-diploma"),
                            ("employee_mbo", "Ik werk op mbo-niveau en wil doorgroeien"),
                            ("employee_hbo", "Ik werk op hbo-niveau, zonder hbo-diploma"),
                            ("career_changer", "Ik wil van beroep veranderen (zij-instromer)"),
                            ("havo", "Ik heb een havodiploma"),
                            ("fulltime_leaver", "Ik ben gestopt met een voltijd hbo-opleiding"),
                        ],
                        max_length=20,
                    ),
                ),
                ("resume_key", models.BinaryField(max_length=16, null=True)),
                ("set_aside", models.JSONField(null=True)),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routes.route",
                    ),
                ),
                (
                    "population",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.wavepopulation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["population", "route"], name="response_by_population"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resume_key__isnull", False)),
                        fields=("resume_key",),
                        name="response_key_is_unique",
                    ),
                    mkbroute.access.policies.SameOwners(fields=("hogeschool",), name="response_route", parent="route"),
                    mkbroute.access.policies.RowAccess(name="response_access", recorded=False),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenAnswer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=surveys.models.responses.random_key, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("text", models.TextField()),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="open_answers", to="surveys.response"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("response", "code"), name="open_answer_once_per_item"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="open_answer_says_something"
                    ),
                    mkbroute.access.policies.RowAccess(name="open_answer_access", recorded=False),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rest_days", models.PositiveSmallIntegerField()),
                ("remind_days", models.PositiveSmallIntegerField()),
                ("reminders", models.PositiveSmallIntegerField()),
                ("minimum_cell", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "verbose_name_plural": "survey terms",
                "ordering": ["-valid_from"],
                "get_latest_by": "valid_from",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minimum_cell__gt", 1), ("remind_days__gt", 0)),
                        name="survey_terms_leave_room",
                    ),
                    mkbroute.access.policies.AppendOnly(name="survey_terms_are_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="survey_terms_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveKey",
            fields=[
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="surveys.wave",
                    ),
                ),
                ("secret", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    mkbroute.access.policies.RowAccess(name="wave_key_access", recorded=False),
                ],
            },
        ),
        *run_sql("surveys", "answering.sql", "waves.sql", "closing.sql"),
    ]
