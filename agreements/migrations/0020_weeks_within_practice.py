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
"""
BEFORE = import_module("agreements.migrations.0005_what_came_before").FORWARD
START = "CREATE FUNCTION portal.weeks_of_student"
BACKWARD = BEFORE[BEFORE.index(START) : BEFORE.index("REVOKE")].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_outcomes_by_addendum")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
