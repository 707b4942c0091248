import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_national_templates_2"),
        ("documents", "0004_stamps_and_readiness"),
        ("matching", "0004_on_recognised_route"),
        ("organisations", "0008_former_styles"),
        ("routes", "0008_recognition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PaperCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_by", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-uploaded_at"],
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
            },
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_steps",
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_access",
        ),
        migrations.RemoveConstraint(
            model_name="agreementevent",
            name="agreement_event_access",
        ),
        migrations.RemoveConstraint(
            model_name="party",
            name="party_access",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_signed_by_identified_person",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_person_stays",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_steps",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_access",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_changes_while_waiting",
        ),
        migrations.AddField(
            model_name="agreementtemplate",
            name="signing_order",
            field=models.CharField(
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
        migrations.AddField(
            model_name="signing",
            name="drawing",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="signing",
            name="is_asked",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="signing",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("typed", "Naam getypt"),
                    ("drawn", "Handtekening getekend"),
                    ("elsewhere", "Elders getekend"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="signed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="signing",
            name="turn",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="agreementevent",
            name="kind",
            field=models.CharField(
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
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="signing",
            index=models.Index(
                condition=models.Q(("is_asked", False), ("state", "waiting")),
                fields=["agreement"],
                name="signing_to_ask",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="agreement_steps",
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
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'draft' AND version = 0 AND (employer_id IS NULL OR EXISTS (SELECT FROM organisations_organisation o WHERE o.id = employer_id AND o.kind = 'employer'))"
                },
                change={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_signer": mkbroute.access.policies.Only(
                        "id = {agreement} AND {signing} IS NOT NULL", "state", "changed_at"
                    ),
                },
                name="agreement_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND kind IN ('drafted', 'edited', 'sent', 'reopened', 'link_sent', 'cancelled', 'elsewhere', 'readers')",
                    "portal_signer": "agreement_id = {agreement} AND {signing} IS NOT NULL AND kind IN ('opened', 'code_sent', 'code_wrong', 'identified', 'signed', 'declined', 'link_sent', 'forwarded')",
                },
                name="agreement_event_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
                recorded=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                },
                change={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent'))",
                    "portal_signer": mkbroute.access.policies.Only(
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
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "elsewhere"), ("signed_on__isnull", False)),
                    models.Q(models.Q(("method", "elsewhere"), _negated=True), ("signed_on", None)),
                    _connector="OR",
                ),
                name="signing_elsewhere_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", "drawn"), ("drawing", ""), _connector="OR"),
                name="signing_drawing_is_of_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    ("is_asked", True),
                    ("method", "elsewhere"),
                    _connector="OR",
                ),
                name="signing_signed_was_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=mkbroute.access.policies.Fixed(
                fields=("role", "party_name", "answered_at", "employer", "turn"), name="signing_person_stays"
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=mkbroute.access.policies.While(
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
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="signing_steps",
                steps={"waiting": {"declined": ("portal_signer",), "signed": ("portal_signer", "portal_coordinator")}},
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'waiting'"},
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND (state = 'waiting' OR method = 'elsewhere')",
                        "token_hash",
                        "link_expires_at",
                        "email",
                        "state",
                        "answered_at",
                        "method",
                        "signed_on",
                    ),
                    "portal_signer": mkbroute.access.policies.Only(
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
        ),
        migrations.AddField(
            model_name="agreementreader",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="agreementreader",
            name="employer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="agreementreader",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="agreementreader",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="agreementreader",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="paper_copies", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="papercopy",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="paper_copy", to="agreements.agreementversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingstatements",
            constraint=mkbroute.access.policies.AppendOnly(name="signing_statements_are_written_once"),
        ),
        migrations.AddConstraint(
            model_name="signingstatements",
            constraint=mkbroute.access.policies.RowAccess(
                name="signing_statements_access",
                read={
                    "portal_company": "true",
                    "portal_coordinator": "true",
                    "portal_employer": "true",
                    "portal_signer": "true",
                    "portal_student": "true",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=models.UniqueConstraint(
                fields=("agreement", "email"),
                name="agreement_reader_once",
                violation_error_message="Dit e-mailadres staat er al bij.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link_expires_at", None), ("token_hash", None)),
                    models.Q(("kind", "reads"), ("link_expires_at__isnull", False), ("token_hash__isnull", False)),
                    _connector="OR",
                ),
                name="agreement_reader_link_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool", "organisation", "student"), name="agreement_reader_owners", parent="agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("employer",), name="agreement_reader_employer", parent="agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent'))"
                },
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}", "token_hash", "link_expires_at"
                    )
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
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.AppendOnly(name="paper_copy_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("agreement", "hogeschool", "organisation", "student"),
                name="paper_copy_version",
                parent="version",
            ),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool",), name="paper_copy_document", parent="document"
            ),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                name="paper_copy_access",
                read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
            ),
        ),
    ]
