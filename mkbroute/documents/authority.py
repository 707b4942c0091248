"""A certificate authority for one certificate: what the demo seals with. Nobody outside trusts it, and it says so."""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

DEMO = "Mkb-route demo (zonder rechtskracht)"
LIFETIME = timedelta(days=730)
RENEWED = timedelta(days=30)  # before its end


def ensure_demo_seal(path: Path, password: str) -> None:
    """After this the file is there, and lasts. Several processes may start at once: the first one's stands."""
    if path.exists():
        if _ends_soon(path, password):
            written_aside(path, demo_seal(password)).replace(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    made = written_aside(path, demo_seal(password))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def _ends_soon(path: Path, password: str) -> bool:
    """Of a demo's own; what someone else put there is not ours to replace, and what cannot be read is told later."""
    try:
        _, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError):
        return False
    ours = certificate and x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO) in list(certificate.subject)
    return bool(ours and certificate and certificate.not_valid_after_utc - datetime.now(UTC) < RENEWED)


def demo_seal(password: str) -> bytes:
    """PKCS#12: a key, its certificate, and the authority above. The authority's own key is thrown away."""
    authority_key, key = (generate_private_key(65537, 3072) for _ in range(2))
    authority_name = _name("CA")
    authority = _certificate(authority_name, authority_key, authority_name, authority_key, is_authority=True)
    certificate = _certificate(_name("zegel"), key, authority_name, authority_key, is_authority=False)
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [authority], encryption)


def _name(role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{DEMO} {role}"),
        ]
    )


def _certificate(
    name: x509.Name, key: RSAPrivateKey, issuer: x509.Name, issuer_key: RSAPrivateKey, *, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(issuer_key, SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def written_aside(path: Path, content: bytes) -> Path:
    """A whole file beside `path`, for its owner only, to be moved or linked there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(name)
