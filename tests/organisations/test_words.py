"""What people read is Dutch, on every page that django-allauth brings and in everything that it says."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.template.loader import get_template, render_to_string
from django.urls import get_resolver
from django.utils import translation
from django.utils.html import strip_tags

from .. import cast

ENGLISH = re.compile(
    r"\b(the|you|your|please|sign|email address|enter|incorrect|required|invalid|this|that|and|are|is not|change)\b",
    re.IGNORECASE,
)
UNUSED = {  # no such field or flow here
    "cannot_remove_primary_email", "email_password_mismatch", "phone_password_mismatch", "phone_taken", "unknown_phone",
    "username_blacklisted", "username_password_mismatch", "username_taken", "select_only_one", "max_email_addresses",
    "add_email_blocked", "cannot_delete_authenticator",
}  # fmt: skip


BEHIND_ONE_DOOR = {"account/signup.html", "account/request_login_code.html"}  # addresses that lead to logging in


def english_in(response) -> list[str]:
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    shown = strip_tags(re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL))
    return [match[0] for match in ENGLISH.finditer(shown)]


ANONYMOUS = ["/account/login/", "/account/password/reset/", "/account/inactive/", "/account/password/reset/done/"]
LOGGED_IN = [
    "/account/", "/account/email/", "/account/logout/", "/account/password/set/", "/account/2fa/",
    "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/", "/account/tweede-stap/",
]  # fmt: skip
WITH_FACTORS = [
    "/account/2fa/", "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/", "/account/password/change/",
    "/account/2fa/recovery-codes/generate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/keys/{key}/edit/",
    "/account/2fa/webauthn/keys/{key}/remove/", "/account/2fa/reauthenticate/", "/account/reauthenticate/",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("page", ANONYMOUS)
def test_pages_before_the_door(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert english_in(answer) == []
    refused = client.post(page, {})
    assert english_in(refused) == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", LOGGED_IN)
def test_pages_of_a_log_in(client, page):
    client.force_login(cast.person("Bea Smit").user)
    answer = client.get(page)
    assert answer.status_code == 200
    assert english_in(answer) == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", WITH_FACTORS)
def test_pages_of_a_log_in_with_everything(client, page):
    user = cast.person("Bea Smit").user
    user.set_password("een lange zin die klopt")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})
    client.post("/account/login/", {"login": user.email, "password": "een lange zin die klopt"})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 2**40, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    answer = client.get(page.format(key=key.pk))
    assert answer.status_code == 200, answer
    assert english_in(answer) == []


def test_what_the_library_may_say_is_in_dutch():
    for adapter in (get_adapter(), get_mfa_adapter()):
        for key in adapter.error_messages.keys() - UNUSED:
            message = adapter.error_messages[key]
            with translation.override("nl"):
                said = str(message)
            with translation.override("en"):
                in_english = str(message)
            assert said != in_english or not ENGLISH.search(said), key


def test_every_page_of_the_library_is_ours():
    ours = []
    for pattern in _views_of(get_resolver()):
        template = getattr(getattr(pattern.callback, "view_class", None), "template_name", None)
        if template and template not in BEHIND_ONE_DOOR and pattern.callback.__module__.startswith("allauth"):
            ours.append(template)
            assert "site-packages" not in get_template(template).origin.name, template
    assert len(ours) > 15


def _views_of(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views_of(pattern)
        else:
            yield pattern


def test_messages_of_the_library_are_ours():
    for name in ("logged_out", "email_confirmed", "password_changed", "password_set", "primary_email_set"):
        said = render_to_string(f"account/messages/{name}.txt", {"email": "bea@voorbeeld.test"})
        assert not ENGLISH.search(said)
