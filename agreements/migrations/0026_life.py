from django.db import migrations

LINKS = """
CREATE OR REPLACE FUNCTION portal.enter_by_link(link_hash text) RETURNS text
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
"""
LINKS_BEFORE = """
CREATE OR REPLACE FUNCTION portal.enter_by_link(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT s.id, s.agreement_id INTO asked FROM agreements_signing s WHERE s.token_hash = link_hash;
  IF NOT FOUND THEN
    SELECT NULL::bigint AS id, r.agreement_id INTO asked FROM agreements_agreementreader r
     WHERE r.token_hash = link_hash;
  END IF;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown signing link'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, asked.id, asked.agreement_id);
  RETURN 'portal_signer';
END $$;
"""

GUARDS = """
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
REVOKE ALL ON FUNCTION portal.require_ground FROM PUBLIC;
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
REVOKE ALL ON FUNCTION portal.require_confirmed FROM PUBLIC;
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
REVOKE ALL ON FUNCTION portal.require_ending FROM PUBLIC;
CREATE TRIGGER agreement_ended_has_ending BEFORE UPDATE ON agreements_agreement FOR EACH ROW
  WHEN (NEW.state = 'ended' AND OLD.state <> 'ended') EXECUTE FUNCTION portal.require_ending();
"""
NO_GUARDS = """
DROP TRIGGER agreement_ended_has_ending ON agreements_agreement;
DROP TRIGGER ending_final_is_confirmed ON agreements_ending;
DROP TRIGGER ending_ground_is_of_template ON agreements_ending;
DROP FUNCTION portal.require_ending, portal.require_confirmed, portal.require_ground;
"""

LEAD_TIMES = """
-- How long each step took, in hours, of the agreements that the actor may see. "party:company" is how long the company
-- had to sign, from the moment that it was its turn. Of the text that was signed in the end.
CREATE FUNCTION portal.lead_times()
RETURNS TABLE (agreement_id bigint, route_id bigint, study_year int, step text, hours double precision)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH sent AS (
    SELECT a.id, a.route_id, v.id AS version_id, v.created_at AS sent_at, v.sealed_at,
           (extract(year FROM a.starts_on) - (extract(month FROM a.starts_on) < 8)::int)::int AS study_year,
           (SELECT min(e.at) FROM agreements_agreementevent e
             WHERE e.agreement_id = a.id AND e.kind = 'drafted') AS drafted_at
      FROM agreements_agreement a
      JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.number = a.version
     WHERE a.state IN ('sent', 'declined', 'signed', 'sealed', 'ended') AND a.starts_on IS NOT NULL
  ), signed AS (
    SELECT t.*, s.first_at, s.last_at
      FROM sent t
      CROSS JOIN LATERAL (
        SELECT min(g.answered_at) FILTER (WHERE g.state = 'signed') AS first_at,
               CASE WHEN bool_and(g.state = 'signed') THEN max(g.answered_at) END AS last_at
          FROM agreements_signing g WHERE g.version_id = t.version_id
      ) s
  )
  SELECT s.id, s.route_id, s.study_year, p.step, greatest(extract(epoch FROM p.until - p.since) / 3600, 0)
    FROM signed s
    CROSS JOIN LATERAL (VALUES
      ('drafting', s.drafted_at, s.sent_at), ('first', s.sent_at, s.first_at), ('all', s.first_at, s.last_at),
      ('sealing', s.last_at, s.sealed_at), ('whole', s.drafted_at, s.sealed_at)
    ) AS p (step, since, until)
   WHERE p.since IS NOT NULL AND p.until IS NOT NULL
  UNION ALL
  SELECT t.id, t.route_id, t.study_year, 'party:' || g.role,
         greatest(extract(epoch FROM g.answered_at - greatest(t.sent_at, before.at)) / 3600, 0)
    FROM sent t
    JOIN agreements_signing g ON g.version_id = t.version_id AND g.state = 'signed'
    CROSS JOIN LATERAL (
      SELECT max(b.answered_at) AS at FROM agreements_signing b WHERE b.version_id = t.version_id AND b.turn < g.turn
    ) before
$$;
REVOKE ALL ON FUNCTION portal.lead_times FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.lead_times TO portal_coordinator, portal_system;

-- For the programme team: numbers per route, and none of fewer than five agreements.
CREATE FUNCTION portal.lead_times_of_routes()
RETURNS TABLE (route_id bigint, step text, agreements bigint, median double precision, ninetieth double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.route_id, l.step, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY l.hours),
         percentile_cont(0.9) WITHIN GROUP (ORDER BY l.hours)
    FROM portal.lead_times() l GROUP BY l.route_id, l.step HAVING count(*) >= 5
$$;
REVOKE ALL ON FUNCTION portal.lead_times_of_routes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.lead_times_of_routes TO portal_programme;
"""
NO_LEAD_TIMES = "DROP FUNCTION portal.lead_times_of_routes, portal.lead_times;"

# To what 0015 says is added: the last day of an agreement that ended or will.
VERIFY = """
CREATE FUNCTION portal.end_of_agreement(agreement bigint) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.last_day FROM agreements_ending e WHERE e.agreement_id = agreement AND e.state = 'final'
$$;
REVOKE ALL ON FUNCTION portal.end_of_agreement FROM PUBLIC;

-- What anyone may know who holds the sealed document, or a page of it by the code that is printed there.
CREATE FUNCTION portal.end_of_document(file_sha256 text, code uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT portal.end_of_agreement(v.agreement_id)
    FROM agreements_agreementversion v LEFT JOIN documents_document d ON d.id = v.document_id
   WHERE v.sealed_at IS NOT NULL AND (d.sha256 = file_sha256 OR v.public_id = code) LIMIT 1
$$;
REVOKE ALL ON FUNCTION portal.end_of_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.end_of_document TO portal_public, portal_system;

-- What anyone may know who holds a letter about an end: knowing its hash is holding it.
CREATE FUNCTION portal.verify_letter(file_sha256 text)
RETURNS TABLE (hogeschool text, student text, last_day date, sealed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, a.student_name, e.last_day, d.created_at
    FROM documents_document d
    JOIN agreements_ending e ON e.document_id = d.id
    JOIN agreements_agreement a ON a.id = e.agreement_id
    JOIN organisations_organisation o ON o.id = e.hogeschool_id
   WHERE d.sha256 = file_sha256
$$;
REVOKE ALL ON FUNCTION portal.verify_letter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_letter TO portal_public, portal_system;
"""
NO_VERIFY = "DROP FUNCTION portal.verify_letter, portal.end_of_document, portal.end_of_agreement;"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0025_endings")]
    operations = [
        migrations.RunSQL(LINKS, LINKS_BEFORE),
        migrations.RunSQL(GUARDS, NO_GUARDS),
        migrations.RunSQL(LEAD_TIMES, NO_LEAD_TIMES),
        migrations.RunSQL(VERIFY, NO_VERIFY),
    ]
