-- The trigger, not the actor, writes history: it runs as the owner, so no part needs a right to add to it or can forge it.
CREATE FUNCTION portal.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value) INTO changed
      FROM jsonb_each(to_jsonb(OLD)) o WHERE to_jsonb(NEW) -> o.key IS DISTINCT FROM o.value;
    IF changed IS NULL THEN RETURN NULL; END IF;
  ELSIF TG_OP = 'DELETE' THEN
    changed := to_jsonb(OLD);
  END IF;
  INSERT INTO access_change ("table", row_id, operation, was, role, user_id, membership_id, signing_id, request_id)
  VALUES (TG_TABLE_NAME, coalesce(to_jsonb(NEW) ->> 'id', to_jsonb(OLD) ->> 'id'), TG_OP, changed,
          current_setting('role'), portal.me(), portal.membership(), portal.signing(),
          coalesce(current_setting('portal.request', true), ''));
  RETURN NULL;
END $$;

-- What history kept of a row that is removed after its term (policies.Kept) goes along: as the owner, by this trigger
-- only. The length of the row's id is no matter: access_change has an index on table and row.
CREATE FUNCTION portal.forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME <> 'access_change' THEN
    DELETE FROM access_change WHERE "table" = TG_TABLE_NAME AND row_id = to_jsonb(OLD) ->> 'id';
  END IF;
  RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION portal.record_change, portal.forget FROM PUBLIC;
