"""What is kept goes after its term and not a day before, whoever asks; and what is left says nothing of people."""

from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from agreements import due
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
    Hold,
    Party,
    Reminder,
    Signing,
)
from agreements.retention import _days_of, tables
from agreements.services import holds
from agreements.services.copying import owners_of
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.models import Change
from mkbroute.documents import files, removal, retention
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import Document, OwnTerm, Removed, RetentionRun, RetentionTerm
from mkbroute.mail.models import Message
from routes.models import PhaseChange, Route
from tests import cast
from tests.races import at_once

from . import scenes
from .sealed import sealed
from .signers import text_of

pytestmark = pytest.mark.django_db
LONG_AGO = {
    "starts_on": date(2008, 9, 1),
    "ends_on": date(2010, 8, 31),
    "practice_starts_on": date(2008, 9, 1),
    "practice_ends_on": date(2010, 7, 1),
}
YEARS = 365


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine, LONG_AGO)
    return mine


def night() -> RetentionRun:
    return removal.remove_what_is_due()


def is_there(agreement: Agreement) -> bool:
    with acting_as(SYSTEM):
        return Agreement.objects.filter(pk=agreement.pk).exists()


def system(read):
    with acting_as(SYSTEM):
        return read()


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


class TestHold:
    def place(self, mine, until=None) -> Hold:
        until = until or timezone.localdate() + timedelta(days=30)
        with acting_as(mine.coordinator.actor):
            return holds.place_hold(mine.agreement, reason="Lopende zaak", until=until, who=scenes.WHO)

    def test_keeps_it_until_it_is_lifted(self, mine):
        hold = self.place(mine)
        night()
        assert is_there(mine.agreement)
        with acting_as(mine.coordinator.actor):
            holds.lift_hold(hold, who=scenes.WHO)
            holds.lift_hold(hold, who="Nog iemand")
        assert system(lambda: Hold.objects.get(pk=hold.pk).lifted_by) == scenes.WHO
        night()
        assert not is_there(mine.agreement)

    def test_ends_by_itself(self, mine):
        past = timezone.localdate() - timedelta(days=1)
        with acting_as(SYSTEM):
            Hold.objects.create(
                agreement=mine.agreement,
                hogeschool_id=mine.agreement.hogeschool_id,
                organisation_id=mine.agreement.organisation_id,
                student_id=mine.agreement.student_id,
                reason="Was lopend",
                until=past,
                placed_on=past,
                placed_by=scenes.WHO,
            )
        night()
        assert not is_there(mine.agreement)

    def test_one_at_a_time(self, mine):
        self.place(mine)
        with pytest.raises(holds.HeldAlready):
            self.place(mine)

    def test_parties_do_not_see_it(self, mine):
        hold = self.place(mine)
        for actor in (mine.student.actor, mine.contact.actor):
            with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
                Hold.objects.filter(pk=hold.pk).exists()


