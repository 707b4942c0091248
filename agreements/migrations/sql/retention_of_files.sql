-- Of a document: with the agreement that it is of; a scan when no agreement needs it any more; an upload by itself.
CREATE OR REPLACE FUNCTION portal.document_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT CASE
      WHEN d.agreement_id IS NOT NULL THEN portal.agreement_is_due(d.agreement_id)
      WHEN d.kind = 'scan' THEN NOT EXISTS (SELECT FROM agreements_papercopy c
                                             WHERE c.document_id = d.id AND NOT portal.paper_copy_is_due(c.agreement_id))
      WHEN d.kind = 'upload' THEN portal.kept_until('upload', d.hogeschool_id,
                                                    (d.created_at AT TIME ZONE 'Europe/Amsterdam')::date) < portal.today()
      ELSE false END
    FROM documents_document d WHERE d.id = asked), false)
$$;

-- Of the papers of a route the file goes, the row stays: from the day on which the route ended.
CREATE OR REPLACE FUNCTION portal.file_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT portal.kept_until(CASE d.kind WHEN 'decision' THEN 'decision' ELSE 'route' END, d.hogeschool_id,
                            (SELECT (max(p.at) AT TIME ZONE 'Europe/Amsterdam')::date FROM routes_phasechange p
                              WHERE p.route_id = r.id AND p.after = 'ended')) < portal.today()
    FROM documents_document d JOIN routes_route r ON r.id = d.route_id
   WHERE d.id = asked AND r.phase = 'ended' AND d.kind IN ('evidence', 'decision')), false)
$$;
