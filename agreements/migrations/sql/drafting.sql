-- An agreement is drawn up on a template of its own form, of its own hogeschool or of the whole country, and in a
-- language that this template has.
CREATE FUNCTION portal.template_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
  SELECT t.hogeschool_id, t.form, t.title_en INTO found FROM agreements_agreementtemplate t WHERE t.id = NEW.template_id;
  IF found.form <> NEW.form OR found.hogeschool_id <> NEW.hogeschool_id OR (NEW.language <> 'nl' AND found.title_en = '')
  THEN RAISE check_violation USING MESSAGE = 'the template does not fit the agreement', CONSTRAINT = 'agreement_template_fits';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_template_fits BEFORE INSERT OR UPDATE OF template_id, form, language, hogeschool_id
  ON agreements_agreement FOR EACH ROW EXECUTE FUNCTION portal.template_fits();

-- A company where someone learns takes part, also when she found it herself: those around the agreement may know its name.
CREATE FUNCTION portal.take_part_by_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE organisations_organisation SET takes_part = true WHERE id = NEW.organisation_id AND NOT takes_part;
  RETURN NULL;
END $$;
CREATE TRIGGER agreement_company_takes_part AFTER INSERT ON agreements_agreement
  FOR EACH ROW EXECUTE FUNCTION portal.take_part_by_agreement();

-- How to reach someone may always be mended; everything else of a party stands once the agreement was sent, but for who
-- signs for it, which whoever signs may pass on (party_access).
CREATE FUNCTION portal.party_changes_as_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mended text[] := ARRAY['signer_email', 'signer_phone', 'supervisor_email', 'supervisor_phone'];
BEGIN
  IF portal.signing() IS NOT NULL THEN mended := mended || ARRAY['signer_name', 'signer_function']; END IF;
  IF (SELECT a.state FROM agreements_agreement a WHERE a.id = NEW.agreement_id) <> 'draft'
     AND to_jsonb(OLD) - mended <> to_jsonb(NEW) - mended
  THEN RAISE check_violation USING MESSAGE = 'a party changes in a draft only', CONSTRAINT = 'party_changes_as_draft';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER party_changes_as_draft BEFORE UPDATE ON agreements_party
  FOR EACH ROW EXECUTE FUNCTION portal.party_changes_as_draft();

-- Deferred: the periods of an agreement are written together, one after the other.
CREATE FUNCTION portal.require_no_gap() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT r.begins_on, lag(r.ends_on) OVER (ORDER BY r.begins_on) AS before
        FROM agreements_rotationperiod r WHERE r.agreement_id = coalesce(NEW.agreement_id, OLD.agreement_id)
    ) period WHERE period.begins_on > period.before + 1
  ) THEN
    RAISE check_violation USING MESSAGE = 'days between two periods of a rotation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rotation_without_gap AFTER INSERT OR UPDATE OR DELETE ON agreements_rotationperiod
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portal.require_no_gap();

REVOKE ALL ON FUNCTION portal.template_fits, portal.take_part_by_agreement, portal.party_changes_as_draft,
  portal.require_no_gap FROM PUBLIC;
