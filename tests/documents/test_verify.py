import time
from hashlib import sha256
from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from mkbroute.documents import authority as demo
from mkbroute.documents import keys
from mkbroute.documents.enums import Outcome
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.verify import COVERED, MAX_SIZE, examine

from .papers import agreement


@pytest.fixture
def sealed(paper):
    return seal_pdf(paper, reason="Alle partijen hebben getekend").pdf


@pytest.fixture
def known():
    key = keys.seal_key()
    return {key.fingerprint: key.chain}


def test_our_own(sealed, known):
    verdict = examine(sealed, known)

    assert verdict.is_intact
    assert abs((verdict.sealed_at - timezone.now()).total_seconds()) < 10
    assert verdict.certificate_fingerprint in known
    assert verdict.size == len(sealed)
    assert verdict.sha256 == sha256(sealed).hexdigest()


def test_our_own_with_time_stamp(paper, with_time_stamps):
    sealed = seal_pdf(paper, reason="Alle partijen hebben getekend").pdf
    key = keys.seal_key()

    assert examine(sealed, {key.fingerprint: key.chain}).is_intact


def test_one_flipped_bit_anywhere(sealed, known):
    for position in range(0, len(sealed), len(sealed) // 400):
        assert not examine(flipped(sealed, position), known).is_intact, position


def test_one_flipped_bit_in_the_signature_itself(sealed, known):
    """Every byte of it, also those that no signature covers."""
    start, rest, _ = map(int, COVERED.search(sealed).groups())
    signature = bytes.fromhex(sealed[start + 1 : rest - 1].decode())
    for position in range(0, len(signature), 7):
        changed = flipped(signature, position).hex().encode()
        assert not examine(sealed[: start + 1] + changed + sealed[rest - 1 :], known).is_intact, position


def flipped(content: bytes, position: int) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 1 << (position % 8)
    return bytes(changed)


@pytest.mark.parametrize("tail", [b"\n", b"x", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"])
def test_something_added(sealed, known, tail):
    assert examine(sealed + tail, known).outcome == Outcome.APPENDED


def test_real_update_after_the_seal(sealed, known):
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)

    assert examine(output.getvalue(), known).outcome == Outcome.APPENDED


def test_gap_moved_by_a_range_of_the_forger_s_own(sealed, known):
    """The bytes that the seal covers, cut in two at another place: still the same bytes, but another file."""
    start, rest, _ = map(int, COVERED.search(sealed).groups())
    gap, covered = sealed[start:rest], sealed[:start] + sealed[rest:]
    cut = start - 100
    forged = covered[:cut] + gap + covered[cut:]
    forged += b"/ByteRange [0 %d %d %d]" % (cut, cut + len(gap), len(covered) - cut)

    assert examine(forged, known).outcome == Outcome.ALTERED


def test_truncated(sealed, known):
    for length in range(0, len(sealed), 997):
        assert not examine(sealed[:length], known).is_intact


def test_sealed_by_another(paper, known, own_key):
    own_key.write_bytes(demo.demo_seal(""))
    keys._load.cache_clear()
    foreign = seal_pdf(paper, reason="Namaak").pdf

    verdict = examine(foreign, known)

    assert verdict.outcome == Outcome.FOREIGN
    assert "niet van dit portaal" in verdict.outcome.label
    assert verdict.sealed_at is None


def test_sealed_with_a_former_certificate(sealed, known, own_key):
    own_key.write_bytes(demo.demo_seal(""))
    keys._load.cache_clear()
    key = keys.seal_key()

    assert examine(sealed, known | {key.fingerprint: key.chain}).is_intact


def test_our_certificate_with_a_signature_of_something_else(sealed, known):
    other = seal_pdf(agreement(title="Iets anders"), reason="Alle partijen hebben getekend").pdf
    start, rest, _ = map(int, COVERED.search(sealed).groups())
    its_start, its_rest, _ = map(int, COVERED.search(other).groups())
    transplanted = sealed[:start] + other[its_start:its_rest] + sealed[rest:]

    assert examine(transplanted, known).outcome == Outcome.ALTERED


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", Outcome.UNREADABLE),
        (b"\x00" * 1000, Outcome.UNREADABLE),
        (b"<html>", Outcome.UNREADABLE),
        (b"PK\x03\x04", Outcome.UNREADABLE),
        (b"%PDF-1.7\n" + b"x" * MAX_SIZE, Outcome.UNREADABLE),
        (b"%PDF-1.7\n", Outcome.UNSEALED),
        (b"%PDF-1.7\n/Encrypt 5 0 R", Outcome.UNSEALED),
        (b"%PDF-1.7\n/ByteRange [0 999999999 999999999 999999999]", Outcome.ALTERED),
        (b"%PDF-1.7\n/ByteRange [0 0 0 0]", Outcome.ALTERED),
        (b"%PDF-1.7\n/ByteRange [0 9 9 40]" + b" " * 50, Outcome.ALTERED),
    ],
)
def test_anything_else(content, outcome, known):
    assert examine(content, known).outcome == outcome


def test_not_sealed_yet(paper, known):
    assert examine(paper, known).outcome == Outcome.UNSEALED


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"/ByteRange [0 9 " * 1_000_000,
        b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 1_000_000,
        b"%PDF-1.7\n<" + b"0" * 20_000_000 + b">/ByteRange [0 9 20000011 100]" + b" " * 80,
        b"%PDF-1.7\n<" + b"30" * 150_000 + b">/ByteRange [0 9 300011 100]" + b" " * 80,
        b"%PDF-1.7\n<" + b"3080" * 50_000 + b">/ByteRange [0 9 200011 100]" + b" " * 80,
    ],
    ids=["no-end", "many", "long", "nested", "indefinite"],
)
def test_hostile_files_take_little_time(content, known):
    began = time.process_time()

    assert not examine(content, known).is_intact

    assert time.process_time() - began < 3
