"""The tables, as their models declare them; in sql/ what those cannot say."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Only, Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("matching", "0001_initial"),
        ("matching", "0002_places_are_counted"),
        ("matching", "0003_placed_by_match"),
        ("matching", "0004_on_recognised_route"),
        ("matching", "0005_open_routes"),
        ("matching", "0006_application_channel"),
        ("matching", "0007_own_employer"),
    ]
    dependencies = [
        ("routes", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="functie")),
                ("tasks", models.TextField(max_length=2000, verbose_name="taken")),
                ("learning", models.TextField(max_length=2000, verbose_name="wat is hier te leren?")),
                (
                    "hours_per_week",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=3,
                        validators=[MinValueValidator(1), MaxValueValidator(40)],
                        verbose_name="uren per week",
                    ),
                ),
                ("working_days", models.CharField(max_length=120, verbose_name="werkdagen")),
                ("salary", models.CharField(blank=True, max_length=200, verbose_name="salarisindicatie")),
                (
                    "contract_months",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="duur van het arbeidscontract in maanden"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[MinValueValidator(1), MaxValueValidator(50)],
                        verbose_name="aantal plaatsen",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="begint op")),
                ("supervisor_name", models.CharField(max_length=120, verbose_name="praktijkbegeleider")),
                (
                    "supervisor_function",
                    models.CharField(max_length=120, verbose_name="functie van de praktijkbegeleider"),
                ),
                (
                    "supervisor_email",
                    models.EmailField(max_length=254, verbose_name="e-mailadres van de praktijkbegeleider"),
                ),
                (
                    "supervisor_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="telefoon van de praktijkbegeleider"),
                ),
                ("signatory_name", models.CharField(max_length=120, verbose_name="tekenbevoegde")),
                ("signatory_function", models.CharField(max_length=120, verbose_name="functie van de tekenbevoegde")),
                ("signatory_email", models.EmailField(max_length=254, verbose_name="e-mailadres van de tekenbevoegde")),
                (
                    "state",
                    models.CharField(
                        choices=[("offered", "Aangeboden"), ("withdrawn", "Ingetrokken")],
                        default="offered",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="positions", to="organisations.organisation"
                    ),
                ),
                (
                    "workplace",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="positions",
                        to="organisations.workplace",
                        verbose_name="vestiging",
                    ),
                ),
                ("taken", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "-created_at", "-id"], name="position_by_organisation"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_week__gte", 1), ("hours_per_week__lte", 40)),
                        name="position_hours_fit_the_week",
                        violation_error_message="Uren per week liggen tussen 1 en 40.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__range", (1, 50))),
                        name="position_has_capacity",
                        violation_error_message="Het aantal plaatsen ligt tussen 1 en 50.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("capacity"))),
                        name="position_has_room",
                        violation_error_message="Er zijn al meer plaatsen bezet of voorgesteld.",
                    ),
                    Owners(fields=("organisation",), name="position_owners"),
                    SameOwners(fields=("organisation",), name="position_workplace_is_own", parent="workplace"),
                    Steps(
                        field="state",
                        name="position_steps",
                        steps={
                            "offered": {"withdrawn": ("portal_company",)},
                            "withdrawn": {"offered": ("portal_company",)},
                        },
                    ),
                    RowAccess(
                        add={"portal_company": "organisation_id = {organisation} AND taken = 0"},
                        change={
                            "portal_company": Only(
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
                            "portal_student": "EXISTS (SELECT FROM matching_match m WHERE m.position_id = matching_position.id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offered_at", models.DateTimeField(default=timezone.now, editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="offers", to="routes.route")),
                (
                    "position",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="offers", to="matching.position"),
                ),
            ],
            options={
                "ordering": ["-offered_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-offered_at", "-id"], name="offer_by_hogeschool"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("position", "route"), name="offer_is_made_once"),
                    SameOwners(fields=("organisation",), name="offer_position_owners", parent="position"),
                    SameOwners(fields=("hogeschool",), name="offer_route_owners", parent="route"),
                    Owners(fields=("position", "route", "organisation", "hogeschool"), name="offer_owners"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                        },
                        change={"portal_company": Only("organisation_id = {organisation}", "withdrawn_at")},
                        name="offer_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                    ),
                    Under(
                        condition="(state = 'recognised' OR reconsidered_from = 'recognised') AND phase NOT IN ('stalled', 'ended')",
                        name="offer_route_is_open",
                        parent="route",
                        unless="withdrawn_at",
                        violation_error_message="Op deze route kunt u nu geen leerwerkplek aanbieden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(max_length=20, verbose_name="telefoon")),
                ("city", models.CharField(max_length=100, verbose_name="woonplaats")),
                (
                    "province",
                    models.CharField(
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
                        verbose_name="provincie",
                    ),
                ),
                (
                    "background",
                    models.CharField(
                        choices=[
                            ("mbo4", "Ik heb een mbo 4-diploma"),
                            ("employee_mbo", "Ik werk op mbo-niveau en wil doorgroeien"),
                            ("employee_hbo", "Ik werk op hbo-niveau, zonder hbo-diploma"),
                            ("career_changer", "Ik wil van beroep veranderen (zij-instromer)"),
                            ("havo", "Ik heb een havodiploma"),
                            ("fulltime_leaver", "Ik ben gestopt met een voltijd hbo-opleiding"),
                        ],
                        max_length=20,
                        verbose_name="wat past het best bij jou?",
                    ),
                ),
                ("prior_education", models.CharField(max_length=200, verbose_name="hoogste afgeronde opleiding")),
                ("motivation", models.TextField(max_length=2000, verbose_name="waarom wil je deze route volgen?")),
                ("employer_name", models.CharField(blank=True, max_length=200, verbose_name="huidige werkgever")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Ontvangen"),
                            ("admissible", "Toelaatbaar"),
                            ("rejected", "Niet toegelaten"),
                            ("placed", "Leerwerkplek gevonden"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="submitted",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="applications", to="routes.route")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="applications", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open_day", "Open dag of bijeenkomst"),
                            ("branche", "Branche"),
                            ("employer", "Werkgever"),
                            ("mbo", "Mbo-school"),
                            ("website", "Website"),
                            ("social", "Sociale media"),
                            ("colleague", "Collega, vriend of alumnus"),
                            ("other", "Overig"),
                        ],
                        max_length=10,
                        verbose_name="hoe hoorde je van deze route?",
                    ),
                ),
                (
                    "own_employer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="own_applicants",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-created_at", "-id"], name="application_by_hogeschool"),
                    models.Index(fields=["student", "-created_at", "-id"], name="application_by_student"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("withdrawn", "rejected")), _negated=True),
                        fields=("route", "student"),
                        name="application_runs_once_per_route",
                        violation_error_message="Je hebt je al aangemeld voor deze route.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("own_employer", None), ("state__in", ["placed", "withdrawn"]), _connector="OR"
                        ),
                        name="application_own_employer_places",
                    ),
                    Owners(fields=("route", "hogeschool", "student"), name="application_owners"),
                    models.UniqueConstraint(fields=("id", "hogeschool", "student"), name="application_persons"),
                    SameOwners(fields=("hogeschool",), name="application_route_owners", parent="route"),
                    Steps(
                        field="state",
                        name="application_steps",
                        steps={
                            "admissible": {
                                "placed": ("portal_student", "portal_company", "portal_coordinator"),
                                "rejected": ("portal_coordinator",),
                                "withdrawn": ("portal_student",),
                            },
                            "placed": {"admissible": ("portal_coordinator",), "withdrawn": ("portal_student",)},
                            "submitted": {
                                "admissible": ("portal_coordinator",),
                                "rejected": ("portal_coordinator",),
                                "withdrawn": ("portal_student",),
                            },
                        },
                    ),
                    RowAccess(
                        add={
                            "portal_student": "student_id = {me} AND state = 'submitted' AND own_employer_id IS NULL AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                        },
                        change={
                            "portal_company": Only(
                                "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                                "state",
                            ),
                            "portal_coordinator": Only("hogeschool_id = {hogeschool}", "state", "own_employer"),
                            "portal_student": Only(
                                "student_id = {me}", "state", "phone", "city", "province", "motivation"
                            ),
                        },
                        name="application_access",
                        read={
                            "portal_company": "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                    Under(
                        condition="(state = 'recognised' OR reconsidered_from = 'recognised') AND phase NOT IN ('stalled', 'ended')",
                        name="application_route_is_open",
                        parent="route",
                        violation_error_message="Deze route neemt nu geen aanmeldingen aan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="toelichting voor beide")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Voorgesteld"),
                            ("confirmed", "Bevestigd"),
                            ("declined", "Afgewezen"),
                            ("cancelled", "Vervallen"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "student_answer",
                    models.CharField(blank=True, choices=[("yes", "Ja"), ("no", "Nee")], editable=False, max_length=3),
                ),
                ("student_answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "company_answer",
                    models.CharField(blank=True, choices=[("yes", "Ja"), ("no", "Nee")], editable=False, max_length=3),
                ),
                ("company_answered_at", models.DateTimeField(editable=False, null=True)),
                ("decline_reason", models.TextField(blank=True, max_length=1000, verbose_name="reden")),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="matches", to="matching.application"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="matches", to="routes.route")),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("offer", models.ForeignKey(on_delete=models.PROTECT, related_name="matches", to="matching.offer")),
                (
                    "position",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="matches", to="matching.position"),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-created_at", "-id"], name="match_by_hogeschool"),
                    models.Index(fields=["organisation", "-created_at", "-id"], name="match_by_organisation"),
                    models.Index(fields=["student", "-created_at", "-id"], name="match_by_student"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "confirmed"])),
                        fields=("application",),
                        name="match_one_open_per_application",
                        violation_error_message="Voor deze aanmelding loopt al een voorstel.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("company_answer", "yes"), ("student_answer", "yes")),
                            _connector="OR",
                        ),
                        name="match_confirmed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("student_answer", ""), ("student_answered_at", None)),
                            models.Q(
                                models.Q(("student_answer", ""), _negated=True), ("student_answered_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="match_student_answer_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company_answer", ""), ("company_answered_at", None)),
                            models.Q(
                                models.Q(("company_answer", ""), _negated=True), ("company_answered_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="match_company_answer_has_date",
                    ),
                    Owners(fields=("hogeschool", "organisation", "student"), name="match_owners"),
                    SameOwners(
                        fields=("route", "hogeschool", "student"), name="match_application_owners", parent="application"
                    ),
                    SameOwners(
                        fields=("position", "route", "organisation", "hogeschool"),
                        name="match_offer_owners",
                        parent="offer",
                    ),
                    Steps(
                        field="state",
                        name="match_steps",
                        steps={
                            "confirmed": {"cancelled": ("portal_coordinator", "portal_student")},
                            "proposed": {
                                "cancelled": ("portal_coordinator", "portal_student"),
                                "confirmed": ("portal_student", "portal_company"),
                                "declined": ("portal_student", "portal_company"),
                            },
                        },
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'proposed' AND student_answer = '' AND company_answer = ''"
                        },
                        change={
                            "portal_company": Only(
                                "organisation_id = {organisation}",
                                "state",
                                "company_answer",
                                "company_answered_at",
                                "decline_reason",
                            ),
                            "portal_coordinator": Only("hogeschool_id = {hogeschool}", "state", "decline_reason"),
                            "portal_student": Only(
                                "student_id = {me}", "state", "student_answer", "student_answered_at", "decline_reason"
                            ),
                        },
                        name="match_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("kind", models.CharField(max_length=30)),
                ("who", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="matching.application"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "match",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="events", to="matching.match"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["application", "at"], name="application_event_by_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("match", None), ("organisation", None)),
                            models.Q(("match__isnull", False), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="application_event_company_by_match",
                    ),
                    AppendOnly(name="application_event_is_written_once"),
                    SameOwners(fields=("hogeschool", "student"), name="application_event_owners", parent="application"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="application_event_match_owners",
                        parent="match",
                    ),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                        name="application_event_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_student": "student_id = {me}",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        *run_sql("matching", "places.sql", "enrolment.sql"),
    ]
