from datetime import date

from django.db import migrations

STATEMENTS = {
    "number": 2,
    "identity": "Ik ben {name}.",
    "authority": "Ik ben bevoegd om namens {party} te tekenen.",
    "consent": "Ik heb {text} gelezen (kenmerk {fingerprint}) en ik ga ermee akkoord. Ik teken elektronisch.",
    "source": "Eigen tekst, naar BW art. 3:15a en eIDAS (EU) nr. 910/2014 art. 25 en 26",
    "valid_from": date(2026, 1, 1),
}

ADDENDA = """
-- What belongs to a sealed document that someone holds: is it an addendum, and which addenda were sealed.
CREATE FUNCTION portal.addenda_of_document(file_sha256 text)
RETURNS TABLE (number int, effective_on date, sealed_at timestamptz, is_this boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.number, d.effective_on, later.sealed_at, later.id = mine.id
    FROM documents_document held
    JOIN agreements_agreementversion mine ON mine.document_id = held.id
    JOIN agreements_agreementversion later ON later.agreement_id = mine.agreement_id AND later.sealed_at IS NOT NULL
    JOIN agreements_addendum d ON d.id = later.addendum_id
   WHERE held.sha256 = file_sha256
   ORDER BY d.number
$$;
REVOKE ALL ON FUNCTION portal.addenda_of_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.addenda_of_document TO portal_public, portal_system;
"""
NO_ADDENDA = "DROP FUNCTION portal.addenda_of_document;"

# Of an addendum, the latest is the latest text of that addendum; a page on paper tells whether it is one.
VERIFY = """
DROP FUNCTION portal.verify_paper;
DROP FUNCTION portal.verify_document;
-- What anyone may know of a sealed document that she holds: knowing its hash is holding it. Nothing for other hashes.
CREATE FUNCTION portal.verify_document(file_sha256 text)
RETURNS TABLE (title text, version_number int, latest_number int, sealed_at timestamptz, stamped_at timestamptz,
               signers jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.title, v.number, coalesce(c.version, a.version), v.sealed_at, t.stamped_at,
         (SELECT jsonb_agg(jsonb_build_object('role', s.role, 'name', s.name, 'function', s.function,
                                              'party', s.party_name, 'signed_at', s.answered_at, 'method', s.method,
                                              'signed_on', s.signed_on) ORDER BY s.id)
            FROM agreements_signing s WHERE s.version_id = v.id AND s.state = 'signed')
    FROM documents_document d
    JOIN agreements_agreementversion v ON v.document_id = d.id
    JOIN agreements_agreement a ON a.id = v.agreement_id
    LEFT JOIN agreements_addendum c ON c.id = v.addendum_id
    LEFT JOIN documents_timestamp t ON t.document_id = d.id
   WHERE d.sha256 = file_sha256
$$;
REVOKE ALL ON FUNCTION portal.verify_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_document TO portal_public, portal_system;

-- What anyone may know who holds a page of it, by the code that is printed there: no names of people.
CREATE FUNCTION portal.verify_paper(code uuid)
RETURNS TABLE (hogeschool text, version_number int, latest_number int, addendum int, addenda int,
               sealed_at timestamptz, sha256 text, roles jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, v.number, coalesce(c.version, a.version), c.number,
         (SELECT count(*)::int FROM agreements_addendum b WHERE b.agreement_id = a.id AND b.state = 'sealed'),
         v.sealed_at, d.sha256,
         (SELECT jsonb_agg(jsonb_build_object('role', s.role, 'signed_at', s.answered_at, 'method', s.method,
                                              'signed_on', s.signed_on) ORDER BY s.id)
            FROM agreements_signing s WHERE s.version_id = v.id AND s.state = 'signed')
    FROM agreements_agreementversion v
    JOIN agreements_agreement a ON a.id = v.agreement_id
    LEFT JOIN agreements_addendum c ON c.id = v.addendum_id
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


def add_statements(apps, schema_editor):
    apps.get_model("agreements", "SigningStatements").objects.get_or_create(
        number=STATEMENTS["number"], defaults=STATEMENTS
    )


def remove_statements(apps, schema_editor):
    table, number = "agreements_signingstatements", STATEMENTS["number"]
    for done in (
        f"ALTER TABLE {table} DISABLE TRIGGER signing_statements_are_written_once",
        f"DELETE FROM {table} WHERE number = {number}",
        f"ALTER TABLE {table} ENABLE TRIGGER signing_statements_are_written_once",
    ):
        schema_editor.execute(done)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0014_addenda"), ("documents", "0004_stamps_and_readiness")]
    operations = [
        migrations.RunSQL(ADDENDA, NO_ADDENDA),
        migrations.RunSQL(VERIFY, VERIFY_BEFORE),
        migrations.RunPython(add_statements, remove_statements),
    ]
