-- An open link takes as many answers as people who could have it: so many times who stands on its list, and a number at
-- least. One at a time, so that not two take the last place. Otherwise as before.
CREATE OR REPLACE FUNCTION portal.begin_answering(link_hash text, open_link text, answer_key bytea, key bigint, blank smallint[])
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE list record;
BEGIN
  SELECT l.*, i.background, i.id IS NULL AS is_open INTO list
    FROM surveys_wavelist l LEFT JOIN surveys_invitation i ON i.wave_list_id = l.id AND i.token_hash = link_hash
   WHERE i.id IS NOT NULL OR l.open_token = open_link;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('survey wave', list.wave_id));
  PERFORM FROM surveys_wave w
    WHERE w.id = list.wave_id AND w.state = 'open' AND portal.today() BETWEEN w.opens_on AND w.closes_on;
  IF NOT FOUND THEN RETURN false; END IF;
  IF list.is_open AND NOT EXISTS (SELECT FROM surveys_response r WHERE r.resume_key = answer_key) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('survey open link', list.id));
    IF portal.open_link_room(open_link) <= 0 THEN
      RAISE check_violation USING MESSAGE = 'this open link was used as often as it may', CONSTRAINT = 'open_link_has_room';
    END IF;
  END IF;
  INSERT INTO surveys_response (id, population_id, route_id, hogeschool_id, background, resume_key, answers)
  VALUES (key, list.population_id, list.route_id, list.hogeschool_id, coalesce(list.background, ''), answer_key, blank)
  ON CONFLICT (resume_key) WHERE resume_key IS NOT NULL DO NOTHING;
  PERFORM FROM surveys_response r WHERE r.resume_key = answer_key FOR UPDATE;
  RETURN true;
END $$;

-- While a wave runs, who only opened the questions has not answered: neither has a page on which nothing stood but what the
-- link knew already, for that is not kept by itself (services/answering.py).
CREATE OR REPLACE FUNCTION portal.response_counts(wave bigint)
RETURNS TABLE (list_id bigint, complete bigint, partial bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, count(r.submitted_in), count(*) - count(r.submitted_in)
    FROM surveys_wavelist l JOIN surveys_response r ON r.population_id = l.population_id AND r.route_id = l.route_id
   WHERE l.wave_id = wave AND (portal.hogeschool() IS NULL OR l.hogeschool_id = portal.hogeschool())
     AND (r.submitted_in IS NOT NULL OR r.resume_key IS NULL OR NOT (-32000 > ALL (r.answers))
          OR EXISTS (SELECT FROM surveys_openanswer o WHERE o.response_id = r.id)) GROUP BY 1
$$;
