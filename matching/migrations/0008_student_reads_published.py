import mkbroute.access.policies
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0007_round_terms"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="offer",
            name="offer_access",
        ),
        migrations.RemoveConstraint(
            model_name="position",
            name="position_access",
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND state = 'waiting' AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                },
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation}",
                        "withdrawn_at",
                        "outcomes",
                        "state",
                        "asked_at",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}",
                        "state",
                        "reviewed_at",
                        "reviewed_by",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                },
                name="offer_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_student": "(state = 'published' AND EXISTS (SELECT FROM matching_application a WHERE a.route_id = matching_offer.route_id AND a.student_id = {me})) OR EXISTS (SELECT FROM matching_match m WHERE m.offer_id = matching_offer.id)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_company": "organisation_id = {organisation} AND taken = 0"},
                change={
                    "portal_company": mkbroute.access.policies.Only(
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
                        "closes_on",
                        "requirements",
                        "accessibility",
                        "is_public",
                        "formal_employer",
                        "supervisor_name",
                        "supervisor_function",
                        "supervisor_email",
                        "supervisor_phone",
                        "signatory_name",
                        "signatory_function",
                        "signatory_email",
                        "workplace",
                        "state",
                        "confirmed_at",
                    )
                },
                name="position_access",
                read={
                    "portal_card": "EXISTS (SELECT FROM matching_introduction i WHERE i.position_id = matching_position.id)",
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    "portal_student": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                },
            ),
        ),
    ]
