-- Of a round is kept who ranked whom, who came where and why until its term has passed since its last day: so long someone may
-- ask or object. What is left are numbers.
CREATE FUNCTION portal.round_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT portal.kept_until('round', r.hogeschool_id, r.closes_on) < portal.today()
    FROM matching_round r WHERE r.id = asked), false)
$$;

-- Likewise what she and companies ranked, once her application ended or brought a place.
CREATE FUNCTION portal.preference_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT portal.kept_until('round', a.hogeschool_id,
           (SELECT (max(e.at) AT TIME ZONE 'Europe/Amsterdam')::date FROM matching_applicationevent e
             WHERE e.application_id = a.id)) < portal.today()
    FROM matching_application a WHERE a.id = asked AND a.state IN ('withdrawn', 'rejected', 'placed')), false)
$$;

REVOKE ALL ON FUNCTION portal.round_is_due, portal.preference_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.round_is_due TO portal_system, portal_coordinator;
GRANT EXECUTE ON FUNCTION portal.preference_is_due TO portal_system, portal_student, portal_company, portal_coordinator;

-- What a run found stays as it was published; whom it could not pin (names) goes after the term.
CREATE TRIGGER run_summary_is_fixed BEFORE UPDATE ON matching_run FOR EACH ROW
  WHEN (OLD.state NOT IN ('waiting', 'running', 'draft') AND OLD.summary - 'dropped' IS DISTINCT FROM NEW.summary - 'dropped')
  EXECUTE FUNCTION portal.refuse('what was computed does not change any more');
