-- Of a document, and of a file of a route: whether the term has passed. The apps above say which are (they replace this);
-- none is until they do.
CREATE OR REPLACE FUNCTION portal.document_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$ SELECT false $$;
CREATE OR REPLACE FUNCTION portal.file_is_due(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$ SELECT false $$;

REVOKE ALL ON FUNCTION portal.document_is_due, portal.file_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.document_is_due, portal.file_is_due TO portal_coordinator, portal_system;
