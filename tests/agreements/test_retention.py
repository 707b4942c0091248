"""What is kept goes after its term and not a day before, whoever asks; and what is left says nothing of people."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from agreements.enums import State
from agreements.models import (
    Addendum,
    Agreement,
    AgreementEvent,
    AgreementVersion,
    Alert,
    Dispatch,
    DispatchLine,
    Ending,
    Party,
    Signing,
)
from agreements.retention import _days_of, tables
from agreements.services import holds
from agreements.services.copying import owners_of
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.models import Change
from mkbroute.documents import files
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import Document, Removed, RetentionRun
from mkbroute.mail.models import Message
from tests import cast
from tests.races import at_once

from . import scenes
from .long_ago import LONG_AGO, YEARS, is_there, night, system
from .sealed import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine, LONG_AGO)
    return mine


class TestAgreement:
    def test_goes_with_everything_and_leaves_a_count(self, mine):
        key = mine.agreement.pk
        hashes = system(lambda: list(Document.objects.filter(agreement_id=key).values_list("sha256", flat=True)))
        run = night()
        assert (run.failed, bool(run.finished_at)) == (0, True)
        assert not is_there(mine.agreement)
        with acting_as(SYSTEM):
            for model in tables():
                assert not model._default_manager.filter(agreement_id=key).exists(), model
            assert not Message.objects.filter(about=f"agreement:{mine.agreement.public_id}").exists()
            assert not Document.objects.filter(agreement_id=key).exists()
            told = Removed.objects.get(run=run, document_class=DocumentClass.AGREEMENT)
        assert told.counts["agreements_signing"] == 3
        assert told.counts["agreements_agreement"] == 1
        assert (told.counted_from, told.kept_until) == (date(2010, 8, 31), date(2017, 8, 31))
        assert told.hashes == sorted(hashes)
        assert told.files_gone_at
        for digest in hashes:
            assert not default_storage.exists(files.place_of(digest))

    def test_nothing_of_the_person_stays_in_the_history(self, mine):
        with acting_as(SYSTEM):
            Party.objects.filter(agreement=mine.agreement).update(signer_phone="06 99887766")
            Party.objects.filter(agreement=mine.agreement).update(signer_phone="06 11223344")
            key = str(mine.agreement.pk)
            assert Change.objects.filter(table="agreements_agreement", row_id=key).exists()
        night()
        with acting_as(SYSTEM):
            assert not Change.objects.filter(table="agreements_agreement", row_id=key).exists()
            assert not [row for row in Change.objects.all() if "06 99887766" in str(row.was)]

    def test_sending_of_its_class_goes_with_the_last_of_it(self, mine):
        running = sealed(scenes.matched("Hogeschool Twee"))
        gone, stays = (self.dispatch_of(agreement) for agreement in (mine.agreement, running))
        night()
        found = system(lambda: list(Dispatch.objects.filter(pk__in=[gone.pk, stays.pk])))
        assert found == [stays]

    def dispatch_of(self, agreement) -> Dispatch:
        owners = {"hogeschool_id": agreement.hogeschool_id}
        with acting_as(SYSTEM):
            former = Dispatch.objects.filter(hogeschool=agreement.hogeschool_id).first()
            dispatch = Dispatch.objects.create(
                **owners, route=agreement.route, user_id=former.user_id,
                membership_id=former.membership_id, asked_by="Sanne",
                reasons={"hours": "Zo afgesproken."},
            )  # fmt: skip
            DispatchLine.objects.create(
                **owners, dispatch=dispatch, agreement=agreement, organisation_id=agreement.organisation_id,
                student_id=agreement.student_id, content_sha256="0" * 64, state="sent", done_at=timezone.now(),
            )  # fmt: skip
            Dispatch.objects.filter(pk=dispatch.pk).update(finished_at=timezone.now())
        return dispatch

    def test_twice_is_once(self, mine):
        night()
        again = night()
        assert system(lambda: Removed.objects.filter(run=again).count()) == 0

    def test_one_that_runs_stays(self):
        mine = scenes.matched()
        agreement = sealed(mine)
        night()
        assert is_there(agreement)

    def test_an_addendum_that_lengthened_it_counts(self, mine):
        new_end = timezone.localdate() - timedelta(days=YEARS)
        with acting_as(SYSTEM):
            owners = ("hogeschool_id", "organisation_id", "employer_id", "student_id")
            addendum = Addendum.objects.create(
                agreement=mine.agreement,
                **{name: getattr(mine.agreement, name) for name in owners},
                number=1,
                effective_on=date(2009, 2, 1),
                why="Langer",
                changes={"ends_on": new_end.isoformat()},
                version=2,
            )
            for state in (State.SENT, State.SIGNED, State.SEALED):
                Addendum.objects.filter(pk=addendum.pk).update(state=state)
        night()
        assert is_there(mine.agreement)

    def test_what_the_portal_told_of_it_goes_too(self, mine):
        owners = {
            f"{name}_id": getattr(mine.agreement, f"{name}_id") for name in ("hogeschool", "organisation", "student")
        }
        with acting_as(SYSTEM):
            day = timezone.localdate()
            Alert.objects.create(
                agreement=mine.agreement, **owners, email="a@b.test", kind="agreement", day=day, days=30
            )
        night()
        assert not is_there(mine.agreement)

    def test_what_was_continued_stays_with_what_continues_it(self, mine):
        with acting_as(SYSTEM):
            values = {
                field.attname: getattr(mine.agreement, field.attname) for field in Agreement._meta.concrete_fields
            }
            fresh = {"id": None, "public_id": uuid4(), "state": State.CANCELLED, "version": 0}
            lately = {"follows_id": mine.agreement.pk, "changed_at": timezone.now(), "created_at": timezone.now()}
            Agreement(**{**values, **fresh, **lately}).save(force_insert=True)
        assert night().failed == 0
        assert is_there(mine.agreement)

    def test_what_was_continued_has_no_last_day_while_the_next_waits_for_its_seal(self, mine):
        with acting_as(SYSTEM):
            owners, last = owners_of(mine.agreement), mine.agreement.ends_on
            closed = {"state": "final", "closed_at": timezone.now(), "closed_by": "W", "proposed_by": "W"}
            Ending.objects.create(agreement=mine.agreement, **owners, kind="completed", last_day=last, **closed)
            values = {
                field.attname: getattr(mine.agreement, field.attname) for field in Agreement._meta.concrete_fields
            }
            application = Match.objects.get(pk=mine.agreement.match_id).application_id
            own = {"id": None, "public_id": uuid4(), "match_id": None, "application_id": application}
            fresh = {"state": State.SIGNED, "version": 1, "follows_id": mine.agreement.pk}
            Agreement(**{**values, **own, **fresh}).save(force_insert=True)
            assert _days_of(mine.agreement.pk)[1] is None
        night()
        assert is_there(mine.agreement)

    def test_what_was_continued_stays_while_what_continues_it_is_held(self, mine):
        """And both go when the hold is over."""
        with acting_as(SYSTEM):
            values = {
                field.attname: getattr(mine.agreement, field.attname) for field in Agreement._meta.concrete_fields
            }
            fresh = {"id": None, "public_id": uuid4(), "state": State.CANCELLED, "version": 0}
            ago = timezone.now() - timedelta(days=3 * YEARS)
            times = {"follows_id": mine.agreement.pk, "changed_at": ago, "created_at": ago}
            following = Agreement(**{**values, **fresh, **times})
            following.save(force_insert=True)
        until = timezone.localdate() + timedelta(days=30)
        with acting_as(mine.coordinator.actor):
            hold = holds.place_hold(following, reason="Lopende zaak", until=until, who=scenes.WHO)
        assert night().failed == 0
        assert is_there(mine.agreement)
        assert is_there(following)
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute("SELECT portal.agreement_kept_until(%s)", [mine.agreement.pk])
            assert cursor.fetchone() == (until,)
        with acting_as(mine.coordinator.actor):
            holds.lift_hold(hold, who=scenes.WHO)
        night()
        assert night().failed == 0
        assert not is_there(mine.agreement)
        assert not is_there(following)

    def test_what_was_never_finished_goes_two_years_after_the_last_change(self):
        mine = scenes.matched()
        young, old = mine.agreement, cast.at_own_employer(mine)
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=2 * YEARS + 2))
        run = night()
        assert not is_there(old)
        assert is_there(young)
        assert system(lambda: Removed.objects.get(run=run, hashes=[], counted_from=None).document_class) == "unfinished"

    def test_one_that_waits_for_its_seal_stays(self, mine):
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute("SELECT portal.agreement_kept_until(%s)", [mine.agreement.pk])
            assert cursor.fetchone() == (date(2017, 8, 31),)
        waiting = scenes.matched("Andere")
        agreement = scenes.complete(waiting)
        scenes.send(waiting, agreement)
        with acting_as(SYSTEM):
            row = Agreement.objects.filter(pk=agreement.pk)
            for change in ({"state": State.DRAFT}, LONG_AGO, {"state": State.SENT}, {"state": State.SIGNED}):
                row.update(**change)
        night()
        assert is_there(agreement)


class TestTooEarly:
    @pytest.mark.parametrize("model", [AgreementEvent, AgreementVersion, Signing])
    def test_the_database_refuses_even_the_system(self, model):
        agreement = sealed(scenes.matched())
        with pytest.raises(IntegrityError, match="kept until its term"), transaction.atomic(), acting_as(SYSTEM):
            model.objects.filter(agreement=agreement)._raw_delete("default")

    def test_the_agreement_and_its_document(self):
        mine = scenes.matched()
        agreement = sealed(mine)
        for queryset in (Agreement.objects.filter(pk=agreement.pk), Document.objects.filter(agreement_id=agreement.pk)):
            with pytest.raises(IntegrityError, match="kept until its term"), transaction.atomic(), acting_as(SYSTEM):
                queryset._raw_delete("default")

    def test_no_one_else_deletes_what_is_due(self, mine):
        for actor in mine.actors.values():
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(actor):
                Agreement.objects.filter(pk=mine.agreement.pk)._raw_delete("default")
        assert is_there(mine.agreement)

    def test_history_is_forgotten_by_no_statement(self):
        cast.tenant()
        with pytest.raises(IntegrityError, match="kept until its term"), transaction.atomic(), acting_as(SYSTEM):
            Change.objects.all()._raw_delete("default")

    def test_what_was_removed_stays_told(self, mine):
        night()
        for model in (Removed, RetentionRun):
            with pytest.raises(IntegrityError, match="kept until its term"), transaction.atomic(), acting_as(SYSTEM):
                model.objects.all()._raw_delete("default")

    def test_a_draft_that_loses_a_party_keeps_its_history(self):
        mine = scenes.matched()
        agreement = scenes.complete(mine)
        with acting_as(mine.coordinator.actor):
            party = agreement.parties.get(role="company")
            key = str(party.pk)
            party.delete()
        with acting_as(SYSTEM):
            assert Change.objects.filter(table="agreements_party", row_id=key, operation="DELETE").exists()


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_remove_it_once():
    mine = scenes.matched()
    agreement = sealed(mine, LONG_AGO)
    runs = at_once(night, night)
    assert not is_there(agreement)
    assert [run.failed for run in runs] == [0, 0]
    with acting_as(SYSTEM):
        assert Removed.objects.filter(document_class=DocumentClass.AGREEMENT, kept_until=date(2017, 8, 31)).count() == 1


class TestEndedEarly:
    """Its terms count from the day on which it ended, whatever was agreed."""

    def ended_on(self, last: date):
        mine = scenes.matched()
        far = timezone.localdate() + timedelta(days=YEARS)
        mine.agreement = sealed(mine, {**LONG_AGO, "ends_on": far, "practice_ends_on": far})
        names = ("hogeschool_id", "organisation_id", "employer_id", "student_id")
        with acting_as(SYSTEM):
            Ending.objects.create(
                agreement=mine.agreement, **{name: getattr(mine.agreement, name) for name in names}, kind="early",
                ground=mine.agreement.template.grounds[0], manner="notice", noticed_on=last, started_by="company",
                confirm_by=last, last_day=last, state="final", closed_at=timezone.now(),
            )  # fmt: skip
            Agreement.objects.filter(pk=mine.agreement.pk).update(state=State.ENDED, ended_on=last)
        return mine

    def test_it_goes_that_much_earlier(self):
        mine = self.ended_on(date(2010, 1, 15))
        run = night()
        assert run.failed == 0
        assert not is_there(mine.agreement)
        told = system(lambda: Removed.objects.get(run=run, document_class=DocumentClass.AGREEMENT))
        assert (told.counted_from, told.kept_until) == (date(2010, 1, 15), date(2017, 1, 15))

    def test_and_not_a_day_before(self):
        mine = self.ended_on(timezone.localdate() - timedelta(days=6 * YEARS))
        night()
        assert is_there(mine.agreement)
