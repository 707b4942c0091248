"""A company that left an agreement no longer reads what came after it; the app above says which documents are that."""

import mkbroute.access.policies
from django.conf import settings
from django.db import migrations

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_term_of_applications"),
        ("organisations", "0004_mkb_by_card"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *run_sql("documents", "of_own_days.sql"),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_access",
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND organisation_id IS NULL AND employer_id IS NULL AND student_id IS NULL AND agreement_id IS NULL AND (route_id IS NULL OR EXISTS (SELECT FROM routes_route r WHERE r.id = route_id))",
                    "portal_student": "student_id = {me} AND kind = 'application' AND organisation_id IS NULL AND employer_id IS NULL AND agreement_id IS NULL AND route_id IS NULL AND EXISTS (SELECT FROM matching_application a WHERE a.student_id = {me} AND a.hogeschool_id = documents_document.hogeschool_id)",
                },
                name="document_access",
                read={
                    "portal_branche": "false",
                    "portal_company": "organisation_id = {organisation} AND (agreement_id IS NULL OR portal.document_is_of_own_days(id))",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
    ]
