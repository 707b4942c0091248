from django.db import migrations

# The holder of a personal link about the practice plays the part of who fills in a card, with another link: what hangs
# on a card stays closed to her, and the other way round.
FORWARD = """
CREATE FUNCTION portal.practice() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.practice', true), '')::bigint;
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
          set_config('portal.looks_on', '', true);
END $$;
REVOKE ALL ON FUNCTION portal.practice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.practice TO portal_web, portal_worker, portal_public, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme, portal_system;
"""
BACKWARD = """
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
          set_config('portal.looks_on', '', true);
END $$;
DROP FUNCTION portal.practice;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_card")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
