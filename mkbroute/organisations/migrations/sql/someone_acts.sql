-- Whoever only looks on can invite nobody: an organisation in which someone acts keeps one who does.
CREATE FUNCTION portal.require_someone_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM organisations_organisation o WHERE o.id = NEW.organisation_id FOR NO KEY UPDATE;  -- one at a time
  IF NOT EXISTS (SELECT FROM organisations_membership m
                  WHERE m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL AND m.part NOT IN ('teacher', 'supervisor')) THEN
    RAISE check_violation USING MESSAGE = 'nobody would be left to act for the organisation',
      CONSTRAINT = 'membership_someone_acts', TABLE = 'organisations_membership', SCHEMA = 'public';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER membership_someone_acts AFTER UPDATE OF part, ended_at ON organisations_membership FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND OLD.part NOT IN ('teacher', 'supervisor')
    AND (NEW.ended_at IS NOT NULL OR NEW.part IN ('teacher', 'supervisor')))
  EXECUTE FUNCTION portal.require_someone_acts();

-- What someone may already, an invitation does not take away.
CREATE OR REPLACE FUNCTION portal.accept_invitation(token_hash text) RETURNS bigint
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
  INSERT INTO organisations_membership AS known (user_id, organisation_id, part, name, email)
  VALUES (portal.me(), asked.organisation_id, asked.part, asked.name, asked.email)
  ON CONFLICT (user_id, organisation_id) WHERE ended_at IS NULL
  DO UPDATE SET part = CASE WHEN excluded.part NOT IN ('teacher', 'supervisor') THEN excluded.part ELSE known.part END
  RETURNING id INTO hat;
  RETURN hat;
END $$;

REVOKE ALL ON FUNCTION portal.require_someone_acts FROM PUBLIC;
