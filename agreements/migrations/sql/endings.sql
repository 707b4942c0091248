-- WHW 7.7 lid 5 onder d: an agreement ends early in the cases that it names.
CREATE FUNCTION portal.require_ground() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind = 'early' AND NOT EXISTS (
    SELECT FROM agreements_agreement a JOIN agreements_agreementtemplate t ON t.id = a.template_id
     WHERE a.id = NEW.agreement_id AND t.grounds ? NEW.ground
  ) THEN RAISE check_violation USING MESSAGE = 'the ground is not in the template of the agreement', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ending_ground_is_of_template BEFORE INSERT ON agreements_ending
  FOR EACH ROW EXECUTE FUNCTION portal.require_ground();

-- Final without a word why: only when every party agreed.
CREATE FUNCTION portal.require_confirmed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements_endingconfirmation c WHERE c.ending_id = NEW.id AND c.state <> 'agreed')
     OR NOT EXISTS (SELECT FROM agreements_endingconfirmation c WHERE c.ending_id = NEW.id)
  THEN RAISE check_violation USING MESSAGE = 'not every party confirmed this ending', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ending_final_is_confirmed BEFORE UPDATE ON agreements_ending FOR EACH ROW
  WHEN (OLD.state = 'open' AND NEW.state = 'final' AND NEW.kind IN ('early', 'takeover') AND NEW.closing_reason = '')
  EXECUTE FUNCTION portal.require_confirmed();

-- An agreement ends by an ending that is final, on its last day.
CREATE FUNCTION portal.require_ending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM agreements_ending e
     WHERE e.agreement_id = NEW.id AND e.state = 'final' AND e.last_day = NEW.ended_on
  ) THEN RAISE check_violation USING MESSAGE = 'no ending is final for this agreement', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_ended_has_ending BEFORE UPDATE ON agreements_agreement FOR EACH ROW
  WHEN (NEW.state = 'ended' AND OLD.state <> 'ended') EXECUTE FUNCTION portal.require_ending();

-- The last day of an agreement that ended or will.
CREATE FUNCTION portal.end_of_agreement(agreement bigint) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.last_day FROM agreements_ending e WHERE e.agreement_id = agreement AND e.state = 'final'
$$;

REVOKE ALL ON FUNCTION portal.require_ground, portal.require_confirmed, portal.require_ending,
  portal.end_of_agreement FROM PUBLIC;
