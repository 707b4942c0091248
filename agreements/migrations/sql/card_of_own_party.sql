-- A company's data come from the company, and a student's from her: neither card goes to the address of the other. (Who
-- signs for whom is kept apart when it is sent.)
CREATE FUNCTION portal.require_own_card() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements_partycard c
              WHERE c.agreement_id = NEW.agreement_id AND c.id <> NEW.id AND (c.role = 'student') <> (NEW.role = 'student')
                AND lower(c.email) = lower(NEW.email))
     OR NEW.role <> 'student' AND EXISTS (
       SELECT FROM agreements_party p
        WHERE p.agreement_id = NEW.agreement_id AND p.role = 'student' AND lower(p.signer_email) = lower(NEW.email)) THEN
    RAISE check_violation USING MESSAGE = 'this address is of another party', CONSTRAINT = 'card_is_of_own_party',
      TABLE = 'agreements_partycard', SCHEMA = 'public';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_is_of_own_party AFTER INSERT OR UPDATE OF email ON agreements_partycard FOR EACH ROW
  WHEN (NEW.email <> '') EXECUTE FUNCTION portal.require_own_card();

REVOKE ALL ON FUNCTION portal.require_own_card FROM PUBLIC;
