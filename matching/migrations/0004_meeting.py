"""What applicants and companies show and say of themselves and of each other before a match."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_introduction"),
        ("documents", "0005_term_of_applications"),
        ("matching", "0003_place_rows"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.CreateModel(
            name="AdmissionSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("explains", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="admission_subject_once_per_date"),
                    mkbroute.access.policies.AppendOnly(name="admission_subject_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="admission_subject_access", read={"portal_coordinator": "true", "portal_student": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdmissionCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("met", "Voldaan"),
                            ("open", "Voorwaarde: moet nog"),
                            ("not_met", "Niet voldaan"),
                            ("not_needed", "Niet nodig"),
                        ],
                        max_length=10,
                        verbose_name="oordeel",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                ("due_on", models.DateField(null=True, verbose_name="vóór")),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="matching.application"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.admissionsubject"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["application", "subject", "-id"], name="admission_check_latest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "open"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="admission_condition_says_what",
                        violation_error_message="Schrijf op wat de kandidaat nog moet doen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on", None), ("outcome", "open"), _connector="OR"),
                        name="admission_date_is_of_a_condition",
                    ),
                    mkbroute.access.policies.AppendOnly(name="admission_check_is_written_once"),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool", "student"), name="admission_check_owners", parent="application"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="admission_check_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cv", "Cv"),
                            ("diploma", "Diploma of cijferlijst"),
                            ("evc", "EVC-rapport of certificaat"),
                            ("other", "Iets anders"),
                        ],
                        max_length=10,
                        verbose_name="wat is het?",
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="toegevoegd op"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="matching.application"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("document",), name="application_file_has_own_document"),
                    mkbroute.access.policies.Owners(
                        fields=("application", "hogeschool", "student"), name="application_file_owners"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool", "student"),
                        name="application_file_application_owners",
                        parent="application",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("hogeschool", "student"), name="application_file_document_owners", parent="document"
                    ),
                    mkbroute.access.policies.Kept(
                        final=False,
                        name="application_file_is_kept",
                        until="portal.application_is_over_its_term({row}.application_id)",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_student": "student_id = {me} AND EXISTS (SELECT FROM matching_application a WHERE a.id = application_id AND a.state NOT IN ('withdrawn', 'rejected'))"
                        },
                        delete={"portal_student": "student_id = {me}"},
                        name="application_file_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_open", models.PositiveSmallIntegerField()),
                ("student_open", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField()),
                ("remind_days", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "verbose_name_plural": "meeting terms",
                "ordering": ["-valid_from"],
                "get_latest_by": "valid_from",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_days__gt", models.F("remind_days")),
                            ("company_open__gt", 0),
                            ("remind_days__gt", 0),
                            ("student_open__gt", 0),
                        ),
                        name="meeting_terms_leave_room",
                    ),
                    mkbroute.access.policies.AppendOnly(name="meeting_terms_are_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="meeting_terms_access",
                        read={
                            "portal_card": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("day", models.DateField(default=django.utils.timezone.localdate)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("email", "day"), name="nudge_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="nudge_address_in_lower_case",
                    ),
                    mkbroute.access.policies.AppendOnly(name="nudge_is_written_once", removable=True),
                    mkbroute.access.policies.Kept(name="nudge_is_kept", until="{row}.day < portal.today() - 30"),
                    mkbroute.access.policies.RowAccess(name="nudge_access"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.CharField(
                        choices=[("student", "Kandidaat"), ("company", "Bedrijf")], max_length=7, verbose_name="van"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="plaats in de volgorde",
                    ),
                ),
                ("unsuitable", models.BooleanField(default=False, verbose_name="niet geschikt")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preferences",
                        to="matching.position",
                        verbose_name="leerwerkplek",
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
                ("prior_education", models.CharField(blank=True, max_length=200, verbose_name="hoogste opleiding")),
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
                        verbose_name="regio's",
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
                        verbose_name="reistijd",
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
                        verbose_name="dagen",
                    ),
                ),
                ("pitch", models.TextField(max_length=600, verbose_name="over jou")),
                ("is_listed", models.BooleanField(default=False, editable=False, verbose_name="nu te vinden")),
                (
                    "shown_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="te vinden sinds"
                    ),
                ),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="verborgen op")),
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
                "indexes": [
                    models.Index(fields=["route", "-shown_at", "-id"], name="profile_by_route"),
                ],
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
                            "portal_card": "EXISTS (SELECT FROM matching_introduction i WHERE i.profile_id = matching_profile.id)",
                            "portal_company": "(is_listed AND hidden_at IS NULL AND EXISTS (SELECT FROM matching_offer o JOIN matching_position p ON p.id = o.position_id WHERE o.route_id = matching_profile.route_id AND o.withdrawn_at IS NULL AND p.state = 'offered')) OR EXISTS (SELECT FROM matching_introduction i WHERE i.profile_id = matching_profile.id AND i.state IN ('open', 'accepted'))",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "by",
                    models.CharField(
                        choices=[("student", "Kandidaat"), ("company", "Bedrijf")],
                        max_length=7,
                        verbose_name="gevraagd door",
                    ),
                ),
                ("first_name", models.CharField(max_length=60, verbose_name="voornaam")),
                ("message", models.TextField(blank=True, max_length=600, verbose_name="bericht")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Wacht op antwoord"),
                            ("accepted", "Maken kennis"),
                            ("declined", "Nee gezegd"),
                            ("withdrawn", "Ingetrokken"),
                            ("closed", "Gesloten zonder antwoord"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("due_on", models.DateField(verbose_name="te antwoorden tot en met")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="geëindigd op")),
                (
                    "told",
                    models.CharField(blank=True, editable=False, max_length=10, verbose_name="stand die is gemeld"),
                ),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "shared_name",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="gedeelde naam"),
                ),
                (
                    "shared_email",
                    models.EmailField(blank=True, editable=False, max_length=254, verbose_name="gedeeld e-mailadres"),
                ),
                (
                    "shared_phone",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="gedeeld telefoonnummer"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="introductions", to="matching.offer"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
                        to="matching.position",
                        verbose_name="leerwerkplek",
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
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
                        to="matching.profile",
                        verbose_name="profiel",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-asked_at"], name="introduction_by_hogeschool"),
                    models.Index(fields=["organisation", "-asked_at"], name="introduction_by_organisation"),
                    models.Index(fields=["student", "-asked_at"], name="introduction_by_student"),
                    models.Index(condition=models.Q(("state", "open")), fields=["due_on"], name="introduction_open"),
                    models.Index(
                        condition=models.Q(("told", models.F("state")), _negated=True),
                        fields=["id"],
                        name="introduction_to_tell",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "accepted"])),
                        fields=("application", "offer"),
                        name="introduction_once_at_a_time",
                        violation_error_message="Voor deze plek loopt al een kennismaking.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="introduction_end_has_time",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=(
                            "profile",
                            "application",
                            "offer",
                            "position",
                            "route",
                            "hogeschool",
                            "organisation",
                            "student",
                            "by",
                        ),
                        name="introduction_owners",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("application", "route", "hogeschool", "student"),
                        name="introduction_profile_owners",
                        parent="profile",
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="introduction_offer_owners",
                        parent="offer",
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="introduction_steps",
                        steps={
                            "open": {
                                "accepted": ("portal_student", "portal_company", "portal_card"),
                                "closed": (),
                                "declined": ("portal_student", "portal_company", "portal_card"),
                                "withdrawn": ("portal_student", "portal_company"),
                            }
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND by = 'company' AND state = 'open' AND EXISTS (SELECT FROM matching_profile f WHERE f.id = profile_id)",
                            "portal_student": "student_id = {me} AND by = 'student' AND state = 'open'",
                        },
                        change={
                            "portal_card": mkbroute.access.policies.Only("id = {introduction}", "state", "ended_at"),
                            "portal_company": mkbroute.access.policies.Only(
                                "organisation_id = {organisation}", "state", "ended_at"
                            ),
                            "portal_student": mkbroute.access.policies.Only("student_id = {me}", "state", "ended_at"),
                        },
                        name="introduction_access",
                        read={
                            "portal_card": "id = {introduction}",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        *run_sql("matching", "profiles.sql", "introductions.sql", "files.sql"),
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
                    "portal_card": "EXISTS (SELECT FROM matching_introduction i WHERE i.position_id = matching_position.id)",
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    "portal_student": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                },
            ),
        ),
    ]
