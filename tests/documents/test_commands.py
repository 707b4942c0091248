import json
from io import StringIO

import pytest
from asn1crypto import pem
from django.core.management import CommandError, call_command

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import keys
from mkbroute.documents.checks import seal_lasts
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import store_sealed


@pytest.fixture
def sealed(paper):
    return seal_pdf(paper, reason="Alle partijen hebben getekend")


def verify(file, *options):
    """The exit status, and what is told."""
    output = StringIO()
    try:
        call_command("verify", str(file), *options, stdout=output)
    except SystemExit as stop:
        return stop.code, json.loads(output.getvalue())
    return 0, json.loads(output.getvalue())


@pytest.fixture
def file(tmp_path, sealed):
    path = tmp_path / "overeenkomst.pdf"
    path.write_bytes(sealed.pdf)
    return path


@pytest.mark.django_db
def test_verify_what_we_sealed(file, sealed):
    with acting_as(SYSTEM):
        document = store_sealed(sealed, name="overeenkomst.pdf")

    status, told = verify(file)

    assert (status, told["outcome"], told["sha256"]) == (0, "intact", document.sha256)
    assert told["says"] == "Onveranderd sinds de verzegeling door dit portaal"


@pytest.mark.django_db
def test_verify_what_was_changed(file, sealed):
    with acting_as(SYSTEM):
        store_sealed(sealed, name="overeenkomst.pdf")
    file.write_bytes(sealed.pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))

    assert verify(file)[0] == 1


def test_verify_without_database(file, tmp_path):
    key = keys.seal_key()
    certificates = tmp_path / "zegel.pem"
    above = [certificate for certificate in key.cert_registry if certificate != key.signing_cert]
    certificates.write_bytes(b"".join(pem.armor("CERTIFICATE", c.dump()) for c in [key.signing_cert, *above]))

    assert verify(file, "--certificates", str(certificates))[0] == 0


def test_verify_nothing(tmp_path):
    with pytest.raises(CommandError, match="No such file") as stop:
        call_command("verify", str(tmp_path / "nergens.pdf"))

    assert stop.value.returncode == 2


def test_check_tells_in_time_that_the_certificate_ends(monkeypatch, own_key):
    assert seal_lasts(None) == []

    monkeypatch.setattr("mkbroute.documents.checks.DAYS", 100_000)
    assert [warning.id for warning in seal_lasts(None)] == ["documents.W002"]

    own_key.unlink()
    assert seal_lasts(None) == []


def test_check_tells_that_the_key_cannot_be_read(own_key):
    own_key.write_bytes(b"nonsense")

    assert [warning.id for warning in seal_lasts(None)] == ["documents.W001"]
