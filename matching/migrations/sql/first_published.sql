-- When an offer was published for the first time. A second check, after a change by the company, leaves it as it is: nobody hears
-- of the same leerwerkplek as new again.
CREATE FUNCTION portal.keep_first_published() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.published_at := CASE WHEN TG_OP = 'UPDATE' THEN OLD.published_at END;
  IF NEW.state = 'published' THEN
    NEW.published_at := coalesce(NEW.published_at, NEW.reviewed_at);
  END IF;
  RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION portal.keep_first_published FROM PUBLIC;

CREATE TRIGGER offer_first_published BEFORE INSERT OR UPDATE OF state ON matching_offer
  FOR EACH ROW EXECUTE FUNCTION portal.keep_first_published();
