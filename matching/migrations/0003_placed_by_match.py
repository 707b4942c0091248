from django.db import migrations

# Looks with the eyes of the owner: a company does not see the matches of others.
FORWARD = """
CREATE FUNCTION portal.require_confirmed_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM matching_match m WHERE m.application_id = NEW.id AND m.state = 'confirmed') THEN
    RAISE check_violation USING MESSAGE = 'an application is placed by a confirmed match', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.require_confirmed_match FROM PUBLIC;
CREATE TRIGGER application_taken_by_match BEFORE UPDATE ON matching_application FOR EACH ROW
  WHEN (NEW.state = 'placed' AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION portal.require_confirmed_match();
"""
BACKWARD = """
DROP TRIGGER application_taken_by_match ON matching_application;
DROP FUNCTION portal.require_confirmed_match;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_places_are_counted")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
