import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routes", "0001_initial"),  # the policy reads its table
        ("documents", "0002_seal_certificate"),
        ("organisations", "0005_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="document_access",
        ),
        migrations.AddField(
            model_name="document",
            name="route_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomst"),
                    ("upload", "Geüpload bestand"),
                    ("evidence", "Bewijs in een dossier"),
                    ("decision", "Besluit over een route"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("id", "route_id", "hogeschool"), name="document_of_route"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND organisation_id IS NULL AND employer_id IS NULL AND student_id IS NULL AND agreement_id IS NULL AND (route_id IS NULL OR EXISTS (SELECT FROM routes_route r WHERE r.id = route_id))"
                },
                name="document_access",
                read={
                    "portal_branche": "false",
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
    ]
