from importlib import import_module

from django.db import migrations

FORWARD = """
-- Of each week that counts for a student on her route, whatever the company: its Monday, and the agreement. Nobody but
-- the hogeschool may read what was written down elsewhere; how many weeks that were, each company needs to know, for
-- together they are never more than those of one place. A week counts with at least one working day of the practice, as
-- it stands now, that is neither interrupted nor a holiday: as agreements/weeks.py says of its own agreement.
-- Subsidieregeling praktijkleren, art. 1 c and 20 a.
CREATE OR REPLACE FUNCTION portal.weeks_of_student(asked bigint) RETURNS TABLE (monday date, agreement_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.monday, w.agreement_id
    FROM agreements_agreement a
    JOIN agreements_agreement g ON g.student_id = a.student_id AND g.route_id = a.route_id
                               AND g.state IN ('sealed', 'ended')
   CROSS JOIN LATERAL portal.practice_period(g.id) p
    JOIN agreements_attendanceweek w ON w.agreement_id = g.id AND w.counts
   WHERE a.id = asked
     AND EXISTS (
       SELECT FROM generate_series(0, 4) AS n, LATERAL (SELECT w.monday + n AS day) d
        WHERE d.day BETWEEN p.first_day AND p.last_day
          AND NOT EXISTS (SELECT FROM agreements_interruption i
                           WHERE i.agreement_id = g.id AND i.withdrawn_at IS NULL
                             AND d.day BETWEEN i.begins_on AND i.ends_on)
          AND NOT EXISTS (SELECT FROM routes_rhythmperiod h
                           WHERE h.route_id = g.route_id AND h.kind = 'holiday'
                             AND d.day BETWEEN h.first_day AND h.last_day))
   ORDER BY w.monday, w.agreement_id
$$;

-- Weeks of a full place in a study year: as the programmateam published them for it, and before that those of the
-- regeling that is in force when it ends. Also for who does not read what the subsidy gives.
CREATE FUNCTION portal.weeks_of_full_place(asked integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT s.weeks FROM agreements_subsidyscheme s WHERE s.study_year = asked
      ORDER BY s.published_on DESC, s.id DESC LIMIT 1),
    (SELECT t.weeks FROM agreements_practiceterms t WHERE t.valid_from <= make_date(asked + 1, 12, 31)
      ORDER BY t.valid_from DESC LIMIT 1))
$$;
REVOKE ALL ON FUNCTION portal.weeks_of_full_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.weeks_of_full_place TO portal_coordinator, portal_company, portal_employer,
  portal_student, portal_card, portal_system;
"""
BEFORE = import_module("agreements.migrations.0005_what_came_before").FORWARD
START = "CREATE FUNCTION portal.weeks_of_student"
BACKWARD = f"""
DROP FUNCTION portal.weeks_of_full_place;
{BEFORE[BEFORE.index(START) : BEFORE.index("REVOKE")].replace("CREATE", "CREATE OR REPLACE", 1)}
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0017_rotation_by_addendum")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
