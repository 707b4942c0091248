from django.db import migrations

FORWARD = """
-- What an addendum that everybody signed makes of a field, by a day; NULL: it stands as it was sealed. What would begin
-- after an end that is final never does.
CREATE OR REPLACE FUNCTION portal.changed_by_addendum(agreement bigint, field text, by_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.changes ->> field FROM agreements_addendum a
   WHERE a.agreement_id = agreement AND a.state = 'sealed' AND a.changes ? field
     AND a.effective_on <= least(by_day, portal.end_of_agreement(agreement))
   ORDER BY a.number DESC LIMIT 1
$$;

-- The first and the last day of an agreement, as they stand now: with every addendum that was signed, and no longer than
-- an end that is final.
CREATE FUNCTION portal.agreement_term(agreement bigint, OUT first_day date, OUT last_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(nullif(portal.changed_by_addendum(a.id, 'starts_on', 'infinity'), '')::date, a.starts_on),
         coalesce(portal.end_of_agreement(a.id),
                  nullif(portal.changed_by_addendum(a.id, 'ends_on', 'infinity'), '')::date, a.ends_on)
    FROM agreements_agreement a WHERE a.id = agreement
$$;

-- Talks lie in that term, and so does what is realised. That what was is not yet to come, is for the services to see.
CREATE FUNCTION portal.require_day_in_term() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE term record; day date;
BEGIN
  IF TG_ARGV[0] = 'planned_at' THEN
    day := (NEW.planned_at AT TIME ZONE 'Europe/Amsterdam')::date;
  ELSE
    day := (to_jsonb(NEW) ->> TG_ARGV[0])::date;
  END IF;
  SELECT * INTO term FROM portal.agreement_term(NEW.agreement_id);
  IF day < term.first_day OR day > term.last_day THEN
    RAISE check_violation USING MESSAGE = 'a day outside the term of the agreement', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_moment_planned_in_term BEFORE INSERT OR UPDATE OF planned_at ON agreements_contactmoment
  FOR EACH ROW WHEN (NEW.state = 'planned') EXECUTE FUNCTION portal.require_day_in_term('planned_at');
CREATE TRIGGER contact_moment_held_in_term BEFORE INSERT OR UPDATE OF held_on ON agreements_contactmoment
  FOR EACH ROW WHEN (NEW.held_on IS NOT NULL) EXECUTE FUNCTION portal.require_day_in_term('held_on');
CREATE TRIGGER realised_outcome_in_term BEFORE INSERT ON agreements_realisedoutcome
  FOR EACH ROW EXECUTE FUNCTION portal.require_day_in_term('realised_on');

REVOKE ALL ON FUNCTION portal.agreement_term, portal.require_day_in_term FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.agreement_term TO portal_coordinator, portal_company, portal_employer, portal_student,
  portal_card, portal_system;
"""
BACKWARD = """
DROP TRIGGER realised_outcome_in_term ON agreements_realisedoutcome;
DROP TRIGGER contact_moment_held_in_term ON agreements_contactmoment;
DROP TRIGGER contact_moment_planned_in_term ON agreements_contactmoment;
DROP FUNCTION portal.require_day_in_term;
DROP FUNCTION portal.agreement_term;
CREATE OR REPLACE FUNCTION portal.changed_by_addendum(agreement bigint, field text, by_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.changes ->> field FROM agreements_addendum a
   WHERE a.agreement_id = agreement AND a.state = 'sealed' AND a.effective_on <= by_day AND a.changes ? field
   ORDER BY a.number DESC LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_following")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
