"""The signers of the cast's agreement, each with her own link."""

from datetime import datetime
from html import unescape

from agreements.enums import Role
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.services import signing as services
from agreements.services.sealing import seal_agreement
from agreements.services.turns import ask_next
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.documents.models import Document
from mkbroute.mail.models import Message, MessageBody

VISIT = services.Visit(ip="192.0.2.7", browser="Telefoon")


class Signer:
    """Whoever holds one link. Every call acts as she does."""

    def __init__(self, signing: Signing, token: str) -> None:
        self.pk, self.token, self.name, self.email = signing.pk, token, signing.name, signing.email
        self.actor = Actor(link_hash=hash_token(token))
        self.identified_at: datetime | None = None

    @property
    def row(self) -> Signing:
        with acting_as(SYSTEM):
            return Signing.objects.select_related("version", "agreement").get(pk=self.pk)

    @property
    def path(self) -> str:
        return f"/tekenen/{self.token}/"

    def send_code(self):
        with acting_as(self.actor):
            return services.send_code(Signing.objects.get(pk=self.pk), visit=VISIT)

    def confirm_code(self, code: str) -> datetime | None:
        with acting_as(self.actor):
            return services.confirm_code(Signing.objects.get(pk=self.pk), code, visit=VISIT)

    def code(self) -> str:
        """Out of the last mail to her."""
        return last_mail(self.email, "sign_code").split("De code is: ")[1][:6]

    def identify(self) -> "Signer":
        self._asked()
        later = self.send_code()
        assert later is None, f"no code before {later}"
        self.identified_at = self.confirm_code(self.code())
        assert self.identified_at
        return self

    def _asked(self) -> None:
        """By the worker, where those before her have signed."""
        with acting_as(SYSTEM):
            signing = Signing.objects.get(pk=self.pk)
            if not signing.is_asked and ask_next(signing.agreement_id):
                Signing.objects.filter(pk=self.pk).update(token_hash=hash_token(self.token))

    def sign(self, **changed) -> None:
        with acting_as(self.actor):
            signing = Signing.objects.select_related("version").get(pk=self.pk)
            fields = {
                "identified_at": self.identified_at,
                "content_sha256": signing.version.content_sha256,
                "typed_name": self.name,
                "visit": VISIT,
            }
            services.sign_agreement(signing, **{**fields, **changed})

    def decline(self, reason: str = "De uren kloppen niet.", **changed) -> None:
        with acting_as(self.actor):
            fields = {"identified_at": self.identified_at, "reason": reason, "visit": VISIT, **changed}
            services.decline_agreement(Signing.objects.get(pk=self.pk), **fields)


def signers(version: AgreementVersion) -> dict[str, Signer]:
    """By role. Their links are made anew: nobody but the mail knows the old ones."""
    with acting_as(SYSTEM):
        made = {}
        for signing in version.signings.all():
            token = f"{signing.role}-{signing.public_id}"
            Signing.objects.filter(pk=signing.pk).update(token_hash=hash_token(token))
            made[signing.role] = Signer(signing, token)
        return made


def all_sign(people: dict[str, Signer]) -> None:
    for person in people.values():
        person.identify().sign()


def seal(tenant) -> Document:
    """Everybody signs, and the worker seals."""
    all_sign(signers(tenant.version))
    with acting_as(SYSTEM):
        document = seal_agreement(tenant.agreement.pk)
    assert document
    return document


def mails(kind: str) -> list[Message]:
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).order_by("created_at"))


def last_mail(email: str, kind: str) -> str:
    with acting_as(SYSTEM):
        message = Message.objects.filter(kind=kind, to_email=email).latest("created_at")
        return MessageBody.objects.get(message=message).text


def said(kind: str, agreement: Agreement) -> list[str]:
    """What the log says of one kind of event."""
    with acting_as(SYSTEM):
        return list(agreement.events.filter(kind=kind).order_by("sequence").values_list("text", flat=True))


def text_of(response) -> str:
    return unescape(response.content.decode())


ROLES = (Role.STUDENT, Role.COMPANY, Role.EMPLOYER, Role.HOGESCHOOL)
