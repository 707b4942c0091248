from django.db import migrations

FORWARD = """
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

-- The person who acts registers her company and becomes its first contact. Answers the membership.
CREATE FUNCTION portal.register_company(
  company_name text, kvk text, street text, postcode text, city text, province text, person_name text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE company bigint; hat bigint; address text;
BEGIN
  SELECT u.email INTO STRICT address FROM organisations_user u WHERE u.id = portal.me();
  INSERT INTO organisations_organisation
    (public_id, kind, name, kvk_number, brin, street, postcode, city, province, website, email, phone, takes_part, claimed_at, mkb_outcome)
  VALUES (gen_random_uuid(), 'company', company_name, kvk, '', street, postcode, city, province, '', address, '', false, now(), '')
  RETURNING id INTO company;
  INSERT INTO organisations_membership (user_id, organisation_id, part, name, email)
  VALUES (portal.me(), company, 'contact', person_name, address) RETURNING id INTO hat;
  RETURN hat;
END $$;

REVOKE ALL ON FUNCTION portal.hats, portal.enter, portal.accept_invitation, portal.read_invitation, portal.register_company FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.hats TO portal_web, portal_worker;
GRANT EXECUTE ON FUNCTION portal.enter TO portal_web, portal_worker, portal_public, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_student, portal_signer, portal_programme, portal_system;
GRANT EXECUTE ON FUNCTION portal.read_invitation TO portal_public, portal_coordinator, portal_company, portal_employer,
  portal_branche, portal_student, portal_programme;
GRANT EXECUTE ON FUNCTION portal.accept_invitation, portal.register_company TO portal_student, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_programme;
"""
BACKWARD = """
DROP FUNCTION portal.hats, portal.enter, portal.accept_invitation, portal.read_invitation, portal.register_company;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("access", "0003_record_change")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
