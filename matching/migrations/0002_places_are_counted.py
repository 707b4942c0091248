from django.db import migrations, models

from mkbroute.access.policies import Only, RowAccess

# The company's and other hogescholen's matches are hidden from whoever proposes one, so the owner counts. Adding one waits
# for whoever holds the position's row, and `position_has_room` then refuses the one too many.
COUNT = """
CREATE FUNCTION portal.count_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE difference int := 0;
BEGIN
  IF TG_OP <> 'DELETE' AND NEW.state IN ('proposed', 'confirmed') THEN difference := difference + 1; END IF;
  IF TG_OP <> 'INSERT' AND OLD.state IN ('proposed', 'confirmed') THEN difference := difference - 1; END IF;
  IF difference <> 0 THEN
    UPDATE matching_position SET taken = taken + difference WHERE id = coalesce(NEW.position_id, OLD.position_id);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION portal.count_places FROM PUBLIC;
CREATE TRIGGER match_takes_place AFTER INSERT OR DELETE OR UPDATE OF state ON matching_match
  FOR EACH ROW EXECUTE FUNCTION portal.count_places();
UPDATE matching_position p SET taken = (
  SELECT count(*) FROM matching_match m WHERE m.position_id = p.id AND m.state IN ('proposed', 'confirmed'));
"""
DO_NOT_COUNT = """
DROP TRIGGER match_takes_place ON matching_match;
DROP FUNCTION portal.count_places;
"""
# Back to numbered places.
NUMBER = """
UPDATE matching_match m SET place = n.place FROM (
  SELECT id, row_number() OVER (PARTITION BY position_id, state IN ('proposed', 'confirmed') ORDER BY id) AS place
    FROM matching_match) n WHERE n.id = m.id;
"""

TERMS = (
    "title",
    "tasks",
    "learning",
    "hours_per_week",
    "working_days",
    "salary",
    "contract_months",
    "capacity",
    "starts_on",
    "supervisor_name",
    "supervisor_function",
    "supervisor_email",
    "supervisor_phone",
    "signatory_name",
    "signatory_function",
    "signatory_email",
)
OF_COMPANY = "organisation_id = {organisation}"


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("organisations", "0003_mkb_thresholds")]

    operations = [
        migrations.RemoveConstraint(model_name="match", name="match_place_is_taken_once"),
        migrations.RunSQL(migrations.RunSQL.noop, NUMBER),
        migrations.AlterField(
            model_name="match", name="place", field=models.PositiveSmallIntegerField(default=1, editable=False)
        ),
        migrations.RemoveField(model_name="match", name="place"),
        migrations.AddField(
            model_name="position",
            name="taken",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(COUNT, DO_NOT_COUNT),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("capacity")),
                name="position_has_room",
                violation_error_message="Er zijn al meer plaatsen bezet of voorgesteld.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="position",
            name="position_has_capacity",
            constraint=models.CheckConstraint(
                condition=models.Q(capacity__range=(1, 50)),
                name="position_has_capacity",
                violation_error_message="Het aantal plaatsen ligt tussen 1 en 50.",
            ),
        ),
        migrations.RemoveConstraint(model_name="position", name="position_access"),
        migrations.AddConstraint(
            model_name="position",
            constraint=RowAccess(
                name="position_access",
                read={
                    "portal_company": OF_COMPANY,
                    "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    "portal_student": "EXISTS (SELECT FROM matching_match m WHERE m.position_id = matching_position.id)",
                },
                add={"portal_company": f"{OF_COMPANY} AND taken = 0"},
                change={"portal_company": Only(OF_COMPANY, *TERMS, "workplace", "state")},
            ),
        ),
    ]
