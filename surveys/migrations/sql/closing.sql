-- What a closing leaves: how many were asked, and what was answered, with nothing that ties the one to the other. Rows are
-- written anew in a random order: neither the place of a row on disk nor the number of the transaction that wrote it (xmin)
-- then says which answers came together with which change of an invitation. Answers to nothing go: somebody opened the
-- first page and went away.
CREATE FUNCTION portal.forget_who_answered(wave bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE populations bigint[] := ARRAY(SELECT p.id FROM surveys_wavepopulation p WHERE p.wave_id = wave);
BEGIN
  DELETE FROM surveys_response r
   WHERE r.population_id = ANY (populations) AND r.submitted_in IS NULL AND -32000 > ALL (r.answers)
     AND NOT EXISTS (SELECT FROM surveys_openanswer o WHERE o.response_id = r.id);
  WITH gone AS (DELETE FROM surveys_openanswer o USING surveys_response r
                 WHERE o.response_id = r.id AND r.population_id = ANY (populations) RETURNING o.*)
  INSERT INTO surveys_openanswer (id, response_id, code, text)
  SELECT id, response_id, code, text FROM gone ORDER BY random();
  WITH gone AS (DELETE FROM surveys_response WHERE population_id = ANY (populations) RETURNING *)
  INSERT INTO surveys_response (id, population_id, route_id, hogeschool_id, submitted_in, background, answers)
  SELECT id, population_id, route_id, hogeschool_id, submitted_in, background, answers FROM gone ORDER BY random();
  WITH gone AS (DELETE FROM surveys_invitation WHERE wave_id = forget_who_answered.wave RETURNING *)
  INSERT INTO surveys_invitation (public_id, wave_id, wave_list_id, population_id, route_id, hogeschool_id, name, email,
                                  company, background, language, listed, state, reason, reminders, thanked)
  SELECT gen_random_uuid(), wave_id, wave_list_id, population_id, route_id, hogeschool_id, '', '', '', '', 'nl', listed,
         state, reason, reminders, true FROM gone ORDER BY random();
END $$;
REVOKE ALL ON FUNCTION portal.forget_who_answered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.forget_who_answered TO portal_system;
