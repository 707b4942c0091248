from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import authority, keys
from mkbroute.documents.enums import Kind, Outcome
from mkbroute.documents.files import DocumentDamaged
from mkbroute.documents.models import Document, SealCertificate
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import examine, read, store, store_sealed, store_upload
from tests import cast

from .test_uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    with acting_as(SYSTEM):
        yield


def stored(content=b"%PDF-1.7 inhoud", **owners) -> Document:
    return store(content, kind=Kind.UPLOAD, name="a.pdf", media_type="application/pdf", **owners)


def test_store_and_read(system):
    document = stored()

    assert read(document) == b"%PDF-1.7 inhoud"
    assert document.size == 15


def test_same_content_for_two_owners_is_two_documents(system):
    first, second = stored(), stored()

    assert (first.pk, first.sha256) != (second.pk, first.sha256)
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("change", [{"name": "b.pdf"}, {"sha256": "0" * 64}, {"hogeschool_id": 1}])
def test_document_never_changes(system, change):
    document = stored()

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)
    with pytest.raises(DatabaseError, match="kept until its term"), transaction.atomic():
        document.delete()


@pytest.mark.parametrize("wrong", [{"sha256": "A" * 64}, {"sha256": "short"}, {"size": 0}, {"seal_level": "B-B"}])
def test_database_refuses_what_cannot_be(system, wrong):
    fields = {"kind": Kind.UPLOAD, "name": "x", "media_type": "y", "sha256": "0" * 64, "size": 1} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(**fields)


def test_harmed_file(system):
    document = stored()
    document.sha256 = "0" * 64

    with pytest.raises(DocumentDamaged):
        read(document)


def test_sealed_document_knows_its_seal_and_its_certificate(system, paper):
    sealed = seal_pdf(paper, reason="Alle partijen hebben getekend")

    document = store_sealed(sealed, name="overeenkomst.pdf")

    assert read(document) == sealed.pdf
    assert (document.kind, document.seal_level) == (Kind.AGREEMENT, "B-B")
    assert document.certificate.fingerprint == sealed.certificate_fingerprint
    assert examine(sealed.pdf).is_intact


def test_what_a_former_certificate_sealed_stays_ours(system, paper, own_key):
    former = seal_pdf(paper, reason="Met het oude zegel")
    store_sealed(former, name="oud.pdf")
    own_key.write_bytes(authority.demo_seal(""))
    keys._load.cache_clear()
    store_sealed(seal_pdf(paper, reason="Met het nieuwe zegel"), name="nieuw.pdf")

    assert SealCertificate.objects.count() == 2
    assert examine(former.pdf).is_intact


def test_certificate_that_never_sealed_is_foreign(system, paper):
    sealed = seal_pdf(paper, reason="Nooit bewaard")

    assert examine(sealed.pdf).outcome == Outcome.FOREIGN


@pytest.mark.django_db(transaction=True)
def test_several_workers_with_a_new_certificate(paper):
    sealed = seal_pdf(paper, reason="Tegelijk")

    def work(number):
        with acting_as(SYSTEM):
            document = store_sealed(sealed, name=f"{number}.pdf")
        connection.close()
        return document.certificate_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(8)))) == 1


def test_coordinator_uploads_for_her_own_hogeschool_only(paper):
    ours, theirs = cast.tenant("Hogeschool Hier"), cast.tenant("Hogeschool Daar")

    with acting_as(ours.coordinator.actor):
        document = store_upload(upload(paper, "../bewijs.pdf"), hogeschool_id=ours.hogeschool.pk)
        assert document.name == "bewijs.pdf"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            store_upload(upload(paper), hogeschool_id=theirs.hogeschool.pk)
    for part, actor in theirs.actors.items():
        if part in ("card", "practice", "attendance", "meeting"):  # their role reads no documents at all
            continue
        with acting_as(actor):
            assert not Document.objects.filter(pk=document.pk).exists()


@pytest.mark.parametrize("part", ["company", "employer", "branche", "programme", "student", "signer"])
def test_others_add_nothing(part):
    tenant = cast.tenant()

    with acting_as(tenant.actors[part]), pytest.raises(DatabaseError), transaction.atomic():
        stored(hogeschool_id=tenant.hogeschool.pk)
