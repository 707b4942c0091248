"""One sealed document after the last signature, whoever else is at it and whatever dies meanwhile."""

import json
import subprocess
from hashlib import sha256
from io import BytesIO
from shutil import which

import pytest
from pyhanko.sign.validation import SignatureCoverageLevel
from pypdf import PdfReader

from agreements import tasks
from agreements.enums import Role, State
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.services import sealing
from agreements.services.sealing import NotSealable, seal_agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import keys
from mkbroute.documents.models import Document
from mkbroute.documents.services import examine, read
from mkbroute.mail.models import MessageBody
from tests import cast
from tests.built_once import built_once
from tests.documents.papers import faults
from tests.documents.test_seal import validated
from tests.races import at_once

from . import scenes
from .signers import all_sign, mails, said, seal, signers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]


tenant = built_once(cast.tenant)


@pytest.fixture
def people(tenant):
    return signers(tenant.version)


def agreement_now(tenant) -> Agreement:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=tenant.agreement.pk)


def version_now(tenant) -> AgreementVersion:
    with acting_as(SYSTEM):
        return AgreementVersion.objects.select_related("document").get(pk=tenant.version.pk)


def sealed_documents(tenant) -> list[Document]:
    with acting_as(SYSTEM):
        return list(Document.objects.filter(agreement_id=tenant.agreement.pk).exclude(pk=tenant.document.pk))


class TestSeal:
    def test_document_is_kept_with_its_owners(self, tenant):
        document = seal(tenant)
        version, agreement = version_now(tenant), agreement_now(tenant)
        assert agreement.state == State.SEALED
        assert (version.document, bool(version.sealed_at)) == (document, True)
        for owner in ("hogeschool_id", "organisation_id", "employer_id", "student_id"):
            assert getattr(document, owner) == getattr(agreement, owner)
        assert document.agreement_id == agreement.pk
        assert document.sha256 == sha256(read(document)).hexdigest()

    def test_seal_is_ours_and_whole(self, tenant):
        content = read(seal(tenant))
        with acting_as(SYSTEM):
            assert examine(content).is_intact
        assert faults(content) == []

    def test_everybody_gets_it_by_mail(self, tenant, people):
        document = seal(tenant)
        told = [*mails("agreement_sealed"), *mails("agreement_sealed_coordinator")]
        assert sorted(mail.to_email for mail in told) == sorted(
            [tenant.reader.email, *(person.email for person in people.values())]
        )
        with acting_as(SYSTEM):
            assert {body.attachment_id for body in MessageBody.objects.filter(message__in=told)} == {document.pk}

    def test_each_party_may_read_it_and_nobody_else(self, tenant):
        document = seal(tenant)
        other = cast.tenant("Hogeschool Elders")
        for part in ("coordinator", "company", "employer", "student"):
            with acting_as(tenant.actors[part]):
                assert Document.objects.filter(pk=document.pk).exists(), part
            with acting_as(other.actors[part]):
                assert not Document.objects.filter(pk=document.pk).exists(), part

    def test_again_does_nothing(self, tenant):
        seal(tenant)
        with acting_as(SYSTEM):
            assert seal_agreement(tenant.agreement.pk) is None
        assert len(sealed_documents(tenant)) == 1
        assert len(said("sealed", tenant.agreement)) == 1

    def test_waits_for_the_last_signature(self, tenant, people):
        people["company"].identify().sign()
        with acting_as(SYSTEM):
            assert seal_agreement(tenant.agreement.pk) is None
        assert sealed_documents(tenant) == []

    def test_sealed_version_never_changes(self, tenant):
        seal(tenant)
        with acting_as(SYSTEM), pytest.raises(Exception, match="set once"):
            AgreementVersion.objects.filter(pk=tenant.version.pk).update(document=tenant.document)


