-- The learning outcomes of routes that take leerwerkplekken, as they stand: for the company that chooses what can be learned.
-- They are what the hogeschool teaches, not secret; the versions before them are not shown.
CREATE FUNCTION portal.outcomes_to_learn(routes bigint[]) RETURNS TABLE (route_id bigint, outcomes jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (l.route_id) l.route_id, l.outcomes FROM routes_outcomelist l JOIN routes_route r ON r.id = l.route_id
   WHERE l.route_id = ANY (routes) AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised')
   ORDER BY l.route_id, l.number DESC
$$;
REVOKE ALL ON FUNCTION portal.outcomes_to_learn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.outcomes_to_learn TO portal_company, portal_coordinator, portal_system;

-- Who employs instead of the company is an opleidingsbedrijf.
CREATE FUNCTION portal.require_employer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM organisations_organisation o WHERE o.id = NEW.formal_employer_id AND o.kind = 'employer') THEN
    RAISE check_violation USING MESSAGE = 'a formal employer is an opleidingsbedrijf', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER position_employer_employs BEFORE INSERT OR UPDATE OF formal_employer_id ON matching_position FOR EACH ROW
  WHEN (NEW.formal_employer_id IS NOT NULL) EXECUTE FUNCTION portal.require_employer();
REVOKE ALL ON FUNCTION portal.require_employer FROM PUBLIC;
