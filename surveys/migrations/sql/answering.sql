-- Answering, by whoever holds a personal link (by its hash) or the open link of a list. She plays no part with rights on
-- these tables: these functions are her door, and lead to her own answers only.

-- What the page needs. No row: never made, or gone with the closing.
CREATE FUNCTION portal.survey_by_link(link_hash text, open_link text)
RETURNS TABLE (list_id bigint, invitation_state varchar, name varchar, company varchar, language varchar, wave varchar,
               opens_on date, closes_on date, wave_state varchar, audience varchar, content jsonb, supplement jsonb,
               degree varchar, programme varchar, hogeschool varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, i.state, i.name, i.company, i.language, w.name, w.opens_on, w.closes_on, w.state, p.audience, p.content,
         s.content, r.degree, r.programme, h.name
    FROM surveys_wavelist l
    LEFT JOIN surveys_invitation i ON i.wave_list_id = l.id AND i.token_hash = link_hash
    JOIN surveys_wave w ON w.id = l.wave_id
    JOIN surveys_wavepopulation p ON p.id = l.population_id
    LEFT JOIN surveys_wavesupplement s ON s.population_id = p.id AND s.hogeschool_id = l.hogeschool_id
    JOIN routes_route r ON r.id = l.route_id
    JOIN organisations_organisation h ON h.id = l.hogeschool_id
   WHERE l.id = (SELECT k.wave_list_id FROM surveys_invitation k WHERE k.token_hash = link_hash) OR l.open_token = open_link
$$;

-- Her answers so far, with what she said in words. The key is made from the link itself.
CREATE FUNCTION portal.survey_answers(answer_key bytea)
RETURNS TABLE (answers smallint[], set_aside jsonb, place smallint, is_submitted boolean, texts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.answers, r.set_aside, r.place, r.submitted_in IS NOT NULL,
         coalesce((SELECT jsonb_object_agg(o.code, o.text) FROM surveys_openanswer o WHERE o.response_id = r.id), '{}')
    FROM surveys_response r WHERE r.resume_key = answer_key
$$;

-- From here to the end of the transaction nobody else writes these answers: who has the same page open on another device
-- waits. False: the wave takes no answers, or she does not take part. Whoever closes a wave takes the same lock alone.
CREATE FUNCTION portal.begin_answering(link_hash text, open_link text, answer_key bytea, key bigint, blank smallint[])
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE list record;
BEGIN
  SELECT l.*, i.background INTO list
    FROM surveys_wavelist l LEFT JOIN surveys_invitation i ON i.wave_list_id = l.id AND i.token_hash = link_hash
   WHERE i.id IS NOT NULL OR l.open_token = open_link;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('survey wave', list.wave_id));
  PERFORM FROM surveys_wave w
    WHERE w.id = list.wave_id AND w.state = 'open' AND portal.today() BETWEEN w.opens_on AND w.closes_on;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO surveys_response (id, population_id, route_id, hogeschool_id, background, resume_key, answers)
  VALUES (key, list.population_id, list.route_id, list.hogeschool_id, coalesce(list.background, ''), answer_key, blank)
  ON CONFLICT (resume_key) WHERE resume_key IS NOT NULL DO NOTHING;
  PERFORM FROM surveys_response r WHERE r.resume_key = answer_key FOR UPDATE;
  RETURN true;
END $$;

-- `words`: code -> [random key, text] of all that is said in words; what is not in it goes.
CREATE FUNCTION portal.save_answers(link_hash text, answer_key bytea, numbers smallint[], words jsonb, aside jsonb, screen int,
                                    submits boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE answered bigint; monday date := date_trunc('week', portal.today())::date;
BEGIN
  UPDATE surveys_response r SET answers = numbers, set_aside = aside, place = screen,
         submitted_in = CASE WHEN submits THEN coalesce(r.submitted_in, monday) ELSE r.submitted_in END
   WHERE r.resume_key = answer_key AND cardinality(r.answers) = cardinality(numbers) RETURNING r.id INTO answered;
  IF NOT FOUND THEN RAISE check_violation USING MESSAGE = 'no such answers', CONSTRAINT = 'answers_of_this_link'; END IF;
  DELETE FROM surveys_openanswer o WHERE o.response_id = answered AND NOT words ? o.code;
  INSERT INTO surveys_openanswer (id, response_id, code, text)
  SELECT (w.value ->> 0)::bigint, answered, w.key, w.value ->> 1 FROM jsonb_each(words) w
  ON CONFLICT (response_id, code) DO UPDATE SET text = EXCLUDED.text WHERE surveys_openanswer.text <> EXCLUDED.text;
  UPDATE surveys_invitation i SET state = CASE WHEN submits THEN 'submitted' ELSE 'opened' END,
         answered_on = CASE WHEN submits THEN portal.today() END
   WHERE i.token_hash = link_hash AND i.state IN ('sent', 'declined', 'opened')
     AND i.state <> CASE WHEN submits THEN 'submitted' ELSE 'opened' END;
END $$;

-- She does not take part: what she began goes. `stops`: nor in later measurements. False: she had handed it in.
CREATE FUNCTION portal.decline_survey(link_hash text, answer_key bytea, stops boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE invited record;
BEGIN
  SELECT i.id, i.state, i.email INTO invited FROM surveys_invitation i WHERE i.token_hash = link_hash FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF stops THEN
    INSERT INTO surveys_approached AS a (address_hash, asked_on, stopped_on)
    VALUES (encode(sha256(convert_to(invited.email, 'UTF8')), 'hex'), portal.today(), portal.today())
    ON CONFLICT (address_hash) DO UPDATE SET stopped_on = portal.today();
  END IF;
  IF invited.state = 'submitted' THEN RETURN false; END IF;
  DELETE FROM surveys_openanswer o USING surveys_response r WHERE o.response_id = r.id AND r.resume_key = answer_key;
  DELETE FROM surveys_response r WHERE r.resume_key = answer_key;
  UPDATE surveys_invitation i SET state = 'declined' WHERE i.id = invited.id AND i.state <> 'declined';
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION portal.survey_by_link, portal.survey_answers, portal.begin_answering, portal.save_answers,
  portal.decline_survey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.survey_by_link, portal.survey_answers, portal.begin_answering, portal.save_answers,
  portal.decline_survey TO portal_public, portal_system;
