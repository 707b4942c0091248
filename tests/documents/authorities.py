"""Certificates, time stamps and proof that nothing was revoked, from an authority that runs here for the tests."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import ocsp, pem, tsp
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEYS = ("root", "seal", "other", "tsa", "responder")
LIFE = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2099-01-01T00:00:00+0000"}
REVOCATION = [
    {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}},
    },
    {
        "id": "authority_information_access",
        "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["root"]}},
    },
]


def usage(*names):
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(names)}}


def purpose(name):
    return {"id": "extended_key_usage", "critical": True, "value": [name]}


def certificate(*extensions, **more):
    return {"issuer": "root", "validity": LIFE, "extensions": list(extensions), **more}


SEAL = (usage("digital_signature", "non_repudiation"), *REVOCATION)
ROOT = (usage("key_cert_sign", "crl_sign"), {"id": "basic_constraints", "critical": True, "value": {"ca": True}})
ARCHITECTURE = {
    "keyset": "keys",
    "entity-defaults": {"country-name": "NL", "organization-name": "Proefautoriteit"},
    "entities": {name: {"common-name": f"Proef {name}"} for name in KEYS},
    "certs": {
        "root": certificate(*ROOT, subject="root"),
        "seal": certificate(*SEAL),
        "other": certificate(*SEAL),
        "tsa": certificate(usage("digital_signature"), purpose("time_stamping"), *REVOCATION),
        "responder": certificate(usage("digital_signature"), purpose("ocsp_signing"), {"id": "ocsp_no_check"}),
    },
    "services": {
        "crl-repo": {"root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P30D"}},
        "ocsp": {"root": {"for-issuer": "root", "responder-cert": "responder", "signing-key": "responder"}},
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    },
}


class Authority:
    """`down`: the services that do not answer (tsa, ocsp, crls)."""

    def __init__(self, folder, address):
        for name in KEYS:
            key = generate_private_key(65537, 2048)
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            (folder / f"{name}.pem").write_bytes(pem)
        config = {
            "external-url-prefix": address,
            "keysets": {"keys": {"path-prefix": ".", "keys": {name: {"path": f"{name}.pem"} for name in KEYS}}},
            "pki-architectures": {"proef": ARCHITECTURE},
        }
        self.pki = CertomancerConfig(config, key_search_dir=str(folder)).get_pki_arch(ArchLabel("proef"))
        self.timestamp_url = f"{address}/proef/tsa/tsa"
        self.down = set()

    def pkcs12(self, name, password=""):
        return self.pki.package_pkcs12(CertLabel(name), password=password.encode() or None)

    def root_pem(self):
        return pem.armor("CERTIFICATE", self.pki.get_cert(CertLabel("root")).dump())

    def answer(self, path, body):
        services, now = self.pki.service_registry, datetime.now(UTC)
        service = path.split("/")[2]
        if service in self.down:
            return None
        if service == "tsa":
            stamp = services.summon_timestamper(ServiceLabel("tsa"), now).request_tsa_response(
                tsp.TimeStampReq.load(body)
            )
            return "application/timestamp-reply", stamp.dump()
        if service == "ocsp":
            responder = services.summon_responder(ServiceLabel("root"), now)
            return "application/ocsp-response", responder.build_ocsp_response(ocsp.OCSPRequest.load(body)).dump()
        return "application/pkix-crl", services.get_crl(ServiceLabel("root"), now).dump()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.authority.answer(self.path, body)
        if answer is None:
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", answer[0])
        self.send_header("Content-Length", str(len(answer[1])))
        self.end_headers()
        self.wfile.write(answer[1])

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@contextmanager
def running_authority(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.authority = Authority(folder, f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.authority
        finally:
            server.shutdown()
            thread.join()
