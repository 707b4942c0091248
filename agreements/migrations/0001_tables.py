"""The tables, as their models declare them; in sql/ what those cannot say."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.db.models.functions import Lower
from django.utils import timezone

from agreements.migrations import FORMER
from mkbroute.access.policies import AppendOnly, Fixed, Kept, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.sql_files import read_sql, run_sql


class Migration(migrations.Migration):
    initial = True
    replaces = FORMER[1:-1]
    dependencies = [
        ("documents", "0002_read_with_route"),
        ("matching", "0001_tables"),
        ("routes", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LegalProvision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=1)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("citation", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="legal_provision_once_per_date"),
                    AppendOnly(name="legal_provision_is_written_once"),
                    RowAccess(
                        name="legal_provision_access",
                        read={
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="versie")),
                ("form", models.CharField(choices=[("duaal", "Duaal"), ("deeltijd", "Deeltijd")], max_length=10)),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("legal_basis", models.TextField(max_length=2000, verbose_name="grondslag")),
                ("articles", models.JSONField()),
                ("source", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="agreements.agreementtemplate"
                    ),
                ),
                ("changes", models.TextField(blank=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "legal_basis_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="grondslag in het Engels"),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="titel in het Engels")),
                (
                    "signing_order",
                    models.CharField(
                        choices=[
                            ("parallel", "Iedereen tegelijk"),
                            ("hogeschool_last", "De hogeschool als laatste"),
                            ("in_order", "Om de beurt: student, bedrijf, formele werkgever, hogeschool"),
                        ],
                        default="parallel",
                        max_length=16,
                        verbose_name="volgorde van tekenen",
                    ),
                ),
                ("grounds", models.JSONField(verbose_name="gronden om eerder te stoppen")),
            ],
            options={
                "ordering": ["code", "-number"],
                "get_latest_by": "number",
                "indexes": [models.Index(fields=["hogeschool", "form", "-number"], name="agreement_template_by_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "number"), name="agreement_template_version_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__startswith", "landelijk-"), ("hogeschool", None)),
                            models.Q(
                                ("hogeschool__isnull", False),
                                models.Q(("code__startswith", "landelijk-"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_template_code_says_whose",
                    ),
                    AppendOnly(name="agreement_template_is_written_once"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "hogeschool_id IS NULL",
                        },
                        name="agreement_template_access",
                        read={
                            "portal_company": "hogeschool_id IS NULL OR EXISTS (SELECT FROM agreements_agreement a WHERE a.template_id = agreements_agreementtemplate.id)",
                            "portal_coordinator": "hogeschool_id IS NULL OR hogeschool_id = {hogeschool}",
                            "portal_employer": "hogeschool_id IS NULL OR EXISTS (SELECT FROM agreements_agreement a WHERE a.template_id = agreements_agreementtemplate.id)",
                            "portal_programme": "true",
                            "portal_signer": "hogeschool_id IS NULL OR EXISTS (SELECT FROM agreements_agreement a WHERE a.template_id = agreements_agreementtemplate.id)",
                            "portal_student": "hogeschool_id IS NULL OR EXISTS (SELECT FROM agreements_agreement a WHERE a.template_id = agreements_agreementtemplate.id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(choices=[("duaal", "Duaal"), ("deeltijd", "Deeltijd")], max_length=10)),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="titel in het Engels")),
                ("legal_basis", models.TextField(max_length=2000, verbose_name="grondslag")),
                (
                    "legal_basis_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="grondslag in het Engels"),
                ),
                ("articles", models.JSONField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Concept"), ("published", "Gepubliceerd"), ("dropped", "Weggegooid")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=timezone.now)),
                ("changed_at", models.DateTimeField(default=timezone.now)),
                (
                    "based_on",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agreements.agreementtemplate"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "signing_order",
                    models.CharField(
                        choices=[
                            ("parallel", "Iedereen tegelijk"),
                            ("hogeschool_last", "De hogeschool als laatste"),
                            ("in_order", "Om de beurt: student, bedrijf, formele werkgever, hogeschool"),
                        ],
                        default="parallel",
                        max_length=16,
                        verbose_name="volgorde van tekenen",
                    ),
                ),
                ("grounds", models.JSONField(verbose_name="gronden om eerder te stoppen")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("hogeschool", "form"),
                        name="template_draft_one_at_a_time",
                        nulls_distinct=False,
                        violation_error_message="Er is al een concept van dit sjabloon.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", False), ("state", "published")),
                            models.Q(models.Q(("state", "published"), _negated=True), ("number", None)),
                            _connector="OR",
                        ),
                        name="template_draft_published_has_number",
                    ),
                    Owners(fields=("hogeschool",), name="template_draft_owners"),
                    Fixed(fields=("form", "based_on", "created_at"), name="template_draft_beginning_stays"),
                    While(
                        field="state",
                        fields=(
                            "title",
                            "title_en",
                            "legal_basis",
                            "legal_basis_en",
                            "articles",
                            "grounds",
                            "signing_order",
                            "number",
                            "changed_at",
                        ),
                        name="template_draft_changes_as_draft",
                        states=("draft",),
                    ),
                    Steps(
                        field="state",
                        name="template_draft_steps",
                        steps={
                            "draft": {
                                "dropped": ("portal_coordinator", "portal_programme"),
                                "published": ("portal_coordinator", "portal_programme"),
                            }
                        },
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'draft'",
                            "portal_programme": "hogeschool_id IS NULL AND state = 'draft'",
                        },
                        change={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "hogeschool_id IS NULL",
                        },
                        name="template_draft_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "hogeschool_id IS NULL",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "Begonnen"),
                            ("edited", "Gewijzigd"),
                            ("published", "Gepubliceerd"),
                            ("dropped", "Weggegooid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                (
                    "draft",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="agreements.templatedraft"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    AppendOnly(name="template_event_is_written_once"),
                    SameOwners(fields=("hogeschool",), name="template_event_owners", parent="draft"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "hogeschool_id IS NULL AND EXISTS (SELECT FROM agreements_templatedraft d WHERE d.id = draft_id AND d.hogeschool_id IS NULL)",
                        },
                        name="template_event_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "hogeschool_id IS NULL",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "form",
                    models.CharField(
                        choices=[("duaal", "Duaal"), ("deeltijd", "Deeltijd")], editable=False, max_length=10
                    ),
                ),
                ("student_name", models.CharField(max_length=120, verbose_name="naam van de student")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Concept"),
                            ("sent", "Ter ondertekening"),
                            ("declined", "Geweigerd"),
                            ("signed", "Door iedereen getekend"),
                            ("sealed", "Verzegeld"),
                            ("ended", "Geëindigd"),
                            ("cancelled", "Vervallen"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begindatum van de overeenkomst")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="einddatum van de overeenkomst")),
                (
                    "practice_starts_on",
                    models.DateField(blank=True, null=True, verbose_name="begin van het werken in het bedrijf"),
                ),
                (
                    "practice_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="einde van het werken in het bedrijf"),
                ),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=3,
                        null=True,
                        validators=[MinValueValidator(1), MaxValueValidator(40)],
                        verbose_name="werkuren per week",
                    ),
                ),
                ("working_days", models.CharField(blank=True, max_length=120, verbose_name="werkdagen")),
                ("school_days", models.CharField(blank=True, max_length=120, verbose_name="schooldagen")),
                (
                    "practice_supervisor",
                    models.CharField(blank=True, max_length=200, verbose_name="praktijkbegeleider"),
                ),
                (
                    "school_supervisor",
                    models.CharField(blank=True, max_length=200, verbose_name="begeleider van de hogeschool"),
                ),
                (
                    "guidance",
                    models.TextField(blank=True, max_length=2000, verbose_name="hoe vaak en hoe wordt begeleid?"),
                ),
                (
                    "learning_outcomes",
                    models.TextField(blank=True, max_length=4000, verbose_name="leeruitkomsten op de werkplek"),
                ),
                ("assessment", models.TextField(blank=True, max_length=2000, verbose_name="wie beoordeelt, en hoe?")),
                (
                    "termination_grounds",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="in welke gevallen kan de overeenkomst eerder eindigen?",
                    ),
                ),
                ("termination_manner", models.TextField(blank=True, max_length=2000, verbose_name="op welke wijze?")),
                ("function_title", models.CharField(blank=True, max_length=120, verbose_name="functie")),
                ("tasks", models.TextField(blank=True, max_length=2000, verbose_name="taken")),
                (
                    "workplace_address",
                    models.CharField(blank=True, max_length=300, verbose_name="adres van de werkplek"),
                ),
                (
                    "employment",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="arbeidsovereenkomst: soort, duur en loon"
                    ),
                ),
                (
                    "study_costs",
                    models.TextField(blank=True, max_length=1000, verbose_name="studietijd en studiekosten"),
                ),
                ("other_arrangements", models.TextField(blank=True, max_length=2000, verbose_name="overige afspraken")),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "match",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="agreements", to="matching.match"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="agreements", to="routes.route")),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "template",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agreements.agreementtemplate"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "Engels")],
                        default="nl",
                        max_length=2,
                        verbose_name="taal van de overeenkomst",
                    ),
                ),
                (
                    "contract_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="einddatum van de arbeidsovereenkomst"),
                ),
                (
                    "contract_term",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("permanent", "Voor onbepaalde tijd"),
                            ("programme", "Voor de duur van de opleiding"),
                            ("temporary", "Tot een einddatum"),
                        ],
                        max_length=9,
                        verbose_name="duur van de arbeidsovereenkomst",
                    ),
                ),
                (
                    "repayment_clause",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nee")],
                        max_length=3,
                        verbose_name="staat er een terugbetalingsbeding in de arbeidsovereenkomst?",
                    ),
                ),
                (
                    "repayment_reviewed_by",
                    models.CharField(blank=True, max_length=200, verbose_name="wie bekeek dat beding juridisch?"),
                ),
                (
                    "salary_agreed",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nee")],
                        max_length=3,
                        verbose_name="betaalt de werkgever salaris?",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="agreements", to="matching.application"
                    ),
                ),
                ("ended_on", models.DateField(editable=False, null=True)),
                (
                    "follows",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="followed_by",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "contact_plan",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="wanneer spreken student, bedrijf en hogeschool elkaar?",
                    ),
                ),
                (
                    "praktijkleren",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nee")],
                        max_length=3,
                        verbose_name="vraagt het bedrijf de subsidie praktijkleren aan?",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-changed_at", "-id"], name="agreement_by_last_change"),
                    models.Index(fields=["organisation", "-created_at", "-id"], name="agreement_by_organisation"),
                    models.Index(fields=["employer", "-created_at", "-id"], name="agreement_by_employer"),
                    models.Index(fields=["student", "-created_at", "-id"], name="agreement_by_student"),
                    models.Index(
                        condition=models.Q(("state", "signed")), fields=["changed_at"], name="agreement_to_seal"
                    ),
                    models.Index(condition=models.Q(("state", "sealed")), fields=["ends_on"], name="agreement_to_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("match",),
                        name="agreement_one_per_match",
                        violation_error_message="Voor deze match is al een overeenkomst opgesteld.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["cancelled", "ended"]), _negated=True),
                        fields=("application",),
                        name="agreement_one_per_application",
                        violation_error_message="Voor deze aanmelding is al een overeenkomst opgesteld.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application", None), ("match__isnull", False)),
                            models.Q(("application__isnull", False), ("match", None)),
                            _connector="OR",
                        ),
                        name="agreement_rests_on_match_or_own_employer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="agreement_ends_after_start",
                        violation_error_message="De einddatum ligt vóór de begindatum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("practice_ends_on__gte", models.F("practice_starts_on"))),
                        name="agreement_practice_ends_after_start",
                        violation_error_message="Het werken in het bedrijf eindigt vóór het begint.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("practice_starts_on__gte", models.F("starts_on")),
                            ("practice_ends_on__lte", models.F("ends_on")),
                        ),
                        name="agreement_practice_within_term",
                        violation_error_message="Het werken in het bedrijf valt buiten de looptijd van de overeenkomst.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_week__gte", 1), ("hours_per_week__lte", 40)),
                        name="agreement_hours_fit_the_week",
                        violation_error_message="Werkuren per week liggen tussen 1 en 40.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contract_ends_on", None), ("contract_term", "temporary"), _connector="OR"),
                        name="agreement_contract_end_is_of_temporary_contract",
                        violation_error_message="Een einddatum hoort bij een arbeidsovereenkomst tot een einddatum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "cancelled"]), ("version__gt", 0), _connector="OR"),
                        name="agreement_sent_has_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", False), ("state", "ended")),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_on", None)),
                            _connector="OR",
                        ),
                        name="agreement_ended_has_date",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("follows",),
                        name="agreement_is_followed_once",
                        violation_error_message="Deze overeenkomst heeft al een vervolg.",
                    ),
                    Owners(fields=("hogeschool", "organisation", "student"), name="agreement_owners"),
                    models.UniqueConstraint(
                        fields=("id", "route", "hogeschool", "student"), name="agreement_of_student_on_route"
                    ),
                    Fixed(fields=("follows",), name="agreement_follows_one"),
                    SameOwners(
                        fields=("route", "hogeschool", "student"), name="agreement_follows_own", parent="follows"
                    ),
                    Fixed(fields=("employer", "form"), name="agreement_employer_stays"),
                    While(
                        field="state",
                        fields=(
                            "student_name",
                            "template",
                            "starts_on",
                            "ends_on",
                            "practice_starts_on",
                            "practice_ends_on",
                            "hours_per_week",
                            "working_days",
                            "school_days",
                            "practice_supervisor",
                            "school_supervisor",
                            "guidance",
                            "contact_plan",
                            "learning_outcomes",
                            "assessment",
                            "termination_grounds",
                            "termination_manner",
                            "function_title",
                            "tasks",
                            "workplace_address",
                            "employment",
                            "study_costs",
                            "praktijkleren",
                            "other_arrangements",
                            "contract_term",
                            "contract_ends_on",
                            "salary_agreed",
                            "repayment_clause",
                            "repayment_reviewed_by",
                            "employer",
                        ),
                        name="agreement_changes_as_draft",
                        states=("draft",),
                    ),
                    While(field="state", fields=("language",), name="agreement_language_stays", states=("draft",)),
                    models.UniqueConstraint(fields=("id", "employer"), name="agreement_with_employer"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"), name="agreement_match_owners", parent="match"
                    ),
                    SameOwners(
                        fields=("route", "hogeschool", "student"),
                        name="agreement_application_owners",
                        parent="application",
                    ),
                    SameOwners(fields=("hogeschool",), name="agreement_route_owners", parent="route"),
                    Steps(
                        field="state",
                        name="agreement_steps",
                        steps={
                            "declined": {"cancelled": ("portal_coordinator",), "draft": ("portal_coordinator",)},
                            "draft": {"cancelled": ("portal_coordinator",), "sent": ("portal_coordinator",)},
                            "sealed": {"ended": ()},
                            "sent": {
                                "cancelled": ("portal_coordinator",),
                                "declined": ("portal_signer",),
                                "draft": ("portal_coordinator",),
                                "signed": ("portal_signer", "portal_coordinator"),
                            },
                            "signed": {"sealed": ()},
                        },
                    ),
                    Kept(name="agreement_is_kept", until="portal.agreement_is_due({row}.id)"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'draft' AND version = 0 AND (employer_id IS NULL OR EXISTS (SELECT FROM organisations_organisation o WHERE o.id = employer_id AND o.kind = 'employer')) AND (application_id IS NULL OR EXISTS (SELECT FROM matching_application p WHERE p.id = application_id AND p.own_employer_id = organisation_id))"
                        },
                        change={
                            "portal_card": Only(
                                "id = {agreement} AND state = 'draft'",
                                "practice_supervisor",
                                "workplace_address",
                                "employment",
                                "hours_per_week",
                                "working_days",
                                "contract_term",
                                "contract_ends_on",
                                "salary_agreed",
                                "student_name",
                                "changed_at",
                            ),
                            "portal_company": Only(
                                "organisation_id = {organisation} AND state = 'sealed'", "changed_at"
                            ),
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": Only("employer_id = {organisation} AND state = 'sealed'", "changed_at"),
                            "portal_signer": Only(
                                "id = {agreement} AND ({signing} IS NOT NULL OR {confirmation} IS NOT NULL)",
                                "state",
                                "changed_at",
                            ),
                            "portal_student": Only("student_id = {me} AND state = 'sealed'", "changed_at"),
                        },
                        name="agreement_access",
                        read={
                            "portal_card": "id = {agreement}",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "Student"),
                            ("company", "Bedrijf"),
                            ("employer", "Formele werkgever"),
                            ("leaving", "Vertrekkend bedrijf"),
                            ("hogeschool", "Hogeschool"),
                        ],
                        max_length=10,
                    ),
                ),
                ("legal_name", models.CharField(max_length=200, verbose_name="naam")),
                ("kvk_number", models.CharField(blank=True, max_length=8, verbose_name="KvK-nummer")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="adres")),
                ("signer_name", models.CharField(max_length=120, verbose_name="wie tekent")),
                ("signer_function", models.CharField(blank=True, max_length=120, verbose_name="functie")),
                ("signer_email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="parties", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                ("student_number", models.CharField(blank=True, max_length=20, verbose_name="studentnummer")),
                ("vestigingsnummer", models.CharField(blank=True, max_length=12)),
                ("signer_phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                (
                    "supervisor_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres van de praktijkbegeleider"),
                ),
                (
                    "supervisor_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="telefoon van de praktijkbegeleider"),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "role"), name="party_once_per_role"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "student"), models.Q(("born_on", None), ("student_number", "")), _connector="OR"
                        ),
                        name="party_student_data_is_of_student",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "company"),
                            models.Q(("supervisor_email", ""), ("supervisor_phone", "")),
                            _connector="OR",
                        ),
                        name="party_supervisor_is_of_company",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"), name="party_owners", parent="agreement"
                    ),
                    SameOwners(fields=("employer",), name="party_employer", parent="agreement"),
                    Kept(final=False, name="party_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        change={
                            "portal_card": Only(
                                "agreement_id = {agreement} AND role = (SELECT c.role FROM agreements_partycard c WHERE c.id = {card}) AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))",
                                "legal_name",
                                "kvk_number",
                                "vestigingsnummer",
                                "address",
                                "student_number",
                                "born_on",
                                "signer_name",
                                "signer_function",
                                "signer_email",
                                "supervisor_email",
                                "supervisor_phone",
                            ),
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent', 'declined', 'signed', 'sealed', 'ended'))",
                            "portal_signer": Only(
                                "agreement_id = {agreement} AND role = (SELECT s.role FROM agreements_signing s WHERE s.id = {signing})",
                                "signer_name",
                                "signer_function",
                                "signer_email",
                            ),
                        },
                        delete={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        name="party_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND role = (SELECT c.role FROM agreements_partycard c WHERE c.id = {card})",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Concept"),
                            ("sent", "Ter ondertekening"),
                            ("declined", "Geweigerd"),
                            ("signed", "Door iedereen getekend"),
                            ("sealed", "Verzegeld"),
                            ("ended", "Geëindigd"),
                            ("cancelled", "Vervallen"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="gaat in op")),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="waarom dit addendum?")),
                ("changes", models.JSONField(default=dict)),
                ("parties", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="addenda", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "signed")), fields=["changed_at"], name="addendum_to_seal"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="addendum_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "sent", "declined", "signed"))),
                        fields=("agreement",),
                        name="addendum_one_at_a_time",
                        violation_error_message="Er loopt al een addendum. Rond dat eerst af, of laat het vervallen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(
                                ("effective_on__isnull", False),
                                ("version__gt", 0),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="addendum_sent_says_what_and_when",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="addendum_owners"),
                    Fixed(fields=("number", "employer"), name="addendum_number_stays"),
                    While(
                        field="state",
                        fields=("effective_on", "why", "version"),
                        name="addendum_changes_as_draft",
                        states=("draft",),
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="addendum_agreement_owners",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="addendum_employer", parent="agreement"),
                    Steps(
                        field="state",
                        name="addendum_steps",
                        steps={
                            "declined": {"cancelled": ("portal_coordinator",), "draft": ("portal_coordinator",)},
                            "draft": {"cancelled": ("portal_coordinator",), "sent": ("portal_coordinator",)},
                            "sent": {
                                "cancelled": ("portal_coordinator",),
                                "declined": ("portal_signer",),
                                "draft": ("portal_coordinator",),
                                "signed": ("portal_signer", "portal_coordinator"),
                            },
                            "signed": {"sealed": ()},
                        },
                    ),
                    Kept(name="addendum_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND state = 'draft' AND version = 0"
                        },
                        change={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_signer": Only(
                                "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_signing s JOIN agreements_agreementversion v ON v.id = s.version_id WHERE s.id = {signing} AND v.addendum_id = agreements_addendum.id)",
                                "state",
                                "changed_at",
                                "parties",
                            ),
                        },
                        name="addendum_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "Student"),
                            ("company", "Bedrijf"),
                            ("employer", "Formele werkgever"),
                            ("leaving", "Vertrekkend bedrijf"),
                            ("hogeschool", "Hogeschool"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField(default=timezone.now)),
                ("asked_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("filled_at", models.DateTimeField(null=True)),
                ("taken_over_at", models.DateTimeField(null=True)),
                ("passed_on_by", models.CharField(blank=True, max_length=120)),
                ("answers", models.JSONField(default=dict)),
                ("facts", models.JSONField(default=dict)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="cards", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "role"), name="party_card_once_per_role"),
                    models.CheckConstraint(
                        condition=models.Q(("role", "hogeschool"), _negated=True), name="party_card_is_of_another_party"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filled_at", None), ("opened_at", None)),
                            ("asked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="party_card_opened_after_asking",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="party_card_owners"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="party_card_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="party_card_employer", parent="agreement"),
                    Kept(
                        final=False, name="party_card_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        change={
                            "portal_card": Only(
                                "id = {card}",
                                "name",
                                "email",
                                "token_hash",
                                "link_expires_at",
                                "opened_at",
                                "passed_on_by",
                                "filled_at",
                                "answers",
                                "facts",
                            ),
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))",
                                "name",
                                "email",
                                "token_hash",
                                "link_expires_at",
                                "opened_at",
                                "passed_on_by",
                                "asked_at",
                                "filled_at",
                                "taken_over_at",
                                "answers",
                                "facts",
                            ),
                        },
                        delete={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        name="party_card_access",
                        read={"portal_card": "id = {card}", "portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("graduated", "Diploma behaald"),
                            ("completed", "Einddatum bereikt"),
                            ("early", "Eerder beëindigd"),
                            ("takeover", "Student gaat verder bij een ander bedrijf"),
                        ],
                        max_length=10,
                        verbose_name="wat is er aan de hand?",
                    ),
                ),
                ("last_day", models.DateField(verbose_name="laatste dag")),
                ("ground", models.CharField(blank=True, max_length=300, verbose_name="grond")),
                (
                    "manner",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("together", "In onderling overleg"),
                            ("notice", "Schriftelijk opgezegd door één partij"),
                            ("breach", "Ontbonden omdat een partij een belangrijke afspraak niet nakwam"),
                            ("contract", "Vanzelf, met het einde van de inschrijving of de arbeidsovereenkomst"),
                        ],
                        max_length=10,
                        verbose_name="wijze",
                    ),
                ),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="datum van de kennisgeving")),
                (
                    "started_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("student", "Student"),
                            ("company", "Bedrijf"),
                            ("employer", "Formele werkgever"),
                            ("leaving", "Vertrekkend bedrijf"),
                            ("hogeschool", "Hogeschool"),
                        ],
                        max_length=10,
                        verbose_name="wie nam het initiatief?",
                    ),
                ),
                ("explanation", models.TextField(blank=True, max_length=2000, verbose_name="toelichting")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Wacht op bevestiging"),
                            ("final", "Definitief"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("confirm_by", models.DateField(null=True)),
                ("proposed_by", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField(default=timezone.now)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_reason", models.TextField(blank=True, max_length=2000)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="endings", to="agreements.agreement"),
                ),
                (
                    "document",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="documents.document"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-proposed_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["hogeschool", "proposed_at"],
                        name="ending_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("document", None), ("state", "final")),
                        fields=["closed_at"],
                        name="ending_to_write",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "final"))),
                        fields=("agreement",),
                        name="ending_one_at_a_time",
                        violation_error_message="Er is al een einde vastgelegd. Trek dat eerst in, als dat nog kan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["early", "takeover"]), _negated=True),
                            models.Q(
                                ("confirm_by__isnull", False),
                                ("noticed_on__isnull", False),
                                models.Q(("manner", ""), _negated=True),
                                models.Q(("started_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ending_early_says_how",
                        violation_error_message="Vul in hoe, wanneer en door wie de beëindiging is gemeld.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "early"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ending_early_has_ground",
                        violation_error_message="Kies de grond waarop de overeenkomst eerder eindigt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ending_closed_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("closing_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ending_withdrawn_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", None), ("state", "final"), _connector="OR"),
                        name="ending_letter_is_of_final",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="ending_owners"),
                    Fixed(
                        fields=(
                            "kind",
                            "ground",
                            "manner",
                            "last_day",
                            "noticed_on",
                            "started_by",
                            "explanation",
                            "employer",
                            "confirm_by",
                            "proposed_by",
                            "document",
                        ),
                        name="ending_stays",
                    ),
                    While(
                        field="state",
                        fields=("closed_by", "closed_at", "closing_reason"),
                        name="ending_closed_once",
                        states=("open",),
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="ending_agreement_owners",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="ending_employer", parent="agreement"),
                    SameOwners(fields=("agreement=agreement_id",), name="ending_document", parent="document"),
                    Steps(
                        field="state",
                        name="ending_steps",
                        steps={"open": {"final": ("portal_coordinator",), "withdrawn": ("portal_coordinator",)}},
                    ),
                    Kept(final=False, name="ending_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND state = 'open' AND document_id IS NULL"
                        },
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND (kind = 'graduated' OR state <> 'final' OR (closing_reason <> '' AND confirm_by < (now() AT TIME ZONE 'Europe/Amsterdam')::date))",
                                "state",
                                "closed_by",
                                "closed_at",
                                "closing_reason",
                            )
                        },
                        name="ending_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EndingConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "Student"),
                            ("company", "Bedrijf"),
                            ("employer", "Formele werkgever"),
                            ("leaving", "Vertrekkend bedrijf"),
                            ("hogeschool", "Hogeschool"),
                        ],
                        max_length=10,
                    ),
                ),
                ("party_name", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("has_account", models.BooleanField(default=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(default=timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Nog niet geantwoord"),
                            ("agreed", "Akkoord"),
                            ("disagreed", "Niet akkoord"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="waarom niet?")),
                ("agreement", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agreements.agreement")),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "ending",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="confirmations", to="agreements.ending"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["hogeschool"], name="confirmation_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ending", "role"), name="confirmation_once_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", ""), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="confirmation_answer_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "disagreed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmation_disagreed_has_reason",
                        violation_error_message="Schrijf op waarom u niet akkoord bent.",
                    ),
                    Owners(
                        fields=("ending", "agreement", "hogeschool", "organisation", "student"),
                        name="confirmation_owners",
                    ),
                    Fixed(fields=("role", "party_name", "employer", "has_account"), name="confirmation_party_stays"),
                    While(
                        field="state",
                        fields=("answered_at", "answered_by", "reason", "email", "token_hash", "link_expires_at"),
                        name="confirmation_changes_until_agreed",
                        states=("waiting", "disagreed"),
                    ),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="confirmation_ending_owners",
                        parent="ending",
                    ),
                    SameOwners(fields=("employer",), name="confirmation_employer", parent="agreement"),
                    Steps(
                        field="state",
                        name="confirmation_steps",
                        steps={
                            "disagreed": {
                                "agreed": (
                                    "portal_coordinator",
                                    "portal_company",
                                    "portal_employer",
                                    "portal_student",
                                    "portal_signer",
                                )
                            },
                            "waiting": {
                                "agreed": (
                                    "portal_coordinator",
                                    "portal_company",
                                    "portal_employer",
                                    "portal_student",
                                    "portal_signer",
                                ),
                                "disagreed": (
                                    "portal_coordinator",
                                    "portal_company",
                                    "portal_employer",
                                    "portal_student",
                                    "portal_signer",
                                ),
                            },
                        },
                    ),
                    Kept(
                        final=False,
                        name="confirmation_is_forgotten",
                        until="portal.agreement_is_due({row}.agreement_id)",
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND (state = 'waiting' OR role = 'hogeschool')"
                        },
                        change={
                            "portal_company": Only(
                                "organisation_id = {organisation} AND role = 'company' AND has_account",
                                "state",
                                "answered_at",
                                "answered_by",
                                "reason",
                            ),
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND (state = 'waiting' OR role = 'hogeschool')",
                                "state",
                                "answered_at",
                                "answered_by",
                                "reason",
                                "email",
                                "token_hash",
                                "link_expires_at",
                            ),
                            "portal_employer": Only(
                                "employer_id = {organisation} AND role = 'employer' AND has_account",
                                "state",
                                "answered_at",
                                "answered_by",
                                "reason",
                            ),
                            "portal_signer": Only(
                                "id = {confirmation}", "state", "answered_at", "answered_by", "reason"
                            ),
                            "portal_student": Only(
                                "student_id = {me} AND role = 'student'",
                                "state",
                                "answered_at",
                                "answered_by",
                                "reason",
                            ),
                        },
                        name="confirmation_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=300, verbose_name="leeruitkomst")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[("school", "Op school"), ("company", "Op het werk"), ("elsewhere", "Ergens anders")],
                        max_length=10,
                        verbose_name="plaats",
                    ),
                ),
                (
                    "place_name",
                    models.CharField(blank=True, max_length=160, verbose_name="welk bedrijf of welke plaats"),
                ),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="van")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("assessment", models.CharField(blank=True, max_length=300, verbose_name="beoordeling")),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="plan", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable["DEFERRED"],
                        fields=("agreement", "position"),
                        name="plan_row_has_its_own_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="plan_row_has_outcome"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="plan_row_is_not_reversed",
                        violation_error_message="De laatste dag ligt vóór de eerste. Draai de data om.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", "elsewhere"), _negated=True),
                            models.Q(("place_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_row_elsewhere_is_named",
                        violation_error_message="Schrijf erbij waar dat is.",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"), name="plan_row_owners", parent="agreement"
                    ),
                    SameOwners(fields=("employer",), name="plan_row_employer", parent="agreement"),
                    Kept(
                        final=False, name="plan_row_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        change={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        delete={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        name="plan_row_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RotationPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField(verbose_name="van")),
                ("ends_on", models.DateField(verbose_name="tot en met")),
                ("company_name", models.CharField(max_length=160, verbose_name="bedrijf")),
                ("workplace_address", models.CharField(max_length=300, verbose_name="adres van de werkplek")),
                ("supervisor", models.CharField(max_length=200, verbose_name="praktijkbegeleider")),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="rotation", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["begins_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="rotation_period_is_not_reversed",
                        violation_error_message="De laatste dag ligt vóór de eerste. Draai de data om.",
                    ),
                    ExclusionConstraint(
                        expressions=[
                            ("agreement", "="),
                            (
                                models.Func(
                                    models.F("begins_on"),
                                    models.F("ends_on"),
                                    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                    function="daterange",
                                    output_field=DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="rotation_period_does_not_overlap",
                        violation_error_message="Deze dagen vallen samen met een andere periode.",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="rotation_period_owners",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="rotation_period_employer", parent="agreement"),
                    Kept(
                        final=False,
                        name="rotation_period_is_forgotten",
                        until="portal.agreement_is_due({row}.agreement_id)",
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        change={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        delete={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                        },
                        name="rotation_period_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weeks", models.PositiveSmallIntegerField()),
                ("begins_month", models.PositiveSmallIntegerField()),
                ("begins_day", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "get_latest_by": "valid_from",
                "constraints": [
                    AppendOnly(name="practice_terms_are_written_once"),
                    RowAccess(
                        name="practice_terms_access",
                        read={
                            "portal_card": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interruption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("begins_on", models.DateField(verbose_name="van")),
                ("ends_on", models.DateField(verbose_name="tot en met")),
                ("recorded_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(default=timezone.now)),
                ("withdrawn_by", models.CharField(blank=True, max_length=200)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="interruptions", to="agreements.agreement"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["begins_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="interruption_is_not_reversed",
                        violation_error_message="De laatste dag ligt vóór de eerste. Draai de data om.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", "")),
                            models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="interruption_withdrawn_by_someone",
                    ),
                    ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            ("agreement", "="),
                            (
                                models.Func(
                                    models.F("begins_on"),
                                    models.F("ends_on"),
                                    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                    function="daterange",
                                    output_field=DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="interruption_does_not_overlap",
                        violation_error_message="Een deel van deze dagen staat al als onderbreking in het overzicht.",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="interruption_owners"),
                    Fixed(fields=("withdrawn_at",), name="interruption_is_withdrawn_once"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="interruption_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="interruption_employer", parent="agreement"),
                    Kept(name="interruption_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        },
                        change={
                            "portal_company": Only(
                                "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "withdrawn_at",
                                "withdrawn_by",
                            ),
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "withdrawn_at",
                                "withdrawn_by",
                            ),
                        },
                        name="interruption_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("monday", models.DateField(verbose_name="week van")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=3, verbose_name="uren aanwezig")),
                ("counts", models.BooleanField(default=True, verbose_name="telt mee")),
                ("recorded_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(default=timezone.now)),
                ("confirmed_by", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="attendance", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["monday"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "monday"), name="attendance_week_once"),
                    models.CheckConstraint(
                        condition=models.Q(("monday__iso_week_day", 1)), name="attendance_week_begins_on_monday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0), ("hours__lte", 60)),
                        name="attendance_hours_fit_the_week",
                        violation_error_message="Uren in een week liggen tussen 0 en 60.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counts", False), ("hours__gt", 0), _connector="OR"),
                        name="attendance_counts_with_hours",
                        violation_error_message="Een week zonder uren telt niet mee.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(("confirmed_at__isnull", False), models.Q(("confirmed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendance_confirmed_by_someone",
                    ),
                    Owners(
                        fields=("agreement", "monday", "hogeschool", "organisation", "student"),
                        name="attendance_week_owners",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="attendance_week_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="attendance_week_employer", parent="agreement"),
                    Kept(name="attendance_week_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND l.link_expires_at > now() AND l.moment_id IS NULL)",
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        },
                        change={
                            "portal_card": Only(
                                "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND l.link_expires_at > now() AND l.moment_id IS NULL)",
                                "hours",
                                "counts",
                                "recorded_by",
                                "recorded_at",
                                "confirmed_by",
                                "confirmed_at",
                            ),
                            "portal_company": Only(
                                "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "hours",
                                "counts",
                                "recorded_by",
                                "recorded_at",
                                "confirmed_by",
                                "confirmed_at",
                            ),
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "hours",
                                "counts",
                                "recorded_by",
                                "recorded_at",
                            ),
                        },
                        name="attendance_week_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RealisedOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("outcome", models.CharField(max_length=300, verbose_name="leeruitkomst")),
                ("realised_on", models.DateField(verbose_name="gerealiseerd op")),
                ("assessed_by", models.CharField(max_length=200, verbose_name="beoordeeld door")),
                ("assessment", models.CharField(blank=True, max_length=300, verbose_name="hoe")),
                ("recorded_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(default=timezone.now)),
                ("withdrawn_by", models.CharField(blank=True, max_length=200)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.TextField(blank=True, max_length=1000, verbose_name="waarom trekt u dit in?")),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="realised", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["realised_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("agreement", "outcome"),
                        name="realised_outcome_once",
                        violation_error_message="Deze leeruitkomst staat al als gerealiseerd vast.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="realised_outcome_is_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assessed_by", ""), _negated=True), name="realised_outcome_has_assessor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", ""), ("withdrawn_why", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_by", ""), _negated=True),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="realised_outcome_withdrawn_with_reason",
                        violation_error_message="Schrijf op waarom u dit intrekt.",
                    ),
                    Owners(
                        fields=("agreement", "hogeschool", "organisation", "student"), name="realised_outcome_owners"
                    ),
                    Fixed(
                        fields=("withdrawn_at", "withdrawn_by", "withdrawn_why"),
                        name="realised_outcome_is_withdrawn_once",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="realised_outcome_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="realised_outcome_employer", parent="agreement"),
                    Kept(name="realised_outcome_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))"
                        },
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "withdrawn_at",
                                "withdrawn_by",
                                "withdrawn_why",
                            )
                        },
                        name="realised_outcome_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactMoment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("triangle", "Driehoekgesprek"),
                            ("visit", "Bedrijfsbezoek"),
                            ("online", "Digitaal overleg"),
                            ("progress", "Voortgangsgesprek"),
                            ("guidance", "Begeleiding op de werkplek"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Gepland"), ("closed", "Afgerond"), ("cancelled", "Afgezegd")],
                        default="planned",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("planned_at", models.DateTimeField(blank=True, null=True, verbose_name="wanneer")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="waar of hoe")),
                ("invited", models.JSONField(default=list)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("planned_by", models.CharField(blank=True, max_length=200)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="gehouden op")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="duur in minuten")),
                ("present", models.CharField(blank=True, max_length=300, verbose_name="wie waren erbij?")),
                ("report", models.TextField(blank=True, max_length=3000, verbose_name="kort verslag")),
                ("arrangements", models.TextField(blank=True, max_length=2000, verbose_name="afspraken")),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom gaat het niet door?"),
                ),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="moments", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["hogeschool", "planned_at"],
                        name="contact_moment_to_hold",
                    ),
                    models.Index(
                        condition=models.Q(("state", "planned")), fields=["planned_at"], name="contact_moment_to_remind"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "closed"), ("planned_at__isnull", False), _connector="OR"),
                        name="contact_moment_planned_has_time",
                        violation_error_message="Kies een dag en een tijd.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("held_on__isnull", False),
                                ("state", "closed"),
                                ("minutes__isnull", False),
                                models.Q(("present", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("arrangements", ""),
                                ("closed_at", None),
                                ("held_on", None),
                                ("minutes", None),
                                ("present", ""),
                                ("report", ""),
                            ),
                            _connector="OR",
                        ),
                        name="contact_moment_closed_says_when_and_who",
                        violation_error_message="Vul in wanneer het was, hoe lang het duurde en wie erbij waren.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None), models.Q(("minutes__gte", 1), ("minutes__lte", 600)), _connector="OR"
                        ),
                        name="contact_moment_minutes_fit_the_day",
                        violation_error_message="De duur ligt tussen 1 en 600 minuten.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancelled_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                                ("cancelled_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="contact_moment_cancelled_says_why",
                        violation_error_message="Schrijf op waarom het niet doorgaat.",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="contact_moment_owners"),
                    While(
                        field="state",
                        fields=(
                            "kind",
                            "planned_at",
                            "place",
                            "invited",
                            "sequence",
                            "held_on",
                            "minutes",
                            "present",
                            "report",
                            "arrangements",
                            "closed_at",
                            "closed_by",
                            "cancelled_at",
                            "cancelled_why",
                        ),
                        name="contact_moment_is_final",
                        states=("planned",),
                    ),
                    Steps(
                        field="state",
                        name="contact_moment_steps",
                        steps={"planned": {"cancelled": ("portal_coordinator",), "closed": ("portal_coordinator",)}},
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="contact_moment_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="contact_moment_employer", parent="agreement"),
                    Kept(name="contact_moment_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND kind = 'guidance' AND state = 'closed'",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        },
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                                "state",
                                "kind",
                                "planned_at",
                                "place",
                                "invited",
                                "sequence",
                                "held_on",
                                "minutes",
                                "present",
                                "report",
                                "arrangements",
                                "closed_at",
                                "closed_by",
                                "reminded_at",
                                "cancelled_at",
                                "cancelled_why",
                            )
                        },
                        name="contact_moment_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "voice",
                    models.CharField(
                        choices=[("student", "Student"), ("company", "Bedrijf"), ("hogeschool", "Hogeschool")],
                        max_length=10,
                    ),
                ),
                ("outcome", models.CharField(max_length=300)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_begun", "Nog niet begonnen"),
                            ("developing", "In ontwikkeling"),
                            ("visible", "Zichtbaar op het werk"),
                            ("shown", "Aangetoond"),
                        ],
                        max_length=10,
                        verbose_name="hoe ver is het?",
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=300, verbose_name="in één zin")),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="voices", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "moment",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="voices", to="agreements.contactmoment"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("moment", "voice", "outcome"), name="outcome_voice_once_per_moment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), _negated=True), name="outcome_voice_is_about_something"
                    ),
                    Owners(
                        fields=("moment", "voice", "outcome", "hogeschool", "organisation", "student"),
                        name="outcome_voice_owners",
                    ),
                    Fixed(fields=("given_at",), name="outcome_voice_is_given_once"),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="outcome_voice_moment",
                        parent="moment",
                    ),
                    SameOwners(fields=("employer",), name="outcome_voice_employer", parent="agreement"),
                    Kept(name="outcome_voice_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_card": "agreement_id = {agreement} AND moment_id = (SELECT l.moment_id FROM agreements_practicelink l WHERE l.id = {practice} AND l.link_expires_at > now()) AND voice = 'company'",
                            "portal_company": "organisation_id = {organisation} AND voice = 'company'",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND voice = 'hogeschool'",
                            "portal_student": "student_id = {me} AND voice = 'student'",
                        },
                        change={
                            "portal_card": Only(
                                "agreement_id = {agreement} AND moment_id = (SELECT l.moment_id FROM agreements_practicelink l WHERE l.id = {practice} AND l.link_expires_at > now()) AND voice = 'company'",
                                "level",
                                "sentence",
                                "who",
                                "at",
                                "given_at",
                            ),
                            "portal_company": Only(
                                "organisation_id = {organisation} AND voice = 'company'",
                                "level",
                                "sentence",
                                "who",
                                "at",
                                "given_at",
                            ),
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND voice = 'hogeschool'",
                                "level",
                                "sentence",
                                "who",
                                "at",
                                "given_at",
                            ),
                            "portal_student": Only(
                                "student_id = {me} AND voice = 'student'", "level", "sentence", "who", "at", "given_at"
                            ),
                        },
                        name="outcome_voice_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL AND (voice = 'company' OR given_at IS NOT NULL)",
                            "portal_company": "organisation_id = {organisation} AND (voice = 'company' OR given_at IS NOT NULL)",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND (voice = 'hogeschool' OR given_at IS NOT NULL)",
                            "portal_employer": "employer_id = {organisation} AND given_at IS NOT NULL",
                            "portal_student": "student_id = {me} AND (voice = 'student' OR given_at IS NOT NULL)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MomentNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(max_length=2000, verbose_name="aanvulling of verbetering")),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("agreement", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agreements.agreement")),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "moment",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="notes", to="agreements.contactmoment"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="moment_note_says_something"
                    ),
                    AppendOnly(name="moment_note_is_written_once", removable=True),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="moment_note_moment",
                        parent="moment",
                    ),
                    SameOwners(fields=("employer",), name="moment_note_employer", parent="agreement"),
                    Kept(name="moment_note_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                            "portal_student": "student_id = {me} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                        },
                        name="moment_note_access",
                        read={
                            "portal_card": "agreement_id = {agreement} AND {practice} IS NOT NULL",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField(default=timezone.now)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="practice_links", to="agreements.agreement"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "moment",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="links", to="agreements.contactmoment"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("link_expires_at__gte", models.F("asked_at"))),
                        name="practice_link_ends_later",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="practice_link_owners"),
                    Fixed(fields=("moment",), name="practice_link_is_of_one_talk"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="practice_link_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="practice_link_employer", parent="agreement"),
                    Kept(name="practice_link_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="practice_link_moment",
                        parent="moment",
                    ),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND moment_id IS NULL",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        },
                        change={
                            "portal_card": Only("id = {practice}", "token_hash", "link_expires_at", "opened_at"),
                            "portal_coordinator": Only("hogeschool_id = {hogeschool}", "link_expires_at"),
                        },
                        name="practice_link_access",
                        read={
                            "portal_card": "id = {practice}",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LifeTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="versie")),
                ("confirm_days", models.PositiveSmallIntegerField()),
                ("remind_days", models.PositiveSmallIntegerField()),
                ("signing_days", models.PositiveSmallIntegerField()),
                ("addendum_days", models.PositiveSmallIntegerField()),
                ("card_days", models.PositiveSmallIntegerField()),
                ("ending_days", models.PositiveSmallIntegerField()),
                ("draft_days", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("end_days", models.JSONField()),
                ("lapse_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "life terms",
                "ordering": ["-number"],
                "get_latest_by": "number",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirm_days__gte", models.F("remind_days")), ("remind_days__gt", 0)),
                        name="life_terms_leave_room",
                    ),
                    AppendOnly(name="life_terms_are_written_once"),
                    RowAccess(name="life_terms_access", read={"portal_coordinator": "true"}),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=200)),
                ("day", models.DateField(default=timezone.localdate)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("who", models.CharField(max_length=200)),
                ("about", models.JSONField()),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["hogeschool", "email", "-at"], name="reminder_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hogeschool", "email", "day"),
                        name="reminder_once_a_day",
                        violation_error_message="Deze persoon kreeg vandaag al een herinnering.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", Lower("email"))), name="reminder_address_in_lower_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about", []), _negated=True), name="reminder_names_something"
                    ),
                    AppendOnly(name="reminder_is_written_once"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="reminder_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "Overeenkomst loopt af"),
                            ("contract", "Tijdelijke arbeidsovereenkomst loopt af"),
                            ("link", "Persoonlijke link verloopt"),
                            ("card", "Gegevenskaart ingevuld"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=36)),
                ("day", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("sent_on", models.DateField(default=timezone.localdate)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="alerts", to="agreements.agreement"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-sent_on", "-id"],
                "indexes": [models.Index(fields=["hogeschool", "email", "sent_on"], name="alert_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "kind", "subject", "day", "days"),
                        name="alert_once_per_term",
                        violation_error_message="Dit is al gemeld.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", Lower("email"))), name="alert_address_in_lower_case"
                    ),
                    AppendOnly(name="alert_is_written_once", removable=True),
                    Kept(name="alert_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"), name="alert_owners", parent="agreement"
                    ),
                    RowAccess(name="alert_access", read={"portal_coordinator": "hogeschool_id = {hogeschool}"}),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.TextField(max_length=1000, verbose_name="waarom moet deze overeenkomst blijven?")),
                ("until", models.DateField(verbose_name="bewaren tot en met")),
                ("placed_by", models.CharField(max_length=200)),
                ("placed_on", models.DateField(default=timezone.localdate)),
                ("lifted_by", models.CharField(blank=True, max_length=200)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="holds", to="agreements.agreement"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["until", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("agreement",),
                        name="hold_one_at_a_time",
                        violation_error_message="Deze overeenkomst wordt al langer bewaard. Hef dat eerst op.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hold_has_reason",
                        violation_error_message="Schrijf op waarom deze overeenkomst moet blijven.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("placed_on"))),
                        name="hold_ends_after_it_begins",
                        violation_error_message="De einddatum ligt in het verleden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", "")),
                            models.Q(("lifted_at__isnull", False), models.Q(("lifted_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="hold_lifted_by_someone",
                    ),
                    Owners(fields=("agreement", "hogeschool", "organisation", "student"), name="hold_owners"),
                    Fixed(fields=("reason", "until", "placed_by", "placed_on", "lifted_at"), name="hold_stays"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"), name="hold_agreement", parent="agreement"
                    ),
                    Kept(name="hold_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND lifted_at IS NULL"},
                        change={"portal_coordinator": Only("hogeschool_id = {hogeschool}", "lifted_at", "lifted_by")},
                        name="hold_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("html", models.TextField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=timezone.now)),
                ("sealed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="versions", to="agreements.agreement"),
                ),
                (
                    "document",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="documents.document"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "language",
                    models.CharField(choices=[("nl", "Nederlands"), ("en", "Engels")], default="nl", max_length=2),
                ),
                ("content", models.JSONField(default=dict)),
                (
                    "addendum",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="versions", to="agreements.addendum"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", None), ("sealed_at", None)),
                            models.Q(("document__isnull", False), ("sealed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreement_version_sealed_has_document",
                    ),
                    Owners(
                        fields=("agreement", "hogeschool", "organisation", "student"), name="agreement_version_owners"
                    ),
                    Fixed(
                        fields=(
                            "number",
                            "addendum",
                            "title",
                            "html",
                            "content_sha256",
                            "content",
                            "created_at",
                            "document",
                            "sealed_at",
                            "employer",
                        ),
                        name="agreement_version_never_changes",
                    ),
                    Fixed(fields=("language",), name="agreement_version_language_stays"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="agreement_version_agreement",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="agreement_version_employer", parent="agreement"),
                    Kept(name="agreement_version_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="agreement_version_addendum",
                        parent="addendum",
                    ),
                    SameOwners(
                        fields=("agreement=agreement_id",), name="agreement_version_document", parent="document"
                    ),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND document_id IS NULL"},
                        name="agreement_version_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "Student"),
                            ("company", "Bedrijf"),
                            ("employer", "Formele werkgever"),
                            ("leaving", "Vertrekkend bedrijf"),
                            ("hogeschool", "Hogeschool"),
                        ],
                        max_length=10,
                    ),
                ),
                ("party_name", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=120)),
                ("function", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Wacht op handtekening"),
                            ("signed", "Getekend"),
                            ("declined", "Geweigerd"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("code_expires_at", models.DateTimeField(null=True)),
                ("code_attempts", models.PositiveSmallIntegerField(default=0)),
                ("codes_sent", models.PositiveSmallIntegerField(default=0)),
                ("identified_at", models.DateTimeField(null=True)),
                ("typed_name", models.CharField(blank=True, max_length=120)),
                ("answered_at", models.DateTimeField(null=True)),
                ("decline_reason", models.TextField(blank=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="signings", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="signings", to="agreements.agreementversion"
                    ),
                ),
                ("drawing", models.TextField(blank=True)),
                ("is_asked", models.BooleanField(default=True)),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("typed", "Naam getypt"),
                            ("drawn", "Handtekening getekend"),
                            ("elsewhere", "Elders getekend"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signed_on", models.DateField(null=True)),
                ("turn", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["agreement", "id"], name="signing_by_agreement"),
                    models.Index(
                        condition=models.Q(("is_asked", False), ("state", "waiting")),
                        fields=["agreement"],
                        name="signing_to_ask",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "role"), name="signing_once_per_party"),
                    models.UniqueConstraint(fields=("version", "email"), name="signing_by_distinct_persons"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="signing_answer_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(
                                models.Q(("drawing", ""), ("typed_name", ""), _negated=True),
                                ("identified_at__isnull", False),
                                models.Q(("method", "elsewhere"), _negated=True),
                            ),
                            models.Q(("drawing", ""), ("method", "elsewhere"), ("typed_name", "")),
                            _connector="OR",
                        ),
                        name="signing_signed_by_identified_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "elsewhere"), ("signed_on__isnull", False)),
                            models.Q(models.Q(("method", "elsewhere"), _negated=True), ("signed_on", None)),
                            _connector="OR",
                        ),
                        name="signing_elsewhere_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method", "drawn"), ("drawing", ""), _connector="OR"),
                        name="signing_drawing_is_of_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            ("is_asked", True),
                            ("method", "elsewhere"),
                            _connector="OR",
                        ),
                        name="signing_signed_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="signing_declined_has_reason",
                    ),
                    Owners(
                        fields=("version", "agreement", "hogeschool", "organisation", "student"), name="signing_owners"
                    ),
                    Fixed(
                        fields=("role", "party_name", "answered_at", "employer", "turn"), name="signing_person_stays"
                    ),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="signing_version_owners",
                        parent="version",
                    ),
                    SameOwners(fields=("employer",), name="signing_employer", parent="agreement"),
                    Kept(name="signing_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    While(
                        field="state",
                        fields=(
                            "name",
                            "function",
                            "email",
                            "token_hash",
                            "link_expires_at",
                            "identified_at",
                            "typed_name",
                            "answered_at",
                            "decline_reason",
                            "method",
                            "drawing",
                            "signed_on",
                            "is_asked",
                        ),
                        name="signing_changes_while_waiting",
                        states=("waiting",),
                    ),
                    Steps(
                        field="state",
                        name="signing_steps",
                        steps={
                            "waiting": {
                                "declined": ("portal_signer",),
                                "signed": ("portal_signer", "portal_coordinator"),
                            }
                        },
                    ),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'waiting'"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND (state = 'waiting' OR method = 'elsewhere')",
                                "token_hash",
                                "link_expires_at",
                                "email",
                                "state",
                                "answered_at",
                                "method",
                                "signed_on",
                            ),
                            "portal_signer": Only(
                                "id = {signing} AND method <> 'elsewhere'",
                                "name",
                                "function",
                                "email",
                                "token_hash",
                                "link_expires_at",
                                "state",
                                "opened_at",
                                "code_hash",
                                "code_expires_at",
                                "code_attempts",
                                "codes_sent",
                                "identified_at",
                                "typed_name",
                                "answered_at",
                                "decline_reason",
                                "method",
                                "drawing",
                            ),
                        },
                        name="signing_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("drafted", "Opgesteld"),
                            ("edited", "Gewijzigd"),
                            ("sent", "Verstuurd"),
                            ("reopened", "Teruggehaald"),
                            ("link_sent", "Persoonlijke link verstuurd"),
                            ("opened", "Geopend"),
                            ("code_sent", "Code verstuurd"),
                            ("code_wrong", "Verkeerde code"),
                            ("identified", "Code bevestigd"),
                            ("signed", "Getekend"),
                            ("elsewhere", "Elders getekend"),
                            ("forwarded", "Doorgestuurd"),
                            ("readers", "Meelezers gewijzigd"),
                            ("declined", "Geweigerd"),
                            ("sealed", "Verzegeld"),
                            ("cancelled", "Vervallen"),
                            ("data_asked", "Gegevens gevraagd"),
                            ("data_passed", "Gegevenskaart doorgestuurd"),
                            ("data_filled", "Gegevens ingevuld"),
                            ("data_taken", "Gegevens overgenomen"),
                            ("end_asked", "Beëindiging voorgesteld"),
                            ("end_answered", "Op de beëindiging geantwoord"),
                            ("end_dropped", "Beëindiging ingetrokken"),
                            ("end_final", "Beëindiging definitief"),
                            ("end_letter", "Brief over het einde verstuurd"),
                            ("ended", "Geëindigd"),
                            ("continued", "Vervolgd"),
                            ("reminded", "Herinnerd"),
                            ("meet_planned", "Gesprek gepland"),
                            ("meet_moved", "Gesprek verzet"),
                            ("meet_off", "Gesprek afgezegd"),
                            ("meet_held", "Gesprek vastgelegd"),
                            ("voiced", "Voortgang aangegeven"),
                            ("interrupted", "Onderbreking vastgelegd"),
                            ("resumed", "Onderbreking ingetrokken"),
                            ("attendance", "Aanwezigheid ingevuld"),
                            ("attended", "Aanwezigheid bevestigd"),
                            ("realised", "Leeruitkomst gerealiseerd"),
                            ("unrealised", "Realisatie ingetrokken"),
                        ],
                        max_length=12,
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("payload", models.TextField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "sequence"), name="agreement_event_sequence_is_unique"
                    ),
                    AppendOnly(name="agreement_event_is_written_once", removable=True),
                    Kept(name="agreement_event_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="agreement_event_owners",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="agreement_event_employer", parent="agreement"),
                    RowAccess(
                        add={
                            "portal_card": "agreement_id = {agreement} AND ({card} IS NOT NULL AND kind IN ('data_asked', 'data_passed', 'data_filled') OR {practice} IS NOT NULL AND kind IN ('voiced', 'attendance'))",
                            "portal_company": "organisation_id = {organisation} AND kind IN ('meet_held', 'voiced', 'interrupted', 'resumed', 'attendance', 'attended', 'end_answered')",
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND kind IN ('drafted', 'edited', 'sent', 'reopened', 'link_sent', 'cancelled', 'elsewhere', 'readers', 'data_asked', 'data_taken', 'end_asked', 'end_answered', 'end_dropped', 'end_final', 'continued', 'reminded', 'meet_planned', 'meet_moved', 'meet_off', 'meet_held', 'voiced', 'interrupted', 'resumed', 'attendance', 'realised', 'unrealised')",
                            "portal_employer": "employer_id = {organisation} AND kind IN ('end_answered')",
                            "portal_signer": "agreement_id = {agreement} AND (({signing} IS NOT NULL AND kind IN ('opened', 'code_sent', 'code_wrong', 'identified', 'signed', 'declined', 'link_sent', 'forwarded')) OR ({confirmation} IS NOT NULL AND kind IN ('end_answered')))",
                            "portal_student": "student_id = {me} AND kind IN ('voiced', 'end_answered')",
                        },
                        name="agreement_event_access",
                        read={
                            "portal_card": "agreement_id = {agreement}",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningStatements",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="versie")),
                ("identity", models.CharField(max_length=300)),
                ("authority", models.CharField(max_length=300)),
                ("consent", models.CharField(max_length=500)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "verbose_name_plural": "signing statements",
                "ordering": ["-number"],
                "get_latest_by": "number",
                "constraints": [
                    AppendOnly(name="signing_statements_are_written_once"),
                    RowAccess(
                        name="signing_statements_access",
                        read={
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_by", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(default=timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="paper_copies", to="agreements.agreement"),
                ),
                ("document", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="documents.document")),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="paper_copy", to="agreements.agreementversion"
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "constraints": [
                    AppendOnly(name="paper_copy_is_written_once", removable=True),
                    Kept(name="paper_copy_is_kept", until="portal.paper_copy_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="paper_copy_version",
                        parent="version",
                    ),
                    SameOwners(fields=("hogeschool",), name="paper_copy_document", parent="document"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="paper_copy_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("reads", "Leest mee"), ("copy", "Krijgt een afschrift")],
                        default="reads",
                        max_length=5,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("role", models.CharField(max_length=120, verbose_name="waarom leest deze persoon mee?")),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("link_expires_at", models.DateTimeField(null=True)),
                ("added_by", models.CharField(max_length=200)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="readers", to="agreements.agreement"),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "email"),
                        name="agreement_reader_once",
                        violation_error_message="Dit e-mailadres staat er al bij.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link_expires_at", None), ("token_hash", None)),
                            models.Q(
                                ("kind", "reads"), ("link_expires_at__isnull", False), ("token_hash__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="agreement_reader_link_has_end",
                    ),
                    SameOwners(
                        fields=("hogeschool", "organisation", "student"),
                        name="agreement_reader_owners",
                        parent="agreement",
                    ),
                    SameOwners(fields=("employer",), name="agreement_reader_employer", parent="agreement"),
                    Kept(
                        final=False,
                        name="agreement_reader_is_forgotten",
                        until="portal.agreement_is_due({row}.agreement_id)",
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent'))"
                        },
                        change={
                            "portal_coordinator": Only("hogeschool_id = {hogeschool}", "token_hash", "link_expires_at")
                        },
                        delete={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent'))"
                        },
                        name="agreement_reader_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "employer_id = {organisation}",
                            "portal_signer": "agreement_id = {agreement}",
                            "portal_student": "student_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsidyScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study_year", models.PositiveSmallIntegerField()),
                ("amount_eur", models.DecimalField(decimal_places=2, max_digits=8)),
                ("weeks", models.PositiveSmallIntegerField()),
                (
                    "sectors",
                    ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("building", "Bouw en infra"),
                                ("ict", "ICT"),
                                ("logistics", "Logistiek en mobiliteit"),
                                ("maritime", "Maritiem"),
                                ("technology", "Techniek en industrie"),
                                ("business", "Economie en management"),
                                ("care", "Zorg en welzijn"),
                                ("education", "Onderwijs"),
                                ("green", "Landbouw en natuur"),
                                ("other", "Overig"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "sectors_to_check",
                    ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("building", "Bouw en infra"),
                                ("ict", "ICT"),
                                ("logistics", "Logistiek en mobiliteit"),
                                ("maritime", "Maritiem"),
                                ("technology", "Techniek en industrie"),
                                ("business", "Economie en management"),
                                ("care", "Zorg en welzijn"),
                                ("education", "Onderwijs"),
                                ("green", "Landbouw en natuur"),
                                ("other", "Overig"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("opens_on", models.DateField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("apply_url", models.URLField()),
                ("source", models.CharField(max_length=300)),
                ("published_on", models.DateField()),
            ],
            options={
                "ordering": ["-study_year", "-published_on"],
                "get_latest_by": "published_on",
                "constraints": [
                    models.UniqueConstraint(fields=("study_year", "published_on"), name="subsidy_scheme_once_per_date"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_eur__gt", 0), ("weeks__gt", 0)),
                        name="subsidy_scheme_gives_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes_at", None), ("opens_on", None)),
                            ("closes_at__date__gt", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="subsidy_scheme_closes_after_it_opens",
                    ),
                    AppendOnly(name="subsidy_scheme_is_written_once"),
                    RowAccess(
                        name="subsidy_scheme_access", read={"portal_company": "true", "portal_coordinator": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsidyCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.CharField(
                        choices=[
                            ("6", "artikel 6"),
                            ("7a", "artikel 7, onder a"),
                            ("7b", "artikel 7, onder b"),
                            ("7c", "artikel 7, onder c"),
                            ("7d", "artikel 7, onder d"),
                            ("15", "artikel 15"),
                            ("20a", "artikel 20, onder a"),
                            ("23", "artikel 23"),
                        ],
                        max_length=4,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("source", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["article", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "valid_from"), name="subsidy_condition_once_per_date"),
                    AppendOnly(name="subsidy_condition_is_written_once"),
                    RowAccess(
                        name="subsidy_condition_access", read={"portal_company": "true", "portal_coordinator": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file_name", models.CharField(max_length=120)),
                ("rows", models.JSONField()),
                ("uploaded_by", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(default=timezone.now)),
                ("carried_out_at", models.DateTimeField(null=True)),
                ("drafted", models.PositiveSmallIntegerField(default=0)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.route")),
                ("unread", ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
            ],
            options={
                "ordering": ["-uploaded_at", "-id"],
                "indexes": [models.Index(fields=["hogeschool", "-uploaded_at"], name="draft_upload_by_hogeschool")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carried_out_at", None), ("drafted", 0)),
                            models.Q(("carried_out_at__isnull", False), ("rows", [])),
                            _connector="OR",
                        ),
                        name="draft_upload_is_open_or_carried_out",
                    ),
                    Owners(fields=("hogeschool", "route"), name="draft_upload_owners"),
                    Fixed(fields=("carried_out_at",), name="draft_upload_is_carried_out_once"),
                    SameOwners(fields=("hogeschool",), name="draft_upload_route_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND carried_out_at IS NULL"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool}", "rows", "carried_out_at", "drafted"
                            )
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool} AND carried_out_at IS NULL"},
                        name="draft_upload_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Weighing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("reason", models.TextField(max_length=1000)),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="weighings", to="agreements.agreement"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("student", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="weighings", to="agreements.agreementversion"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="weighing_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="weighing_has_reason",
                        violation_error_message="Schrijf op waarom u toch verstuurt.",
                    ),
                    AppendOnly(name="weighing_is_written_once", removable=True),
                    Kept(name="weighing_is_kept", until="portal.agreement_is_due({row}.agreement_id)"),
                    SameOwners(
                        fields=("agreement", "hogeschool", "organisation", "student"),
                        name="weighing_version_owners",
                        parent="version",
                    ),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="weighing_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        *run_sql(
            "agreements",
            "links.sql",
            "drafting.sql",
            "signing.sql",
            "addenda.sql",
            "endings.sql",
            "practice.sql",
            "verification.sql",
            "retention.sql",
            "lead_times.sql",
        ),
        migrations.RunSQL(
            read_sql("agreements", "retention_of_files.sql"),
            read_sql("documents", "nothing_is_due.sql"),
        ),
    ]
