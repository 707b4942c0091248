-- The hats someone can wear now; read by the log-in role, before there is an actor.
CREATE FUNCTION portal.hats(who bigint)
RETURNS TABLE (id bigint, name varchar, part varchar, organisation_id bigint, organisation_name varchar, kind varchar, style varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.name, m.part, o.id, o.name, o.kind, coalesce(h.sha, '')
    FROM organisations_membership m
    JOIN organisations_organisation o ON o.id = m.organisation_id
    LEFT JOIN organisations_housestyle h ON h.organisation_id = o.id
   WHERE m.user_id = who AND m.ended_at IS NULL
   ORDER BY m.id
$$;

-- Puts on a hat and answers the role to play. membership 0: herself; NULL: the first hat she has, else herself.
CREATE FUNCTION portal.enter(who bigint, membership bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE hat record;
BEGIN
  IF NOT EXISTS (SELECT FROM organisations_user u WHERE u.id = who AND u.is_active) THEN
    RAISE insufficient_privilege USING MESSAGE = format('user %s may not enter', who);
  END IF;
  SELECT m.id, m.organisation_id, m.part, o.kind INTO hat
    FROM organisations_membership m JOIN organisations_organisation o ON o.id = m.organisation_id
   WHERE m.user_id = who AND m.ended_at IS NULL AND m.id = coalesce(membership, m.id) ORDER BY m.id LIMIT 1;
  IF FOUND THEN
    PERFORM portal.wear(who, hat.id, CASE WHEN hat.kind = 'hogeschool' THEN hat.organisation_id END, hat.organisation_id, NULL, NULL);
    IF hat.part IN ('teacher', 'supervisor') THEN
      PERFORM set_config('portal.looks_on', 'yes', true);
    END IF;
    RETURN CASE hat.kind WHEN 'hogeschool' THEN 'portal_coordinator' ELSE 'portal_' || hat.kind END;
  ELSIF coalesce(membership, 0) <> 0 THEN
    RAISE insufficient_privilege USING MESSAGE = format('user %s has no membership %s', who, membership);
  END IF;
  PERFORM portal.wear(who, NULL, NULL, NULL, NULL, NULL);
  RETURN 'portal_student';
END $$;

REVOKE ALL ON FUNCTION portal.hats, portal.enter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.hats TO portal_web, portal_worker;
GRANT EXECUTE ON FUNCTION portal.enter TO portal_web, portal_worker, portal_public, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_student, portal_signer, portal_programme, portal_system;
