-- Whatever is written down about a sealed agreement stands in one line, also when who writes may not change the agreement.
CREATE FUNCTION portal.lock_agreement(agreement bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT FROM agreements_agreement a WHERE a.id = agreement FOR UPDATE;
END;

-- The first and the last day of the beroepsuitoefening, as they stand now: with every addendum that was signed, and no
-- longer than the agreement itself.
CREATE FUNCTION portal.practice_period(agreement bigint, OUT first_day date, OUT last_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(nullif(portal.changed_by_addendum(a.id, 'practice_starts_on', 'infinity'), '')::date, a.practice_starts_on),
         least(coalesce(nullif(portal.changed_by_addendum(a.id, 'practice_ends_on', 'infinity'), '')::date, a.practice_ends_on),
               portal.end_of_agreement(a.id))
    FROM agreements_agreement a WHERE a.id = agreement
$$;

-- Days off and weeks at work lie in that period. An addendum that ends it earlier leaves what was written before.
CREATE FUNCTION portal.require_practice_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE period record; first_day date; last_day date;
BEGIN
  SELECT * INTO period FROM portal.practice_period(NEW.agreement_id);
  IF TG_ARGV[0] = 'week' THEN  -- at least one of its working days
    IF NEW.monday + 4 < period.first_day OR NEW.monday > period.last_day THEN
      RAISE check_violation USING MESSAGE = 'a week outside the practice', CONSTRAINT = TG_NAME;
    END IF;
  ELSIF NEW.begins_on < period.first_day OR NEW.ends_on > period.last_day THEN
    RAISE check_violation USING MESSAGE = 'days outside the practice', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER interruption_is_in_practice BEFORE INSERT OR UPDATE OF begins_on, ends_on ON agreements_interruption
  FOR EACH ROW EXECUTE FUNCTION portal.require_practice_days('days');
CREATE TRIGGER attendance_week_is_in_practice BEFORE INSERT ON agreements_attendanceweek
  FOR EACH ROW EXECUTE FUNCTION portal.require_practice_days('week');

-- Of what an interruption was about, only the withdrawal changes.
CREATE TRIGGER interruption_days_stay BEFORE UPDATE ON agreements_interruption FOR EACH ROW
  WHEN (OLD.begins_on IS DISTINCT FROM NEW.begins_on OR OLD.ends_on IS DISTINCT FROM NEW.ends_on
        OR OLD.recorded_by IS DISTINCT FROM NEW.recorded_by OR OLD.recorded_at IS DISTINCT FROM NEW.recorded_at)
  EXECUTE FUNCTION portal.refuse('the days of an interruption never change');
CREATE TRIGGER realised_outcome_stays BEFORE UPDATE ON agreements_realisedoutcome FOR EACH ROW
  WHEN (OLD.outcome IS DISTINCT FROM NEW.outcome OR OLD.realised_on IS DISTINCT FROM NEW.realised_on
        OR OLD.assessed_by IS DISTINCT FROM NEW.assessed_by OR OLD.assessment IS DISTINCT FROM NEW.assessment
        OR OLD.recorded_by IS DISTINCT FROM NEW.recorded_by OR OLD.recorded_at IS DISTINCT FROM NEW.recorded_at)
  EXECUTE FUNCTION portal.refuse('what was realised never changes');

-- A confirmation is the company's, and of what it saw. As whoever acts, not as the owner: it asks who that is.
CREATE FUNCTION portal.keep_confirmation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_company', 'portal_card', 'portal_system', 'portal_owner') THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' OR OLD.hours IS DISTINCT FROM NEW.hours OR OLD.counts IS DISTINCT FROM NEW.counts THEN
    NEW.confirmed_at := NULL;
    NEW.confirmed_by := '';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attendance_confirmation_is_of_company BEFORE INSERT OR UPDATE ON agreements_attendanceweek
  FOR EACH ROW EXECUTE FUNCTION portal.keep_confirmation();

-- Nobody speaks at a talk that is over; while someone speaks, nobody closes it.
CREATE FUNCTION portal.require_open_moment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements_contactmoment m WHERE m.id = coalesce(NEW.moment_id, OLD.moment_id) AND m.state = 'planned' FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'the talk is over', CONSTRAINT = TG_NAME;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER outcome_voice_while_open BEFORE INSERT OR UPDATE ON agreements_outcomevoice
  FOR EACH ROW EXECUTE FUNCTION portal.require_open_moment();

REVOKE ALL ON FUNCTION portal.lock_agreement, portal.practice_period, portal.require_practice_days,
  portal.keep_confirmation, portal.require_open_moment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.lock_agreement TO portal_coordinator, portal_company, portal_student, portal_signer,
  portal_card, portal_system;
GRANT EXECUTE ON FUNCTION portal.practice_period TO portal_coordinator, portal_company, portal_employer,
  portal_student, portal_card, portal_system;
