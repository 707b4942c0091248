"""The key with which the portal seals."""

from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar, cast

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign import SimpleSigner
from pyhanko.sign.signers.pdf_cms import Signer

from . import authority


class _Known(Signer):
    """What the portal wants to know of a key that it seals with."""

    @property
    def certificate(self) -> x509.Certificate:
        return cast("x509.Certificate", self.signing_cert)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.sha256.hex()

    @property
    def name(self) -> str:
        return str(self.certificate.subject.native.get("common_name", ""))

    @property
    def chain(self) -> list[str]:
        """The fingerprints of all certificates that come along with a seal."""
        return sorted({self.fingerprint, *(certificate.sha256.hex() for certificate in self.cert_registry)})

    @property
    def ends_at(self) -> datetime:
        return self.certificate.not_valid_after

    @property
    def is_demo(self) -> bool:
        return self.certificate.subject.native.get("organization_name") == authority.DEMO


class RemoteKey(_Known):
    """A key that never leaves its hardware or its service: PKCS#11, or a signing service (SEAL_SIGNER)."""

    def __init__(self, signer: Signer) -> None:
        super().__init__(
            signing_cert=signer.signing_cert,
            cert_registry=signer.cert_registry,
            signature_mechanism=signer.get_signature_mechanism_for_digest("sha256"),
        )
        self._signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return await self._signer.async_sign_raw(data, digest_algorithm, dry_run)


class SealKey(_Known, SimpleSigner):
    """pyHanko's own signer reads the private key anew for every signature, which takes most of the time of a seal."""

    def sign_raw(self, data, digest_algorithm):
        key = self._private_key
        if isinstance(key, EllipticCurvePrivateKey):
            return key.sign(data, ECDSA(SHA256()))
        return key.sign(data, PKCS1v15(), SHA256())

    @cached_property
    def _private_key(self) -> RSAPrivateKey | EllipticCurvePrivateKey:
        key = load_der_private_key(self.signing_key.dump(), None)
        if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
            raise ImproperlyConfigured("SEAL_KEY_FILE: the key is neither RSA nor of an elliptic curve.")
        return key


Key = TypeVar("Key", bound=_Known)


def seal_key() -> SealKey | RemoteKey:
    """Raises ImproperlyConfigured, naming the setting, when there is no key that may seal today."""
    return _valid_today(_load())


def keep_seal_key(content: bytes) -> SealKey:
    """Put this PKCS#12 in the place of SEAL_KEY_FILE, once it is found fit to seal with; running workers keep theirs.

    Raises ImproperlyConfigured, and leaves what is there.
    """
    key = _valid_today(_key_in(content, "what is given"))
    key.sign_raw(b"", "sha256")  # raises when it is of a kind that cannot seal
    path = Path(settings.SEAL_KEY_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    authority.written_aside(path, content).replace(path)
    _load.cache_clear()
    return key


def _valid_today(key: Key) -> Key:
    if not key.certificate.not_valid_before <= timezone.now() <= key.ends_at:
        raise ImproperlyConfigured(
            f"SEAL_KEY_FILE: the certificate is not valid today (it is until {key.ends_at:%Y-%m-%d}). "
            "Put a PKCS#12 file with a new one in its place and restart the workers."
        )
    return key


def certificate_chain(pem: bytes) -> dict[str, list[str]]:
    """What verify.examine wants to know, from a file with the seal's certificate and then those above it.

    Raises ValueError when there is none in it.
    """
    fingerprints = [certificate.sha256.hex() for certificate in load_certs_from_pemder_data(pem)]
    return {fingerprints[0]: fingerprints}


def days_left(key: SealKey | RemoteKey) -> int:
    return (key.ends_at - timezone.now()) // timedelta(days=1)


@cache
def _load() -> SealKey | RemoteKey:
    if settings.SEAL_SIGNER:
        return _remote(settings.SEAL_SIGNER)
    path = Path(settings.SEAL_KEY_FILE)
    if settings.DEMO or settings.DEBUG:
        authority.ensure_demo_seal(path, settings.SEAL_KEY_PASSWORD)
    try:
        return _key_in(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"SEAL_KEY_FILE: there is no {path}. Put the PKCS#12 file there with which the portal seals."
        ) from None
    except OSError as error:
        raise ImproperlyConfigured(f"SEAL_KEY_FILE: {path} cannot be read ({error.strerror}).") from None


def _remote(name: str) -> RemoteKey:
    try:
        signer = import_string(name)()
    except ImportError as error:
        raise ImproperlyConfigured(f"SEAL_SIGNER: there is no {name} ({error}).") from error
    if not isinstance(signer, Signer) or not signer.signing_cert:
        raise ImproperlyConfigured(f"SEAL_SIGNER: {name} answers no signer of pyHanko with a certificate.")
    return RemoteKey(signer)


def _key_in(content: bytes, place: str) -> SealKey:
    try:
        loaded = SimpleSigner.load_pkcs12_data(content, (), settings.SEAL_KEY_PASSWORD.encode() or None)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"SEAL_KEY_FILE: {place} cannot be read as PKCS#12 with SEAL_KEY_PASSWORD ({error})."
        ) from error
    key = SealKey(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)
    if key.is_demo and not (settings.DEMO or settings.DEBUG):
        raise ImproperlyConfigured(f"SEAL_KEY_FILE: {place} is a demo's, which proves nothing outside a demo.")
    return key
