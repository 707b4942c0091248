from django.db import migrations

FORWARD = """
-- What anyone may know of a sealed document that she holds: knowing its hash is holding it. Nothing for other hashes.
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
BACKWARD = "DROP FUNCTION portal.verify_document;"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_signer_renews_link")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
