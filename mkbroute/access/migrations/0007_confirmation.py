from django.db import migrations

# The holder of the personal link to confirm an ending reads as who signs, and may answer that one question.
WEAR = """
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
          set_config('portal.practice', '', true),{confirmation}
          set_config('portal.looks_on', '', true);
END $$;
"""
FORWARD = """
CREATE FUNCTION portal.confirmation() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('portal.confirmation', true), '')::bigint;
REVOKE ALL ON FUNCTION portal.confirmation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.confirmation TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme,
  portal_system;
"""
CLEARED = "\n          set_config('portal.confirmation', '', true),"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_forget")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION portal.confirmation;"),
        migrations.RunSQL(WEAR.format(confirmation=CLEARED), WEAR.format(confirmation="")),
    ]
