-- Once per cluster, and again after an upgrade: roles belong to the cluster, not to a database. Idempotent.
-- Passwords are set apart from this file (mkbroute/cluster.py, or the database's own administrators).

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY[
    'portal_owner', 'portal_web', 'portal_worker',
    'portal_public', 'portal_coordinator', 'portal_company', 'portal_employer', 'portal_branche',
    'portal_student', 'portal_signer', 'portal_card', 'portal_programme', 'portal_system'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role);
    END IF;
  END LOOP;
END $$;

ALTER ROLE portal_owner  LOGIN CREATEDB;  -- owns the tables and migrates them; makes the test database
ALTER ROLE portal_web    LOGIN;           -- the web processes; owns nothing, reads no protected table itself
ALTER ROLE portal_worker LOGIN;           -- Celery and management commands; the only log-in that may become portal_system

-- SET without INHERIT: a log-in may become a part, and has none of its rights and policies before it does.
GRANT portal_public, portal_coordinator, portal_company, portal_employer, portal_branche,
      portal_student, portal_signer, portal_card, portal_programme
   TO portal_web WITH INHERIT FALSE, SET TRUE;
GRANT portal_public, portal_coordinator, portal_company, portal_employer, portal_branche,
      portal_student, portal_signer, portal_card, portal_programme, portal_system
   TO portal_worker WITH INHERIT FALSE, SET TRUE;
-- Data migrations play a part to write protected rows the way the portal does.
GRANT portal_public, portal_coordinator, portal_company, portal_employer, portal_branche,
      portal_student, portal_signer, portal_card, portal_programme, portal_system, portal_web, portal_worker
   TO portal_owner WITH INHERIT FALSE, SET TRUE;
