"""What a signer declares, in the words that are kept as evidence (SigningStatements), and how we name her."""

import unicodedata

from django.utils import timezone

from .enums import Role
from .models import AgreementVersion, Signing, SigningStatements


def signed_as(signing: Signing) -> str:
    """How an event names her: "Karim Bakker, Bouwbedrijf De Kade"."""
    named = f"{signing.name}, {signing.party_name}" if for_organisation(signing) else signing.name
    return named[:200]  # AgreementEvent.who


def for_organisation(signing: Signing) -> bool:
    return signing.role != Role.STUDENT


def standing() -> SigningStatements:
    """The words that count today."""
    return SigningStatements.objects.filter(valid_from__lte=timezone.localdate()).latest()


def identity(signing: Signing, words: SigningStatements) -> str:
    return words.identity.format(name=signing.name.removesuffix("."))


def authority(signing: Signing, words: SigningStatements) -> str:
    """Empty for who signs for herself."""
    return words.authority.format(party=signing.party_name) if for_organisation(signing) else ""


def consent(version: AgreementVersion, words: SigningStatements) -> str:
    of = "bij de overeenkomst" if version.addendum else "van deze overeenkomst"
    text = f"{version.called} {of}"
    return words.consent.format(number=version.number, text=text, fingerprint=fingerprint(version.content_sha256))


def declared(signing: Signing, words: SigningStatements) -> list[str]:
    said = identity(signing, words), authority(signing, words), consent(signing.version, words)
    return [text for text in said if text]


def fingerprint(sha256: str) -> str:
    """The head of a hash, for people to compare: "9f86 d081 884c"."""
    return " ".join(sha256[start : start + 4] for start in range(0, 12, 4))


def same_name(one: str, other: str) -> bool:
    """Without regard to capitals, accents, spaces and punctuation."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())
