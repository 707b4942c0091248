-- How many more may begin by it. Answers of a list do not say by which link they came: all of its route are counted, so
-- that who answered by a personal link takes a place too.
CREATE FUNCTION portal.open_link_room(open_link text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT greatest(t.open_link_least, t.open_link_times * (SELECT count(*) FROM surveys_invitation i WHERE i.wave_list_id = l.id))
         - (SELECT count(*) FROM surveys_response r WHERE r.population_id = l.population_id AND r.route_id = l.route_id)
    FROM surveys_wavelist l,
         (SELECT * FROM surveys_surveyterms WHERE valid_from <= portal.today() ORDER BY valid_from DESC LIMIT 1) t
   WHERE l.open_token = open_link
$$;
CREATE FUNCTION portal.open_link_per_hour() RETURNS smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT open_link_per_hour FROM surveys_surveyterms WHERE valid_from <= portal.today() ORDER BY valid_from DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION portal.open_link_room, portal.open_link_per_hour FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.open_link_room, portal.open_link_per_hour TO portal_public, portal_system;
