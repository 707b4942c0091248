from importlib import import_module

import mkbroute.access.policies
from django.conf import settings
from django.db import migrations

FORWARD = """
-- Whether a company that took over gets in: not where the agreement ends before its first day. Also for who cannot read
-- the agreement.
CREATE FUNCTION portal.takeover_begins(agreement bigint, effective_on date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(effective_on <= portal.end_of_agreement(agreement), true)
$$;
REVOKE ALL ON FUNCTION portal.takeover_begins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.takeover_begins TO portal_company, portal_coordinator, portal_system;
"""
BACKWARD = "DROP FUNCTION portal.takeover_begins;"

DOOR = import_module("agreements.migrations.0012_after_takeover").DOOR
OPEN = DOOR[DOOR.index("CREATE FUNCTION") : DOOR.index("REVOKE ALL")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
MINE = "t.taken_by_id = portal.organisation()"
OPEN_WHILE_IT_HOLDS = OPEN.replace(MINE, f"{MINE}\n     AND portal.takeover_begins(t.agreement_id, t.effective_on)")

# What has no last day yet (the next agreement waits for its seal) is kept without one: no date is infinite to a reader.
KEPT = import_module("agreements.migrations.0019_hold_keeps_former").FORWARD
GREATEST = "THEN greatest(portal.kept_until('agreement'"
LAST = "WHERE n.follows_id = a.id))"
KEPT_WITHOUT_END = KEPT.replace(GREATEST, f"THEN nullif({GREATEST.removeprefix('THEN ')}").replace(
    LAST, f"{LAST}, 'infinity')"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0021_diploma_corrected"),
        ("organisations", "0004_mkb_by_card"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(
            model_name="takeover",
            name="takeover_access",
        ),
        migrations.AddConstraint(
            model_name="takeover",
            constraint=mkbroute.access.policies.RowAccess(
                name="takeover_access",
                read={
                    "portal_company": "taken_by_id = {organisation} AND portal.takeover_begins(agreement_id, effective_on)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                },
            ),
        ),
        migrations.RunSQL(OPEN_WHILE_IT_HOLDS, OPEN),
        migrations.RunSQL(KEPT_WITHOUT_END, KEPT),
    ]
