import mkbroute.access.policies
from django.db import migrations


FORWARD = """
-- What was said and held goes with its agreement, after its term: agreements.models.access.kept judges that now.
DROP TRIGGER contact_moment_stays ON agreements_contactmoment;
DROP TRIGGER outcome_voice_while_open ON agreements_outcomevoice;
CREATE TRIGGER outcome_voice_while_open BEFORE INSERT OR UPDATE ON agreements_outcomevoice
  FOR EACH ROW EXECUTE FUNCTION portal.require_open_moment();
"""
BACKWARD = """
DROP TRIGGER outcome_voice_while_open ON agreements_outcomevoice;
CREATE TRIGGER outcome_voice_while_open BEFORE INSERT OR UPDATE OR DELETE ON agreements_outcomevoice
  FOR EACH ROW EXECUTE FUNCTION portal.require_open_moment();
CREATE TRIGGER contact_moment_stays AFTER DELETE ON agreements_contactmoment
  FOR EACH ROW WHEN (OLD.state <> 'planned') EXECUTE FUNCTION portal.refuse('what was held is never removed');
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0021_retention_rules")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(
            model_name="agreementevent",
            name="agreement_event_is_written_once",
        ),
        migrations.RemoveConstraint(
            model_name="papercopy",
            name="paper_copy_is_written_once",
        ),
        migrations.RemoveConstraint(
            model_name="weighing",
            name="weighing_is_written_once",
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.Kept(
                name="addendum_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=mkbroute.access.policies.Kept(
                name="agreement_is_kept", until="portal.agreement_is_due({row}.id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=mkbroute.access.policies.AppendOnly(name="agreement_event_is_written_once", removable=True),
        ),
        migrations.AddConstraint(
            model_name="agreementevent",
            constraint=mkbroute.access.policies.Kept(
                name="agreement_event_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreader",
            constraint=mkbroute.access.policies.Kept(
                final=False, name="agreement_reader_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=mkbroute.access.policies.Kept(
                name="agreement_version_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.AppendOnly(name="paper_copy_is_written_once", removable=True),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=mkbroute.access.policies.Kept(
                name="paper_copy_is_kept", until="portal.paper_copy_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=mkbroute.access.policies.Kept(
                final=False, name="party_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="partycard",
            constraint=mkbroute.access.policies.Kept(
                final=False, name="party_card_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=mkbroute.access.policies.Kept(
                final=False, name="plan_row_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationperiod",
            constraint=mkbroute.access.policies.Kept(
                final=False, name="rotation_period_is_forgotten", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=mkbroute.access.policies.Kept(
                name="signing_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=mkbroute.access.policies.AppendOnly(name="weighing_is_written_once", removable=True),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=mkbroute.access.policies.Kept(
                name="weighing_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=mkbroute.access.policies.Kept(
                name="hold_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="momentnote",
            name="moment_note_is_written_once",
        ),
        migrations.AddConstraint(
            model_name="attendanceweek",
            constraint=mkbroute.access.policies.Kept(
                name="attendance_week_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactmoment",
            constraint=mkbroute.access.policies.Kept(
                name="contact_moment_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="interruption",
            constraint=mkbroute.access.policies.Kept(
                name="interruption_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="momentnote",
            constraint=mkbroute.access.policies.AppendOnly(name="moment_note_is_written_once", removable=True),
        ),
        migrations.AddConstraint(
            model_name="momentnote",
            constraint=mkbroute.access.policies.Kept(
                name="moment_note_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomevoice",
            constraint=mkbroute.access.policies.Kept(
                name="outcome_voice_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="practicelink",
            constraint=mkbroute.access.policies.Kept(
                name="practice_link_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
        migrations.AddConstraint(
            model_name="realisedoutcome",
            constraint=mkbroute.access.policies.Kept(
                name="realised_outcome_is_kept", until="portal.agreement_is_due({row}.agreement_id)"
            ),
        ),
    ]
