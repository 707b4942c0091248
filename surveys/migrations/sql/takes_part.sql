-- Does a route of the hogeschool that acts take part in this wave? As the owner: the policies of waves and of their routes
-- would otherwise ask each other.
CREATE FUNCTION portal.takes_part_in_wave(wave bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM surveys_waveroute r WHERE r.wave_id = wave AND r.hogeschool_id = portal.hogeschool());
END $$;
REVOKE ALL ON FUNCTION portal.takes_part_in_wave FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.takes_part_in_wave TO portal_coordinator, portal_system;
