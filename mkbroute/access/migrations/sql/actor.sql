CREATE SCHEMA portal;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public, portal TO portal_web, portal_worker, portal_public, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme, portal_system;

-- Who acts: which person, hat and organisation, or by which personal link. Plain expressions, so that PostgreSQL inlines
-- them in policies; a setting that ended with its transaction is '', not NULL.
CREATE FUNCTION portal.me() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.me', true), '')::bigint;
CREATE FUNCTION portal.membership() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.membership', true), '')::bigint;
CREATE FUNCTION portal.hogeschool() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.hogeschool', true), '')::bigint;
CREATE FUNCTION portal.organisation() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.organisation', true), '')::bigint;
CREATE FUNCTION portal.signing() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.signing', true), '')::bigint;
CREATE FUNCTION portal.agreement() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.agreement', true), '')::bigint;
-- The holder of the personal link of a gegevenskaart: a part of its own, which sees less than who signs.
CREATE FUNCTION portal.card() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.card', true), '')::bigint;
-- The holder of a personal link about the practice plays the part of who fills in a card, with another link: what hangs
-- on a card stays closed to her, and the other way round.
CREATE FUNCTION portal.practice() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.practice', true), '')::bigint;
-- The holder of the personal link to confirm an ending reads as who signs, and may answer that one question.
CREATE FUNCTION portal.confirmation() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.confirmation', true), '')::bigint;
-- Does the actor only look on?
CREATE FUNCTION portal.looks_on() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('portal.looks_on', true), '') <> '';

CREATE FUNCTION portal.wear(me bigint, membership bigint, hogeschool bigint, organisation bigint, signing bigint, agreement bigint)
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
          set_config('portal.looks_on', '', true);
END $$;

CREATE FUNCTION portal.enter_as(part text) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM portal.wear(NULL, NULL, NULL, NULL, NULL, NULL);
  RETURN part;
END $$;

CREATE FUNCTION portal.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE check_violation USING MESSAGE = format('%s: %s (%s)', TG_TABLE_NAME, TG_ARGV[0], TG_NAME), CONSTRAINT = TG_NAME;
END $$;

-- Arguments: the column, then 'from>to:role role ...' for each step there is.
CREATE FUNCTION portal.check_step() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE step text := (to_jsonb(OLD) ->> TG_ARGV[0]) || '>' || (to_jsonb(NEW) ->> TG_ARGV[0]); roles text; i int;
BEGIN
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    IF split_part(TG_ARGV[i], ':', 1) = step THEN roles := split_part(TG_ARGV[i], ':', 2); END IF;
  END LOOP;
  IF roles IS NULL OR NOT current_user = ANY (string_to_array(roles, ' ')) THEN
    RAISE check_violation USING MESSAGE = format('%s: %s may not take the step %s', TG_TABLE_NAME, current_user, step), CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA portal TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme,
  portal_system;
