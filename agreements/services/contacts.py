"""Mending how to reach people, without touching what is agreed. Whoever still has to sign gets a link at the new
address; what was signed keeps the address that it was signed from."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from mkbroute.design.merging import Clash, Merge, merge, plain

from .. import events
from ..consolidated import parties_with, sealed_addenda, that_hold
from ..differences import label_of
from ..enums import BY_ALL, EventKind, Role, SigningState, State
from ..models import PARTY_CONTACTS, Addendum, Agreement, Party, Signing
from .sending import lock_agreement, require_state, resend_link

OF_PERSON = ("signer_email", "signer_phone")


@transaction.atomic
def mend_contacts(agreement: Agreement, *, values: Mapping[str, str], seen: Mapping[str, str], who: str) -> Merge:
    """Keys are "company-signer_email". Raises Refused (a draft is edited, what was dropped is over), merging.Clash, or
    SharedAddress."""
    agreement = lock_agreement(agreement)
    require_state(agreement, State.SENT, State.DECLINED, *BY_ALL)
    current = contact_values(current_parties(agreement))
    done = merge(values, seen, {key: current.get(key, "") for key in values})
    if done.clashes:
        raise Clash(done)
    changed = [key for key in values if key in done.mine and plain(values[key]) != plain(current.get(key, ""))]
    for key in changed:
        role, _, name = key.partition("-")
        _mend(agreement, role, name, before=current[key], after=values[key], who=who)
    if changed:
        said = ", ".join(in_words(key) for key in changed)
        text = f"Contactgegevens hersteld: {said}"[:300]
        events.record(agreement, EventKind.EDITED, who=who, text=text, evidence={"contacts": changed})
    return done


def current_parties(agreement: Agreement) -> list[Party]:
    """Those of the last addendum that everybody signed, begun or not: they are the ones to reach. Who would come after
    an end that is final never comes."""
    return parties_with(agreement, that_hold(agreement, sealed_addenda(agreement)))


def contact_values(parties: Iterable[Party]) -> dict[str, str]:
    return {f"{party.role}-{name}": getattr(party, name) for party in parties for name in names_of(Role(party.role))}


def names_of(role: Role) -> tuple[str, ...]:
    return PARTY_CONTACTS if role == Role.COMPANY else OF_PERSON


def in_words(key: str) -> str:
    role, _, name = key.partition("-")
    return f"{label_of(name, Party).lower()} ({Role(role).label.lower()})"


def _mend(agreement: Agreement, role: str, name: str, *, before: str, after: str, who: str) -> None:
    """Wherever the same person stands with what was wrong."""
    if name == "signer_email":
        for signing in _waiting(agreement, role, before):
            resend_link(signing, email=after, who=who)
    agreement.parties.filter(role=role, **{f"{name}__iexact": before}).update(**{name: after})
    for addendum in agreement.addenda.exclude(state=State.CANCELLED):
        _mend_addendum(addendum, role, name, before, after)


def _mend_addendum(addendum: Addendum, role: str, name: str, before: str, after: str) -> None:
    found = [said for said in addendum.parties if said["role"] == role and said.get(name, "").lower() == before.lower()]
    for said in found:
        said[name] = after
    if found:
        addendum.save(update_fields=["parties"])


def _waiting(agreement: Agreement, role: str, email: str) -> list[Signing]:
    """Of the text that is out for signature: of the agreement, or of an addendum."""
    subjects: list[Agreement | Addendum] = [agreement, *agreement.addenda.all()]
    numbers = [subject.version for subject in subjects if subject.state == State.SENT]
    found = agreement.signings.filter(
        role=role, email__iexact=email, state=SigningState.WAITING, version__number__in=numbers
    )
    return list(found.select_related("agreement"))
