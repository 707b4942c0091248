from django.db import migrations

FORWARD = """
-- The holder of a personal signing link: sees her agreement, changes her own signing. An unknown link: refused. Whether
-- one may still be signed with is for the pages: agreements.links.standing.
CREATE FUNCTION portal.enter_by_link(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT s.id, s.agreement_id INTO asked FROM agreements_signing s WHERE s.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown signing link'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, asked.id, asked.agreement_id);
  RETURN 'portal_signer';
END $$;
REVOKE ALL ON FUNCTION portal.enter_by_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.enter_by_link TO portal_web, portal_worker, portal_public, portal_coordinator,
  portal_company, portal_employer, portal_branche, portal_student, portal_signer, portal_programme, portal_system;

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
REVOKE ALL ON FUNCTION portal.chain_event FROM PUBLIC;
CREATE TRIGGER agreement_event_continues_chain BEFORE INSERT ON agreements_agreementevent
  FOR EACH ROW EXECUTE FUNCTION portal.chain_event();
"""
BACKWARD = """
DROP TRIGGER agreement_event_continues_chain ON agreements_agreementevent;
DROP FUNCTION portal.chain_event, portal.enter_by_link;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
