from django.db import migrations

FORWARD = """
-- Of each week that counts for a student on her route, whatever the company: its Monday, and the agreement. Nobody but
-- the hogeschool may read what was written down elsewhere; how many weeks that were, each company needs to know, for
-- together they are never more than those of one place. Subsidieregeling praktijkleren, art. 1 c and 20 a.
CREATE FUNCTION portal.weeks_of_student(asked bigint) RETURNS TABLE (monday date, agreement_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.monday, w.agreement_id
    FROM agreements_agreement a
    JOIN agreements_agreement g ON g.student_id = a.student_id AND g.route_id = a.route_id
                               AND g.state IN ('sealed', 'ended')
    JOIN agreements_attendanceweek w ON w.agreement_id = g.id AND w.counts
   WHERE a.id = asked
     AND NOT EXISTS (SELECT FROM agreements_interruption i
                      WHERE i.agreement_id = g.id AND i.withdrawn_at IS NULL
                        AND i.begins_on <= w.monday AND i.ends_on >= w.monday + 4)
     AND NOT EXISTS (SELECT FROM routes_rhythmperiod h
                      WHERE h.route_id = g.route_id AND h.kind = 'holiday'
                        AND h.first_day <= w.monday AND h.last_day >= w.monday + 4)
   ORDER BY w.monday, w.agreement_id
$$;
REVOKE ALL ON FUNCTION portal.weeks_of_student FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.weeks_of_student TO portal_coordinator, portal_company, portal_employer,
  portal_student, portal_card, portal_system;

-- What a student realised under the agreements that this one continues: the company that takes over must know where she
-- stands, and may read nothing else of them.
CREATE FUNCTION portal.realised_before(asked bigint) RETURNS TABLE (outcome text, realised_on date, agreement_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE former AS (
    SELECT a.follows_id AS id FROM agreements_agreement a WHERE a.id = asked AND a.follows_id IS NOT NULL
    UNION
    SELECT a.follows_id FROM agreements_agreement a JOIN former f ON f.id = a.id WHERE a.follows_id IS NOT NULL
  )
  SELECT r.outcome, r.realised_on, r.agreement_id
    FROM agreements_realisedoutcome r JOIN former f ON f.id = r.agreement_id
   WHERE r.withdrawn_at IS NULL
   ORDER BY r.realised_on, r.id
$$;
REVOKE ALL ON FUNCTION portal.realised_before FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.realised_before TO portal_coordinator, portal_company, portal_employer, portal_student,
  portal_card, portal_system;
"""
BACKWARD = "DROP FUNCTION portal.weeks_of_student, portal.realised_before;"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_what_held_at_the_end"), ("routes", "0002_rows")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
