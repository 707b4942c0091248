-- The holder of the personal link of who was asked to meet: sees that question, and what it is about. An unknown link:
-- refused. Whether one may still answer is for the page: matching.introducing.
CREATE FUNCTION portal.enter_by_introduction(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked bigint;
BEGIN
  SELECT i.id INTO asked FROM matching_introduction i WHERE i.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown link of an introduction'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, NULL, NULL);
  PERFORM set_config('portal.introduction', asked::text, true);
  RETURN 'portal_card';
END $$;

-- How many one side may have open: MeetingTerms. Whoever asks at the same moment for the same side waits here, so that two
-- cannot both be the last one that fits. As the owner: a company does not see what others asked.
CREATE FUNCTION portal.begin_introduction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE terms matching_meetingterms; most int; standing int; side bigint;
BEGIN
  SELECT * INTO STRICT terms FROM matching_meetingterms t WHERE t.valid_from <= portal.today() ORDER BY t.valid_from DESC LIMIT 1;
  most := CASE NEW."by" WHEN 'company' THEN terms.company_open ELSE terms.student_open END;
  side := CASE NEW."by" WHEN 'company' THEN NEW.organisation_id ELSE NEW.student_id END;
  PERFORM pg_advisory_xact_lock(hashtextextended('introduction ' || NEW."by", side));
  SELECT count(*) INTO standing FROM matching_introduction i
   WHERE i.state = 'open' AND i."by" = NEW."by" AND side = CASE NEW."by" WHEN 'company' THEN i.organisation_id ELSE i.student_id END;
  IF standing >= most THEN
    RAISE check_violation USING MESSAGE = format('%s introductions are open already', standing), CONSTRAINT = 'introduction_under_cap';
  END IF;
  PERFORM FROM matching_application a WHERE a.id = NEW.application_id AND a.state = 'admissible' FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'this person does not look for a place', CONSTRAINT = 'introduction_of_who_looks';
  END IF;
  PERFORM FROM matching_offer o JOIN matching_position p ON p.id = o.position_id
   WHERE o.id = NEW.offer_id AND o.withdrawn_at IS NULL AND p.state = 'offered' FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'this place is not offered', CONSTRAINT = 'introduction_of_what_is_offered';
  END IF;
  NEW.due_on := portal.today() + terms.answer_days;
  RETURN NEW;
END $$;
CREATE TRIGGER introduction_begins BEFORE INSERT ON matching_introduction FOR EACH ROW
  EXECUTE FUNCTION portal.begin_introduction();

-- Who was asked answers, and who asked takes it back; not after its term. On a yes the company reads how to reach her.
CREATE FUNCTION portal.end_introduction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE answers boolean := NEW.state IN ('accepted', 'declined');
        acts text := CASE WHEN portal.introduction() IS NOT NULL THEN 'link' WHEN portal.organisation() IS NOT NULL THEN 'company'
                          WHEN portal.me() IS NOT NULL THEN 'student' ELSE 'system' END;
BEGIN
  IF acts IN ('company', 'student') AND answers = (acts = NEW."by") THEN
    RAISE check_violation USING MESSAGE = 'this is for the other side to say', CONSTRAINT = TG_NAME;
  END IF;
  IF answers AND NEW.due_on < portal.today() THEN
    RAISE check_violation USING MESSAGE = 'its term has passed', CONSTRAINT = 'introduction_in_time';
  END IF;
  IF NEW.state = 'accepted' THEN
    SELECT a.name, a.email, a.phone INTO NEW.shared_name, NEW.shared_email, NEW.shared_phone
      FROM matching_application a WHERE a.id = NEW.application_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER introduction_is_answered BEFORE UPDATE ON matching_introduction FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state <> 'closed') EXECUTE FUNCTION portal.end_introduction();

REVOKE ALL ON FUNCTION portal.enter_by_introduction, portal.begin_introduction, portal.end_introduction FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.enter_by_introduction TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_card, portal_programme,
  portal_system;
