-- A quote is what was looked at and released, word for word. Who may read quotes may not read what they were taken from, so
-- no foreign key ties them; the row is locked until the quote is there.
CREATE FUNCTION portal.check_quote() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM surveys_verbatim v
    WHERE v.id = NEW.verbatim_key AND v.question_id = NEW.question_id AND v.text = NEW.text AND v.state = 'released'
      AND v.reviewed_at IS NOT NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING
      MESSAGE = 'Een citaat is een antwoord dat op namen is nagekeken en vrijgegeven.', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.check_quote FROM PUBLIC;
CREATE TRIGGER quote_was_released BEFORE INSERT ON surveys_quote FOR EACH ROW EXECUTE FUNCTION portal.check_quote();

-- And what is not released any more is quoted no more.
CREATE FUNCTION portal.check_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM surveys_quote q WHERE q.verbatim_key = NEW.id;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.check_withdrawn FROM PUBLIC;
CREATE TRIGGER withdrawn AFTER UPDATE OF state ON surveys_verbatim FOR EACH ROW
  WHEN (OLD.state = 'released' AND NEW.state <> 'released') EXECUTE FUNCTION portal.check_withdrawn();

-- Themes are those of the item that was asked.
CREATE FUNCTION portal.check_themes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF cardinality(NEW.themes) <> (
    SELECT count(*) FROM surveys_theme t JOIN surveys_openquestion q ON q.code = t.code
     WHERE q.id = NEW.question_id AND t.id = ANY (NEW.themes)) THEN
    RAISE check_violation USING MESSAGE = 'Kies thema''s van deze vraag, elk één keer.', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION portal.check_themes FROM PUBLIC;
CREATE TRIGGER coding_has_themes_of_its_item BEFORE INSERT OR UPDATE OF themes ON surveys_coding
  FOR EACH ROW EXECUTE FUNCTION portal.check_themes();

-- Open answers of a closed measurement are taken out of the answers they were given with, in a random order: from then on
-- nothing ties the one to the other. A text keeps its hogeschool only where enough people of it answered the same question.
CREATE FUNCTION portal.take_out_open_answers(question bigint, minimum integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE q surveys_openquestion; taken integer;
BEGIN
  SELECT * INTO STRICT q FROM surveys_openquestion WHERE id = question FOR UPDATE;
  WITH gone AS (
    DELETE FROM surveys_openanswer o USING surveys_response r
     WHERE o.response_id = r.id AND r.population_id = q.population_id AND o.code = q.code
       AND (q.hogeschool_id IS NULL OR r.hogeschool_id = q.hogeschool_id)
    RETURNING o.text, r.hogeschool_id),
  counted AS (SELECT g.text, g.hogeschool_id, count(*) OVER (PARTITION BY g.hogeschool_id) AS of_house FROM gone g)
  INSERT INTO surveys_verbatim (id, public_id, question_id, hogeschool_id, text, known_names, masked, state, reviewed_by,
                                released_by)
  SELECT floor(random() * 4503599627370496)::bigint, gen_random_uuid(), q.id,
         CASE WHEN of_house >= minimum THEN counted.hogeschool_id END, text, '{}', 0, 'new', '', ''
    FROM counted ORDER BY random();
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN taken;
END $$;
REVOKE ALL ON FUNCTION portal.take_out_open_answers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.take_out_open_answers TO portal_system;
