import mkbroute.access.policies
from django.db import migrations

# What history kept of a row that is removed after its term (policies.Kept) goes along: as the owner, by this trigger
# only. The length of the row's id is no matter: access_change has an index on table and row.
FORWARD = """
CREATE FUNCTION portal.forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME <> 'access_change' THEN
    DELETE FROM access_change WHERE "table" = TG_TABLE_NAME AND row_id = to_jsonb(OLD) ->> 'id';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION portal.forget FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION portal.forget;"


class Migration(migrations.Migration):
    dependencies = [("access", "0005_practice")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(model_name="change", name="change_is_written_once"),
        migrations.AddConstraint(
            model_name="change",
            constraint=mkbroute.access.policies.AppendOnly(name="change_is_written_once", removable=True),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=mkbroute.access.policies.Kept(
                name="change_is_kept", until="pg_trigger_depth() > 0 AND current_user = 'portal_owner'"
            ),
        ),
    ]
