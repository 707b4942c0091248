"""The evidence inside a sealed document, read again: does it hold by itself, and who signed what?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from .enums import EventKind

EVIDENCE, TEXT = "bewijs.json", "tekst.html"
BEGINNING = "0" * 64
FIRST_FORMAT = "mkb-route agreement evidence 1"  # without anchor, and of every event its payload
FORMAT = "mkb-route agreement evidence 2"
FORMATS = (FIRST_FORMAT, FORMAT)
OF_A_SIGNATURE = ("role", "name", "function", "party", "signed_on")


@dataclass(frozen=True)
class Enclosed:
    """What the file says of itself."""

    agreement: str
    version: int
    addendum: int | None
    signers: list[dict[str, Any]]


def files_in(pdf: bytes) -> dict[str, bytes]:
    """By name. Only for a file whose seal holds: it is then one that we made, and safe to take apart."""
    try:
        listed = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return {}
    specifications = [listed[place] for place in range(1, len(listed), 2)]
    return {str(each["/UF"]): each["/EF"]["/F"].data for each in specifications}


def problems_of(evidence: bytes, text: bytes) -> list[str]:
    """What is wrong with the two files together, in English; an empty list when they hold."""
    told = _read(evidence)
    if told is None:
        return ["not evidence that this portal encloses"]
    problems = list(_of_chain(told))
    if sha256(text).hexdigest() != told.get("content_sha256"):
        problems.append("the enclosed text is not the one of the evidence")
    return problems


def told_by(evidence: bytes) -> Enclosed | None:
    """None: it is not evidence of ours. Only for a file whose seal holds."""
    told = _read(evidence)
    if told is None:
        return None
    payloads = [json.loads(event["payload"]) for event in told["events"] if event.get("payload")]
    signed = [each for each in payloads if each["kind"] in (EventKind.SIGNED, EventKind.ELSEWHERE)]
    signers = [_signer(each) for each in signed if each["evidence"]["version"] == told["version"]]
    return Enclosed(told["agreement"], told["version"], told.get("addendum"), signers)


def _signer(payload: dict[str, Any]) -> dict[str, Any]:
    said = payload["evidence"]
    at = payload["at"] if payload["kind"] == EventKind.SIGNED else None
    return {**{name: said.get(name) for name in OF_A_SIGNATURE}, "signed_at": at}


def _read(evidence: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(evidence)
    except ValueError:
        return None
    return told if isinstance(told, dict) and told.get("format") in FORMATS else None


def _of_chain(told: dict[str, Any]) -> Iterator[str]:
    is_first_format = told["format"] == FIRST_FORMAT
    expected = BEGINNING if is_first_format else told["anchor"]
    for number, event in enumerate(told["events"], start=1):
        payload = event["payload"]
        is_told = payload is not None or is_first_format
        if event["previous_hash"] != expected or (is_told and event["hash"] != _link(expected, payload or "")):
            yield f"event {number} does not hold"
        expected = event["hash"]
    if expected != told["head"]:
        yield "the last event is not the head"


def _link(previous_hash: str, payload: str) -> str:
    return sha256((previous_hash + payload).encode()).hexdigest()
