"""The tables, as their models declare them; in sql/ what those cannot say."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import RegexValidator
from django.db import migrations, models
from django.db.models.functions import Now

from mkbroute.access.policies import AppendOnly, Fixed, Only, Owners, RowAccess
from mkbroute.access.sql_files import run_sql
from mkbroute.organisations.migrations import FORMER


class Migration(migrations.Migration):
    initial = True
    replaces = FORMER[1:-2]
    dependencies = [
        ("access", "0001_actor_and_history"),
    ]
    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mailadres")),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hogeschool", "Hogeschool"),
                            ("company", "Bedrijf"),
                            ("employer", "Opleidingsbedrijf"),
                            ("branche", "Brancheorganisatie"),
                            ("programme", "Programmateam"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "kvk_number",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[RegexValidator("^\\d{8}$", "Een KvK-nummer heeft 8 cijfers.")],
                        verbose_name="KvK-nummer",
                    ),
                ),
                (
                    "brin",
                    models.CharField(
                        blank=True,
                        max_length=4,
                        validators=[
                            RegexValidator("^\\d{2}[A-Z]{2}$", "Een BRIN-code bestaat uit 2 cijfers en 2 letters.")
                        ],
                        verbose_name="BRIN-code",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="straat en huisnummer")),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[RegexValidator("^[1-9]\\d{3} ?[A-Z]{2}$", "Schrijf een postcode als 1234 AB.")],
                        verbose_name="postcode",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="plaats")),
                (
                    "province",
                    models.CharField(
                        blank=True,
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
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="algemeen e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                ("takes_part", models.BooleanField(default=False)),
                ("claimed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "host_name",
                    models.CharField(blank=True, max_length=200, null=True, unique=True, verbose_name="eigen webadres"),
                ),
                (
                    "mkb_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("micro", "Micro-onderneming"),
                            ("small", "Kleine onderneming"),
                            ("medium", "Middelgrote onderneming"),
                            ("large", "Geen mkb"),
                        ],
                        editable=False,
                        max_length=6,
                        verbose_name="mkb",
                    ),
                ),
                ("mkb_declared_on", models.DateField(editable=False, null=True)),
                ("created_at", models.DateTimeField(db_default=Now())),
                (
                    "introduced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="introduced",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "indexes": [models.Index(fields=["kind", "name"], name="organisation_by_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kvk_number", ""), _negated=True),
                        fields=("kvk_number",),
                        name="organisation_kvk_number_is_unique",
                        violation_error_message="Dit KvK-nummer is al bekend in het portaal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kvk_number", ""), ("kvk_number__regex", "^\\d{8}$"), _connector="OR"),
                        name="organisation_kvk_number_has_8_digits",
                        violation_error_message="Een KvK-nummer heeft 8 cijfers.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "company"), _negated=True),
                            models.Q(("kvk_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="organisation_company_has_kvk_number",
                        violation_error_message="Vul het KvK-nummer van het bedrijf in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("host_name", None), ("kind", "hogeschool"), _connector="OR"),
                        name="organisation_host_name_is_for_hogescholen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mkb_declared_on", None), ("mkb_outcome", "")),
                            models.Q(models.Q(("mkb_outcome", ""), _negated=True), ("mkb_declared_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="organisation_mkb_outcome_has_date",
                    ),
                    Fixed(
                        fields=("kind", "kvk_number", "introduced_by", "claimed_at"), name="organisation_identity_stays"
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "kind IN ('company', 'employer', 'branche') AND introduced_by_id = {organisation}",
                            "portal_programme": "kind IN ('hogeschool', 'branche') AND introduced_by_id = {organisation}",
                        },
                        change={
                            "portal_branche": Only(
                                "id = {organisation}",
                                "name",
                                "street",
                                "postcode",
                                "city",
                                "province",
                                "website",
                                "email",
                                "phone",
                            ),
                            "portal_company": Only(
                                "id = {organisation}",
                                "name",
                                "street",
                                "postcode",
                                "city",
                                "province",
                                "website",
                                "email",
                                "phone",
                                "takes_part",
                            ),
                            "portal_coordinator": Only(
                                "id = {organisation} OR (introduced_by_id = {organisation} AND claimed_at IS NULL)",
                                "name",
                                "street",
                                "postcode",
                                "city",
                                "province",
                                "website",
                                "email",
                                "phone",
                                "brin",
                                "host_name",
                            ),
                            "portal_employer": Only(
                                "id = {organisation}",
                                "name",
                                "street",
                                "postcode",
                                "city",
                                "province",
                                "website",
                                "email",
                                "phone",
                            ),
                            "portal_programme": Only(
                                "id = {organisation}",
                                "name",
                                "street",
                                "postcode",
                                "city",
                                "province",
                                "website",
                                "email",
                                "phone",
                            ),
                        },
                        name="organisation_access",
                        read={
                            "portal_branche": "kind <> 'company' OR takes_part",
                            "portal_card": "kind <> 'company' OR takes_part",
                            "portal_company": "kind <> 'company' OR id = {organisation}",
                            "portal_coordinator": "true",
                            "portal_employer": "kind <> 'company' OR takes_part",
                            "portal_programme": "true",
                            "portal_public": "kind <> 'company'",
                            "portal_signer": "kind <> 'company' OR takes_part",
                            "portal_student": "kind <> 'company' OR takes_part",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("coordinator", "Route-coördinator"),
                            ("teacher", "Docent"),
                            ("signatory", "Tekenbevoegde"),
                            ("contact", "Contactpersoon"),
                            ("supervisor", "Praktijkbegeleider"),
                            ("adviser", "Beleidsmedewerker"),
                            ("programme", "Programmateam"),
                        ],
                        max_length=12,
                        verbose_name="rol",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("began_at", models.DateTimeField(db_default=Now())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="memberships", to="organisations.organisation"
                    ),
                ),
                ("public_id", models.UUIDField(db_default=RandomUUID(), editable=False, unique=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user", "organisation"),
                        name="membership_runs_once_per_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="membership_ends_after_it_began",
                    ),
                    Owners(fields=("user", "organisation"), name="membership_owners"),
                    Fixed(fields=("ended_at",), name="membership_end_stays"),
                    RowAccess(
                        change={
                            "portal_branche": Only("organisation_id = {organisation}", "name", "part", "ended_at"),
                            "portal_company": Only("organisation_id = {organisation}", "name", "part", "ended_at"),
                            "portal_coordinator": Only("organisation_id = {organisation}", "name", "part", "ended_at"),
                            "portal_employer": Only("organisation_id = {organisation}", "name", "part", "ended_at"),
                            "portal_programme": Only("organisation_id = {organisation}", "name", "part", "ended_at"),
                        },
                        name="membership_access",
                        read={
                            "portal_branche": "organisation_id = {organisation} OR user_id = {me}",
                            "portal_company": "organisation_id = {organisation} OR user_id = {me}",
                            "portal_coordinator": "organisation_id = {organisation} OR user_id = {me}",
                            "portal_employer": "organisation_id = {organisation} OR user_id = {me}",
                            "portal_programme": "organisation_id = {organisation} OR user_id = {me}",
                            "portal_student": "organisation_id = {organisation} OR user_id = {me}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("inviter_name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("coordinator", "Route-coördinator"),
                            ("teacher", "Docent"),
                            ("signatory", "Tekenbevoegde"),
                            ("contact", "Contactpersoon"),
                            ("supervisor", "Praktijkbegeleider"),
                            ("adviser", "Beleidsmedewerker"),
                            ("programme", "Programmateam"),
                        ],
                        max_length=12,
                        verbose_name="rol",
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(db_default=Now())),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="sent_invitations", to="organisations.organisation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="invitations", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at"],
                "indexes": [models.Index(fields=["organisation", "-sent_at"], name="invitation_by_organisation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                        name="invitation_is_accepted_or_revoked",
                    ),
                    Owners(fields=("organisation", "invited_by"), name="invitation_owners"),
                    RowAccess(
                        add={
                            "portal_branche": "organisation_id = {organisation} AND invited_by_id = {organisation}",
                            "portal_company": "organisation_id = {organisation} AND invited_by_id = {organisation}",
                            "portal_coordinator": "invited_by_id = {organisation} AND (organisation_id = {organisation} OR EXISTS (SELECT FROM organisations_organisation o WHERE o.id = organisation_id AND o.introduced_by_id = {organisation} AND o.claimed_at IS NULL))",
                            "portal_employer": "organisation_id = {organisation} AND invited_by_id = {organisation}",
                            "portal_programme": "invited_by_id = {organisation} AND EXISTS (SELECT FROM organisations_organisation o WHERE o.id = organisation_id AND o.kind IN ('hogeschool', 'branche', 'programme'))",
                        },
                        change={
                            "portal_branche": Only(
                                "organisation_id = {organisation} OR invited_by_id = {organisation}",
                                "token_hash",
                                "sent_at",
                                "expires_at",
                                "revoked_at",
                            ),
                            "portal_company": Only(
                                "organisation_id = {organisation} OR invited_by_id = {organisation}",
                                "token_hash",
                                "sent_at",
                                "expires_at",
                                "revoked_at",
                            ),
                            "portal_coordinator": Only(
                                "organisation_id = {organisation} OR invited_by_id = {organisation}",
                                "token_hash",
                                "sent_at",
                                "expires_at",
                                "revoked_at",
                            ),
                            "portal_employer": Only(
                                "organisation_id = {organisation} OR invited_by_id = {organisation}",
                                "token_hash",
                                "sent_at",
                                "expires_at",
                                "revoked_at",
                            ),
                            "portal_programme": Only(
                                "organisation_id = {organisation} OR invited_by_id = {organisation}",
                                "token_hash",
                                "sent_at",
                                "expires_at",
                                "revoked_at",
                            ),
                        },
                        name="invitation_access",
                        read={
                            "portal_branche": "organisation_id = {organisation} OR invited_by_id = {organisation}",
                            "portal_company": "organisation_id = {organisation} OR invited_by_id = {organisation}",
                            "portal_coordinator": "organisation_id = {organisation} OR invited_by_id = {organisation}",
                            "portal_employer": "organisation_id = {organisation} OR invited_by_id = {organisation}",
                            "portal_programme": "organisation_id = {organisation} OR invited_by_id = {organisation}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workplace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam van de vestiging")),
                (
                    "vestigingsnummer",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[RegexValidator("^\\d{12}$", "Een vestigingsnummer heeft 12 cijfers.")],
                    ),
                ),
                ("street", models.CharField(max_length=200, verbose_name="straat en huisnummer")),
                (
                    "postcode",
                    models.CharField(
                        max_length=7,
                        validators=[RegexValidator("^[1-9]\\d{3} ?[A-Z]{2}$", "Schrijf een postcode als 1234 AB.")],
                        verbose_name="postcode",
                    ),
                ),
                ("city", models.CharField(max_length=100, verbose_name="plaats")),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="workplaces", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vestigingsnummer", ""), ("vestigingsnummer__regex", "^\\d{12}$"), _connector="OR"
                        ),
                        name="workplace_vestigingsnummer_has_12_digits",
                        violation_error_message="Een vestigingsnummer heeft 12 cijfers.",
                    ),
                    Owners(fields=("organisation",), name="workplace_owners"),
                    RowAccess(
                        add={"portal_company": "organisation_id = {organisation}"},
                        change={"portal_company": "organisation_id = {organisation}"},
                        name="workplace_access",
                        read={
                            "portal_branche": "true",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MkbThresholds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("valid_from", models.DateField(unique=True)),
                ("micro_persons", models.PositiveIntegerField()),
                ("micro_million_eur", models.PositiveIntegerField()),
                ("small_persons", models.PositiveIntegerField()),
                ("small_million_eur", models.PositiveIntegerField()),
                ("medium_persons", models.PositiveIntegerField()),
                ("medium_turnover_million_eur", models.PositiveIntegerField()),
                ("medium_balance_million_eur", models.PositiveIntegerField()),
            ],
            options={
                "get_latest_by": "valid_from",
                "constraints": [
                    AppendOnly(name="mkb_thresholds_are_written_once"),
                    RowAccess(
                        name="mkb_thresholds_access",
                        read={
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MkbDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("persons", models.PositiveIntegerField(verbose_name="werkzame personen (fte)")),
                (
                    "turnover_eur",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="jaaromzet in euro"),
                ),
                (
                    "balance_eur",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="balanstotaal in euro"),
                ),
                ("has_partners", models.BooleanField(verbose_name="er zijn partner- of verbonden ondernemingen")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("micro", "Micro-onderneming"),
                            ("small", "Kleine onderneming"),
                            ("medium", "Middelgrote onderneming"),
                            ("large", "Geen mkb"),
                        ],
                        max_length=6,
                    ),
                ),
                ("declared_by", models.CharField(max_length=120)),
                ("declared_at", models.DateTimeField(db_default=Now())),
                ("thresholds", models.ForeignKey(on_delete=models.PROTECT, to="organisations.mkbthresholds")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="mkb_declarations", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-declared_at"],
                "get_latest_by": "declared_at",
                "constraints": [
                    AppendOnly(name="mkb_declaration_is_written_once"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_employer": "organisation_id = {organisation}",
                        },
                        name="mkb_declaration_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_employer": "organisation_id = {organisation}",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseStyle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.CharField(
                        default="#0b5563",
                        max_length=7,
                        validators=[RegexValidator("^#[0-9a-fA-F]{6}$", "Schrijf een kleur als #1a2b3c.")],
                        verbose_name="hoofdkleur",
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        default="#e07a1f",
                        max_length=7,
                        validators=[RegexValidator("^#[0-9a-fA-F]{6}$", "Schrijf een kleur als #1a2b3c.")],
                        verbose_name="steunkleur",
                    ),
                ),
                ("radius_px", models.PositiveSmallIntegerField(default=8, verbose_name="ronding van hoeken (px)")),
                ("logo", models.BinaryField(blank=True, null=True)),
                (
                    "logo_type",
                    models.CharField(blank=True, choices=[("image/png", "PNG"), ("image/jpeg", "JPEG")], max_length=20),
                ),
                ("css", models.TextField(editable=False)),
                ("sha", models.CharField(editable=False, max_length=64)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="house_style", to="organisations.organisation"
                    ),
                ),
                (
                    "former",
                    ArrayField(base_field=models.CharField(max_length=64), default=list, editable=False, size=None),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("radius_px__lte", 24)), name="house_style_radius_is_modest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("logo", None), ("logo_type", "")),
                            models.Q(("logo__isnull", False), models.Q(("logo_type", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="house_style_logo_has_type",
                    ),
                    Owners(fields=("organisation",), name="house_style_owners"),
                    RowAccess(
                        add={"portal_coordinator": "organisation_id = {organisation}"},
                        change={"portal_coordinator": "organisation_id = {organisation}"},
                        name="house_style_access",
                        read={
                            "portal_branche": "true",
                            "portal_card": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_public": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        *run_sql("organisations", "enter.sql", "invitations.sql", "companies.sql"),
    ]
