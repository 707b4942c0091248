-- The sealed text of an addendum that it was not there for, and a letter about an end after its last day, are not its own.
CREATE OR REPLACE FUNCTION portal.document_is_of_own_days(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM agreements_agreementversion v
                      WHERE v.document_id = asked AND v.addendum_id IS NOT NULL
                        AND NOT portal.was_there_for(v.addendum_id))
     AND NOT EXISTS (SELECT FROM agreements_ending e WHERE (e.document_id = asked OR e.correction_id = asked)
                        AND NOT portal.at_own_company(e.agreement_id, e.last_day))
$$;
