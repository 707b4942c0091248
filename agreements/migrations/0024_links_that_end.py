import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0023_files_of_applications"),
        ("organisations", "0004_mkb_by_card"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attendanceweek",
            name="attendance_week_access",
        ),
        migrations.RemoveConstraint(
            model_name="contactmoment",
            name="contact_moment_access",
        ),
        migrations.RemoveConstraint(
            model_name="interruption",
            name="interruption_access",
        ),
        migrations.RemoveConstraint(
            model_name="momentnote",
            name="moment_note_access",
        ),
        migrations.RemoveConstraint(
            model_name="outcomevoice",
            name="outcome_voice_access",
        ),
        migrations.RemoveConstraint(
            model_name="planrow",
            name="plan_row_access",
        ),
        migrations.RemoveConstraint(
            model_name="practicelink",
            name="practice_link_access",
        ),
        migrations.RemoveConstraint(
            model_name="realisedoutcome",
            name="realised_outcome_access",
        ),
        migrations.AddField(
            model_name="practicelink",
            name="ends_on",
            field=models.DateField(null=True, verbose_name="werkt niet meer vanaf"),
        ),
        migrations.AddConstraint(
            model_name="attendanceweek",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true) AND l.link_expires_at > now() AND l.moment_id IS NULL) AND portal.at_own_company(agreement_id, monday + 3)",
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND portal.at_own_company(agreement_id, monday + 3)",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                },
                change={
                    "portal_card": mkbroute.access.policies.Only(
                        "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true) AND l.link_expires_at > now() AND l.moment_id IS NULL) AND portal.at_own_company(agreement_id, monday + 3)",
                        "hours",
                        "counts",
                        "recorded_by",
                        "recorded_at",
                        "confirmed_by",
                        "confirmed_at",
                    ),
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND portal.at_own_company(agreement_id, monday + 3)",
                        "hours",
                        "counts",
                        "recorded_by",
                        "recorded_at",
                        "confirmed_by",
                        "confirmed_at",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        "hours",
                        "counts",
                        "recorded_by",
                        "recorded_at",
                    ),
                },
                name="attendance_week_access",
                read={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation} AND portal.at_own_company(agreement_id, monday + 3)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="contactmoment",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND kind = 'guidance' AND state = 'closed' AND portal.at_own_company(agreement_id, held_on)",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                },
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
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
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation} AND portal.at_own_company(agreement_id, coalesce(held_on, (planned_at AT TIME ZONE 'Europe/Amsterdam')::date))",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="interruption",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND portal.at_own_company(agreement_id, begins_on) AND portal.at_own_company(agreement_id, ends_on)",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                },
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND portal.at_own_company(agreement_id, begins_on) AND portal.at_own_company(agreement_id, ends_on)",
                        "withdrawn_at",
                        "withdrawn_by",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        "withdrawn_at",
                        "withdrawn_by",
                    ),
                },
                name="interruption_access",
                read={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation} AND (portal.at_own_company(agreement_id, begins_on) OR portal.at_own_company(agreement_id, ends_on))",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="momentnote",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id) AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                    "portal_student": "student_id = {me} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id AND m.state = 'closed')",
                },
                name="moment_note_access",
                read={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomevoice",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_card": "agreement_id = {agreement} AND moment_id = (SELECT l.moment_id FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true) AND l.link_expires_at > now()) AND voice = 'company'",
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id) AND voice = 'company'",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND voice = 'hogeschool'",
                    "portal_student": "student_id = {me} AND voice = 'student'",
                },
                change={
                    "portal_card": mkbroute.access.policies.Only(
                        "agreement_id = {agreement} AND moment_id = (SELECT l.moment_id FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true) AND l.link_expires_at > now()) AND voice = 'company'",
                        "level",
                        "sentence",
                        "who",
                        "at",
                        "given_at",
                    ),
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id) AND voice = 'company'",
                        "level",
                        "sentence",
                        "who",
                        "at",
                        "given_at",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND voice = 'hogeschool'",
                        "level",
                        "sentence",
                        "who",
                        "at",
                        "given_at",
                    ),
                    "portal_student": mkbroute.access.policies.Only(
                        "student_id = {me} AND voice = 'student'", "level", "sentence", "who", "at", "given_at"
                    ),
                },
                name="outcome_voice_access",
                read={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true)) AND (voice = 'company' OR given_at IS NOT NULL)",
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_contactmoment m WHERE m.id = moment_id) AND (voice = 'company' OR given_at IS NOT NULL)",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND (voice = 'hogeschool' OR given_at IS NOT NULL)",
                    "portal_employer": "employer_id = {organisation} AND given_at IS NOT NULL",
                    "portal_student": "student_id = {me} AND (voice = 'student' OR given_at IS NOT NULL)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=mkbroute.access.policies.RowAccess(
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
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="practicelink",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended')) AND moment_id IS NULL AND portal.at_own_company(agreement_id, (now() AT TIME ZONE 'Europe/Amsterdam')::date)",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                },
                change={
                    "portal_card": mkbroute.access.policies.Only(
                        "id = {practice} AND coalesce(ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true)",
                        "token_hash",
                        "link_expires_at",
                        "opened_at",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}", "link_expires_at", "ends_on"
                    ),
                },
                name="practice_link_access",
                read={
                    "portal_card": "id = {practice}",
                    "portal_company": "organisation_id = {organisation} AND portal.at_own_company(agreement_id, (asked_at AT TIME ZONE 'Europe/Amsterdam')::date)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="realisedoutcome",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))"
                },
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed', 'ended'))",
                        "withdrawn_at",
                        "withdrawn_by",
                        "withdrawn_why",
                    )
                },
                name="realised_outcome_access",
                read={
                    "portal_card": "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_practicelink l WHERE l.id = {practice} AND coalesce(l.ends_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date, true))",
                    "portal_company": "organisation_id = {organisation} AND portal.at_own_company(agreement_id, realised_on)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
    ]
