from datetime import date

from django.db import migrations

STATEMENTS = {
    "number": 1,
    "identity": "Ik ben {name}.",
    "authority": "Ik ben bevoegd om namens {party} te tekenen.",
    "consent": (
        "Ik heb versie {number} van deze overeenkomst gelezen (kenmerk {fingerprint}) en ik ga ermee akkoord. Ik teken "
        "elektronisch."
    ),
    "source": "Eigen tekst, naar BW art. 3:15a en eIDAS (EU) nr. 910/2014 art. 25 en 26",
    "valid_from": date(2026, 1, 1),
}

TURNS = """
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
REVOKE ALL ON FUNCTION portal.check_turn FROM PUBLIC;
CREATE TRIGGER signing_in_turn BEFORE UPDATE ON agreements_signing FOR EACH ROW
  WHEN (NEW.state = 'signed' AND OLD.state <> 'signed' AND NEW.method <> 'elsewhere')
  EXECUTE FUNCTION portal.check_turn();
"""
NO_TURNS = """
DROP TRIGGER signing_in_turn ON agreements_signing;
DROP FUNCTION portal.check_turn;
"""

READERS = """
-- The holder of a personal link: to sign, or only to read along. Both see one agreement; who only reads has no signing.
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
SIGNERS_ONLY = """
CREATE OR REPLACE FUNCTION portal.enter_by_link(link_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked record;
BEGIN
  SELECT s.id, s.agreement_id INTO asked FROM agreements_signing s WHERE s.token_hash = link_hash;
  IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'unknown signing link'; END IF;
  PERFORM portal.wear(NULL, NULL, NULL, NULL, asked.id, asked.agreement_id);
  RETURN 'portal_signer';
END $$;
"""

VERIFY = """
DROP FUNCTION portal.verify_document;
-- What anyone may know of a sealed document that she holds: knowing its hash is holding it. Nothing for other hashes.
CREATE FUNCTION portal.verify_document(file_sha256 text)
RETURNS TABLE (title text, version_number int, latest_number int, sealed_at timestamptz, stamped_at timestamptz,
               signers jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.title, v.number, a.version, v.sealed_at, t.stamped_at,
         (SELECT jsonb_agg(jsonb_build_object('role', s.role, 'name', s.name, 'function', s.function,
                                              'party', s.party_name, 'signed_at', s.answered_at, 'method', s.method,
                                              'signed_on', s.signed_on) ORDER BY s.id)
            FROM agreements_signing s WHERE s.version_id = v.id AND s.state = 'signed')
    FROM documents_document d
    JOIN agreements_agreementversion v ON v.document_id = d.id
    JOIN agreements_agreement a ON a.id = v.agreement_id
    LEFT JOIN documents_timestamp t ON t.document_id = d.id
   WHERE d.sha256 = file_sha256
$$;
REVOKE ALL ON FUNCTION portal.verify_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_document TO portal_public, portal_system;

-- What anyone may know who holds a page of it, by the code that is printed there: no names of people.
CREATE FUNCTION portal.verify_paper(code uuid)
RETURNS TABLE (hogeschool text, version_number int, latest_number int, sealed_at timestamptz, sha256 text,
               roles jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, v.number, a.version, v.sealed_at, d.sha256,
         (SELECT jsonb_agg(jsonb_build_object('role', s.role, 'signed_at', s.answered_at, 'method', s.method,
                                              'signed_on', s.signed_on) ORDER BY s.id)
            FROM agreements_signing s WHERE s.version_id = v.id AND s.state = 'signed')
    FROM agreements_agreementversion v
    JOIN agreements_agreement a ON a.id = v.agreement_id
    JOIN organisations_organisation o ON o.id = v.hogeschool_id
    JOIN documents_document d ON d.id = v.document_id
   WHERE v.public_id = code
$$;
REVOKE ALL ON FUNCTION portal.verify_paper FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_paper TO portal_public, portal_system;
"""
VERIFY_BEFORE = """
DROP FUNCTION portal.verify_paper;
DROP FUNCTION portal.verify_document;
CREATE FUNCTION portal.verify_document(file_sha256 text)
RETURNS TABLE (title text, version_number int, latest_number int, sealed_at timestamptz, signers jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.title, v.number, a.version, v.sealed_at,
         (SELECT jsonb_agg(jsonb_build_object('role', s.role, 'name', s.name, 'function', s.function,
                                              'party', s.party_name, 'signed_at', s.answered_at) ORDER BY s.id)
            FROM agreements_signing s WHERE s.version_id = v.id AND s.state = 'signed')
    FROM documents_document d
    JOIN agreements_agreementversion v ON v.document_id = d.id
    JOIN agreements_agreement a ON a.id = v.agreement_id
   WHERE d.sha256 = file_sha256
$$;
REVOKE ALL ON FUNCTION portal.verify_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_document TO portal_public, portal_system;
"""


def add_statements(apps, schema_editor):
    apps.get_model("agreements", "SigningStatements").objects.get_or_create(
        number=STATEMENTS["number"], defaults=STATEMENTS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0011_signing_in_depth"),
        ("documents", "0004_stamps_and_readiness"),
    ]
    operations = [
        migrations.RunSQL(TURNS, NO_TURNS),
        migrations.RunSQL(READERS, SIGNERS_ONLY),
        migrations.RunSQL(VERIFY, VERIFY_BEFORE),
        migrations.RunPython(add_statements, migrations.RunPython.noop),  # its table goes with 0011
    ]
