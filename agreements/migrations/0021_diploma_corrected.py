from pathlib import Path

import django.db.models.deletion
import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models

FORWARD = """
-- What is final stays so, but for a diploma that was recorded by mistake: then somebody says why.
CREATE FUNCTION portal.require_correction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'an ending that is final stays so', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER ending_final_stays BEFORE UPDATE ON agreements_ending FOR EACH ROW
  WHEN (OLD.state = 'final' AND NEW.state = 'withdrawn' AND (NEW.kind <> 'graduated' OR NEW.corrected_at IS NULL))
  EXECUTE FUNCTION portal.require_correction();
CREATE TRIGGER ending_open_has_no_correction BEFORE UPDATE ON agreements_ending FOR EACH ROW
  WHEN (OLD.state <> 'final' AND OLD.corrected_at IS NULL AND NEW.corrected_at IS NOT NULL)
  EXECUTE FUNCTION portal.require_correction();

-- What ended runs again only where the diploma that ended it was withdrawn.
CREATE FUNCTION portal.require_no_ending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements_ending e WHERE e.agreement_id = NEW.id AND e.state = 'final')
     OR NOT EXISTS (SELECT FROM agreements_ending e WHERE e.agreement_id = NEW.id AND e.corrected_at IS NOT NULL
                                                      AND e.last_day = OLD.ended_on)
  THEN RAISE check_violation USING MESSAGE = 'the ending of this agreement stands', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_runs_without_ending BEFORE UPDATE ON agreements_agreement FOR EACH ROW
  WHEN (OLD.state = 'ended' AND NEW.state = 'sealed') EXECUTE FUNCTION portal.require_no_ending();

-- And the other way round: at the commit, what ended has an ending that stands.
CREATE FUNCTION portal.require_running() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements_agreement a WHERE a.id = NEW.agreement_id AND a.state = 'ended')
     AND NOT EXISTS (SELECT FROM agreements_ending e WHERE e.agreement_id = NEW.agreement_id AND e.state = 'final')
  THEN RAISE check_violation USING MESSAGE = 'an agreement that ended keeps its ending', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ending_corrected_runs AFTER UPDATE ON agreements_ending DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.state = 'final' AND NEW.state = 'withdrawn') EXECUTE FUNCTION portal.require_running();
REVOKE ALL ON FUNCTION portal.require_correction, portal.require_no_ending, portal.require_running FROM PUBLIC;

-- What anyone may know who holds the sealed document, or a page of it by the code that is printed there: until when it
-- holds, or that it was called off before it began.
DROP FUNCTION portal.end_of_document;
CREATE FUNCTION portal.end_of_document(file_sha256 text, code uuid) RETURNS TABLE (last_day date, is_called_off boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT portal.end_of_agreement(a.id), coalesce(portal.end_of_agreement(a.id) < a.starts_on, false)
    FROM agreements_agreementversion v
    JOIN agreements_agreement a ON a.id = v.agreement_id
    LEFT JOIN documents_document d ON d.id = v.document_id
   WHERE v.sealed_at IS NOT NULL AND (d.sha256 = file_sha256 OR v.public_id = code) LIMIT 1
$$;

-- What anyone may know who holds a letter about an end: knowing its hash is holding it. Of one that told of a diploma by
-- mistake, from when that is corrected; the letter that corrects it is one too.
DROP FUNCTION portal.verify_letter;
CREATE FUNCTION portal.verify_letter(file_sha256 text)
RETURNS TABLE (hogeschool text, student text, last_day date, sealed_at timestamptz, is_called_off boolean,
               corrected_at timestamptz, is_correction boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, a.student_name, e.last_day, d.created_at, coalesce(e.last_day < a.starts_on, false), e.corrected_at,
         e.correction_id IS NOT DISTINCT FROM d.id
    FROM documents_document d
    JOIN agreements_ending e ON d.id IN (e.document_id, e.correction_id)
    JOIN agreements_agreement a ON a.id = e.agreement_id
    JOIN organisations_organisation o ON o.id = e.hogeschool_id
   WHERE d.sha256 = file_sha256
$$;
REVOKE ALL ON FUNCTION portal.end_of_document, portal.verify_letter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.end_of_document, portal.verify_letter TO portal_public, portal_system;
"""
BEFORE = (Path(__file__).parent / "sql/verification.sql").read_text()
START, END = "-- What anyone may know who holds the sealed document", "REVOKE ALL"
BACKWARD = f"""
DROP FUNCTION portal.verify_letter, portal.end_of_document;
{BEFORE[BEFORE.index(START) : BEFORE.index(END)]}
REVOKE ALL ON FUNCTION portal.end_of_document, portal.verify_letter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.end_of_document, portal.verify_letter TO portal_public, portal_system;
DROP TRIGGER agreement_runs_without_ending ON agreements_agreement;
DROP TRIGGER ending_corrected_runs ON agreements_ending;
DROP TRIGGER ending_open_has_no_correction ON agreements_ending;
DROP TRIGGER ending_final_stays ON agreements_ending;
DROP FUNCTION portal.require_running, portal.require_no_ending, portal.require_correction;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0020_company_reads_its_own_days"),
        ("documents", "0003_terms"),
        ("matching", "0001_tables"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_steps",
        ),
        migrations.RemoveConstraint(
            model_name="agreementevent",
            name="agreement_event_access",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_withdrawn_has_reason",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_letter_is_of_final",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_stays",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_steps",
        ),
        migrations.RemoveConstraint(
            model_name="ending",
            name="ending_access",
        ),
        migrations.AddField(
            model_name="ending",
            name="corrected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="ending",
            name="corrected_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="ending",
            name="correction",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="correction_reason",
            field=models.TextField(blank=True, max_length=2000),
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
        migrations.AddIndex(
            model_name="ending",
            index=models.Index(
                condition=models.Q(("correction", None), ("state", "withdrawn")),
                fields=["corrected_at"],
                name="ending_to_correct",
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
                    "ended": {"sealed": ("portal_coordinator",)},
                    "sealed": {"ended": ()},
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
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("closing_reason", ""), _negated=True),
                    models.Q(("correction_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="ending_withdrawn_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document", None), ("state", "final"), ("corrected_at__isnull", False), _connector="OR"
                ),
                name="ending_letter_is_of_final",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("corrected_at", None), ("corrected_by", ""), ("correction", None), ("correction_reason", "")
                    ),
                    models.Q(
                        ("corrected_at__isnull", False),
                        ("kind", "graduated"),
                        ("state", "withdrawn"),
                        models.Q(("corrected_by", ""), _negated=True),
                        models.Q(("correction_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ending_correction_has_reason",
                violation_error_message="Schrijf op wat er niet klopte.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=mkbroute.access.policies.Fixed(
                fields=(
                    "kind",
                    "ground",
                    "manner",
                    "last_day",
                    "noticed_on",
                    "started_by",
                    "explanation",
                    "employer",
                    "confirm_by",
                    "proposed_by",
                    "document",
                    "corrected_at",
                    "corrected_by",
                    "correction_reason",
                    "correction",
                ),
                name="ending_stays",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("agreement=agreement_id",), name="ending_correction", parent="correction"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="ending_steps",
                steps={
                    "final": {"withdrawn": ("portal_coordinator",)},
                    "open": {"final": ("portal_coordinator",), "withdrawn": ("portal_coordinator",)},
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
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
