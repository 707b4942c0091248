"""What applicants and companies show and say of themselves and of each other before a match."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import matching.models.searching
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0011_rows"),
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
            ],
            options={
                "ordering": ["rank", "id"],
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
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (15, "Hooguit een kwartier"),
                            (30, "Hooguit een half uur"),
                            (45, "Hooguit drie kwartier"),
                            (60, "Hooguit een uur"),
                            (90, "Hooguit anderhalf uur"),
                        ],
                        null=True,
                    ),
                ),
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
            ],
            options={
                "ordering": ["-shown_at", "-id"],
            },
            bases=(matching.models.searching.Searching, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_access",
        ),
        migrations.RemoveConstraint(
            model_name="offer",
            name="offer_access",
        ),
        migrations.RemoveConstraint(
            model_name="position",
            name="position_access",
        ),
        migrations.AddField(
            model_name="application",
            name="days",
            field=django.contrib.postgres.fields.ArrayField(
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
                db_default=[],
                default=list,
                size=None,
                verbose_name="dagen",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="employer_contact",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="contactpersoon"),
        ),
        migrations.AddField(
            model_name="application",
            name="employer_email",
            field=models.EmailField(
                blank=True, db_default="", max_length=254, verbose_name="e-mailadres van je contactpersoon"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="employer_kvk",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=8,
                validators=[django.core.validators.RegexValidator("\\A[0-9]{8}\\Z", "Een KvK-nummer heeft 8 cijfers.")],
                verbose_name="KvK-nummer",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="employer_plan",
            field=models.CharField(
                choices=[
                    ("seeks", "Ik zoek een leerwerkplek"),
                    ("own", "Bij mijn eigen werkgever"),
                    ("unsure", "Dat weet ik nog niet"),
                ],
                db_default="seeks",
                default="seeks",
                max_length=7,
                verbose_name="waar wil je leren?",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="prior_learning",
            field=models.TextField(blank=True, db_default="", max_length=1000, verbose_name="wat kun je al?"),
        ),
        migrations.AddField(
            model_name="application",
            name="regions",
            field=django.contrib.postgres.fields.ArrayField(
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
                db_default=[],
                default=list,
                size=None,
                verbose_name="regio's",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="travel_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (15, "Hooguit een kwartier"),
                    (30, "Hooguit een half uur"),
                    (45, "Hooguit drie kwartier"),
                    (60, "Hooguit een uur"),
                    (90, "Hooguit anderhalf uur"),
                ],
                null=True,
                verbose_name="reistijd",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("employer_plan", "own"), _negated=True),
                    models.Q(("employer_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="application_own_employer_has_name",
                violation_error_message="Vul in bij welke werkgever je wilt leren.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=mkbroute.access.policies.While(
                field="state",
                fields=(
                    "name",
                    "phone",
                    "city",
                    "province",
                    "background",
                    "prior_education",
                    "prior_learning",
                    "motivation",
                    "regions",
                    "travel_minutes",
                    "days",
                    "employer_plan",
                    "employer_name",
                    "employer_kvk",
                    "employer_contact",
                    "employer_email",
                ),
                name="application_stays_as_it_ended",
                states=("submitted", "admissible", "placed"),
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_student": "student_id = {me} AND state = 'submitted' AND own_employer_id IS NULL AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                },
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                        "state",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}", "state", "own_employer"
                    ),
                    "portal_student": mkbroute.access.policies.Only(
                        "student_id = {me}",
                        "state",
                        "name",
                        "phone",
                        "city",
                        "province",
                        "background",
                        "prior_education",
                        "prior_learning",
                        "motivation",
                        "regions",
                        "travel_minutes",
                        "days",
                        "employer_plan",
                        "employer_name",
                        "employer_kvk",
                        "employer_contact",
                        "employer_email",
                    ),
                },
                name="application_access",
                read={
                    "portal_company": "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                },
                change={
                    "portal_company": mkbroute.access.policies.Only("organisation_id = {organisation}", "withdrawn_at")
                },
                name="offer_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_student": "EXISTS (SELECT FROM matching_application a WHERE a.route_id = matching_offer.route_id AND a.student_id = {me})",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_company": "organisation_id = {organisation} AND taken = 0"},
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation}",
                        "title",
                        "tasks",
                        "learning",
                        "hours_per_week",
                        "working_days",
                        "salary",
                        "contract_months",
                        "capacity",
                        "starts_on",
                        "supervisor_name",
                        "supervisor_function",
                        "supervisor_email",
                        "supervisor_phone",
                        "signatory_name",
                        "signatory_function",
                        "signatory_email",
                        "workplace",
                        "state",
                    )
                },
                name="position_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    "portal_student": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                },
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="preferences", to="matching.application"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="preferences", to="matching.offer"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="preferences", to="matching.position"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
        ),
        migrations.AddField(
            model_name="preference",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="application",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="profile", to="matching.application"
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
        ),
        migrations.AddField(
            model_name="profile",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="preference",
            index=models.Index(fields=["hogeschool", "route", "by"], name="preference_by_hogeschool"),
        ),
        migrations.AddIndex(
            model_name="preference",
            index=models.Index(fields=["organisation", "position", "by"], name="preference_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="preference",
            index=models.Index(fields=["student", "application", "by"], name="preference_by_student"),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(
                fields=("application", "offer", "by"), name="preference_is_one_per_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank__gte", 1), ("reason", ""), ("unsuitable", False)),
                    models.Q(
                        ("by", "company"), ("rank", None), ("unsuitable", True), models.Q(("reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="preference_ranks_or_says_why_not",
                violation_error_message="Geef een plaats in de volgorde, of zeg kort waarom het niet past.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=mkbroute.access.policies.Owners(
                fields=("application", "offer", "position", "route", "hogeschool", "organisation", "student", "by"),
                name="preference_owners",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool", "student"), name="preference_application_owners", parent="application"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("position", "route", "organisation", "hogeschool"),
                name="preference_offer_owners",
                parent="offer",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=mkbroute.access.policies.RowAccess(
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
        ),
        migrations.AddIndex(
            model_name="profile",
            index=models.Index(fields=["route", "-shown_at", "-id"], name="profile_by_route"),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=mkbroute.access.policies.Owners(
                fields=("application", "route", "hogeschool", "student"), name="profile_owners"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool", "student"), name="profile_application_owners", parent="application"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=mkbroute.access.policies.RowAccess(
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
        ),
        *run_sql("matching", "profiles.sql"),
    ]
