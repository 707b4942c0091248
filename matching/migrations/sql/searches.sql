-- Somebody wants to hear of new leerwerkplekken. Visitors read nobody's row, so the owner writes and answers: 'new' (a mail
-- with the link goes out), 'confirmed' (a person who is logged in, at her own address), 'known', or 'enough' (no more than five
-- are waiting for their confirmation, and no more than twenty run, at one address).
CREATE FUNCTION portal.save_search(
  search uuid, address text, words text, in_province text, in_sector text, on_route bigint, link_hash text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE saved matching_savedsearch; moment timestamptz := clock_timestamp(); person bigint := portal.me(); own boolean;
BEGIN
  address := lower(address);
  own := person IS NOT NULL AND EXISTS (SELECT FROM organisations_user u WHERE u.id = person AND u.email = address);
  -- one at a time for an address: a double click waits here
  PERFORM pg_advisory_xact_lock(hashtextextended('saved search ' || address, 0));
  SELECT s.* INTO saved FROM matching_savedsearch s
   WHERE s.email = address AND s.stopped_at IS NULL AND s.text = words AND s.province = in_province AND s.sector = in_sector
     AND s.route_id IS NOT DISTINCT FROM on_route;
  IF FOUND AND (saved.confirmed_at IS NOT NULL OR (NOT own AND saved.created_at > now() - interval '1 day')) THEN
    RETURN 'known';
  ELSIF FOUND THEN  -- the mail of days ago may be lost: begin anew
    DELETE FROM matching_savedsearch s WHERE s.id = saved.id;
  END IF;
  IF (SELECT count(*) FILTER (WHERE s.confirmed_at IS NULL) >= 5 OR count(*) >= 20 FROM matching_savedsearch s
       WHERE s.email = address AND s.stopped_at IS NULL) THEN RETURN 'enough'; END IF;
  INSERT INTO matching_savedsearch (id, user_id, email, text, province, sector, route_id, token_hash, created_at, confirmed_at,
    told_until)
  VALUES (search, CASE WHEN own THEN person END, address, words, in_province, in_sector, on_route, link_hash, moment,
    CASE WHEN own THEN moment END, moment);
  RETURN CASE WHEN own THEN 'confirmed' ELSE 'new' END;
END $$;

-- What the holder of the link in a mail may know of it: what she looks for.
CREATE FUNCTION portal.search_by_link(link_hash text)
RETURNS TABLE (words text, province text, sector text, route_id bigint, confirmed boolean, stopped boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.text, s.province, s.sector, s.route_id, s.confirmed_at IS NOT NULL, s.stopped_at IS NOT NULL
    FROM matching_savedsearch s WHERE s.token_hash = link_hash
$$;

-- From now on she hears of it; what was published before, she has seen. Answers whether the link is known and not stopped.
CREATE FUNCTION portal.confirm_search(link_hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE matching_savedsearch s SET confirmed_at = clock_timestamp(), told_until = clock_timestamp()
   WHERE s.token_hash = link_hash AND s.confirmed_at IS NULL AND s.stopped_at IS NULL;
  RETURN EXISTS (SELECT FROM matching_savedsearch s WHERE s.token_hash = link_hash AND s.stopped_at IS NULL);
END $$;

-- Answers whether the link is known. `every`: all searches at this address.
CREATE FUNCTION portal.stop_search(link_hash text, every boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE address text;
BEGIN
  SELECT s.email INTO address FROM matching_savedsearch s WHERE s.token_hash = link_hash;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE matching_savedsearch s SET stopped_at = now()
   WHERE s.stopped_at IS NULL AND (s.token_hash = link_hash OR (every AND s.email = address));
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION portal.save_search, portal.search_by_link, portal.confirm_search, portal.stop_search FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.save_search, portal.search_by_link, portal.confirm_search, portal.stop_search
  TO portal_public, portal_student, portal_system;
