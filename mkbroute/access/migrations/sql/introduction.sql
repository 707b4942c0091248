-- The holder of the personal link of who was asked to meet plays the part of who fills in a card, with another link.
CREATE FUNCTION portal.introduction() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.introduction', true), '')::bigint;

CREATE OR REPLACE FUNCTION portal.wear(me bigint, membership bigint, hogeschool bigint, organisation bigint, signing bigint, agreement bigint)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM set_config('portal.me', coalesce(me::text, ''), true),
          set_config('portal.membership', coalesce(membership::text, ''), true),
          set_config('portal.hogeschool', coalesce(hogeschool::text, ''), true),
          set_config('portal.organisation', coalesce(organisation::text, ''), true),
          set_config('portal.signing', coalesce(signing::text, ''), true),
          set_config('portal.agreement', coalesce(agreement::text, ''), true),
          set_config('portal.card', '', true),
          set_config('portal.practice', '', true),
          set_config('portal.confirmation', '', true),
          set_config('portal.introduction', '', true),
          set_config('portal.looks_on', '', true);
END $$;

REVOKE ALL ON FUNCTION portal.introduction FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.introduction TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme,
  portal_system;
