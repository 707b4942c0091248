-- A day here is one in Amsterdam.
CREATE FUNCTION portal.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN (now() AT TIME ZONE 'Europe/Amsterdam')::date;

-- The last day on which something of this class is kept that counts from `start`: by the term that a hogeschool chose
-- within the bounds, else by that of the country. NULL: it does not count yet.
CREATE FUNCTION portal.kept_until(asked_class text, asked_hogeschool bigint, start date) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (start + make_interval(years => CASE t.unit WHEN 'year' THEN n.number ELSE 0 END,
                                months => CASE t.unit WHEN 'month' THEN n.number ELSE 0 END,
                                days => CASE t.unit WHEN 'day' THEN n.number ELSE 0 END))::date
    FROM (SELECT * FROM documents_retentionterm r
           WHERE r.document_class = asked_class AND r.valid_from <= portal.today()
           ORDER BY r.valid_from DESC LIMIT 1) t
   CROSS JOIN LATERAL (SELECT CASE WHEN t.least IS NULL THEN t.number
                                   ELSE least(greatest(coalesce(own.number, t.number), t.least), t.most) END AS number
                         FROM (SELECT 1) one
                         LEFT JOIN LATERAL (SELECT o.number FROM documents_ownterm o
                                             WHERE o.hogeschool_id = asked_hogeschool AND o.document_class = asked_class
                                               AND o.valid_from <= portal.today()
                                             ORDER BY o.id DESC LIMIT 1) own ON true) n
$$;

-- Within the bounds; and shorter than what holds only from thirty days on, so that a slip can be undone.
CREATE FUNCTION portal.check_own_term() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE term documents_retentionterm; stands int; wanted int;
BEGIN
  SELECT * INTO term FROM documents_retentionterm r
   WHERE r.document_class = NEW.document_class AND r.valid_from <= portal.today() ORDER BY r.valid_from DESC LIMIT 1;
  wanted := coalesce(NEW.number, term.number);
  IF term.least IS NULL OR wanted < term.least OR wanted > term.most THEN
    RAISE check_violation USING MESSAGE = 'this term is out of bounds', CONSTRAINT = TG_NAME;
  END IF;
  SELECT coalesce(o.number, term.number) INTO stands FROM documents_ownterm o
   WHERE o.hogeschool_id = NEW.hogeschool_id AND o.document_class = NEW.document_class
     AND o.valid_from <= portal.today() ORDER BY o.id DESC LIMIT 1;
  IF NEW.valid_from < portal.today() + (CASE WHEN wanted < coalesce(stands, term.number) THEN 30 ELSE 0 END) THEN
    RAISE check_violation USING MESSAGE = 'a shorter term begins later', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_term_within_bounds BEFORE INSERT ON documents_ownterm
  FOR EACH ROW EXECUTE FUNCTION portal.check_own_term();
CREATE TRIGGER removed_file_is_due BEFORE INSERT ON documents_removedfile FOR EACH ROW
  WHEN (NOT portal.file_is_due(NEW.document_id)) EXECUTE FUNCTION portal.refuse('this file is kept until its term has passed');

-- Of a file or a page on paper that someone holds: was it ours, and removed? Nothing of what it said.
CREATE FUNCTION portal.removed_document(file_sha256 text, code uuid)
RETURNS TABLE (document_class text, hogeschool text, removed_on date, kept_until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.document_class, o.name, (r.removed_at AT TIME ZONE 'Europe/Amsterdam')::date, r.kept_until
    FROM documents_removed r LEFT JOIN organisations_organisation o ON o.id = r.hogeschool_id
   WHERE r.hashes @> ARRAY[file_sha256::varchar] OR r.codes @> ARRAY[code]
   ORDER BY r.id LIMIT 1
$$;

REVOKE ALL ON FUNCTION portal.today, portal.kept_until, portal.check_own_term, portal.removed_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.today, portal.kept_until TO portal_coordinator, portal_system;
GRANT EXECUTE ON FUNCTION portal.removed_document TO portal_public, portal_system;
