from django.db import migrations

from mkbroute.access.policies import Only, RowAccess

CHILD = {
    "portal_company": "organisation_id = {organisation}",
    "portal_coordinator": "hogeschool_id = {hogeschool}",
    "portal_employer": "employer_id = {organisation}",
    "portal_signer": "agreement_id = {agreement}",
    "portal_student": "student_id = {me}",
}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_national_templates")]
    operations = [
        migrations.RemoveConstraint(model_name="signing", name="signing_access"),
        migrations.AddConstraint(
            model_name="signing",
            constraint=RowAccess(
                name="signing_access",
                read=CHILD,
                add={"portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'waiting'"},
                change={
                    "portal_coordinator": Only(
                        "hogeschool_id = {hogeschool}", "token_hash", "link_expires_at", "email"
                    ),
                    "portal_signer": Only(
                        "id = {signing}",
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
                    ),
                },
            ),
        ),
    ]
