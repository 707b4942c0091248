import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_of_route"),
        ("organisations", "0008_former_styles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealReadiness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("problem", models.TextField(blank=True)),
                ("certificate_name", models.CharField(blank=True, max_length=200)),
                ("valid_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("next_attempt_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stamped_at", models.DateTimeField(null=True)),
                ("token", models.BinaryField(null=True)),
            ],
            options={
                "ordering": ["next_attempt_at"],
            },
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomst"),
                    ("upload", "Geüpload bestand"),
                    ("scan", "Exemplaar dat elders is getekend"),
                    ("evidence", "Bewijs in een dossier"),
                    ("decision", "Besluit over een route"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("id", "hogeschool"), name="document_of_hogeschool"),
        ),
        migrations.AddConstraint(
            model_name="sealreadiness",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="seal_readiness_is_one_row"),
        ),
        migrations.AddConstraint(
            model_name="sealreadiness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("problem", ""), _negated=True), ("valid_until__isnull", False), _connector="OR"
                ),
                name="seal_readiness_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealreadiness",
            constraint=mkbroute.access.policies.RowAccess(
                name="seal_readiness_access", read={"portal_coordinator": "true", "portal_programme": "true"}
            ),
        ),
        migrations.AddField(
            model_name="timestamp",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="time_stamp", to="documents.document"
            ),
        ),
        migrations.AddIndex(
            model_name="timestamp",
            index=models.Index(
                condition=models.Q(("token", None)), fields=["next_attempt_at"], name="time_stamp_to_fetch"
            ),
        ),
        migrations.AddConstraint(
            model_name="timestamp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stamped_at", None), ("token", None)),
                    models.Q(("stamped_at__isnull", False), ("token__isnull", False)),
                    _connector="OR",
                ),
                name="time_stamp_has_token",
            ),
        ),
        migrations.AddConstraint(
            model_name="timestamp",
            constraint=mkbroute.access.policies.Fixed(fields=("document", "stamped_at"), name="time_stamp_stays"),
        ),
        migrations.AddConstraint(
            model_name="timestamp",
            constraint=mkbroute.access.policies.RowAccess(
                name="time_stamp_access",
                read={
                    "portal_company": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                    "portal_coordinator": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                    "portal_employer": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                    "portal_signer": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                    "portal_student": "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)",
                },
            ),
        ),
    ]
