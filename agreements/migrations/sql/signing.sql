-- Every event continues the chain of its agreement, and its columns say what its payload says.
CREATE FUNCTION portal.chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE previous record; said jsonb := NEW.payload::jsonb;
BEGIN
  SELECT e.sequence, e.hash INTO previous FROM agreements_agreementevent e
   WHERE e.agreement_id = NEW.agreement_id ORDER BY e.sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(previous.sequence, 0) + 1
     OR NEW.previous_hash <> coalesce(previous.hash, repeat('0', 64))
     OR NEW.hash <> encode(sha256(convert_to(NEW.previous_hash || NEW.payload, 'UTF8')), 'hex')
     OR (said ->> 'sequence')::int <> NEW.sequence OR said ->> 'kind' <> NEW.kind OR said ->> 'who' <> NEW.who
     OR said ->> 'text' <> NEW.text OR said ->> 'reason' <> NEW.reason
  THEN RAISE check_violation USING MESSAGE = 'the event does not continue the chain', CONSTRAINT = 'agreement_event_continues_chain';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_event_continues_chain BEFORE INSERT ON agreements_agreementevent
  FOR EACH ROW EXECUTE FUNCTION portal.chain_event();

-- Nobody signs before those who come first, however she got her link.
CREATE FUNCTION portal.check_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements_signing s
              WHERE s.version_id = NEW.version_id AND s.turn < NEW.turn AND s.state <> 'signed') THEN
    RAISE check_violation USING MESSAGE = 'others sign first', CONSTRAINT = 'signing_in_turn';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signing_in_turn BEFORE UPDATE ON agreements_signing FOR EACH ROW
  WHEN (NEW.state = 'signed' AND OLD.state <> 'signed' AND NEW.method <> 'elsewhere')
  EXECUTE FUNCTION portal.check_turn();

REVOKE ALL ON FUNCTION portal.chain_event, portal.check_turn FROM PUBLIC;
