"""What proves the signatures under a version, out of the log: for the last pages, and as a file inside the PDF."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mkbroute.documents.models import Document

from . import events
from .addendum_wording import CHANGES
from .enclosed import FORMAT
from .enums import TECHNICAL, EventKind, Language, Role, SigningMethod
from .evidence_wording import IN_ENGLISH
from .models import AgreementEvent, AgreementVersion, PaperCopy, Party, Signing

MOST_PRINTED = 300
HOW_TO_CHECK = (
    "content_sha256 is the SHA-256 of the enclosed text (UTF-8). The hash of an event is the SHA-256 of its "
    "previous_hash followed by its payload (UTF-8), and the previous_hash of each event is the hash of the one before. "
    "The first previous_hash is the anchor: 64 zeros where the log begins here; in an addendum the hash of the last "
    "event before it. An event without payload is not about this document: its hashes keep the chain whole."
)


@dataclass(frozen=True)
class Signature:
    """One party's, as the log tells it. Of what was signed elsewhere: the date on paper and who uploaded the scan."""

    role: Role
    party: str
    name: str
    function: str
    email: str
    method: SigningMethod
    signed_at: datetime
    typed_name: str = ""
    drawing: str = ""
    statements: tuple[str, ...] = ()
    identified_at: datetime | None = None
    ip: str = ""
    browser: str = ""
    signed_on: date | None = None
    uploaded_by: str = ""
    scan_sha256: str = ""
    forwards: tuple[AgreementEvent, ...] = ()  # by which she came to sign in someone's place

    @property
    def role_in_english(self) -> str:
        return CHANGES[Language.EN].roles[self.role]

    @property
    def is_elsewhere(self) -> bool:
        return self.method == SigningMethod.ELSEWHERE


@dataclass(frozen=True)
class Contact:
    """How to reach a party: who signs for it, or (`guides`) the praktijkbegeleider."""

    role: Role
    party: str
    name: str
    email: str
    phone: str
    guides: bool = False

    @property
    def role_in_english(self) -> str:
        return CHANGES[Language.EN].roles[self.role]


def _contacts_of(party: Party) -> Iterator[Contact]:
    role = Role(party.role)
    yield Contact(role, party.legal_name, party.signer_name, party.signer_email, party.signer_phone)
    if party.supervisor_email or party.supervisor_phone:
        yield Contact(role, party.legal_name, "", party.supervisor_email, party.supervisor_phone, guides=True)


@dataclass(frozen=True)
class Evidence:
    version: AgreementVersion
    signatures: list[Signature]
    events: list[AgreementEvent]  # that are told: of an addendum only its own
    line: list[AgreementEvent]  # from the first of these to the last of the log, without a gap
    # How they reach each other may be mended without a new version (PARTY_CONTACTS), so it is no part of the text that
    # the hash is of: it is told here, as it was when the document was sealed.
    parties: list[Party]

    @property
    def scan(self) -> Document | None:
        """What was signed on paper."""
        if not self.is_elsewhere:
            return None
        return PaperCopy.objects.select_related("document").get(version=self.version).document

    @property
    def printed(self) -> list[AgreementEvent]:
        """Nobody can keep a document from being made by asking for codes day after day: these are then left to the
        enclosed log, and of the others the first and the last are printed."""
        if len(self.events) <= MOST_PRINTED:
            return self.events
        told = [event for event in self.events if event.kind not in TECHNICAL]
        half = MOST_PRINTED // 2
        return told if len(told) <= MOST_PRINTED else told[:half] + told[-half:]

    @property
    def printed_in_english(self) -> list[tuple[AgreementEvent, str]]:
        """Each with the kind of event that it is."""
        return [(event, IN_ENGLISH[EventKind(event.kind)]) for event in self.printed]

    @property
    def contacts(self) -> list[Contact]:
        return [contact for party in self.parties for contact in _contacts_of(party)]

    @property
    def is_electronic(self) -> bool:
        return any(not signature.is_elsewhere for signature in self.signatures)

    @property
    def is_elsewhere(self) -> bool:
        return any(signature.is_elsewhere for signature in self.signatures)

    @property
    def head(self) -> str:
        """The hash of the last event: it fixes all that came before."""
        return self.line[-1].hash

    @property
    def anchor(self) -> str:
        """The hash of the last event before these."""
        return self.line[0].previous_hash

    def as_json(self) -> bytes:
        version, told = self.version, {event.pk for event in self.events}
        said = {
            "format": FORMAT,
            "how_to_check": HOW_TO_CHECK,
            "agreement": str(version.agreement.public_id),
            "title": version.title,
            "version": version.number,
            "addendum": version.addendum.number if version.addendum else None,
            "content_sha256": version.content_sha256,
            "anchor": self.anchor,
            "head": self.head,
            "events": [
                {
                    "payload": event.payload if event.pk in told else None,
                    "previous_hash": event.previous_hash,
                    "hash": event.hash,
                }
                for event in self.line
            ],
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def gather(version: AgreementVersion) -> Evidence:
    log = list(version.agreement.events.order_by("sequence"))
    told = [(event, events.evidence_of(event)) for event in log]
    forwards = [(event, said) for event, said in told if event.kind == EventKind.FORWARDED]
    signatures = [
        _signature(event, said, tuple(each for each, to in forwards if to.get("signing") == said["signing"]))
        for event, said in told
        if event.kind in MAKERS and said["version"] == version.number
    ]
    own = _own(version, told)
    parties = version.addendum.party_rows() if version.addendum else list(version.agreement.parties.all())
    order = list(Role)
    parties.sort(key=lambda party: order.index(Role(party.role)))
    return Evidence(version, signatures, own, log[log.index(own[0]) :] if own else log, parties)


def _own(version: AgreementVersion, told: list[tuple[AgreementEvent, dict]]) -> list[AgreementEvent]:
    """Whoever signs an addendum need not have been a party before: what happened then is not hers to read."""
    if version.addendum is None:
        return [event for event, _ in told]
    numbers = set(version.addendum.versions.values_list("number", flat=True))
    asked = Signing.objects.filter(version__addendum=version.addendum)
    signings = {str(public_id) for public_id in asked.values_list("public_id", flat=True)}
    return [
        event
        for event, said in told
        if said.get("addendum") == version.addendum.number
        or said.get("version") in numbers
        or said.get("signing") in signings
    ]


MAKERS: dict[str, Callable[[AgreementEvent, dict], dict]] = {
    EventKind.SIGNED: lambda event, said: {
        "method": SigningMethod(said.get("method", SigningMethod.TYPED)),
        "typed_name": said["typed_name"],
        "drawing": said.get("drawing", ""),
        "statements": tuple(said["statements"]),
        "identified_at": datetime.fromisoformat(said["identified_at"]),
        "ip": said["ip"],
        "browser": said["browser"],
    },
    EventKind.ELSEWHERE: lambda event, said: {
        "method": SigningMethod.ELSEWHERE,
        "signed_on": date.fromisoformat(said["signed_on"]),
        "uploaded_by": event.who,
        "scan_sha256": said["scan_sha256"],
    },
}


def _signature(event: AgreementEvent, said: dict, forwards: tuple[AgreementEvent, ...]) -> Signature:
    return Signature(
        role=Role(said["role"]),
        party=said["party"],
        name=said["name"],
        function=said["function"],
        email=said["email"],
        signed_at=event.at,
        forwards=forwards,
        **MAKERS[event.kind](event, said),
    )
