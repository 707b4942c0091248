-- What the holder of an invitation's link may know before logging in.
CREATE FUNCTION portal.read_invitation(token_hash text)
RETURNS TABLE (organisation_name varchar, inviter_name varchar, email varchar, name varchar, part varchar, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, i.inviter_name, i.email, i.name, i.part,
         CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
              WHEN i.expires_at <= now() THEN 'expired' ELSE 'open' END
    FROM organisations_invitation i JOIN organisations_organisation o ON o.id = i.organisation_id
   WHERE i.token_hash = read_invitation.token_hash
$$;

-- The person who acts takes the hat she was invited to wear. Answers the membership.
CREATE FUNCTION portal.accept_invitation(token_hash text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked organisations_invitation; hat bigint;
BEGIN
  SELECT i.* INTO asked FROM organisations_invitation i JOIN organisations_user u ON lower(u.email) = lower(i.email)
   WHERE i.token_hash = accept_invitation.token_hash AND u.id = portal.me()
     AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
     FOR UPDATE OF i;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE organisations_invitation SET accepted_at = now() WHERE id = asked.id;
  UPDATE organisations_organisation SET claimed_at = now() WHERE id = asked.organisation_id AND claimed_at IS NULL;
  INSERT INTO organisations_membership (user_id, organisation_id, part, name, email)
  VALUES (portal.me(), asked.organisation_id, asked.part, asked.name, asked.email)
  ON CONFLICT (user_id, organisation_id) WHERE ended_at IS NULL DO UPDATE SET part = excluded.part
  RETURNING id INTO hat;
  RETURN hat;
END $$;

REVOKE ALL ON FUNCTION portal.read_invitation, portal.accept_invitation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.read_invitation TO portal_public, portal_coordinator, portal_company, portal_employer,
  portal_branche, portal_student, portal_programme;
GRANT EXECUTE ON FUNCTION portal.accept_invitation TO portal_student, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_programme;
