-- The holder of a personal link: to sign, only to read along, or to confirm an ending. All see one agreement; who reads or
-- confirms has no signing. An unknown link: refused. Whether one may still be used is for the pages: agreements.links.standing.
CREATE FUNCTION portal.enter_by_link(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT s.id, s.agreement_id, NULL::bigint AS confirmation INTO asked FROM agreements_signing s
   WHERE s.token_hash = link_hash;
  IF NOT FOUND THEN
    SELECT NULL::bigint AS id, r.agreement_id, NULL::bigint AS confirmation INTO asked FROM agreements_agreementreader r
     WHERE r.token_hash = link_hash;
  END IF;
  IF NOT FOUND THEN
    SELECT NULL::bigint AS id, c.agreement_id, c.id AS confirmation INTO asked FROM agreements_endingconfirmation c
     WHERE c.token_hash = link_hash;
  END IF;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown signing link'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, asked.id, asked.agreement_id);
  PERFORM set_config('portal.confirmation', coalesce(asked.confirmation::text, ''), true);
  RETURN 'portal_signer';
END $$;

-- The holder of the personal link of a gegevenskaart: sees her card, that party and the agreement. An unknown link: refused.
-- Whether one may still be filled in with is for the pages: agreements.cards.standing.
CREATE FUNCTION portal.enter_by_card(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT c.id, c.agreement_id INTO asked FROM agreements_partycard c WHERE c.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown link of a gegevenskaart'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, NULL, asked.agreement_id);
  PERFORM set_config('portal.card', asked.id::text, true);
  RETURN 'portal_card';
END $$;

-- The holder of a personal link about the practice: sees the agreement, what was said at its talks, and who was at work;
-- speaks for the company. An unknown link: refused. Whether one may still be used is for the pages: agreements.talks.
CREATE FUNCTION portal.enter_by_practice_link(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT l.id, l.agreement_id INTO asked FROM agreements_practicelink l WHERE l.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown link of the practice'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, NULL, asked.agreement_id);
  PERFORM set_config('portal.practice', asked.id::text, true);
  RETURN 'portal_card';
END $$;

REVOKE ALL ON FUNCTION portal.enter_by_link, portal.enter_by_card, portal.enter_by_practice_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.enter_by_link TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_programme, portal_system;
GRANT EXECUTE ON FUNCTION portal.enter_by_card, portal.enter_by_practice_link TO portal_web, portal_worker, portal_public,
  portal_coordinator, portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_card,
  portal_programme, portal_system;
