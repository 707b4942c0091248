from django.db import migrations

FORWARD = """
-- The KvK-nummer of the company where somebody learns on a day: an addendum that everybody signed may bring another in.
CREATE FUNCTION portal.company_on(agreement bigint, day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT party ->> 'kvk_number'
       FROM agreements_addendum a, jsonb_array_elements(a.parties) AS party
      WHERE a.agreement_id = agreement AND a.state = 'sealed'
        AND a.effective_on <= least(day, portal.end_of_agreement(agreement))
        AND party ->> 'role' = 'company' AND party ->> 'kvk_number' <> ''
      ORDER BY a.number DESC LIMIT 1),
    (SELECT nullif(p.kvk_number, '') FROM agreements_party p WHERE p.agreement_id = agreement AND p.role = 'company'),
    (SELECT o.kvk_number FROM agreements_agreement g JOIN organisations_organisation o ON o.id = g.organisation_id
      WHERE g.id = agreement), '')
$$;

-- Whether who acts for a company may speak of a day: the company with an account of the days before it left, the holder
-- of a personal link of those of the company that was there when the link was asked for (at a talk, who was invited
-- speaks). Of others it says nothing.
CREATE FUNCTION portal.at_own_company(agreement bigint, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN portal.practice() IS NOT NULL THEN (
      SELECT l.moment_id IS NOT NULL OR portal.company_on(agreement, day)
           = portal.company_on(agreement, (l.asked_at AT TIME ZONE 'Europe/Amsterdam')::date)
        FROM agreements_practicelink l WHERE l.id = portal.practice())
    WHEN EXISTS (SELECT FROM agreements_agreement g
                  WHERE g.id = agreement AND g.organisation_id = portal.organisation()) THEN
      portal.company_on(agreement, day) = portal.company_on(agreement, '-infinity')
    ELSE true
  END
$$;

-- Its name, also for who may not read addenda: of the company that came in the place of another last.
CREATE FUNCTION portal.company_name(agreement bigint, day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT party ->> 'legal_name'
       FROM agreements_addendum a, jsonb_array_elements(a.parties) AS party
      WHERE a.agreement_id = agreement AND a.state = 'sealed'
        AND a.effective_on <= least(day, portal.end_of_agreement(agreement))
        AND party ->> 'role' = 'company' AND a.parties @> '[{"role": "leaving"}]'
      ORDER BY a.number DESC LIMIT 1),
    (SELECT o.name FROM agreements_agreement g JOIN organisations_organisation o ON o.id = g.organisation_id
      WHERE g.id = agreement))
$$;

REVOKE ALL ON FUNCTION portal.company_on, portal.at_own_company, portal.company_name FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.at_own_company TO portal_coordinator, portal_company, portal_employer, portal_student,
  portal_card, portal_system;
GRANT EXECUTE ON FUNCTION portal.company_name TO portal_coordinator, portal_company, portal_employer, portal_student,
  portal_signer, portal_card, portal_system;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_outcomes_by_addendum")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION portal.company_name, portal.at_own_company, portal.company_on;")
    ]
