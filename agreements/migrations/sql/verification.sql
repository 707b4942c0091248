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

-- What anyone may know who holds the sealed document, or a page of it by the code that is printed there.
CREATE FUNCTION portal.end_of_document(file_sha256 text, code uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT portal.end_of_agreement(v.agreement_id)
    FROM agreements_agreementversion v LEFT JOIN documents_document d ON d.id = v.document_id
   WHERE v.sealed_at IS NOT NULL AND (d.sha256 = file_sha256 OR v.public_id = code) LIMIT 1
$$;

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

REVOKE ALL ON FUNCTION portal.verify_document, portal.verify_paper, portal.addenda_of_document, portal.end_of_document,
  portal.verify_letter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.verify_document, portal.verify_paper, portal.addenda_of_document, portal.end_of_document,
  portal.verify_letter TO portal_public, portal_system;
