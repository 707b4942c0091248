-- The company says by mail, without an account, whether its leerwerkplek still stands. The link knows one leerwerkplek; what
-- its holder reads of it is what the mail told already. Nothing of anyone else, and nobody's name but the company's.
CREATE FUNCTION portal.place_by_link(link_hash text)
RETURNS TABLE (public_id uuid, title text, company text, city text, starts_on date, state text, expired boolean, answered boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.public_id, p.title, c.name, w.city, p.starts_on, p.state, q.expires_at <= now(), p.confirmed_at > q.asked_at
    FROM matching_stillopen q JOIN matching_position p ON p.id = q.position_id
    JOIN organisations_organisation c ON c.id = p.organisation_id JOIN organisations_workplace w ON w.id = p.workplace_id
   WHERE q.token_hash = link_hash
$$;

-- Answers the state it then has: 'offered' or 'withdrawn'; '' when the link is unknown or too old, or the company withdrew or
-- archived it meanwhile. Saying the same twice changes nothing.
CREATE FUNCTION portal.answer_still_open(link_hash text, stands boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place matching_position; wanted text := CASE WHEN stands THEN 'offered' ELSE 'withdrawn' END;
BEGIN
  PERFORM FROM matching_offer o WHERE o.position_id = (SELECT q.position_id FROM matching_stillopen q WHERE q.token_hash = link_hash)
    ORDER BY o.id FOR UPDATE;  -- in the order of services/offers.py
  SELECT p.* INTO place FROM matching_position p JOIN matching_stillopen q ON q.position_id = p.id
   WHERE q.token_hash = link_hash AND q.expires_at > now() FOR UPDATE OF p;
  IF NOT FOUND OR (place.state NOT IN ('offered', 'inactive') AND place.state <> wanted) THEN RETURN ''; END IF;
  IF place.state = 'withdrawn' THEN RETURN place.state; END IF;
  IF place.state = 'offered' AND stands AND EXISTS (SELECT FROM matching_stillopen q
     WHERE q.token_hash = link_hash AND place.confirmed_at > q.asked_at) THEN RETURN place.state; END IF;
  UPDATE matching_position SET state = wanted, confirmed_at = clock_timestamp() WHERE id = place.id;
  INSERT INTO matching_positionevent (id, position_id, organisation_id, at, kind, who, text, reason)
  SELECT gen_random_uuid(), place.id, place.organisation_id, clock_timestamp(), CASE WHEN stands THEN 'still_open' ELSE 'withdrawn' END,
         c.name || ', met de link uit de mail', CASE WHEN stands THEN 'De plek staat nog open' ELSE 'Ingetrokken' END, ''
    FROM organisations_organisation c WHERE c.id = place.organisation_id;
  RETURN wanted;
END $$;

REVOKE ALL ON FUNCTION portal.place_by_link, portal.answer_still_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.place_by_link, portal.answer_still_open TO portal_public, portal_system;
