"""Files, and what is no agreement: what goes with them, and what stays to be checked."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.utils import timezone

from agreements.models import Signing
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import files, removal
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import Document, Removed
from mkbroute.mail.models import Message
from routes.models import PhaseChange, Route
from tests import cast
from tests.races import at_once

from . import scenes
from .long_ago import LONG_AGO, YEARS, is_there, night, system
from .sealed import sealed
from .signers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine, LONG_AGO)
    return mine


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
