"""In which order each side wants the other, and what companies read of a candidate."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_tables"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(choices=[("student", "Kandidaat"), ("company", "Bedrijf")], max_length=7)),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("unsuitable", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reden")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preferences",
                        to="matching.application",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="preferences", to="matching.offer"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="preferences", to="matching.position"
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
                "ordering": ["rank", "id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "route", "by"], name="preference_by_hogeschool"),
                    models.Index(fields=["organisation", "position", "by"], name="preference_by_organisation"),
                    models.Index(fields=["student", "application", "by"], name="preference_by_student"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "offer", "by"), name="preference_is_one_per_side"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rank__gte", 1), ("reason", ""), ("unsuitable", False)),
                            models.Q(
                                ("by", "company"),
                                ("rank", None),
                                ("unsuitable", True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="preference_ranks_or_says_why_not",
                        violation_error_message="Geef een plaats in de volgorde, of zeg kort waarom het niet past.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=(
                            "application",
                            "offer",
                            "position",
                            "route",
                            "hogeschool",
                            "organisation",
                            "student",
                            "by",
                        ),
                        name="preference_owners",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("route", "hogeschool", "student"),
                        name="preference_application_owners",
                        parent="application",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="preference_offer_owners",
                        parent="offer",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND by = 'company' AND EXISTS (SELECT FROM matching_profile f WHERE f.application_id = matching_preference.application_id)",
                            "portal_student": "student_id = {me} AND by = 'student'",
                        },
                        change={
                            "portal_company": mkbroute.access.policies.Only(
                                "organisation_id = {organisation} AND by = 'company'",
                                "rank",
                                "unsuitable",
                                "reason",
                                "changed_at",
                            ),
                            "portal_student": mkbroute.access.policies.Only(
                                "student_id = {me} AND by = 'student'", "rank", "changed_at"
                            ),
                        },
                        delete={
                            "portal_company": "organisation_id = {organisation} AND by = 'company'",
                            "portal_student": "student_id = {me} AND by = 'student'",
                        },
                        name="preference_access",
                        read={
                            "portal_company": "organisation_id = {organisation} AND by = 'company'",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me} AND by = 'student'",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("first_name", models.CharField(max_length=60, verbose_name="voornaam")),
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
                ("prior_education", models.CharField(blank=True, max_length=200)),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("drenthe", "Drenthe"),
                                ("flevoland", "Flevoland"),
                                ("fryslan", "Fryslân"),
                                ("gelderland", "Gelderland"),
                                ("groningen", "Groningen"),
                                ("limburg", "Limburg"),
                                ("noord-brabant", "Noord-Brabant"),
                                ("noord-holland", "Noord-Holland"),
                                ("overijssel", "Overijssel"),
                                ("utrecht", "Utrecht"),
                                ("zeeland", "Zeeland"),
                                ("zuid-holland", "Zuid-Holland"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("travel_minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mo", "maandag"),
                                ("tu", "dinsdag"),
                                ("we", "woensdag"),
                                ("th", "donderdag"),
                                ("fr", "vrijdag"),
                                ("sa", "zaterdag"),
                                ("su", "zondag"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("pitch", models.TextField(max_length=600, verbose_name="over jou")),
                ("is_listed", models.BooleanField(default=False, editable=False)),
                ("shown_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("hidden_at", models.DateTimeField(editable=False, null=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="profile", to="matching.application"
                    ),
                ),
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
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-shown_at", "-id"],
                "indexes": [models.Index(fields=["route", "-shown_at", "-id"], name="profile_by_route")],
                "constraints": [
                    mkbroute.access.policies.Owners(
                        fields=("application", "route", "hogeschool", "student"), name="profile_owners"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("route", "hogeschool", "student"),
                        name="profile_application_owners",
                        parent="application",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_student": "student_id = {me}"},
                        change={
                            "portal_student": mkbroute.access.policies.Only(
                                "student_id = {me}",
                                "first_name",
                                "background",
                                "prior_education",
                                "regions",
                                "travel_minutes",
                                "days",
                                "pitch",
                                "shown_at",
                                "hidden_at",
                            )
                        },
                        name="profile_access",
                        read={
                            "portal_company": "is_listed AND hidden_at IS NULL AND EXISTS (SELECT FROM matching_offer o JOIN matching_position p ON p.id = o.position_id WHERE o.route_id = matching_profile.route_id AND o.withdrawn_at IS NULL AND p.state = 'offered')",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        *run_sql("matching", "profiles.sql"),
    ]
