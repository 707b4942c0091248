-- The company's and other hogescholen's matches are hidden from whoever proposes one, so the owner counts. Adding one waits
-- for whoever holds the position's row, and `position_has_room` then refuses the one too many.
CREATE FUNCTION portal.count_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE difference int := 0;
BEGIN
  IF TG_OP <> 'DELETE' AND NEW.state IN ('proposed', 'confirmed') THEN difference := difference + 1; END IF;
  IF TG_OP <> 'INSERT' AND OLD.state IN ('proposed', 'confirmed') THEN difference := difference - 1; END IF;
  IF difference <> 0 THEN
    UPDATE matching_position SET taken = taken + difference WHERE id = coalesce(NEW.position_id, OLD.position_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER match_takes_place AFTER INSERT OR DELETE OR UPDATE OF state ON matching_match
  FOR EACH ROW EXECUTE FUNCTION portal.count_places();

-- Looks with the eyes of the owner: a company does not see the matches of others. Whoever learns at her own employer has a
-- place as well.
CREATE FUNCTION portal.require_confirmed_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.own_employer_id IS NULL AND NOT EXISTS (SELECT FROM matching_match m WHERE m.application_id = NEW.id AND m.state = 'confirmed') THEN
    RAISE check_violation USING MESSAGE = 'an application is placed by a confirmed match or an own employer', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_taken_by_match BEFORE UPDATE ON matching_application FOR EACH ROW
  WHEN (NEW.state = 'placed' AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION portal.require_confirmed_match();

REVOKE ALL ON FUNCTION portal.count_places, portal.require_confirmed_match FROM PUBLIC;
