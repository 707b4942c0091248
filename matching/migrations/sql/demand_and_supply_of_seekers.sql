-- Places that nobody has yet, and people who have no place: by province, sector and route, and in all ('all'). What is too old
-- does not count (matching_placeterms), nor does who learns at her own employer and ranked nothing. Answers a hogeschool what is hers, as it is; to the programme team, which may not know
-- the people, their number is told in steps of round_to, and as -1 where there are some but fewer than one step: sums and
-- differences of rounded numbers give no person away. Places are no secret: they are on the public list.
CREATE OR REPLACE FUNCTION portal.demand_and_supply() RETURNS TABLE (dimension text, key text, places bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH terms AS (SELECT t.* FROM matching_placeterms t ORDER BY t.number DESC LIMIT 1),
  open_route AS (
    SELECT r.id, r.sector FROM routes_route r
     WHERE (r.state = 'recognised' OR r.reconsidered_from = 'recognised') AND r.phase NOT IN ('stalled', 'ended')
       AND (portal.hogeschool() IS NULL OR r.hogeschool_id = portal.hogeschool())
  ),
  offered AS (
    SELECT p.id AS position_id, p.capacity - p.taken AS free, w.province, r.sector, r.id AS route_id
      FROM matching_offer o JOIN open_route r ON r.id = o.route_id JOIN matching_position p ON p.id = o.position_id
      JOIN organisations_workplace w ON w.id = p.workplace_id CROSS JOIN terms t
     WHERE o.state = 'published' AND o.withdrawn_at IS NULL AND p.state = 'offered' AND p.taken < p.capacity
       AND (p.closes_on IS NULL OR p.closes_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date)
       AND p.confirmed_at > now() - make_interval(days => t.demand_days)
  ),
  looking AS (
    SELECT a.student_id, a.province, r.sector, r.id AS route_id
      FROM matching_application a JOIN open_route r ON r.id = a.route_id CROSS JOIN terms t
     WHERE a.state IN ('submitted', 'admissible')
       AND (a.employer_plan <> 'own' OR EXISTS (SELECT FROM matching_preference f
                                                 WHERE f.application_id = a.id AND f.by = 'student'))
       AND NOT EXISTS (SELECT FROM matching_match m WHERE m.application_id = a.id AND m.state IN ('proposed', 'confirmed'))
       AND (a.created_at > now() - make_interval(days => t.supply_days)
            OR EXISTS (SELECT FROM matching_applicationevent e
                        WHERE e.application_id = a.id AND e.at > now() - make_interval(days => t.supply_days)))
  ),
  demand AS (
    SELECT d.dimension, d.key, sum(d.free) AS places FROM (
      SELECT DISTINCT v.dimension, v.key, o.position_id, o.free FROM offered o
        CROSS JOIN LATERAL (VALUES ('all', ''), ('province', o.province), ('sector', o.sector), ('route', o.route_id::text))
          v (dimension, key)
    ) d GROUP BY 1, 2
  ),
  supply AS (
    SELECT v.dimension, v.key, count(DISTINCT l.student_id) AS people FROM looking l
      CROSS JOIN LATERAL (VALUES ('all', ''), ('province', l.province), ('sector', l.sector), ('route', l.route_id::text))
        v (dimension, key)
     GROUP BY 1, 2
  )
  SELECT coalesce(d.dimension, s.dimension), coalesce(d.key, s.key), coalesce(d.places, 0)::bigint,
         CASE WHEN portal.hogeschool() IS NOT NULL OR coalesce(s.people, 0) = 0 THEN coalesce(s.people, 0)
              WHEN s.people < t.round_to THEN -1
              ELSE round(s.people::numeric / t.round_to)::bigint * t.round_to END
    FROM demand d FULL JOIN supply s ON s.dimension = d.dimension AND s.key = d.key CROSS JOIN terms t
$$;
