"""A company that left by an addendum reads what it was party to, and nothing of what came after it."""

from importlib import import_module

import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import read_sql, run_sql

REPLACING = ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
NAMES = import_module("agreements.migrations.0014_own_days_of_company").FORWARD
NAME = NAMES[NAMES.index("CREATE FUNCTION portal.company_name") : NAMES.index("REVOKE ALL")].replace(*REPLACING)
# of a company that came after the next one, it hears no name
BY_ADDENDUM = "WHERE a.agreement_id = agreement AND a.state = 'sealed'"
OWN_NAME = NAME.replace(BY_ADDENDUM, f"{BY_ADDENDUM} AND portal.was_there_for(a.id)")

LETTERS = import_module("agreements.migrations.0021_diploma_corrected").FORWARD
LETTER = LETTERS[
    LETTERS.index("CREATE FUNCTION portal.verify_letter") : LETTERS.index("REVOKE ALL ON FUNCTION portal.end")
]
LETTER = LETTER.replace(*REPLACING)
# so that the indexes of both are used
BY_INDEX = LETTER.replace("d.id IN (e.document_id, e.correction_id)", "e.document_id = d.id OR e.correction_id = d.id")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0024_links_that_end"),
        ("documents", "0006_of_own_days"),
        ("organisations", "0004_mkb_by_card"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *run_sql("agreements", "left.sql"),
        migrations.RunSQL(OWN_NAME, NAME),
        migrations.RunSQL(BY_INDEX, LETTER),
        migrations.RunSQL(read_sql("agreements", "left_documents.sql"), read_sql("documents", "of_own_days.sql")),
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
                    ("data_asked", "Gegevens gevraagd"),
                    ("data_passed", "Gegevenskaart doorgestuurd"),
                    ("data_filled", "Gegevens ingevuld"),
                    ("data_taken", "Gegevens overgenomen"),
                    ("end_asked", "Beëindiging voorgesteld"),
                    ("end_answered", "Op de beëindiging geantwoord"),
                    ("end_dropped", "Beëindiging ingetrokken"),
                    ("end_final", "Beëindiging definitief"),
                    ("end_letter", "Brief over het einde verstuurd"),
                    ("end_undone", "Diploma hersteld"),
                    ("ended", "Geëindigd"),
                    ("continued", "Vervolgd"),
                    ("reminded", "Herinnerd"),
                    ("meet_planned", "Gesprek gepland"),
                    ("meet_moved", "Gesprek verzet"),
                    ("meet_handed", "Gesprek overgedragen"),
                    ("meet_off", "Gesprek afgezegd"),
                    ("meet_held", "Gesprek vastgelegd"),
                    ("voiced", "Voortgang aangegeven"),
                    ("interrupted", "Onderbreking vastgelegd"),
                    ("resumed", "Onderbreking ingetrokken"),
                    ("attendance", "Aanwezigheid ingevuld"),
                    ("attended", "Aanwezigheid bevestigd"),
                    ("realised", "Leeruitkomst gerealiseerd"),
                    ("unrealised", "Realisatie ingetrokken"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="addendum",
            name="addendum_access",
        ),
        migrations.RemoveConstraint(
            model_name="agreementevent",
            name="agreement_event_access",
        ),
        migrations.RemoveConstraint(
            model_name="agreementversion",
            name="agreement_version_access",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_access",
        ),
        migrations.RemoveConstraint(
            model_name="endingconfirmation",
            name="confirmation_access",
        ),
        migrations.RemoveConstraint(
            model_name="signing",
            name="signing_access",
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND state = 'draft' AND version = 0"
                },
                change={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_signer": mkbroute.access.policies.Only(
                        "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_signing s JOIN agreements_agreementversion v ON v.id = s.version_id WHERE s.id = {signing} AND v.addendum_id = agreements_addendum.id)",
                        "state",
                        "changed_at",
                        "parties",
                    ),
                },
                name="addendum_access",
                read={
                    "portal_company": "organisation_id = {organisation} AND portal.was_there_for(id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_card": "agreement_id = {agreement} AND ({card} IS NOT NULL AND kind IN ('data_asked', 'data_passed', 'data_filled') OR {practice} IS NOT NULL AND kind IN ('voiced', 'attendance'))",
                    "portal_company": "organisation_id = {organisation} AND kind IN ('meet_held', 'voiced', 'interrupted', 'resumed', 'attendance', 'attended', 'end_answered')",
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND kind IN ('drafted', 'edited', 'sent', 'reopened', 'link_sent', 'cancelled', 'elsewhere', 'readers', 'data_asked', 'data_taken', 'end_asked', 'end_answered', 'end_dropped', 'end_final', 'continued', 'reminded', 'meet_planned', 'meet_moved', 'meet_off', 'meet_held', 'voiced', 'interrupted', 'resumed', 'attendance', 'realised', 'unrealised', 'end_undone')",
                    "portal_employer": "employer_id = {organisation} AND kind IN ('end_answered')",
                    "portal_signer": "agreement_id = {agreement} AND (({signing} IS NOT NULL AND kind IN ('opened', 'code_sent', 'code_wrong', 'identified', 'signed', 'declined', 'link_sent', 'forwarded')) OR ({confirmation} IS NOT NULL AND kind IN ('end_answered')))",
                    "portal_student": "student_id = {me} AND kind IN ('voiced', 'end_answered')",
                },
                name="agreement_event_access",
                read={
                    "portal_card": "agreement_id = {agreement}",
                    "portal_company": "organisation_id = {organisation} AND (kind = 'attended' OR portal.at_own_company(agreement_id, (at AT TIME ZONE 'Europe/Amsterdam')::date))",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
                recorded=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool} AND document_id IS NULL"},
                name="agreement_version_access",
                read={
                    "portal_company": "organisation_id = {organisation} AND (addendum_id IS NULL OR portal.was_there_for(addendum_id))",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND state = 'open' AND document_id IS NULL"
                },
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND (kind = 'graduated' OR state <> 'final' OR (closing_reason <> '' AND confirm_by < (now() AT TIME ZONE 'Europe/Amsterdam')::date))",
                        "state",
                        "closed_by",
                        "closed_at",
                        "closing_reason",
                        "corrected_by",
                        "corrected_at",
                        "correction_reason",
                    )
                },
                name="ending_access",
                read={
                    "portal_company": "organisation_id = {organisation} AND portal.at_own_company(agreement_id, last_day)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="endingconfirmation",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('sealed')) AND (state = 'waiting' OR role = 'hogeschool')"
                },
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation} AND role = 'company' AND has_account",
                        "state",
                        "answered_at",
                        "answered_by",
                        "reason",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool} AND (state = 'waiting' OR role = 'hogeschool')",
                        "state",
                        "answered_at",
                        "answered_by",
                        "reason",
                        "email",
                        "token_hash",
                        "link_expires_at",
                    ),
                    "portal_employer": mkbroute.access.policies.Only(
                        "employer_id = {organisation} AND role = 'employer' AND has_account",
                        "state",
                        "answered_at",
                        "answered_by",
                        "reason",
                    ),
                    "portal_signer": mkbroute.access.policies.Only(
                        "id = {confirmation}", "state", "answered_at", "answered_by", "reason"
                    ),
                    "portal_student": mkbroute.access.policies.Only(
                        "student_id = {me} AND role = 'student'", "state", "answered_at", "answered_by", "reason"
                    ),
                },
                name="confirmation_access",
                read={
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_ending e WHERE e.id = ending_id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
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
                    "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM agreements_agreementversion v WHERE v.id = version_id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
    ]
