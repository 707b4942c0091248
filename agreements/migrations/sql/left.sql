-- A company that left by an addendum reads the addenda that it was party to, and those before them: the text that it signed
-- is made of all of them. Its number is that of the agreement's first company (portal.company_on, of any day before).
CREATE FUNCTION portal.was_there_for(addendum bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM agreements_agreement g
                      WHERE g.id = asked.agreement_id AND g.organisation_id = portal.organisation())
      OR portal.at_own_company(asked.agreement_id, (now() AT TIME ZONE 'Europe/Amsterdam')::date)
      OR EXISTS (
           SELECT FROM agreements_addendum a, jsonb_array_elements(a.parties) AS party
            WHERE a.agreement_id = asked.agreement_id
              AND (a.id = asked.id OR a.state = 'sealed' AND a.number > asked.number)
              AND party ->> 'role' IN ('company', 'leaving')
              AND party ->> 'kvk_number' = portal.company_on(asked.agreement_id, '-infinity'))
    FROM agreements_addendum asked WHERE asked.id = addendum
$$;

-- What the next event goes on from, also for who may not read it.
CREATE FUNCTION portal.last_event(agreement bigint) RETURNS TABLE (sequence int, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.sequence, e.hash FROM agreements_agreementevent e WHERE e.agreement_id = agreement ORDER BY e.sequence DESC LIMIT 1
$$;

REVOKE ALL ON FUNCTION portal.was_there_for, portal.last_event FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.was_there_for TO portal_company;
GRANT EXECUTE ON FUNCTION portal.last_event TO portal_coordinator, portal_company, portal_employer, portal_student,
  portal_signer, portal_card, portal_system;

-- A formal employer answers to an end too, and that is written down (endings.answer_ending).
GRANT EXECUTE ON FUNCTION portal.lock_agreement TO portal_employer;
