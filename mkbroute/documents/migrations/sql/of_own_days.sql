-- Of a document of an agreement: whether the company that reads it was there then. The app above says so (it replaces this);
-- until it does nobody else was ever there.
CREATE OR REPLACE FUNCTION portal.document_is_of_own_days(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT true $$;

REVOKE ALL ON FUNCTION portal.document_is_of_own_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.document_is_of_own_days TO portal_company;
