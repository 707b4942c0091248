-- How many were asked and answered, per list: numbers, for the hogeschool itself and for the programme team. Answers
-- through the open link have no invitation, so they are counted apart; no address is read here.
CREATE FUNCTION portal.wave_counts(wave bigint)
RETURNS TABLE (list_id bigint, state varchar, invited bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.wave_list_id, i.state, count(*) FROM surveys_invitation i
   WHERE i.wave_id = wave AND (portal.hogeschool() IS NULL OR i.hogeschool_id = portal.hogeschool()) GROUP BY 1, 2
$$;

CREATE FUNCTION portal.response_counts(wave bigint)
RETURNS TABLE (list_id bigint, complete bigint, partial bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, count(r.submitted_in), count(*) - count(r.submitted_in)
    FROM surveys_wavelist l JOIN surveys_response r ON r.population_id = l.population_id AND r.route_id = l.route_id
   WHERE l.wave_id = wave AND (portal.hogeschool() IS NULL OR l.hogeschool_id = portal.hogeschool()) GROUP BY 1
$$;
REVOKE ALL ON FUNCTION portal.wave_counts, portal.response_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.wave_counts, portal.response_counts TO portal_coordinator, portal_programme, portal_system;

-- A frozen wave stays whole: nothing of it is removed once it is open.
CREATE FUNCTION portal.keep_open_wave() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM surveys_wave w WHERE w.id = OLD.wave_id AND w.state <> 'draft') THEN
    RAISE check_violation USING MESSAGE = 'this wave has begun', CONSTRAINT = 'wave_that_began_is_kept';
  END IF;
  RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION portal.keep_open_wave FROM PUBLIC;
CREATE TRIGGER wave_population_is_kept BEFORE DELETE ON surveys_wavepopulation FOR EACH ROW EXECUTE FUNCTION portal.keep_open_wave();
CREATE TRIGGER wave_route_is_kept BEFORE DELETE ON surveys_waveroute FOR EACH ROW EXECUTE FUNCTION portal.keep_open_wave();
