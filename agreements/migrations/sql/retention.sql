-- An hbo study year ends on 31 August (Subsidieregeling praktijkleren art. 1 m).
CREATE FUNCTION portal.end_of_study_year(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN make_date(extract(year FROM day)::int + CASE WHEN extract(month FROM day) > 8 THEN 1 ELSE 0 END, 8, 31);

-- The last day of an agreement: on which it ended; before that the last that was ever agreed. An addendum that shortened
-- it takes nothing off what is kept, so that removing its parts one by one never makes the whole last longer.
CREATE FUNCTION portal.last_day_of_agreement(asked bigint) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(a.ended_on,
                  greatest(a.ends_on, (SELECT max(nullif(d.changes ->> 'ends_on', '')::date) FROM agreements_addendum d
                                        WHERE d.agreement_id = a.id AND d.state = 'sealed')))
    FROM agreements_agreement a WHERE a.id = asked
$$;

-- The last day on which it is kept. Sealed: as an agreement, as papers for the subsidy, and as long as a scan that
-- belongs to it. Not finished: from the last change on. Signed by everyone and not sealed: it waits for its seal. What
-- was continued stays as long as what continues it: one dossier.
SET LOCAL check_function_bodies = off;  -- it names itself
CREATE FUNCTION portal.agreement_kept_until(asked bigint) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN a.state IN ('draft', 'sent', 'declined', 'cancelled')
    THEN portal.kept_until('unfinished', a.hogeschool_id, (a.changed_at AT TIME ZONE 'Europe/Amsterdam')::date)
    WHEN a.state <> 'signed'
    THEN greatest(portal.kept_until('agreement', a.hogeschool_id, e.ends_on),
                  portal.kept_until('praktijkleren', a.hogeschool_id, portal.end_of_study_year(e.ends_on)),
                  CASE WHEN EXISTS (SELECT FROM agreements_papercopy c WHERE c.agreement_id = a.id)
                       THEN portal.kept_until('paper', a.hogeschool_id, e.ends_on) END,
                  (SELECT max(coalesce(portal.agreement_kept_until(n.id), 'infinity')) FROM agreements_agreement n
                    WHERE n.follows_id = a.id))
    END
    FROM agreements_agreement a, LATERAL (SELECT portal.last_day_of_agreement(a.id) AS ends_on) e
   WHERE a.id = asked
$$;
SET LOCAL check_function_bodies = on;

CREATE FUNCTION portal.is_held(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM agreements_hold h
                  WHERE h.agreement_id = asked AND h.lifted_at IS NULL AND h.until >= portal.today())
$$;

CREATE FUNCTION portal.agreement_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(portal.agreement_kept_until(asked) < portal.today(), false) AND NOT portal.is_held(asked)
$$;

-- A scan may go before the agreement: the sealed document holds it too.
CREATE FUNCTION portal.paper_copy_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT portal.agreement_is_due(asked)
      OR EXISTS (SELECT FROM agreements_agreement a
                  WHERE a.id = asked AND a.state NOT IN ('draft', 'sent', 'declined', 'cancelled', 'signed')
                    AND portal.kept_until('paper', a.hogeschool_id, portal.last_day_of_agreement(a.id)) < portal.today())
         AND NOT portal.is_held(asked)
$$;

REVOKE ALL ON FUNCTION portal.end_of_study_year, portal.last_day_of_agreement, portal.agreement_kept_until,
  portal.is_held, portal.agreement_is_due, portal.paper_copy_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.end_of_study_year, portal.last_day_of_agreement, portal.agreement_kept_until,
  portal.is_held, portal.agreement_is_due, portal.paper_copy_is_due TO portal_coordinator, portal_system;
