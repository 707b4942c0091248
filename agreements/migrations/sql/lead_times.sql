-- How long each step took, in hours, of the agreements that the actor may see. "party:company" is how long the company
-- had to sign, from the moment that it was its turn. Of the text that was signed in the end.
CREATE FUNCTION portal.lead_times()
RETURNS TABLE (agreement_id bigint, route_id bigint, study_year int, step text, hours double precision)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH sent AS (
    SELECT a.id, a.route_id, v.id AS version_id, v.created_at AS sent_at, v.sealed_at,
           (extract(year FROM a.starts_on) - (extract(month FROM a.starts_on) < 8)::int)::int AS study_year,
           (SELECT min(e.at) FROM agreements_agreementevent e
             WHERE e.agreement_id = a.id AND e.kind = 'drafted') AS drafted_at
      FROM agreements_agreement a
      JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.number = a.version
     WHERE a.state IN ('sent', 'declined', 'signed', 'sealed', 'ended') AND a.starts_on IS NOT NULL
  ), signed AS (
    SELECT t.*, s.first_at, s.last_at
      FROM sent t
      CROSS JOIN LATERAL (
        SELECT min(g.answered_at) FILTER (WHERE g.state = 'signed') AS first_at,
               CASE WHEN bool_and(g.state = 'signed') THEN max(g.answered_at) END AS last_at
          FROM agreements_signing g WHERE g.version_id = t.version_id
      ) s
  )
  SELECT s.id, s.route_id, s.study_year, p.step, greatest(extract(epoch FROM p.until - p.since) / 3600, 0)
    FROM signed s
    CROSS JOIN LATERAL (VALUES
      ('drafting', s.drafted_at, s.sent_at), ('first', s.sent_at, s.first_at), ('all', s.first_at, s.last_at),
      ('sealing', s.last_at, s.sealed_at), ('whole', s.drafted_at, s.sealed_at)
    ) AS p (step, since, until)
   WHERE p.since IS NOT NULL AND p.until IS NOT NULL
  UNION ALL
  SELECT t.id, t.route_id, t.study_year, 'party:' || g.role,
         greatest(extract(epoch FROM g.answered_at - greatest(t.sent_at, before.at)) / 3600, 0)
    FROM sent t
    JOIN agreements_signing g ON g.version_id = t.version_id AND g.state = 'signed'
    CROSS JOIN LATERAL (
      SELECT max(b.answered_at) AS at FROM agreements_signing b WHERE b.version_id = t.version_id AND b.turn < g.turn
    ) before
$$;

-- For the programme team: numbers per route, and none of fewer than five agreements.
CREATE FUNCTION portal.lead_times_of_routes()
RETURNS TABLE (route_id bigint, step text, agreements bigint, median double precision, ninetieth double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.route_id, l.step, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY l.hours),
         percentile_cont(0.9) WITHIN GROUP (ORDER BY l.hours)
    FROM portal.lead_times() l GROUP BY l.route_id, l.step HAVING count(*) >= 5
$$;

REVOKE ALL ON FUNCTION portal.lead_times, portal.lead_times_of_routes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.lead_times TO portal_coordinator, portal_system;
GRANT EXECUTE ON FUNCTION portal.lead_times_of_routes TO portal_programme;
