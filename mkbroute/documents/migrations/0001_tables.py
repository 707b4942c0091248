"""The tables, as their models declare them; in sql/ what those cannot say."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Kept, RowAccess
from mkbroute.access.sql_files import run_sql
from mkbroute.documents.migrations import FORMER


class Migration(migrations.Migration):
    initial = True
    replaces = FORMER[1:-2]
    dependencies = [
        ("organisations", "0003_size_classes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="SealCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("chain", models.JSONField()),
                ("name", models.CharField(max_length=200)),
                ("valid_until", models.DateTimeField()),
                ("first_used_at", models.DateTimeField(default=timezone.now)),
            ],
            options={
                "ordering": ["-first_used_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="seal_certificate_fingerprint_is_sha256",
                    ),
                    AppendOnly(name="seal_certificate_is_written_once"),
                    RowAccess(
                        name="seal_certificate_access",
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
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "Verzegelde overeenkomst"),
                            ("upload", "Geüpload bestand"),
                            ("scan", "Exemplaar dat elders is getekend"),
                            ("evidence", "Bewijs in een dossier"),
                            ("decision", "Besluit over een route"),
                            ("letter", "Brief over het einde van een overeenkomst"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("created_at", models.DateTimeField(default=timezone.now)),
                ("agreement_id", models.BigIntegerField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seal_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("B-B", "handtekening"),
                            ("B-T", "handtekening met tijdstempel"),
                            ("B-LT", "handtekening met tijdstempel en bewijs voor de lange termijn"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="documents.sealcertificate"
                    ),
                ),
                ("route_id", models.BigIntegerField(null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-created_at"], name="document_by_hogeschool"),
                    models.Index(fields=["agreement_id"], name="document_by_agreement"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "agreement_id"), name="document_of_agreement"),
                    models.UniqueConstraint(fields=("id", "hogeschool"), name="document_of_hogeschool"),
                    models.UniqueConstraint(fields=("id", "route_id", "hogeschool"), name="document_of_route"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="document_has_sha256"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="document_is_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("certificate", None), ("seal_level", "")),
                            models.Q(models.Q(("seal_level", ""), _negated=True), ("certificate__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_seal_has_certificate",
                    ),
                    AppendOnly(name="document_is_written_once", removable=True),
                    Kept(name="document_is_kept", until="portal.document_is_due({row}.id)"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("next_attempt_at", models.DateTimeField(default=timezone.now)),
                ("stamped_at", models.DateTimeField(null=True)),
                ("token", models.BinaryField(null=True)),
                (
                    "document",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="time_stamp", to="documents.document"),
                ),
            ],
            options={
                "ordering": ["next_attempt_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("token", None)), fields=["next_attempt_at"], name="time_stamp_to_fetch"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stamped_at", None), ("token", None)),
                            models.Q(("stamped_at__isnull", False), ("token__isnull", False)),
                            _connector="OR",
                        ),
                        name="time_stamp_has_token",
                    ),
                    Fixed(fields=("document", "stamped_at"), name="time_stamp_stays"),
                    Kept(name="time_stamp_is_kept", until="portal.document_is_due({row}.document_id)"),
                    RowAccess(
                        name="time_stamp_access",
                        read={
                            "portal_company": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                            "portal_coordinator": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                            "portal_employer": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                            "portal_signer": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                            "portal_student": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealReadiness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("problem", models.TextField(blank=True)),
                ("certificate_name", models.CharField(blank=True, max_length=200)),
                ("valid_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="seal_readiness_is_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("problem", ""), _negated=True), ("valid_until__isnull", False), _connector="OR"
                        ),
                        name="seal_readiness_has_end",
                    ),
                    RowAccess(
                        name="seal_readiness_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_class",
                    models.CharField(
                        choices=[
                            ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                            ("unfinished", "Concepten en vervallen overeenkomsten"),
                            ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                            ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                            ("route", "Bewijsstukken in het dossier van een route"),
                            ("decision", "Besluitbrieven over een route"),
                            ("upload", "Ingelezen bestanden"),
                            ("link", "Persoonlijke links en codes"),
                            ("mail", "Overzicht van verzonden mail"),
                            ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                        ],
                        max_length=14,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.CharField(choices=[("day", "dagen"), ("month", "maanden"), ("year", "jaar")], max_length=5),
                ),
                (
                    "starts",
                    models.CharField(
                        choices=[
                            ("end", "het einde van de overeenkomst"),
                            ("last_change", "de laatste wijziging"),
                            ("study_year", "het einde van het studiejaar"),
                            ("end_of_route", "het einde van de route"),
                            ("made", "de dag waarop het is gemaakt"),
                            ("expired", "de dag waarop het is verlopen"),
                        ],
                        max_length=14,
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(null=True)),
                ("most", models.PositiveSmallIntegerField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["document_class", "-valid_from"],
                "get_latest_by": "valid_from",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document_class", "valid_from"), name="retention_term_once_per_date"
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="retention_term_is_a_term"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("least", None), ("most", None)),
                            models.Q(
                                ("least__gt", 0), ("least__lte", models.F("number")), ("most__gte", models.F("number"))
                            ),
                            _connector="OR",
                        ),
                        name="retention_term_lies_within_its_bounds",
                    ),
                    AppendOnly(name="retention_term_is_written_once"),
                    RowAccess(
                        name="retention_term_access",
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
        migrations.CreateModel(
            name="OwnTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_class",
                    models.CharField(
                        choices=[
                            ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                            ("unfinished", "Concepten en vervallen overeenkomsten"),
                            ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                            ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                            ("route", "Bewijsstukken in het dossier van een route"),
                            ("decision", "Besluitbrieven over een route"),
                            ("upload", "Ingelezen bestanden"),
                            ("link", "Persoonlijke links en codes"),
                            ("mail", "Overzicht van verzonden mail"),
                            ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                        ],
                        max_length=14,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.TextField(max_length=1000)),
                ("who", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField(default=timezone.now)),
                ("valid_from", models.DateField()),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "document_class", "-id"], name="own_term_by_hogeschool")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="own_term_has_reason",
                        violation_error_message="Schrijf op waarom deze termijn voor uw hogeschool anders is.",
                    ),
                    AppendOnly(name="own_term_is_written_once"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="own_term_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(default=timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("failed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    Fixed(fields=("started_at", "finished_at"), name="retention_run_stays"),
                    Kept(name="retention_run_is_kept", until="false"),
                    RowAccess(
                        name="retention_run_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Removed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_class",
                    models.CharField(
                        choices=[
                            ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                            ("unfinished", "Concepten en vervallen overeenkomsten"),
                            ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                            ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                            ("route", "Bewijsstukken in het dossier van een route"),
                            ("decision", "Besluitbrieven over een route"),
                            ("upload", "Ingelezen bestanden"),
                            ("link", "Persoonlijke links en codes"),
                            ("mail", "Overzicht van verzonden mail"),
                            ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                        ],
                        max_length=14,
                    ),
                ),
                ("counts", models.JSONField()),
                ("hashes", ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, size=None)),
                ("codes", ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ("counted_from", models.DateField(null=True)),
                ("kept_until", models.DateField(null=True)),
                ("removed_at", models.DateTimeField(default=timezone.now)),
                ("files_gone_at", models.DateTimeField(null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="removed", to="documents.retentionrun"),
                ),
            ],
            options={
                "ordering": ["-removed_at", "-id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "-removed_at"], name="removed_by_hogeschool"),
                    models.Index(
                        condition=models.Q(("files_gone_at", None)), fields=["id"], name="removed_with_files_to_go"
                    ),
                    GinIndex(fields=["hashes"], name="removed_by_hash"),
                    GinIndex(fields=["codes"], name="removed_by_code"),
                ],
                "constraints": [
                    Fixed(
                        fields=(
                            "run",
                            "hogeschool",
                            "document_class",
                            "counts",
                            "hashes",
                            "codes",
                            "counted_from",
                            "kept_until",
                            "removed_at",
                            "files_gone_at",
                        ),
                        name="removed_stays",
                    ),
                    Kept(name="removed_is_kept", until="false"),
                    RowAccess(name="removed_access", read={"portal_coordinator": "hogeschool_id = {hogeschool}"}),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="removed_file", to="documents.document"
                    ),
                ),
                ("removed_at", models.DateTimeField(default=timezone.now)),
            ],
            options={
                "constraints": [
                    AppendOnly(name="removed_file_is_written_once"),
                    RowAccess(
                        name="removed_file_access",
                        read={
                            "portal_coordinator": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                            "portal_programme": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                        },
                    ),
                ],
            },
        ),
        *run_sql("documents", "nothing_is_due.sql", "retention.sql"),
    ]
