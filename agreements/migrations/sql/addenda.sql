-- What an addendum says stands once it was sent, as a party does (drafting.sql): its parties are compared without what may
-- be mended of them, or of one of them.
CREATE FUNCTION portal.parties_without(parties jsonb, mended text[], of_role text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_agg(CASE WHEN of_role IS NULL OR party ->> 'role' = of_role THEN party - mended ELSE party END
                   ORDER BY place)
    FROM jsonb_array_elements(parties) WITH ORDINALITY AS p (party, place)
$$;

CREATE FUNCTION portal.addendum_says_the_same() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own text := (SELECT s.role FROM agreements_signing s WHERE s.id = portal.signing());
  mended text[] := CASE WHEN own IS NULL
    THEN ARRAY['signer_email', 'signer_phone', 'supervisor_email', 'supervisor_phone']
    ELSE ARRAY['signer_name', 'signer_function', 'signer_email'] END;
BEGIN
  -- who signs never changes a draft, whatever she was asked to sign before
  IF (OLD.state <> 'draft' OR own IS NOT NULL) AND (OLD.changes <> NEW.changes OR
     portal.parties_without(OLD.parties, mended, own) IS DISTINCT FROM portal.parties_without(NEW.parties, mended, own))
  THEN RAISE check_violation USING MESSAGE = 'an addendum changes as a draft only', CONSTRAINT = 'addendum_says_the_same';
  END IF;
  -- so that the order of their numbers is the order in which they begin
  IF NEW.state = 'sent' AND OLD.state <> 'sent' AND EXISTS (
     SELECT FROM agreements_addendum former WHERE former.agreement_id = NEW.agreement_id
        AND former.state = 'sealed' AND former.effective_on > NEW.effective_on)
  THEN RAISE check_violation USING MESSAGE = 'an addendum does not begin before an earlier one',
                                   CONSTRAINT = 'addendum_begins_after_the_former';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER addendum_says_the_same BEFORE UPDATE ON agreements_addendum
  FOR EACH ROW EXECUTE FUNCTION portal.addendum_says_the_same();

-- What an addendum that everybody signed makes of a field, by a day; NULL: it stands as it was sealed.
CREATE FUNCTION portal.changed_by_addendum(agreement bigint, field text, by_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.changes ->> field FROM agreements_addendum a
   WHERE a.agreement_id = agreement AND a.state = 'sealed' AND a.effective_on <= by_day AND a.changes ? field
   ORDER BY a.number DESC LIMIT 1
$$;

REVOKE ALL ON FUNCTION portal.parties_without, portal.addendum_says_the_same, portal.changed_by_addendum FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.changed_by_addendum TO portal_coordinator, portal_company, portal_employer,
  portal_student, portal_card, portal_system;
