-- Someone of a class who did not apply through the portal. Her log-in, when it is new, opens with a code in her own mailbox
-- only; nobody learns here whether there was one. Answers her application to the route, the one that runs if there is one.
CREATE FUNCTION portal.enrol_applicant(route bigint, person_name text, address text, employer text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE person bigint; application bigint; lead bigint := portal.hogeschool();
BEGIN
  IF lead IS NULL OR portal.looks_on() OR NOT EXISTS (
    SELECT FROM routes_route r WHERE r.id = route AND r.hogeschool_id = lead
       AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised')
  ) THEN RAISE insufficient_privilege USING MESSAGE = 'may not enrol anyone on this route'; END IF;
  INSERT INTO organisations_user (email, password, is_active)
  VALUES (lower(address), '!' || gen_random_uuid(), true) ON CONFLICT (email) DO NOTHING;
  SELECT u.id INTO STRICT person FROM organisations_user u WHERE u.email = lower(address);
  SELECT a.id INTO application FROM matching_application a
   WHERE a.route_id = route AND a.student_id = person AND a.state NOT IN ('withdrawn', 'rejected');
  IF FOUND THEN RETURN application; END IF;
  INSERT INTO matching_application (public_id, route_id, hogeschool_id, student_id, name, email, phone, city, province,
    background, prior_education, motivation, employer_name, channel, state, created_at)
  VALUES (gen_random_uuid(), route, lead, person, person_name, lower(address), '', '', '', '', '', '', employer, '',
    'admissible', now()) RETURNING id INTO application;
  RETURN application;
END $$;

REVOKE ALL ON FUNCTION portal.enrol_applicant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.enrol_applicant TO portal_coordinator;
