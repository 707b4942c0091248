"""Is this file one that we sealed, and unchanged?

Read without a PDF parser: the seal covers every byte of the file but the signature itself, so when it is valid the file
is what we sealed, whatever a hostile file pretends to be. Nothing here raises, and it takes linear time.
"""

import logging
import re
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import new, sha256

from asn1crypto import algos, cms, core, parser, x509
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from .enums import Level, Outcome

logger = logging.getLogger(__name__)

MAX_SIZE = 25_000_000  # bytes
MAX_SIGNATURES = 5  # the last ones; each costs a reading of the file
MAX_SIGNATURE = 200_000  # bytes
COVERED = re.compile(rb"/ByteRange\s?\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
HEXADECIMAL = re.compile(rb"<(?:(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+)>")
MADE_AT = re.compile(rb"/M \(([^()]{1,80})\)")
SHA256 = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()}).dump()
OCTAL = re.compile(rb"\\([0-3][0-7]{2})")

# By the fingerprint of each certificate with which the portal seals, or ever sealed: the fingerprints of the
# certificates that come along with it, its own among them.
Known = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    sha256: str  # of the file as given
    size: int
    sealed_at: datetime | None = None  # by the portal's clock, told only where our seal is valid
    certificate_fingerprint: str = ""  # SHA-256, hexadecimal
    certificate_name: str = ""
    level: Level | None = None  # as the file itself has it
    stamped_at: datetime | None = None  # by the time-stamp service

    @property
    def is_intact(self) -> bool:
        return self.outcome == Outcome.INTACT


@dataclass(frozen=True)
class _Finding:
    outcome: Outcome
    fingerprint: str = ""
    name: str = ""
    made_at: datetime | None = None
    level: Level | None = None
    stamped_at: datetime | None = None


def examine(pdf: bytes, known: Known) -> Verdict:
    if len(pdf) > MAX_SIZE or not pdf.startswith(b"%PDF-"):
        finding = _Finding(Outcome.UNREADABLE)
    else:
        matches = deque(COVERED.finditer(pdf), maxlen=MAX_SIGNATURES)
        findings = [_find(pdf, match, known) for match in matches] or [_Finding(Outcome.UNSEALED)]
        finding = min(findings, key=lambda found: list(Outcome).index(found.outcome))
    return Verdict(
        outcome=finding.outcome,
        sha256=sha256(pdf).hexdigest(),
        size=len(pdf),
        sealed_at=finding.made_at,
        certificate_fingerprint=finding.fingerprint,
        certificate_name=finding.name,
        level=finding.level,
        stamped_at=finding.stamped_at,
    )


def _find(pdf: bytes, match: re.Match, known: Known) -> _Finding:
    start, rest, length = map(int, match.groups())
    end = rest + length
    covers_itself = rest <= match.start() < end <= len(pdf)
    if not (covers_itself and rest - start <= 2 * MAX_SIGNATURE and HEXADECIMAL.fullmatch(pdf, start, rest)):
        return _Finding(Outcome.ALTERED)
    try:
        signature = _Signature(bytes.fromhex(pdf[start + 1 : rest - 1].decode()))
        if signature.fingerprint not in known:
            return _Finding(Outcome.FOREIGN, signature.fingerprint, signature.name)
        signature.require_valid(sha256(pdf[:start] + pdf[rest:end]).digest(), known[signature.fingerprint])
    except Exception:  # whatever a parser makes of hostile bytes
        logger.debug("not a signature that we made", exc_info=True)
        return _Finding(Outcome.ALTERED)
    outcome = Outcome.INTACT if end == len(pdf) else Outcome.APPENDED
    stamped_at = signature.stamped_at
    level = _level(pdf[:end], stamped_at)
    return _Finding(outcome, signature.fingerprint, signature.name, _made_at(pdf[rest:end]), level, stamped_at)


def _level(covered: bytes, stamped_at: datetime | None) -> Level:
    """By what the seal covers: the store of proof (DSS) that LT adds comes in the same revision."""
    if stamped_at is None:
        return Level.B
    return Level.LT if b"/DSS" in covered else Level.T


class _Signature:
    """CMS, as PAdES puts it in a PDF: padded with zeros. Raises anything on anything else."""

    def __init__(self, padded: bytes) -> None:
        length = parser.peek(padded)
        self.signed = cms.ContentInfo.load(padded[:length], strict=True)["content"]
        alone = cms.ContentInfo({"content_type": "signed_data", "content": self.signed}).dump()
        if alone != padded[:length] or any(padded[length:]):
            raise ValueError("more than a signature")
        (self.signer,) = self.signed["signer_infos"]
        self.certificates = [choice.chosen for choice in self.signed["certificates"]]
        self.certificate = _signer_of(self.signer, self.certificates)
        self.fingerprint = self.certificate.sha256.hex()
        self.name = str(self.certificate.subject.native.get("common_name", ""))

    def require_valid(self, digest: bytes, chain: Collection[str]) -> None:
        _require_signed(self.signer, self.certificate, "data", digest)
        self._require_plain_cover(chain)
        for attribute in self.signer["unsigned_attrs"] or ():
            (token,) = attribute["values"]
            _require_stamped(token["content"], self.signer["signature"].native)

    @property
    def stamped_at(self) -> datetime | None:
        """Of a signature that was found valid."""
        for attribute in self.signer["unsigned_attrs"] or ():
            (token,) = attribute["values"]
            at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
            return at
        return None

    def _require_plain_cover(self, chain: Collection[str]) -> None:
        """What the signature itself does not cover says the only thing it can say."""
        (algorithm,) = self.signed["digest_algorithms"]
        versions = {self.signed["version"].native, self.signer["version"].native}
        algorithms = {algorithm.dump(), self.signer["digest_algorithm"].dump()}
        content = self.signed["encap_content_info"].native
        if (versions, algorithms, content) != ({"v1"}, {SHA256}, {"content_type": "data", "content": None}):
            raise ValueError("not as we make it")
        if not {certificate.sha256.hex() for certificate in self.certificates} <= {*chain}:
            raise ValueError("certificates came along that are not ours")


def _signer_of(signer: cms.SignerInfo, certificates: list[x509.Certificate]) -> x509.Certificate:
    wanted = signer["sid"].chosen
    (found,) = [
        certificate
        for certificate in certificates
        if certificate.issuer.dump() == wanted["issuer"].dump()
        and certificate.serial_number == wanted["serial_number"].native
    ]
    return found


def _require_signed(signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, digest: bytes) -> None:
    if not all(validate_sig_integrity(signer, certificate, kind, digest)):
        raise ValueError("the signature is of something else")


def _require_stamped(stamp: cms.SignedData, signature: bytes) -> None:
    """The time stamp is whole, and of this signature. Whether to trust its service is for a PDF reader to say."""
    content = stamp["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    if new(imprint["hash_algorithm"]["algorithm"].native, signature).digest() != imprint["hashed_message"].native:
        raise ValueError("the time stamp is of something else")
    (signer,) = stamp["signer_infos"]
    digest = new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    _require_signed(signer, extract_certs_for_validation(stamp).signer_cert, "tst_info", digest)


def _made_at(covered: bytes) -> datetime | None:
    found = MADE_AT.search(covered)
    if not found:
        return None
    text = OCTAL.sub(lambda octal: bytes([int(octal[1], 8)]), found[1]).decode(errors="replace")
    try:
        return datetime.strptime(text.replace("'", ""), "D:%Y%m%d%H%M%S%z")
    except ValueError:
        return None
