import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Kind, Part

from .. import cast
from .door import log_in, wear

pytestmark = pytest.mark.django_db

PEOPLE = "/organisatie/"
EXPLAINED = "/account/tweede-stap/?next=%2Forganisatie%2F"


@pytest.fixture(autouse=True)
def asked(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def coordinator():
    return cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def text(response) -> str:
    return response.content.decode()


def set_up_app(client) -> str:
    """Walks through the page; answers the secret."""
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    return secret


@pytest.mark.parametrize("kind", [Kind.HOGESCHOOL, Kind.PROGRAMME])
def test_such_a_hat_reaches_no_page_without_it(client, kind):
    part = Part.COORDINATOR if kind == Kind.HOGESCHOOL else Part.PROGRAMME
    wear(client, cast.person("Sanne de Wit", cast.organisation(kind, "Daar"), part))
    assert client.get(PEOPLE)["Location"] == EXPLAINED
    assert client.get("/")["Location"] == "/account/tweede-stap/?next=%2F"
    assert client.post("/organisatie/uitnodigen/", {"name": "x"}).status_code == 302
    page = client.get(EXPLAINED)
    assert "verplicht" in text(page)


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.EMPLOYER, Kind.BRANCHE])
def test_others_are_free(client, kind):
    part = Part.ADVISER if kind == Kind.BRANCHE else Part.CONTACT
    wear(client, cast.person("Karim Bakker", cast.organisation(kind, "Daar"), part))
    assert client.get(PEOPLE).status_code == 200


def test_a_person_for_herself_is_free(client, coordinator):
    wear(client, coordinator)
    client.post(reverse("organisations:switch"), {"membership": 0})
    assert client.get(reverse("organisations:account")).status_code == 200
    assert client.get("/bedrijf-aanmelden/").status_code == 200


def test_public_pages_stay_open(client, coordinator):
    wear(client, coordinator)
    assert client.get("/voor-bedrijven/").status_code == 200
    assert client.get("/privacy/").status_code == 200


def test_it_can_be_switched_off(client, coordinator, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    wear(client, coordinator)
    assert client.get(PEOPLE).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth notes it on commit
def test_setting_it_up_leads_back(client, coordinator, mailbox):
    log_in(client, mailbox, coordinator.user.email)
    assert client.get(PEOPLE)["Location"] == EXPLAINED
    assert client.post(EXPLAINED, {"with": "app", "next": PEOPLE})["Location"] == "/account/2fa/totp/activate/"
    set_up_app(client)
    codes = client.get("/account/2fa/recovery-codes/")
    assert codes.status_code == 200
    assert f'href="{PEOPLE}"' in text(codes)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(PEOPLE).status_code == 200


def test_the_qr_code_is_in_the_page_itself(client, coordinator):
    wear(client, coordinator)
    page = client.get("/account/2fa/totp/activate/")
    assert "<svg" in text(page)
    assert "data:image" not in text(page)
    assert "style=" not in text(page)
    assert "style-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)  # allauth notes it on commit
def test_the_secret_is_stored_encrypted(client, coordinator):
    wear(client, coordinator)
    secret = set_up_app(client)
    stored = Authenticator.objects.get(user=coordinator.user, type="totp").data["secret"]
    assert secret not in stored


def test_a_code_by_mail_alone_is_not_enough_for_who_has_one(client, coordinator, mailbox):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(coordinator.user, secret)
    answer = log_in(client, mailbox, coordinator.user.email, after=PEOPLE)
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get(PEOPLE)["Location"].startswith("/account/login/")
    assert "Gebruik een passkey" not in client.get("/account/2fa/authenticate/").content.decode()  # she has none
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "klopt niet" in text(wrong)
    answer = client.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert answer["Location"] == PEOPLE
    assert client.get(PEOPLE).status_code == 200


def test_a_recovery_code_stands_in_once(client, coordinator, mailbox):
    TOTP.activate(coordinator.user, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(coordinator.user).get_unused_codes()[0]
    log_in(client, mailbox, coordinator.user.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get(PEOPLE).status_code == 200
    client.post("/account/logout/")
    log_in(client, mailbox, coordinator.user.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_session_from_before_is_asked_too(client, coordinator, mailbox):
    """Begun with only a mailbox; the factor was set up elsewhere since."""
    log_in(client, mailbox, coordinator.user.email)
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(coordinator.user, secret)
    explained = client.get(PEOPLE)["Location"]
    asked = client.get(explained)["Location"]
    assert asked == "/account/2fa/reauthenticate/?next=%2Forganisatie%2F"
    assert client.get(asked).status_code == 200
    answer = client.post(asked, {"code": code_for(secret), "next": PEOPLE})
    assert answer["Location"] == PEOPLE
    assert client.get(PEOPLE).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth notes it on commit
def test_without_any_factor_left_it_is_asked_again(client, coordinator, mailbox):
    log_in(client, mailbox, coordinator.user.email)
    set_up_app(client)
    assert client.get(PEOPLE).status_code == 200
    assert "verwijderen?" in text(client.get("/account/2fa/totp/deactivate/"))
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=coordinator.user).exists()
    assert client.get(PEOPLE)["Location"] == EXPLAINED


def test_another_persons_factor_does_not_count(client, coordinator):
    TOTP.activate(cast.person("Karel Bos").user, "JBSWY3DPEHPK3PXP")
    wear(client, coordinator)
    assert client.get(PEOPLE)["Location"] == EXPLAINED


@pytest.mark.django_db(transaction=True)  # allauth notes it on commit
def test_changes_are_told_by_mail(client, coordinator, mailbox):
    log_in(client, mailbox, coordinator.user.email)
    set_up_app(client)
    with acting_as(SYSTEM):
        subjects = list(Message.objects.filter(to_email=coordinator.user.email).values_list("subject", flat=True))
    assert "Er is een authenticator-app ingesteld." in subjects


def test_next_stays_here(client, coordinator):
    wear(client, coordinator)
    page = client.get("/account/tweede-stap/?next=https%3A%2F%2Felders.example%2F")
    assert "elders.example" not in text(page)
