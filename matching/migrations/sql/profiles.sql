-- Companies read of someone only while she is admissible and without a place, whoever changed that. Who found a place, or
-- stopped, need not answer any more either.
CREATE FUNCTION portal.list_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE matching_profile SET is_listed = (NEW.state = 'admissible') WHERE application_id = NEW.id;
  IF NEW.state IN ('placed', 'withdrawn', 'rejected') THEN
    UPDATE matching_introduction SET state = 'closed', ended_at = now() WHERE application_id = NEW.id AND state = 'open';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER application_lists_profile AFTER UPDATE OF state ON matching_application FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION portal.list_profile();

-- Waits for whoever changes the application now: one of the two sees what the other did.
CREATE FUNCTION portal.begin_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT a.state = 'admissible' INTO NEW.is_listed FROM matching_application a WHERE a.id = NEW.application_id FOR SHARE;
  NEW.is_listed := coalesce(NEW.is_listed, false);
  RETURN NEW;
END $$;
CREATE TRIGGER profile_begins BEFORE INSERT ON matching_profile FOR EACH ROW EXECUTE FUNCTION portal.begin_profile();

REVOKE ALL ON FUNCTION portal.list_profile, portal.begin_profile FROM PUBLIC;
