from django.db import migrations

FORWARD = """
-- The leeruitkomsten of the opleidingsplan that an addendum put in the place of the former one, by a day, also for who may
-- not read addenda; NULL: it stands as it was sealed.
CREATE FUNCTION portal.outcomes_by_addendum(agreement bigint, by_day date) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT row ->> 'outcome' FROM jsonb_array_elements(a.plan) WITH ORDINALITY AS rows (row, n) ORDER BY n)
    FROM agreements_addendum a
   WHERE a.agreement_id = agreement AND a.state = 'sealed' AND a.plan IS NOT NULL
     AND a.effective_on <= least(by_day, portal.end_of_agreement(agreement))
   ORDER BY a.number DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION portal.outcomes_by_addendum FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.outcomes_by_addendum TO portal_coordinator, portal_company, portal_employer,
  portal_student, portal_card, portal_system;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_after_takeover")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION portal.outcomes_by_addendum;")]
