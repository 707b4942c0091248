"""What a signer declares, in the words that are kept as evidence, and how we name her."""

import unicodedata

from .enums import Role
from .models import AgreementVersion, Signing


def signed_as(signing: Signing) -> str:
    """How an event names her: "Karim Bakker, Bouwbedrijf De Kade"."""
    named = f"{signing.name}, {signing.party_name}" if for_organisation(signing) else signing.name
    return named[:200]  # AgreementEvent.who


def for_organisation(signing: Signing) -> bool:
    return signing.role != Role.STUDENT


def identity(signing: Signing) -> str:
    return f"Ik ben {signing.name.removesuffix('.')}."


def authority(signing: Signing) -> str:
    """Empty for who signs for herself."""
    return f"Ik ben bevoegd om namens {signing.party_name} te tekenen." if for_organisation(signing) else ""


def consent(version: AgreementVersion) -> str:
    return (
        f"Ik heb {version.called} {_of(version)} gelezen (kenmerk {fingerprint(version.content_sha256)}) "
        "en ik ga ermee akkoord. Ik teken elektronisch."
    )


def _of(version: AgreementVersion) -> str:
    return "bij de overeenkomst" if version.addendum else "van deze overeenkomst"


def declared(signing: Signing) -> list[str]:
    return [text for text in (identity(signing), authority(signing), consent(signing.version)) if text]


def fingerprint(sha256: str) -> str:
    """The head of a hash, for people to compare: "9f86 d081 884c"."""
    return " ".join(sha256[start : start + 4] for start in range(0, 12, 4))


def same_name(one: str, other: str) -> bool:
    """Without regard to capitals, accents, spaces and punctuation."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())