class TestTerms:
    def choose(self, mine, number, document_class=DocumentClass.AGREEMENT):
        with acting_as(mine.coordinator.actor):
            return retention.choose_own_term(
                document_class, hogeschool_id=mine.hogeschool.pk, number=number, reason="Ons besluit", who=scenes.WHO
            )

    def test_a_longer_one_holds_at_once(self, mine):
        self.choose(mine, 20)
        night()
        assert is_there(mine.agreement)

    def test_a_shorter_one_begins_later(self, mine):
        own = self.choose(mine, 5)
        assert own.valid_from == timezone.localdate() + timedelta(days=30)
        with acting_as(mine.coordinator.actor):
            stands = {each.document_class: each for each in retention.standing(mine.hogeschool.pk)}
        assert (stands["agreement"].said, stands["agreement"].coming_said) == ("7 jaar", "5 jaar")

    @pytest.mark.parametrize("number", [4, 21, 0])
    def test_out_of_bounds_is_refused(self, mine, number):
        with pytest.raises(retention.OutOfBounds):
            self.choose(mine, number)

    def test_by_the_database_too(self, mine):
        today = timezone.localdate()
        fields = {"hogeschool": mine.hogeschool, "document_class": "agreement", "reason": "Zo", "who": "Wie"}
        for number, valid_from in ((4, today), (21, today), (5, today)):
            with (
                pytest.raises(DatabaseError, match=r"out of bounds|begins later"),
                transaction.atomic(),
                acting_as(mine.coordinator.actor),
            ):
                OwnTerm.objects.create(**fields, number=number, valid_from=valid_from)

    def test_the_same_for_everybody_where_there_is_no_choice(self, mine):
        with pytest.raises(retention.OutOfBounds):
            self.choose(mine, 30, DocumentClass.LINK)

    def test_papers_for_the_subsidy_keep_it_as_long(self, mine):
        """A term of 5 years for agreements, and 20 for praktijkleren."""
        self.choose(mine, 20, DocumentClass.PRAKTIJKLEREN)
        night()
        assert is_there(mine.agreement)

    def test_every_class_has_a_term_with_a_source(self):
        with acting_as(SYSTEM):
            found = {term.document_class: term for term in retention.terms()}
        assert found.keys() == {*DocumentClass.values}
        assert all(term.source for term in found.values())

    @pytest.mark.parametrize(
        ("number", "unit", "expected"),
        [(7, "year", date(2031, 2, 28)), (30, "day", date(2024, 3, 30)), (13, "month", date(2025, 3, 29))],
    )
    def test_counting(self, number, unit, expected):
        assert RetentionTerm(number=number, unit=unit).after(date(2024, 2, 29)) == expected


class TestOthers:
    def test_mail_uploads_and_codes(self, mine):
        old = timezone.now() - timedelta(days=3 * YEARS + 5)
        cast.tenant("Andere")
        with acting_as(SYSTEM):
            sent = Message.objects.exclude(about__contains=str(mine.agreement.public_id)).first()
            Message.objects.filter(pk=sent.pk).update(created_at=old, state="sent", sent_at=old)
        run = night()
        with acting_as(SYSTEM):
            assert not Message.objects.filter(pk=sent.pk).exists()
            assert Removed.objects.filter(run=run, document_class=DocumentClass.MAIL).exists()

    def test_mail_that_waits_stays(self, mine):
        with acting_as(SYSTEM):
            Message.objects.update(created_at=timezone.now() - timedelta(days=9 * YEARS))
            waiting = set(Message.objects.exclude(about__contains=str(mine.agreement.public_id)).values_list("pk"))
        night()
        assert waiting <= system(lambda: set(Message.objects.values_list("pk")))

    def test_an_upload_that_was_left(self, mine):
        with acting_as(SYSTEM):
            type(mine.upload).objects.filter(pk=mine.upload.pk).update(uploaded_at=timezone.now() - timedelta(days=40))
        night()
        assert not system(lambda: type(mine.upload).objects.filter(pk=mine.upload.pk).exists())

    def test_codes_and_links_that_ended(self, mine):
        other = cast.tenant("Andere")
        past = timezone.now() - timedelta(days=60)
        with acting_as(SYSTEM):
            Signing.objects.filter(pk=other.signing.pk).update(code_hash="a" * 64, code_expires_at=past)
            type(other.reader).objects.filter(pk=other.reader.pk).update(link_expires_at=past)
        night()
        with acting_as(SYSTEM):
            assert Signing.objects.get(pk=other.signing.pk).code_hash == ""
            assert type(other.reader).objects.get(pk=other.reader.pk).token_hash is None

    def test_papers_of_a_route_that_ended_lose_their_file(self, mine, client):
        document = mine.proof.document
        with acting_as(SYSTEM):
            PhaseChange.objects.create(
                route=mine.route, hogeschool=mine.hogeschool, before="grown", after="ended", reason="Gestopt",
                who="Wie", at=datetime(2010, 1, 1, tzinfo=timezone.get_current_timezone()),
            )  # fmt: skip
            Route.objects.filter(pk=mine.route.pk).update(phase="ended")
        night()
        assert not default_storage.exists(files.place_of(document.sha256))
        assert system(lambda: Document.objects.filter(pk=document.pk).exists())
        client.force_login(mine.coordinator.user)
        answer = client.get(f"/documenten/{document.public_id}/")
        assert answer.status_code == 410
        assert "verwijderd na zijn bewaartermijn" in text_of(answer)

    def test_a_route_that_runs_keeps_them(self, mine):
        night()
        assert default_storage.exists(files.place_of(mine.proof.document.sha256))


