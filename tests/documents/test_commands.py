import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from asn1crypto import pem
from celery.signals import worker_ready
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import keys
from mkbroute.documents.checks import seal_lasts
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import store_sealed
from mkbroute.documents.tasks import check_at_start, check_seal_key
from tests.seal_key import write_seal_key


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


def test_check_tells_that_there_is_no_key_but_not_to_who_serves_pages(settings, own_key, monkeypatch):
    settings.DEMO = False
    own_key.unlink()

    [warning] = seal_lasts(None)
    assert (warning.id, f"there is no {own_key}" in warning.msg) == ("documents.W001", True)
    assert "seal-key" in warning.hint

    monkeypatch.setitem(settings.DATABASES["default"], "USER", "portal_web")
    assert seal_lasts(None) == []


@pytest.mark.django_db
def test_worker_says_so_when_it_starts_and_every_day(settings, own_key, caplog):
    own_key.write_bytes(b"nonsense")
    check_seal_key.apply()

    assert "cannot be read as PKCS#12" in caplog.text
    assert "Agreements that everybody signed wait" in caplog.text
    assert {record.levelname for record in caplog.records} == {"CRITICAL"}
    assert check_seal_key.name in [entry["task"] for entry in settings.CELERY["beat_schedule"].values()]
    assert check_at_start in [receiver() for _, receiver in worker_ready.receivers]


class TestSealKey:
    """seal_key: a PKCS#12 file from standard input into its place."""

    @pytest.fixture(autouse=True)
    def outside_a_demo(self, settings):
        settings.DEMO = False

    def give(self, monkeypatch, content: bytes) -> str:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
        output = StringIO()
        call_command("seal_key", stdout=output)
        return output.getvalue()

    def test_is_put_in_its_place(self, settings, monkeypatch, tmp_path):
        write_seal_key(tmp_path / "given.p12")
        place = tmp_path / "new" / "seal.p12"
        settings.SEAL_KEY_FILE = str(place)

        assert "Proefzegel, valid for 1 days" in self.give(monkeypatch, (tmp_path / "given.p12").read_bytes())
        assert place.stat().st_mode & 0o077 == 0
        assert keys.seal_key().name == "Proefzegel"

    @pytest.mark.parametrize("content", [b"", b"nonsense"])
    def test_that_cannot_be_read_leaves_what_is_there(self, monkeypatch, own_key, content):
        before = own_key.read_bytes()

        with pytest.raises(ImproperlyConfigured, match="SEAL_KEY_FILE: what is given cannot be read"):
            self.give(monkeypatch, content)
        assert own_key.read_bytes() == before

    def test_of_a_demo_is_refused(self, monkeypatch, own_key, demo_key):
        with pytest.raises(ImproperlyConfigured, match="is a demo's"):
            self.give(monkeypatch, demo_key)


def test_check_tells_that_the_key_cannot_be_read(own_key):
    own_key.write_bytes(b"nonsense")

    assert [warning.id for warning in seal_lasts(None)] == ["documents.W001"]
