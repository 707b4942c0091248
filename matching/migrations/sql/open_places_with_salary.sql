-- What visitors may see of leerwerkplekken: those that a hogeschool published, that the company lets be seen, on a route that
-- is open. Read with the owner's eyes (companies and their vestigingen are hidden from visitors), so it holds no persons:
-- no praktijkbegeleider, no tekenbevoegde, no address to mail to.
DROP VIEW matching_openplace;
CREATE VIEW matching_openplace WITH (security_barrier) AS
SELECT o.id, p.public_id, o.route_id, p.title, p.tasks, p.learning, o.outcomes, p.requirements, p.accessibility,
       p.hours_per_week, p.working_days, p.salary_from, p.salary_to, p.salary_per, p.salary_hours, p.salary_note,
       p.contract_months, (p.capacity - p.taken)::int AS free, p.starts_on, p.closes_on, c.name AS company_name,
       coalesce(e.name, '') AS employer_name, w.street, w.postcode, w.city, w.province, o.published_at
  FROM matching_offer o
  JOIN matching_position p ON p.id = o.position_id
  JOIN organisations_organisation c ON c.id = p.organisation_id
  JOIN organisations_workplace w ON w.id = p.workplace_id
  JOIN routes_route r ON r.id = o.route_id
  LEFT JOIN organisations_organisation e ON e.id = p.formal_employer_id
 WHERE o.state = 'published' AND o.withdrawn_at IS NULL AND p.state = 'offered' AND p.is_public
   AND (p.closes_on IS NULL OR p.closes_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date)
   AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised') AND r.phase NOT IN ('stalled', 'ended');

GRANT SELECT ON matching_openplace TO portal_public, portal_system;
