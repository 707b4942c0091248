"""What proves the signatures under a version, out of the log: for the last pages, and as a file inside the PDF."""

import json
from dataclasses import dataclass
from datetime import datetime

from .enums import EventKind, Role
from .models import AgreementEvent, AgreementVersion

FORMAT = "mkb-route agreement evidence 1"
HOW_TO_CHECK = (
    "content_sha256 is the SHA-256 of the enclosed text (UTF-8). The hash of an event is the SHA-256 of its "
    "previous_hash followed by its payload (UTF-8); the first previous_hash is 64 zeros."
)


@dataclass(frozen=True)
class Signature:
    """One party's, as the log tells it."""

    role: Role
    party: str
    name: str
    function: str
    email: str
    typed_name: str
    statements: list[str]
    identified_at: datetime
    signed_at: datetime
    ip: str
    browser: str


@dataclass(frozen=True)
class Evidence:
    version: AgreementVersion
    signatures: list[Signature]
    events: list[AgreementEvent]

    @property
    def head(self) -> str:
        """The hash of the last event: it fixes all that came before."""
        return self.events[-1].hash

    def as_json(self) -> bytes:
        version = self.version
        said = {
            "format": FORMAT,
            "how_to_check": HOW_TO_CHECK,
            "agreement": str(version.agreement.public_id),
            "title": version.title,
            "version": version.number,
            "content_sha256": version.content_sha256,
            "head": self.head,
            "events": [
                {"payload": event.payload, "previous_hash": event.previous_hash, "hash": event.hash}
                for event in self.events
            ],
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def gather(version: AgreementVersion) -> Evidence:
    events = list(version.agreement.events.order_by("sequence"))
    told = [_evidence(event) for event in events if event.kind == EventKind.SIGNED]
    return Evidence(version, [_signature(*one) for one in told if one[1]["version"] == version.number], events)


def _evidence(event: AgreementEvent) -> tuple[AgreementEvent, dict]:
    return event, json.loads(event.payload)["evidence"]


def _signature(event: AgreementEvent, said: dict) -> Signature:
    return Signature(
        role=Role(said["role"]),
        party=said["party"],
        name=said["name"],
        function=said["function"],
        email=said["email"],
        typed_name=said["typed_name"],
        statements=said["statements"],
        identified_at=datetime.fromisoformat(said["identified_at"]),
        signed_at=event.at,
        ip=said["ip"],
        browser=said["browser"],
    )
