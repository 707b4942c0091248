import os
import re
import shutil
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import DocumentSecurityStore, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from mkbroute.documents import authority as demo
from mkbroute.documents import keys
from mkbroute.documents.enums import Level
from mkbroute.documents.seal import seal_pdf
from tests.seal_key import write_seal_key

from .papers import agreement, faults

REASON = "Alle partijen hebben getekend"


def validated(pdf, *roots):
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=list(roots)))


def test_seal_holds_for_others(paper, tmp_path):
    sealed = seal_pdf(paper, reason=REASON)

    status = validated(sealed.pdf, *keys.seal_key().cert_registry)
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert (sealed.level, sealed.certificate_fingerprint) == (Level.B, keys.seal_key().fingerprint)
    assert abs((sealed.sealed_at - status.signer_reported_dt).total_seconds()) < 5
    told = pdfsig(sealed.pdf, tmp_path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def pdfsig(pdf, folder):
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    return subprocess.run([shutil.which("pdfsig"), str(path)], capture_output=True, text=True, check=True).stdout


def test_sealed_document_stays_archivable_and_accessible(paper):
    assert faults(seal_pdf(paper, reason=REASON, location="Utrecht").pdf) == []


def test_seal_adds_and_changes_nothing_before_it(paper):
    sealed = seal_pdf(paper, reason=REASON).pdf

    assert sealed.startswith(paper)
    assert sealed[len(paper) :].count(b"startxref") == 1
    assert b"/Metadata" not in re.sub(rb"/Metadata \d+ 0 R", b"", sealed[len(paper) :])


def test_with_time_stamp_and_proof_for_the_long_term(paper, with_time_stamps, tmp_path):
    sealed = seal_pdf(paper, reason=REASON)

    assert sealed.level == Level.LT
    assert sealed.pdf[len(paper) :].count(b"startxref") == 1
    assert faults(sealed.pdf) == []
    assert "Signature is Valid" in pdfsig(sealed.pdf, tmp_path)
    reader = PdfFileReader(BytesIO(sealed.pdf))
    assert "/VRI" not in reader.root["/DSS"]
    # without a network: what proves that nothing was revoked is in the file
    trust = {"trust_roots": [with_time_stamps.pki.get_cert("root")], "revocation_mode": "require"}
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(trust)
    status = validate_pdf_signature(reader.embedded_signatures[0], context)
    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert abs((status.timestamp_validity.timestamp - timezone.now()).total_seconds()) < 30


def test_without_proof_of_non_revocation_a_time_stamp_is_left(paper, with_time_stamps):
    with_time_stamps.down = {"ocsp", "crls"}

    sealed = seal_pdf(paper, reason=REASON)

    assert sealed.level == Level.T
    assert faults(sealed.pdf) == []


def test_without_time_stamp_service_nobody_waits(paper, with_time_stamps):
    with_time_stamps.down = {"tsa"}

    sealed = seal_pdf(paper, reason=REASON)

    assert sealed.level == Level.B
    assert validated(sealed.pdf, with_time_stamps.pki.get_cert("root")).bottom_line


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://no-such-host.invalid/", "nonsense"])
def test_unreachable_time_stamp_service(paper, settings, url):
    settings.TIMESTAMP_URL = url

    assert seal_pdf(paper, reason=REASON).level == Level.B


@pytest.mark.parametrize("answer", [b"", b"\x30\x03\x02\x01\x00", b"<html>error</html>", b"\xff" * 1000])
def test_time_stamp_service_that_talks_nonsense(paper, with_time_stamps, answer, monkeypatch):
    monkeypatch.setattr(with_time_stamps, "answer", lambda path, body: ("application/timestamp-reply", answer))

    assert seal_pdf(paper, reason=REASON).level == Level.B


def test_sealed_twice_is_refused(paper):
    sealed = seal_pdf(paper, reason=REASON).pdf

    with pytest.raises(SigningError, match="filled already"):
        seal_pdf(sealed, reason=REASON)


@pytest.mark.parametrize("number", range(20))
def test_every_seal_validates(number):
    # the streams that a seal adds end ambiguously now and then, like those of any PDF
    assert faults(seal_pdf(agreement(title=f"Overeenkomst {number}"), reason=REASON * number).pdf) == []


def test_key_is_read_once(paper, own_key):
    seal_pdf(paper, reason=REASON)
    own_key.write_bytes(b"no longer a key")

    assert seal_pdf(paper, reason=REASON).level == Level.B


def test_first_start_of_a_demo_makes_a_key(paper, own_key, settings):
    own_key.unlink()
    settings.SEAL_KEY_PASSWORD = "geheim"

    assert seal_pdf(paper, reason=REASON).level == Level.B
    assert own_key.stat().st_mode & 0o077 == 0
    assert "demo" in keys.seal_key().certificate.subject.native["common_name"]


def test_several_processes_at_first_start_agree(tmp_path):
    path = tmp_path / "new" / "seal.p12"
    script = (
        "import sys; from pathlib import Path; from hashlib import sha256;"
        "from mkbroute.documents.authority import ensure_demo_seal;"
        "path = Path(sys.argv[1]); ensure_demo_seal(path, ''); print(sha256(path.read_bytes()).hexdigest())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(4)
    ]
    told = {process.communicate()[0] for process in started}

    assert len(told) == 1
    assert list(path.parent.iterdir()) == [path]


def without(own_key):
    own_key.unlink()


def nonsense(own_key):
    own_key.write_bytes(b"nonsense")


def other_password(own_key):
    own_key.write_bytes(demo.demo_seal("geheim"))


@pytest.mark.parametrize("spoil", [without, nonsense, other_password])
def test_key_that_cannot_be_read_is_named(own_key, settings, paper, spoil):
    spoil(own_key)
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(ImproperlyConfigured, match="SEAL_KEY_FILE"):
        seal_pdf(paper, reason=REASON)


def test_production_never_seals_with_a_demo_key(settings, paper):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(ImproperlyConfigured, match="demo"):
        seal_pdf(paper, reason=REASON)


def test_expired_certificate_never_seals(own_key, paper, monkeypatch):
    monkeypatch.setattr(demo, "LIFETIME", demo.timedelta(minutes=-1))
    own_key.write_bytes(demo.demo_seal(""))

    with pytest.raises(ImproperlyConfigured, match="not valid today"):
        seal_pdf(paper, reason=REASON)


def in_hardware():
    """As a module of an operator would: the key stays where it is, pyHanko's signer asks it."""
    return keys._key_in(demo.demo_seal(""), "hardware")


def test_key_in_hardware(settings, paper, own_key):
    own_key.unlink()
    settings.SEAL_SIGNER = f"{__name__}.in_hardware"

    sealed = seal_pdf(paper, reason=REASON)

    assert validated(sealed.pdf, *keys.seal_key().cert_registry).bottom_line
    assert faults(sealed.pdf) == []


@pytest.mark.parametrize("name", ["nergens.te.vinden", f"{__name__}.pdfsig_of_nobody", "builtins.dict"])
def test_signer_that_is_none_is_named(settings, paper, name):
    settings.SEAL_SIGNER = name

    with pytest.raises(ImproperlyConfigured, match="SEAL_SIGNER"):
        seal_pdf(paper, reason=REASON)


def test_demo_renews_its_own_key_before_it_ends(own_key, paper, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(demo, "LIFETIME", demo.timedelta(days=20))
        own_key.write_bytes(demo.demo_seal(""))

    assert keys.days_left(keys.seal_key()) > 700
    assert seal_pdf(paper, reason=REASON).level == Level.B


def test_demo_leaves_a_key_of_somebody_else(own_key, settings):
    write_seal_key(own_key)
    before = own_key.read_bytes()

    assert keys.seal_key().name == "Proefzegel"
    assert own_key.read_bytes() == before
