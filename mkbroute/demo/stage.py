"""The stage of the demo: organisations and people stand on it, and everyone acts as herself, through the services."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from agreements import codes
from agreements.models import Agreement, Signing
from agreements.services import signing as signing_services
from agreements.services.signing import Visit
from agreements.services.turns import ask_next
from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.mail.models import MessageBody
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Membership, Organisation
from mkbroute.organisations.services.account import open_account

from .people import DOMAIN

PHONE = Visit(ip="192.0.2.17", browser="Mozilla/5.0 (Linux; Android 15) Mobile")  # an address for documentation


class Stage:
    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._names: dict[str, str] = {}

    def organisation(self, kind: Kind, name: str, **fields) -> Organisation:
        """Known from the start: hogescholen, branches, the programme team."""
        with acting_as(SYSTEM):
            return Organisation.objects.create(kind=kind, name=name, claimed_at=timezone.now(), **fields)

    def person(self, key: str, name: str, organisation: Organisation | None = None, part: str = "") -> None:
        user = open_account(f"{key}@{DOMAIN}")
        if user is None:
            raise RuntimeError(f"{key} cannot log in")
        user.emailaddress_set.update(verified=True)
        self._actors[key] = Actor(user_id=user.pk, membership_id=OWN_HAT)
        self._names[key] = name
        if organisation:
            self._give_hat(key, organisation, part)

    def _give_hat(self, key: str, organisation: Organisation, part: str) -> None:
        actor = self._actors[key]
        with acting_as(SYSTEM):
            hat = Membership.objects.create(
                user_id=actor.user_id,
                organisation=organisation,
                part=part,
                name=self._names[key],
                email=f"{key}@{DOMAIN}",
            )
        self._actors[key] = Actor(user_id=actor.user_id, membership_id=hat.pk)
        self._names[key] = f"{hat.name}, {organisation.name}"

    def wears(self, key: str, membership_id: int, organisation_name: str) -> None:
        """The hat that a service gave."""
        self._actors[key] = Actor(user_id=self._actors[key].user_id, membership_id=membership_id)
        self._names[key] = f"{self._names[key]}, {organisation_name}"

    def who(self, key: str) -> str:
        return self._names[key]

    def user_id(self, key: str) -> int:
        return self._actors[key].user_id or 0

    @contextmanager
    def as_(self, key: str) -> Iterator[str]:
        """Acts as her, and hands over how an event names her."""
        with acting_as(self._actors[key]):
            yield self._names[key]

    def sign(self, agreement: Agreement, email: str, mail: str = "sign_request") -> None:
        """As the signer does: by the link and the code in her mail."""
        with acting_as(SYSTEM):
            ask_next(agreement.pk)  # as the worker does, where others signed before her
        actor = Actor(link_hash=hash_token(in_last_mail(mail, email, r"/tekenen/([\w-]+)/")))
        with acting_as(actor), _without_waiting():
            signing_services.send_code(_own(agreement, email), visit=PHONE)
        code = in_last_mail("sign_code", email, r"\b(\d{6})\b")
        with acting_as(actor):
            identified_at = signing_services.confirm_code(_own(agreement, email), code, visit=PHONE)
        with acting_as(actor):
            signing = _own(agreement, email)
            signing_services.sign_agreement(
                signing,
                identified_at=identified_at,
                content_sha256=signing.version.content_sha256,
                typed_name=signing.name,
                visit=PHONE,
            )


@contextmanager
def _without_waiting() -> Iterator[None]:
    """One code right after the other: nobody here tries to guess them."""
    between, codes.BETWEEN = codes.BETWEEN, timedelta(0)
    try:
        yield
    finally:
        codes.BETWEEN = between


def _own(agreement: Agreement, email: str) -> Signing:
    """Of the latest text."""
    signings = Signing.objects.select_related("version").filter(agreement=agreement, email=email)
    return signings.latest("version__number")


def in_last_mail(kind: str, email: str, pattern: str) -> str:
    """Read while it waits in the outbox, by the only one who may."""
    with acting_as(SYSTEM):
        bodies = MessageBody.objects.filter(message__kind=kind, message__to_email=email)
        found = re.search(pattern, bodies.latest("message__created_at").text)
    if not found:
        raise RuntimeError(f"no {pattern} in {kind} to {email}")
    return found[1]
