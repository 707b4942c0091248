-- What someone of another hogeschool may know of the routes in which hers is named as a partner: she must see what she
-- confirms. No policy says it, because a route that she could read would stand among the routes of her own hogeschool.
CREATE FUNCTION portal.routes_as_partner() RETURNS SETOF routes_route
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.* FROM routes_route r JOIN routes_routepartner p ON p.route_id = r.id
   WHERE p.organisation_id = portal.organisation()
$$;

CREATE FUNCTION portal.weeks_as_partner() RETURNS SETOF routes_routeyear
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT y.* FROM routes_routeyear y JOIN routes_routepartner p ON p.route_id = y.route_id
   WHERE p.organisation_id = portal.organisation() ORDER BY y.route_id, y.year
$$;

REVOKE ALL ON FUNCTION portal.routes_as_partner, portal.weeks_as_partner FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.routes_as_partner, portal.weeks_as_partner TO portal_coordinator;
