import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models


FORWARD = """
-- How to reach someone may always be mended; everything else of a party stands once the agreement was sent, but for who
-- signs for it, which whoever signs may pass on (party_access).
CREATE FUNCTION portal.party_changes_as_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mended text[] := ARRAY['signer_email', 'signer_phone', 'supervisor_email', 'supervisor_phone'];
BEGIN
  IF portal.signing() IS NOT NULL THEN mended := mended || ARRAY['signer_name', 'signer_function']; END IF;
  IF (SELECT a.state FROM agreements_agreement a WHERE a.id = NEW.agreement_id) <> 'draft'
     AND to_jsonb(OLD) - mended <> to_jsonb(NEW) - mended
  THEN RAISE check_violation USING MESSAGE = 'a party changes in a draft only', CONSTRAINT = 'party_changes_as_draft';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.party_changes_as_draft FROM PUBLIC;
CREATE TRIGGER party_changes_as_draft BEFORE UPDATE ON agreements_party
  FOR EACH ROW EXECUTE FUNCTION portal.party_changes_as_draft();

-- The same for what an addendum says: its parties without what may be mended of them, or of one of them.
CREATE FUNCTION portal.parties_without(parties jsonb, mended text[], of_role text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_agg(CASE WHEN of_role IS NULL OR party ->> 'role' = of_role THEN party - mended ELSE party END
                   ORDER BY place)
    FROM jsonb_array_elements(parties) WITH ORDINALITY AS p (party, place)
$$;
CREATE FUNCTION portal.addendum_says_the_same() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own text := (SELECT s.role FROM agreements_signing s WHERE s.id = portal.signing());
  mended text[] := CASE WHEN own IS NULL
    THEN ARRAY['signer_email', 'signer_phone', 'supervisor_email', 'supervisor_phone']
    ELSE ARRAY['signer_name', 'signer_function', 'signer_email'] END;
BEGIN
  -- who signs never changes a draft, whatever she was asked to sign before
  IF (OLD.state <> 'draft' OR own IS NOT NULL) AND (OLD.changes <> NEW.changes OR
     portal.parties_without(OLD.parties, mended, own) IS DISTINCT FROM portal.parties_without(NEW.parties, mended, own))
  THEN RAISE check_violation USING MESSAGE = 'an addendum changes as a draft only', CONSTRAINT = 'addendum_says_the_same';
  END IF;
  -- so that the order of their numbers is the order in which they begin
  IF NEW.state = 'sent' AND OLD.state <> 'sent' AND EXISTS (
     SELECT FROM agreements_addendum former WHERE former.agreement_id = NEW.agreement_id
        AND former.state = 'sealed' AND former.effective_on > NEW.effective_on)
  THEN RAISE check_violation USING MESSAGE = 'an addendum does not begin before an earlier one',
                                   CONSTRAINT = 'addendum_begins_after_the_former';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.parties_without, portal.addendum_says_the_same FROM PUBLIC;
CREATE TRIGGER addendum_says_the_same BEFORE UPDATE ON agreements_addendum
  FOR EACH ROW EXECUTE FUNCTION portal.addendum_says_the_same();
"""
BACKWARD = """
DROP TRIGGER addendum_says_the_same ON agreements_addendum;
DROP TRIGGER party_changes_as_draft ON agreements_party;
DROP FUNCTION portal.addendum_says_the_same, portal.parties_without, portal.party_changes_as_draft;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0013_order_of_templates"),
        ("documents", "0004_stamps_and_readiness"),
        ("matching", "0006_application_channel"),
        ("organisations", "0008_former_styles"),
        ("routes", "0011_uploads_and_channels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Concept"),
                            ("sent", "Ter ondertekening"),
                            ("declined", "Geweigerd"),
                            ("signed", "Door iedereen getekend"),
                            ("sealed", "Verzegeld"),
                            ("cancelled", "Vervallen"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="gaat in op")),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="waarom dit addendum?")),
                ("changes", models.JSONField(default=dict)),
                ("parties", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Weighing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("reason", models.TextField(max_length=1000)),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agreement_changes_as_draft",
        ),
        migrations.RemoveConstraint(
            model_name="agreementversion",
            name="agreement_version_never_changes",
        ),
        migrations.RemoveConstraint(
            model_name="party",
            name="party_access",
        ),
        migrations.AddField(
            model_name="agreement",
            name="contract_ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="einddatum van de arbeidsovereenkomst"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="contract_term",
            field=models.CharField(
                blank=True,
                choices=[("permanent", "Voor onbepaalde tijd"), ("temporary", "Tot een einddatum")],
                max_length=9,
                verbose_name="duur van de arbeidsovereenkomst",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="repayment_clause",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("no", "Nee")],
                max_length=3,
                verbose_name="staat er een terugbetalingsbeding in de arbeidsovereenkomst?",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="repayment_reviewed_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="wie bekeek dat beding juridisch?"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="salary_agreed",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("no", "Nee")],
                max_length=3,
                verbose_name="betaalt de werkgever salaris?",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="content",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="party",
            name="signer_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telefoon"),
        ),
        migrations.AddField(
            model_name="party",
            name="supervisor_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres van de praktijkbegeleider"),
        ),
        migrations.AddField(
            model_name="party",
            name="supervisor_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telefoon van de praktijkbegeleider"),
        ),
        migrations.AlterField(
            model_name="party",
            name="role",
            field=models.CharField(
                choices=[
                    ("student", "Student"),
                    ("company", "Bedrijf"),
                    ("employer", "Formele werkgever"),
                    ("leaving", "Vertrekkend bedrijf"),
                    ("hogeschool", "Hogeschool"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="signing",
            name="role",
            field=models.CharField(
                choices=[
                    ("student", "Student"),
                    ("company", "Bedrijf"),
                    ("employer", "Formele werkgever"),
                    ("leaving", "Vertrekkend bedrijf"),
                    ("hogeschool", "Hogeschool"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("contract_ends_on", None), ("contract_term", "temporary"), _connector="OR"),
                name="agreement_contract_end_is_of_temporary_contract",
                violation_error_message="Een einddatum hoort bij een arbeidsovereenkomst tot een einddatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=mkbroute.access.policies.While(
                field="state",
                fields=(
                    "student_name",
                    "template",
                    "starts_on",
                    "ends_on",
                    "practice_starts_on",
                    "practice_ends_on",
                    "hours_per_week",
                    "working_days",
                    "school_days",
                    "practice_supervisor",
                    "school_supervisor",
                    "guidance",
                    "learning_outcomes",
                    "assessment",
                    "termination_grounds",
                    "termination_manner",
                    "function_title",
                    "tasks",
                    "workplace_address",
                    "employment",
                    "study_costs",
                    "other_arrangements",
                    "contract_term",
                    "contract_ends_on",
                    "salary_agreed",
                    "repayment_clause",
                    "repayment_reviewed_by",
                    "employer",
                ),
                name="agreement_changes_as_draft",
                states=("draft",),
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role", "company"), models.Q(("supervisor_email", ""), ("supervisor_phone", "")), _connector="OR"
                ),
                name="party_supervisor_is_of_company",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft'))"
                },
                change={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ('draft', 'sent', 'declined', 'signed', 'sealed'))",
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
        migrations.AddField(
            model_name="addendum",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="employer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="addendum",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="agreements.addendum",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=mkbroute.access.policies.Fixed(
                fields=(
                    "number",
                    "addendum",
                    "title",
                    "html",
                    "content_sha256",
                    "content",
                    "created_at",
                    "document",
                    "sealed_at",
                    "employer",
                ),
                name="agreement_version_never_changes",
            ),
        ),
        migrations.AddField(
            model_name="weighing",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="weighings", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="weighing",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="weighing",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="weighing",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="weighing",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="weighings", to="agreements.agreementversion"
            ),
        ),
        migrations.AddIndex(
            model_name="addendum",
            index=models.Index(condition=models.Q(("state", "signed")), fields=["changed_at"], name="addendum_to_seal"),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.UniqueConstraint(fields=("agreement", "number"), name="addendum_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "sent", "declined", "signed"))),
                fields=("agreement",),
                name="addendum_one_at_a_time",
                violation_error_message="Er loopt al een addendum. Rond dat eerst af, of laat het vervallen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "cancelled"]),
                    models.Q(("effective_on__isnull", False), ("version__gt", 0), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="addendum_sent_says_what_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.Owners(
                fields=("agreement", "hogeschool", "organisation", "student"), name="addendum_owners"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.Fixed(fields=("number", "employer"), name="addendum_number_stays"),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.While(
                field="state",
                fields=("effective_on", "why", "version"),
                name="addendum_changes_as_draft",
                states=("draft",),
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool", "organisation", "student"), name="addendum_agreement_owners", parent="agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("employer",), name="addendum_employer", parent="agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="addendum_steps",
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
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="weighing_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="weighing_has_reason",
                violation_error_message="Schrijf op waarom u toch verstuurt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=mkbroute.access.policies.AppendOnly(name="weighing_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("agreement", "hogeschool", "organisation", "student"),
                name="weighing_version_owners",
                parent="version",
            ),
        ),
        migrations.AddConstraint(
            model_name="weighing",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                name="weighing_access",
                read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("agreement", "hogeschool", "organisation", "student"),
                name="agreement_version_addendum",
                parent="addendum",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
