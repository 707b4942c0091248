-- Whether the person who acts has a second factor: actors read no log-in tables.
CREATE FUNCTION portal.has_second_factor() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = portal.me() AND type IN ('totp', 'webauthn'))
$$;

REVOKE ALL ON FUNCTION portal.has_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.has_second_factor TO portal_coordinator, portal_programme;