class TestPaper:
    """What is in the file."""

    @pytest.fixture
    def content(self, tenant):
        return read(seal(tenant))

    @pytest.fixture
    def text(self, content):
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())

    def test_last_pages_tell_who_signed_and_how(self, tenant, text):
        assert "Ondertekening en bewijs" in text
        for name in ("Joris Kok", "Karim Bakker", "Truus Vos", "Sanne de Wit"):
            assert name in text
        assert f"Ik ben bevoegd om namens {tenant.company.name} te tekenen." in text
        assert "192.0.2.7" in text
        assert "Telefoon" in text
        assert tenant.version.content_sha256 in text.replace(" ", "")

    def test_text_is_the_one_that_was_signed(self, text):
        assert "Dit spreken we af." in text
        assert "nog niet getekend" not in text

    def test_evidence_inside_can_be_checked_without_the_portal(self, tenant, content):
        enclosed = {name: files[0] for name, files in PdfReader(BytesIO(content)).attachments.items()}
        assert sha256(enclosed["tekst.html"]).hexdigest() == tenant.version.content_sha256
        evidence = json.loads(enclosed["bewijs.json"])
        previous = "0" * 64
        for event in evidence["events"]:
            assert event["previous_hash"] == previous
            previous = sha256((previous + event["payload"]).encode()).hexdigest()
            assert event["hash"] == previous
        assert evidence["head"] == previous
        kinds = [json.loads(event["payload"])["kind"] for event in evidence["events"]]
        assert kinds.count("signed") == 4

    def test_full_text_is_archivable_and_accessible(self):
        mine = scenes.matched()
        version = scenes.send(
            mine, scenes.complete(mine, tasks="Tekenen.\nRekenen.", guidance="Zo:\n- elke week;\n- vaker.")
        )
        all_sign(signers(version))
        with acting_as(SYSTEM):
            document = seal_agreement(version.agreement_id)
        assert faults(read(document)) == []

    def test_last_pages_tell_how_the_parties_reach_each_other(self, tenant):
        with acting_as(SYSTEM):
            company = tenant.agreement.parties.get(role=Role.COMPANY)
            company.signer_phone, company.supervisor_phone = "010 1234567", "06 12345678"
            company.save(update_fields=["signer_phone", "supervisor_phone"])
        pages = PdfReader(BytesIO(read(seal(tenant)))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        told = text[text.index("Zo bereiken de partijen elkaar") :]
        for words in ("010 1234567", "Praktijkbegeleider", "06 12345678", company.signer_email):
            assert words in told
        assert version_now(tenant).content_sha256 == sha256(version_now(tenant).html.encode()).hexdigest()

    def test_pyhanko_accepts_the_signature(self, content):
        status = validated(content, *keys.seal_key().cert_registry)
        assert status.bottom_line
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE

    def test_poppler_accepts_the_signature(self, tmp_path, content):
        path = tmp_path / "sealed.pdf"
        path.write_bytes(content)
        told = subprocess.run([which("pdfsig"), "-nocert", path], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in told
        assert "Total document signed" in told


class TestDoubt:
    """Rows that contradict each other: no document, and the agreement stays as it is for someone to look."""

    def refused(self, tenant, match):
        with acting_as(SYSTEM), pytest.raises(NotSealable, match=match):
            seal_agreement(tenant.agreement.pk)
        assert agreement_now(tenant).state == State.SIGNED
        assert sealed_documents(tenant) == []

    def test_signature_that_the_log_does_not_know(self, tenant, people):
        for role in (Role.STUDENT, Role.EMPLOYER, Role.HOGESCHOOL):
            people[role].identify().sign()
        people["company"].identify()
        with acting_as(SYSTEM):
            Signing.objects.filter(pk=people["company"].pk).update(
                state="signed", typed_name="Karim Bakker", answered_at=tenant.version.created_at
            )
            Agreement.objects.filter(pk=tenant.agreement.pk).update(state=State.SIGNED)
        self.refused(tenant, "the log says otherwise")

    def test_party_that_did_not_sign(self, tenant, people):
        people["company"].identify().sign()
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=tenant.agreement.pk).update(state=State.SIGNED)
        self.refused(tenant, "not everybody signed")

    def test_text_with_another_hash(self, tenant, people, monkeypatch):
        all_sign(people)
        monkeypatch.setattr(sealing, "sha256", lambda content: sha256(content + b" "))
        self.refused(tenant, "not what was signed")

    def test_log_that_is_not_whole(self, tenant, people, monkeypatch):
        all_sign(people)
        monkeypatch.setattr(sealing.events, "verify_chain", lambda agreement: ["event 3 is missing"])
        self.refused(tenant, "event 3 is missing")


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    def test_two_at_once_make_one_document(self, tenant, people):
        all_sign(people)

        def work():
            with acting_as(SYSTEM):
                return seal_agreement(tenant.agreement.pk)

        answers = at_once(work, work)
        assert sorted(type(answer).__name__ for answer in answers) == ["Document", "NoneType"]
        assert len(sealed_documents(tenant)) == 1
        assert len(said("sealed", tenant.agreement)) == 1

    def test_one_that_dies_before_the_commit_is_made_up_for(self, tenant, people, monkeypatch):
        all_sign(people)

        class Killed(BaseException):
            pass

        def die(*arguments):
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(sealing.notices, "tell_sealed", die)
            with pytest.raises(Killed), acting_as(SYSTEM):
                seal_agreement(tenant.agreement.pk)
        assert agreement_now(tenant).state == State.SIGNED
        assert mails("agreement_sealed") == []
        tasks.sweep()
        assert agreement_now(tenant).state == State.SEALED
        assert len(sealed_documents(tenant)) == 1

    def test_sweep_seals_what_nobody_was_woken_for(self, tenant, people):
        all_sign(people)
        tasks.sweep()
        assert agreement_now(tenant).state == State.SEALED
        tasks.sweep()
        assert len(sealed_documents(tenant)) == 1

    def test_one_that_cannot_be_sealed_does_not_keep_the_others(self, tenant, people, monkeypatch, caplog):
        other = cast.tenant("Hogeschool Elders")
        all_sign(people)
        all_sign(signers(other.version))
        sound = sealing.events.verify_chain

        def doubt(agreement):
            return ["event 3 is missing"] if agreement.pk == tenant.agreement.pk else sound(agreement)

        monkeypatch.setattr(sealing.events, "verify_chain", doubt)
        tasks.sweep()
        assert agreement_now(tenant).state == State.SIGNED
        assert agreement_now(other).state == State.SEALED
        assert "cannot be sealed" in caplog.text

    def test_woken_task_seals(self, tenant, people):
        all_sign(people)
        tasks.seal(tenant.agreement.pk)
        assert agreement_now(tenant).state == State.SEALED