class TestFiles:
    def test_a_file_that_another_document_holds_too_stays(self, mine):
        with acting_as(SYSTEM):
            document = Document.objects.filter(agreement_id=mine.agreement.pk).first()
            Document.objects.create(
                kind="evidence", name="kopie.pdf", media_type=document.media_type, sha256=document.sha256,
                size=document.size, hogeschool=mine.hogeschool,
            )  # fmt: skip
        night()
        assert not is_there(mine.agreement)
        assert default_storage.exists(files.place_of(document.sha256))

    def test_files_that_a_worker_left_go_the_next_night(self, mine, monkeypatch):
        monkeypatch.setattr(removal, "clear_files", lambda: None)
        digest = system(lambda: Document.objects.get(agreement_id=mine.agreement.pk).sha256)
        run = night()
        assert default_storage.exists(files.place_of(digest))
        monkeypatch.undo()
        night()
        assert not default_storage.exists(files.place_of(digest))
        assert system(lambda: Removed.objects.get(run=run, document_class="agreement").files_gone_at)

    def test_one_that_fails_does_not_keep_the_others(self, mine, monkeypatch, caplog):
        def fails(key):
            raise DatabaseError("kan niet")

        broken = removal.Remover("broken", lambda limit: [1], fails)
        monkeypatch.setattr(removal, "_REMOVERS", [broken, *removal._REMOVERS])
        run = night()
        assert run.failed == 1
        assert not is_there(mine.agreement)


class TestVerification:
    def test_who_holds_the_file_reads_that_it_is_gone(self, mine, client):
        content = system(lambda: files.read_file(Document.objects.get(agreement_id=mine.agreement.pk).sha256))
        code = system(lambda: mine.agreement.versions.get().public_id)
        night()
        answer = client.post("/controleren/", {"file": SimpleUploadedFile("o.pdf", content, "application/pdf")})
        text = text_of(answer)
        assert "verwijderd na zijn bewaartermijn" in text
        assert "31 augustus 2017" in text
        assert "Joris" not in text
        paper = client.get(f"/controleren/{code}/")
        assert paper.status_code == 410
        assert "verwijderd na zijn bewaartermijn" in text_of(paper)

    def test_another_file_is_not_known(self, mine, client):
        night()
        assert sha256(b"%PDF-1.7 iets anders").hexdigest()
        answer = client.post("/controleren/", {"file": SimpleUploadedFile("o.pdf", b"%PDF-1.7 iets anders")})
        assert "verwijderd na" not in text_of(answer)


