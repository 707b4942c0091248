"""Who reads the evidence of a route: the policy reads its table, which refers to documents."""

from django.db import migrations

from mkbroute.access.policies import RowAccess
from mkbroute.documents.migrations import FORMER


class Migration(migrations.Migration):
    replaces = FORMER[-2:-1]
    dependencies = [
        ("documents", "0001_tables"),
        ("routes", "0001_tables"),
    ]
    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=RowAccess(
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
