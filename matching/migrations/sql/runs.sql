-- Who is placed where changes in a draft only. The run stays locked until the transaction ends, so that nobody publishes it
-- meanwhile.
CREATE FUNCTION portal.require_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.run_id ELSE NEW.run_id END;
BEGIN
  PERFORM FROM matching_run r WHERE r.id = whose AND r.state IN ('running', 'draft') FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'a published run does not change any more', CONSTRAINT = 'run_is_no_draft';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER run_person_of_draft BEFORE INSERT ON matching_runperson
  FOR EACH ROW EXECUTE FUNCTION portal.require_draft();
CREATE TRIGGER run_person_moves_in_draft BEFORE UPDATE ON matching_runperson FOR EACH ROW
  WHEN (OLD.position_id IS DISTINCT FROM NEW.position_id OR OLD.offer_id IS DISTINCT FROM NEW.offer_id
     OR OLD.application_id IS DISTINCT FROM NEW.application_id OR OLD.explanation IS DISTINCT FROM NEW.explanation
     OR OLD.is_kept IS DISTINCT FROM NEW.is_kept)
  EXECUTE FUNCTION portal.require_draft();
CREATE TRIGGER run_place_of_draft BEFORE INSERT ON matching_runplace
  FOR EACH ROW EXECUTE FUNCTION portal.require_draft();
CREATE TRIGGER run_place_changes_in_draft BEFORE UPDATE ON matching_runplace FOR EACH ROW
  WHEN (OLD.capacity <> NEW.capacity OR OLD.placed <> NEW.placed OR OLD.lower <> NEW.lower OR OLD.closed <> NEW.closed
     OR OLD.explanation IS DISTINCT FROM NEW.explanation)
  EXECUTE FUNCTION portal.require_draft();
CREATE TRIGGER run_change_in_draft BEFORE INSERT ON matching_runchange
  FOR EACH ROW EXECUTE FUNCTION portal.require_draft();

-- Nobody is placed where the run knows of no places; and never more than there are (run_place_has_room).
ALTER TABLE matching_runperson ADD CONSTRAINT run_person_place FOREIGN KEY (run_id, position_id)
  REFERENCES matching_runplace (run_id, position_id);
CREATE FUNCTION portal.count_placed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE matching_runplace p SET placed = p.placed + d.difference
    FROM (SELECT run_id, position_id, sum(one) AS difference FROM (
            SELECT run_id, position_id, 1 AS one FROM now_rows WHERE position_id IS NOT NULL
            UNION ALL SELECT run_id, position_id, -1 FROM old_rows WHERE position_id IS NOT NULL) each
           GROUP BY run_id, position_id HAVING sum(one) <> 0) d
   WHERE p.run_id = d.run_id AND p.position_id = d.position_id;
  RETURN NULL;
END $$;
CREATE FUNCTION portal.count_first_placed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE matching_runplace p SET placed = p.placed + d.many
    FROM (SELECT run_id, position_id, count(*) AS many FROM now_rows WHERE position_id IS NOT NULL GROUP BY 1, 2) d
   WHERE p.run_id = d.run_id AND p.position_id = d.position_id;
  RETURN NULL;
END $$;
CREATE TRIGGER run_person_is_counted AFTER INSERT ON matching_runperson
  REFERENCING NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION portal.count_first_placed();
CREATE TRIGGER run_person_is_counted_anew AFTER UPDATE ON matching_runperson
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION portal.count_placed();

REVOKE ALL ON FUNCTION portal.require_draft, portal.count_placed, portal.count_first_placed FROM PUBLIC;
