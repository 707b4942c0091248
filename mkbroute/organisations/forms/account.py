"""The forms of django-allauth in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from mkbroute.design.fields import CodeField, EmailField

from ..services.account import open_account

CODE_LENGTH = 8  # settings.ALLAUTH_USER_CODE_FORMAT
LABELS = {
    "email": "E-mailadres",
    "password": "Wachtwoord",
    "oldpassword": "Huidig wachtwoord",
    "password1": "Nieuw wachtwoord",
    "code": "Code",
    "name": "Naam",
}
LONG_ENOUGH = "Minstens 12 tekens. Een zin die u onthoudt is sterker dan een kort, ingewikkeld woord."


class Ours:
    """Labels in Dutch, no text inside a box that vanishes once one types, and no password asked twice: who mistypes
    it logs in with a code and sets another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = LONG_ENOUGH


class LoginForm(Ours, account.LoginForm):
    """One door for who has an account and who has none yet: nobody learns which of the two it was."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField(
            label="E-mailadres", max_length=254, initial=self.request.GET.get("email", "")
        )
        self.fields["password"] = forms.CharField(
            label="Wachtwoord", required=False, strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )  # fmt: skip

    def clean_login(self):
        return super().clean_login().lower()

    def login(self, request, redirect_url=None):
        if not self.cleaned_data.get("password"):
            self.user = open_account(self.cleaned_data["login"])
        return super().login(request, redirect_url)


class _MailedCode(Ours):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label="Code uit de mail", length=CODE_LENGTH)


class ConfirmLoginCodeForm(_MailedCode, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(_MailedCode, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetForm(_MailedCode, account.ConfirmPasswordResetCodeForm):
    pass


class AddEmailForm(Ours, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nieuw e-mailadres"


class ResetPasswordForm(Ours, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Ours, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Ours, account.ChangePasswordForm):
    pass


class SetPasswordForm(Ours, account.SetPasswordForm):
    pass


class ReauthenticateForm(Ours, account.ReauthenticateForm):
    pass


class _AppCode(Ours):
    """Six digits of the app, or one of the longer recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "input-code", "maxlength": 20}


class AuthenticateForm(_AppCode, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(_AppCode, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(_AppCode, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code uit de app"


class AddWebAuthnForm(Ours, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Zodat u hem herkent, bijvoorbeeld Telefoon of Laptop van het werk."
        passwordless = self.fields["passwordless"]
        passwordless.label, passwordless.initial = "Ook gebruiken om in te loggen, zonder code per mail", True
        passwordless.help_text = (
            "Met vingerafdruk, gezicht of pincode. Laat leeg voor een losse sleutel zonder pincode."
        )


class EditWebAuthnForm(Ours, webauthn.EditWebAuthnForm):
    pass
