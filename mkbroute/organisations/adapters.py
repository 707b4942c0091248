"""How django-allauth sends mail, draws QR codes and keeps secrets here."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import PUBLIC, acting_as
from mkbroute.mail.links import absolute
from mkbroute.mail.services import compose, post

CODES = {  # what the code in the mail is for
    "account/email/login_code": "in te loggen",
    "account/email/email_confirmation": "uw nieuwe e-mailadres te bevestigen",
    "account/email/email_confirmation_signup": "uw e-mailadres te bevestigen",
    "account/email/password_reset_code": "een nieuw wachtwoord in te stellen",
}
CHANGES = {  # what the holder of an account is told afterwards
    "account/email/password_changed": "Uw wachtwoord is gewijzigd.",
    "account/email/password_reset": "Uw wachtwoord is gewijzigd.",
    "account/email/password_set": "Er is een wachtwoord ingesteld.",
    "account/email/email_changed": "Het e-mailadres van uw account is gewijzigd.",
    "mfa/email/totp_activated": "Er is een authenticator-app ingesteld.",
    "mfa/email/totp_deactivated": "De authenticator-app is verwijderd.",
    "mfa/email/webauthn_added": "Er is een passkey toegevoegd.",
    "mfa/email/webauthn_removed": "Er is een passkey verwijderd.",
    "mfa/email/recovery_codes_generated": "Er zijn nieuwe herstelcodes gemaakt.",
}
UNKNOWN = ("account/email/unknown_account", "account/email/account_already_exists")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-mailadres en wachtwoord passen niet bij elkaar. "
        "Laat het wachtwoord leeg, dan sturen we u een code.",
        "incorrect_code": "Deze code klopt niet. Kijk in de nieuwste mail.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "email_taken": "Dit adres hoort al bij een ander account. Log daarmee in, of kies een ander adres.",
        "duplicate_email": "Dit is al uw e-mailadres.",
        "invalid_password_reset": "Deze aanvraag is verlopen. Vraag een nieuwe code aan.",
        "same_as_current": "Dit is al uw e-mailadres.",
        "too_many_login_attempts": "Te veel pogingen. Wacht een paar minuten en probeer het dan opnieuw.",
        "rate_limited": "Te veel pogingen achter elkaar. Wacht een minuut en probeer het dan opnieuw.",
    }

    def get_password_change_redirect_url(self, request):
        return reverse("organisations:account")

    def send_mail(self, template_prefix, email, context):
        """A code that someone waits for: sent at once, not through the outbox."""
        link = absolute(reverse("account_login"))
        kind = "account_unknown" if template_prefix in UNKNOWN else "account_code"
        context = {"purpose": CODES.get(template_prefix, ""), "code": context.get("code", ""), "link": link}
        subject, text, html = compose(kind, to_name="", context=context)
        mail = EmailMultiAlternatives(subject, text, to=[email])
        mail.attach_alternative(html, "text/html")
        try:
            mail.send()
        except OSError as error:  # SMTPException is one
            raise ImmediateHttpResponse(render(self.request, "account/mail_down.html", status=503)) from error

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Through the outbox: what was done stands, whatever the mail server does."""
        link = absolute(reverse("organisations:account"))
        context = {"what": CHANGES[template_prefix], "at": timezone.now(), "link": link}
        with acting_as(PUBLIC):
            post("account_changed", to=("", email or user.email), context=context)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet. De app geeft elke 30 seconden een nieuwe.",
        "unverified_email": "Bevestig eerst uw e-mailadres: log uit, en log in met een code per mail.",
        "cannot_generate_recovery_codes": "Stel eerst een app of passkey in.",
    }

    def build_totp_svg(self, url):
        """In the page itself: images out of data: addresses are barred."""
        return segno.make(url, error="m").svg_inline(scale=5, border=4, light="#ffffff", dark="#000000")

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, *args, **kwargs):
        return "Mijn passkey"


def _cipher() -> MultiFernet:
    """The first key encrypts, the others still decrypt."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(b"second factor" + key.encode()).digest())) for key in keys])
