"""One seal over a whole document: a PAdES signature of the portal, after which nothing may change.

The file stays PDF/A-3a and PDF/UA-1: the signature and what is needed to validate it for years come in one revision,
and the metadata stays as it was.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext

from .enums import Level
from .keys import RemoteKey, SealKey, seal_key
from .verify import examine

logger = logging.getLogger(__name__)

FIELD = "zegel"
FIELD_FOR_READERS = "Zegel van Mkb-route in het hbo"
# Of a hidden field both PDF/A and PDF/UA allow only one kind: printable, and outside the page.
OUT_OF_SIGHT = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
IN_ONE_REVISION = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE, skip_if_unneeded=True
)
TIMESTAMP_TIMEOUT = 10  # seconds


@dataclass(frozen=True)
class Sealed:
    pdf: bytes
    level: Level
    sealed_at: datetime
    certificate_fingerprint: str  # SHA-256, hexadecimal


def seal_pdf(pdf: bytes, *, reason: str, location: str = "") -> Sealed:
    """With a time stamp where TIMESTAMP_URL is set and the service answers; without it otherwise: nobody waits for it.

    Raises ImproperlyConfigured when there is no valid key, and pyHanko's errors when `pdf` is not ours to seal.
    """
    key = seal_key()
    for level in _levels():
        at = timezone.now()
        try:
            return Sealed(_signed(pdf, key, level, reason, location), level, at, key.fingerprint)
        except TimestampRequestError:
            logger.exception("the time-stamp service does not answer: sealed without")
            break
        except Exception:
            logger.exception("cannot seal as %s: one level lower", level)
    return Sealed(_signed(pdf, key, Level.B, reason, location), Level.B, timezone.now(), key.fingerprint)


def _levels() -> list[Level]:
    """With time stamp, best first."""
    return [Level.LT, Level.T] if settings.TIMESTAMP_URL else []


def _signed(pdf: bytes, key: SealKey | RemoteKey, level: Level, reason: str, location: str) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        location=location or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=level == Level.LT,
        validation_context=_proof(key) if level == Level.LT else None,
        dss_settings=IN_ONE_REVISION,
    )
    field = SigFieldSpec(FIELD, readable_field_name=FIELD_FOR_READERS, invis_sig_settings=OUT_OF_SIGHT)
    stamper = None if level == Level.B else timestamper(settings.TIMESTAMP_URL, timezone.localdate())
    signer = PdfSigner(metadata, key, timestamper=stamper, new_field_spec=field)
    output = _Output()
    signer.sign_pdf(_Addition(BytesIO(pdf)), output=output)
    sealed = output.getvalue()
    if not examine(sealed, {key.fingerprint: key.chain}).is_intact:
        raise ValueError("the seal does not hold")  # a time stamp of something else, for one
    return sealed


def _proof(key: SealKey | RemoteKey) -> ValidationContext:
    """Collects what proves, years from now, that no certificate was revoked. Fails when that cannot be had."""
    certificates = list(key.cert_registry)
    return ValidationContext(
        trust_roots=[*_roots(settings.SEAL_ROOTS_FILE), *(c for c in certificates if c.self_issued)],
        other_certs=certificates,
        allow_fetching=True,
        revocation_mode="require",
    )


@cache
def _roots(path: str) -> list[x509.Certificate]:
    return list(load_certs_from_pemder([Path(path)])) if path else []


@lru_cache(maxsize=1)
def timestamper(url: str, day: date) -> HTTPTimeStamper:
    # It asks for one stamp more, to know its size and certificates. These may change: so not for longer than a day.
    return HTTPTimeStamper(url, timeout=TIMESTAMP_TIMEOUT)


class _Addition(IncrementalPdfFileWriter):
    """Leaves the metadata alone: pyHanko writes it anew without the PDF/UA identifier's schema, and compressed."""

    def _update_meta(self):
        pass


class _Output(BytesIO):
    """A stream that ends with CR gets CR LF before `endstream`: see conformance.py."""

    _ends_with = b""

    def write(self, data):
        if data == b"\nendstream" and self._ends_with == b"\r":
            data = b"\r\nendstream"
        self._ends_with = bytes(data[-1:])
        return super().write(data)