class TestPages:
    @pytest.fixture
    def coordinator(self, mine, client):
        client.force_login(mine.coordinator.user)
        return client

    def test_shows_terms_and_what_goes(self, mine, coordinator):
        text = text_of(coordinator.get("/organisatie/bewaartermijnen/"))
        assert "Joris Kok" in text
        assert "31 augustus 2017" in text
        assert "7 jaar" in text
        assert "art. 23" in text

    def test_nothing_of_another_hogeschool(self, mine, client):
        client.force_login(cast.tenant("Andere").coordinator.user)
        assert "31 augustus 2017" not in text_of(client.get("/organisatie/bewaartermijnen/"))

    def test_choose_a_term(self, mine, coordinator):
        page = "/organisatie/bewaartermijnen/agreement/"
        answer = coordinator.post(page, {"number": "3", "reason": "Zo"})
        assert answer.status_code == 422
        answer = coordinator.post(page, {"number": "10", "reason": "Onze selectielijst"}, follow=True)
        assert "10 jaar" in text_of(answer)
        assert "Onze selectielijst" in text_of(answer)
        assert coordinator.get("/organisatie/bewaartermijnen/link/").status_code == 404

    def test_hold_and_lift(self, mine, coordinator):
        page = f"/overeenkomsten/{mine.agreement.public_id}/langer-bewaren/"
        yesterday = timezone.localdate() - timedelta(days=1)
        answer = coordinator.post(page, {"reason": "Klacht", "until": yesterday.isoformat()})
        assert answer.status_code == 422
        assert "Klacht" in text_of(answer)
        later = timezone.localdate() + timedelta(days=90)
        text = text_of(coordinator.post(page, {"reason": "Klacht", "until": later.isoformat()}, follow=True))
        assert "Klacht" in text
        assert "Blijft langer" in text
        hold = system(lambda: Hold.objects.get(agreement=mine.agreement))
        text = text_of(coordinator.post(f"/overeenkomsten/langer-bewaren/{hold.public_id}/opheffen/", follow=True))
        assert "geldt de gewone termijn weer" in text

    def test_what_went_is_told_as_numbers(self, mine, coordinator):
        night()
        text = text_of(coordinator.get("/organisatie/bewaartermijnen/"))
        assert "Joris Kok" not in text.partition("Wat het afgelopen jaar")[2]
        assert "Verzegelde overeenkomsten" in text.partition("Wat het afgelopen jaar")[2]

    def test_due_soon_agrees_with_the_database(self, mine):
        with acting_as(mine.coordinator.actor):
            found = due.due_soon(retention.standing(mine.hogeschool.pk))
            assert list(found.values_list("pk", "kept_until")) == [(mine.agreement.pk, date(2017, 8, 31))]


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_remove_it_once():
    mine = scenes.matched()
    agreement = sealed(mine, LONG_AGO)
    runs = at_once(night, night)
    assert not is_there(agreement)
    assert [run.failed for run in runs] == [0, 0]
    with acting_as(SYSTEM):
        assert Removed.objects.filter(document_class=DocumentClass.AGREEMENT, kept_until=date(2017, 8, 31)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_comes_at_the_same_moment_wins_or_is_too_late():
    """Never half: it is there with its hold, or gone."""
    mine = scenes.matched()
    agreement = sealed(mine, LONG_AGO)

    def hold():
        with acting_as(mine.coordinator.actor):
            until = timezone.localdate() + timedelta(days=30)
            holds.place_hold(agreement, reason="Net op tijd", until=until, who=scenes.WHO)

    _, held = at_once(night, hold)
    assert is_there(agreement) == (held is None)
    if held is None:
        with acting_as(SYSTEM):
            assert Signing.objects.filter(agreement=agreement).count() == 3
            assert Hold.objects.filter(agreement=agreement).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_stored_again_meanwhile_is_there():
    from mkbroute.documents.services import read, store

    mine = scenes.matched()
    agreement = sealed(mine, LONG_AGO)
    content = system(lambda: files.read_file(Document.objects.get(agreement_id=agreement.pk).sha256))

    def again():
        with acting_as(mine.coordinator.actor):
            return store(
                content, kind="upload", name="nog.pdf", media_type="application/pdf", hogeschool_id=mine.hogeschool.pk
            )

    _, document = at_once(night, partial(again))
    assert system(lambda: read(document)) == content


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


class TestReminders:
    """Who was reminded of whom: as long as the list of what was mailed."""

    @pytest.fixture
    def reminders(self):
        mine = cast.tenant()
        now = timezone.now()
        longest = timedelta(days=8 * YEARS)  # than which no hogeschool may choose longer
        with acting_as(SYSTEM):
            young, old = [
                Reminder.objects.create(
                    hogeschool=mine.hogeschool, email=f"{name}@bedrijf.test", name="Wim", day=timezone.localdate(at),
                    at=at, who="Portaal", about=["Joris Kok"],
                )
                for name, at in (("jong", now), ("oud", now - longest))
            ]  # fmt: skip
        return young, old

    def test_they_go_after_the_term_and_not_before(self, reminders):
        young, old = reminders
        run = night()
        assert run.failed == 0
        there = system(lambda: set(Reminder.objects.values_list("pk", flat=True)))
        assert young.pk in there
        assert old.pk not in there
        gone = system(lambda: Removed.objects.get(run=run, counts__has_key="agreements_reminder"))
        assert (gone.document_class, gone.counts["agreements_reminder"]) == ("mail", 1)

    def test_who_asks_too_early_is_refused(self, reminders):
        young, _ = reminders
        with pytest.raises(DatabaseError, match="kept until"), transaction.atomic(), acting_as(SYSTEM):
            Reminder.objects.filter(pk=young.pk).delete()
