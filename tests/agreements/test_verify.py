"""The public page that says of a PDF whether it is a sealed agreement of this portal."""

import json
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from agreements import verification
from agreements.enums import State
from agreements.models import Agreement
from agreements.verification import Verdict
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.documents import keys
from mkbroute.documents.models import Document
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import read
from tests import cast
from tests.built_once import built_once
from tests.documents.papers import agreement as unsealed_pdf

from .signers import seal, signers, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
NAMES = ("Joris Kok", "Karim Bakker", "Truus Vos", "Sanne de Wit")


tenant = built_once(cast.tenant)


@pytest.fixture
def sealed(tenant) -> bytes:
    return read(seal(tenant))


def show(client, content: bytes, name: str = "overeenkomst.pdf"):
    return client.post("/controleren/", {"file": SimpleUploadedFile(name, content, "application/pdf")})


def judge(content: bytes) -> verification.Report:
    with acting_as(PUBLIC):
        return verification.verify(content)


class TestOurs:
    def test_says_who_signed_and_when(self, tenant, sealed, client):
        page = text_of(show(client, sealed))
        assert "Dit document klopt" in page
        for name in NAMES:
            assert name in page
        assert tenant.company.name in page
        assert "de nieuwste" in page

    def test_says_when_there_is_a_newer_version(self, tenant, sealed, client):
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=tenant.agreement.pk).update(version=2)
        page = text_of(show(client, sealed))
        assert "Er is een nieuwere versie" in page
        assert "versie 2" in page

    def test_does_not_show_addresses_or_where_they_were(self, tenant, sealed, client):
        page = text_of(show(client, sealed))
        for hidden in (tenant.student.user.email, tenant.contact.user.email, "192.0.2.7", "Telefoon"):
            assert hidden not in page

    def test_after_the_key_was_replaced(self, sealed, seal_key, client):
        seal_key.write_bytes(keys.authority.demo_seal(""))
        keys._load.cache_clear()
        assert judge(sealed).verdict == Verdict.OURS


class TestNotOurs:
    """Whatever it is, nobody's name is shown."""

    def verdict(self, client, content: bytes, words: str) -> Verdict:
        answer = show(client, content)
        assert answer.status_code == 200
        page = text_of(answer)
        assert words in page
        assert not any(name in page for name in NAMES)
        return judge(content).verdict

    @pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
    def test_one_flipped_bit(self, sealed, client, part):
        place = int(len(sealed) * part)
        flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert self.verdict(client, flipped, "Dit bestand is gewijzigd") == Verdict.CHANGED

    def test_something_added_behind_the_seal(self, sealed, client):
        assert self.verdict(client, sealed + b"\n% meer", "Dit bestand is gewijzigd") == Verdict.CHANGED

    def test_cut_off(self, sealed, client):
        assert self.verdict(client, sealed[:-100], "Dit bestand is gewijzigd") == Verdict.CHANGED

    def test_seal_of_another_portal(self, client, seal_key):
        """Made just as ours, with a key that this portal never sealed with."""
        seal_key.write_bytes(keys.authority.demo_seal(""))
        keys._load.cache_clear()
        foreign = seal_pdf(unsealed_pdf(), reason="Elders verzegeld").pdf
        assert self.verdict(client, foreign, "Dit document komt niet van dit portaal") == Verdict.FOREIGN

    def test_pdf_without_a_seal(self, client):
        assert self.verdict(client, unsealed_pdf(), "Dit document komt niet van dit portaal") == Verdict.FOREIGN

    @pytest.mark.parametrize(
        "content", [b"garbage", b"%PDF-1.7\n", b"\x00" * 1000, b"<html>%PDF-</html>", b"PK\x03\x04"]
    )
    def test_garbage(self, client, content):
        assert show(client, content).status_code == 200
        assert judge(content).verdict in (Verdict.NO_PDF, Verdict.FOREIGN)

    def test_our_seal_on_what_we_do_not_keep(self, tenant, sealed, client, monkeypatch):
        monkeypatch.setattr(verification, "registered_as", lambda digest: None)
        assert self.verdict(client, sealed, "Het zegel klopt, maar dit document kennen we niet") == Verdict.UNKNOWN


class TestPage:
    def test_is_for_everyone(self, client):
        assert "Controleer een document" in text_of(client.get("/controleren/"))

    def test_same_for_who_is_logged_in(self, tenant, sealed, client):
        other = cast.tenant("Hogeschool Elders")
        client.force_login(other.coordinator.user)
        assert "Dit document klopt" in text_of(show(client, sealed))

    def test_keeps_nothing(self, client, settings, tmp_path):
        def kept():
            with acting_as(SYSTEM):
                return Document.objects.count(), sorted(default_storage.listdir("")[0])

        before = kept()
        show(client, unsealed_pdf())
        assert kept() == before

    def test_nothing_chosen(self, client):
        assert client.post("/controleren/", {}).status_code == 422

    def test_another_kind_of_file(self, client):
        answer = show(client, b"PK\x03\x04", name="overeenkomst.docx")
        assert answer.status_code == 422
        assert ".pdf" in text_of(answer)

    def test_hostile_file_name(self, client, sealed):
        page = show(client, sealed, name='"><script>alert(1)</script>.pdf').content.decode()
        assert "<script>alert" not in page

    def test_too_large_is_refused_before_it_is_read(self, client):
        answer = client.post(
            "/controleren/", data=b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(30 * 1024**2)
        )
        assert answer.status_code == 413
        assert "te groot" in text_of(answer)

    def test_a_little_too_large(self, client):
        answer = show(client, b"%PDF-" + b"0" * (20 * 1024**2))
        assert answer.status_code == 422
        assert "te groot" in text_of(answer)

    def test_needs_the_token_of_the_page(self):
        assert show(Client(enforce_csrf_checks=True), b"%PDF-").status_code == 403


class TestRegister:
    """What the database tells a visitor: of the hash of a sealed document, and of nothing else."""

    def ask(self, sha256: str) -> list:
        with acting_as(PUBLIC), connection.cursor() as cursor:
            return cursor.execute("SELECT * FROM portal.verify_document(%s)", [sha256]).fetchall()

    def test_knows_a_sealed_document(self, tenant, sealed):
        ((title, number, latest, _, stamped_at, told),) = self.ask(sha256(sealed).hexdigest())
        said = json.loads(told)
        assert (title, number, latest, stamped_at) == (tenant.version.title, 1, 1, None)
        assert [signer["name"] for signer in said] == list(NAMES)
        assert set(said[0]) == {"role", "name", "function", "party", "signed_at", "method", "signed_on"}
        with acting_as(PUBLIC), pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.count()

    def test_tells_nothing_of_another_hash(self, tenant, sealed):
        assert self.ask("0" * 64) == []
        assert self.ask("") == []
        assert self.ask(tenant.document.sha256) == []  # a document, but of no sealed version

    def test_does_not_tell_of_what_was_not_sealed(self, tenant):
        assert self.ask(tenant.version.content_sha256) == []
        assert tenant.agreement.state == State.SENT

    def test_other_parts_cannot_ask(self, tenant, sealed):
        company = signers(tenant.version)["company"]
        with acting_as(company.actor), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("SELECT * FROM portal.verify_document('')")
