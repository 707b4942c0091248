-- The person who acts registers her company and becomes its first contact. Answers the membership.
CREATE FUNCTION portal.register_company(
  company_name text, kvk text, street text, postcode text, city text, province text, person_name text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE company bigint; hat bigint; address text;
BEGIN
  SELECT u.email INTO STRICT address FROM organisations_user u WHERE u.id = portal.me();
  INSERT INTO organisations_organisation
    (public_id, kind, name, kvk_number, brin, street, postcode, city, province, website, email, phone, takes_part, claimed_at, mkb_outcome)
  VALUES (gen_random_uuid(), 'company', company_name, kvk, '', street, postcode, city, province, '', address, '', false, now(), '')
  RETURNING id INTO company;
  INSERT INTO organisations_membership (user_id, organisation_id, part, name, email)
  VALUES (portal.me(), company, 'contact', person_name, address) RETURNING id INTO hat;
  RETURN hat;
END $$;

-- The outcome of the latest mkb declaration stands with the company, for lists.
CREATE FUNCTION portal.keep_mkb_outcome() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE organisations_organisation
     SET mkb_outcome = NEW.outcome, mkb_declared_on = (NEW.declared_at AT TIME ZONE 'Europe/Amsterdam')::date
   WHERE id = NEW.organisation_id;
  RETURN NULL;
END $$;
CREATE TRIGGER outcome_of_organisation AFTER INSERT ON organisations_mkbdeclaration
  FOR EACH ROW EXECUTE FUNCTION portal.keep_mkb_outcome();

REVOKE ALL ON FUNCTION portal.register_company, portal.keep_mkb_outcome FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.register_company TO portal_student, portal_coordinator, portal_company,
  portal_employer, portal_branche, portal_programme;
