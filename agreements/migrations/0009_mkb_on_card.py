from django.db import migrations

ENTER = """
-- As before; and who holds the card of a company that can still be filled in, may declare how large that company is.
CREATE OR REPLACE FUNCTION portal.enter_by_card(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT c.id, c.agreement_id,
         CASE WHEN c.role = 'company' AND a.state = 'draft' AND c.taken_over_at IS NULL AND c.link_expires_at > now()
              THEN c.organisation_id END AS company
    INTO asked FROM agreements_partycard c JOIN agreements_agreement a ON a.id = c.agreement_id
   WHERE c.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown link of a gegevenskaart'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, asked.company, NULL, asked.agreement_id);
  PERFORM set_config('portal.card', asked.id::text, true);
  RETURN 'portal_card';
END $$;
"""
ENTER_BEFORE = """
CREATE OR REPLACE FUNCTION portal.enter_by_card(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT c.id, c.agreement_id INTO asked FROM agreements_partycard c WHERE c.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown link of a gegevenskaart'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, NULL, asked.agreement_id);
  PERFORM set_config('portal.card', asked.id::text, true);
  RETURN 'portal_card';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_dispatch"), ("organisations", "0004_mkb_by_card")]
    operations = [migrations.RunSQL(ENTER, ENTER_BEFORE)]
