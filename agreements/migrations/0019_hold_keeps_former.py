from pathlib import Path

from django.db import migrations

FORWARD = """
-- The last day on which it is kept. Sealed: as an agreement, as papers for the subsidy, and as long as a scan that
-- belongs to it. Not finished: from the last change on. Signed by everyone and not sealed: it waits for its seal. What
-- was continued stays as long as what continues it, a hold on that included: one dossier.
SET LOCAL check_function_bodies = off;  -- it names itself
CREATE OR REPLACE FUNCTION portal.agreement_kept_until(asked bigint) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN a.state IN ('draft', 'sent', 'declined', 'cancelled')
    THEN portal.kept_until('unfinished', a.hogeschool_id, (a.changed_at AT TIME ZONE 'Europe/Amsterdam')::date)
    WHEN a.state <> 'signed'
    THEN greatest(portal.kept_until('agreement', a.hogeschool_id, e.ends_on),
                  portal.kept_until('praktijkleren', a.hogeschool_id, portal.end_of_study_year(e.ends_on)),
                  CASE WHEN EXISTS (SELECT FROM agreements_papercopy c WHERE c.agreement_id = a.id)
                       THEN portal.kept_until('paper', a.hogeschool_id, e.ends_on) END,
                  (SELECT max(greatest(coalesce(portal.agreement_kept_until(n.id), 'infinity'),
                                       (SELECT max(h.until) FROM agreements_hold h
                                         WHERE h.agreement_id = n.id AND h.lifted_at IS NULL)))
                     FROM agreements_agreement n WHERE n.follows_id = a.id))
    END
    FROM agreements_agreement a, LATERAL (SELECT portal.last_day_of_agreement(a.id) AS ends_on) e
   WHERE a.id = asked
$$;
SET LOCAL check_function_bodies = on;
"""
BEFORE = (Path(__file__).parent / "sql/retention.sql").read_text()
START = "SET LOCAL check_function_bodies = off;"
BACKWARD = BEFORE[BEFORE.index(START) : BEFORE.index("CREATE FUNCTION portal.is_held")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0018_weeks_within_practice")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
