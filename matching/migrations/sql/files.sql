-- Files of an application are needed until it ended, or brought a place; from the day on which that happened their term
-- counts.
CREATE FUNCTION portal.application_is_over_its_term(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT portal.kept_until('application', a.hogeschool_id,
           (SELECT (max(e.at) AT TIME ZONE 'Europe/Amsterdam')::date FROM matching_applicationevent e
             WHERE e.application_id = a.id)) < portal.today()
    FROM matching_application a WHERE a.id = asked AND a.state IN ('withdrawn', 'rejected', 'placed')), false)
$$;

-- What she took away herself is of no use to anyone.
CREATE FUNCTION portal.application_file_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT portal.application_is_over_its_term(f.application_id) FROM matching_applicationfile f
                    WHERE f.document_id = asked), true)
$$;

REVOKE ALL ON FUNCTION portal.application_is_over_its_term, portal.application_file_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.application_is_over_its_term, portal.application_file_is_due TO portal_system, portal_coordinator,
  portal_student;
