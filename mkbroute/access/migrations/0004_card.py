from django.db import migrations

# The holder of the personal link of a gegevenskaart: a part of its own, which sees less than who signs.
FORWARD = """
CREATE FUNCTION portal.card() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.card', true), '')::bigint;
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
REVOKE ALL ON FUNCTION portal.card FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.card TO portal_web, portal_worker, portal_public, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_student, portal_signer, portal_programme, portal_system;
GRANT USAGE ON SCHEMA public, portal TO portal_card;
GRANT EXECUTE ON FUNCTION portal.me, portal.membership, portal.hogeschool, portal.organisation, portal.signing,
  portal.agreement, portal.card, portal.looks_on, portal.wear, portal.enter_as, portal.refuse, portal.check_step TO portal_card;
"""
BACKWARD = """
REVOKE EXECUTE ON FUNCTION portal.me, portal.membership, portal.hogeschool, portal.organisation, portal.signing,
  portal.agreement, portal.looks_on, portal.wear, portal.enter_as, portal.refuse, portal.check_step FROM portal_card;
REVOKE ALL ON SCHEMA public, portal FROM portal_card;
DROP FUNCTION portal.card;
CREATE OR REPLACE FUNCTION portal.wear(me bigint, membership bigint, hogeschool bigint, organisation bigint, signing bigint, agreement bigint)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM set_config('portal.me', coalesce(me::text, ''), true),
          set_config('portal.membership', coalesce(membership::text, ''), true),
          set_config('portal.hogeschool', coalesce(hogeschool::text, ''), true),
          set_config('portal.organisation', coalesce(organisation::text, ''), true),
          set_config('portal.signing', coalesce(signing::text, ''), true),
          set_config('portal.agreement', coalesce(agreement::text, ''), true),
          set_config('portal.looks_on', '', true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_record_change")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
