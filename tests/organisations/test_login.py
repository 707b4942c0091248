import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from mkbroute.organisations.models import User

from .. import cast
from .door import LOGIN, ask_code, code_in, log_in

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_who_is_new_gets_in_with_a_code(client, mailbox):
    response = log_in(client, mailbox, "nieuw@voorbeeld.test", after="/voor-bedrijven/")
    assert response["Location"] == "/voor-bedrijven/"
    user = User.objects.get(email="nieuw@voorbeeld.test")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified


def test_who_has_an_account_gets_in_with_a_code(client, mailbox):
    user = cast.person("Bea Smit").user
    log_in(client, mailbox, user.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.filter(email=user.email).count() == 1


def test_an_address_is_the_same_in_capitals(client, mailbox):
    user = cast.person("Bea Smit").user
    ask_code(client, user.email.upper())
    client.post("/account/login/code/confirm/", {"code": code_in(mailbox.wait_for(user.email))})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_answer_does_not_tell_who_has_an_account(mailbox):
    known = cast.person("Bea Smit").user
    answers = []
    for email in (known.email, "onbekend@voorbeeld.test"):
        visitor = Client()
        asked = ask_code(visitor, email)
        page = text(visitor.get(asked["Location"])).replace(email, "…")
        answers.append((asked.status_code, asked["Location"], _without_token(page), len(mailbox.to(email))))
    assert answers[0] == answers[1]


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_wrong_password_reads_the_same_for_everyone(client):
    user = cast.person("Bea Smit").user
    user.set_password("een lange zin die klopt")
    user.save()
    pages = [
        _without_token(text(client.post(LOGIN, {"login": email, "password": "iets anders"}))).replace(email, "…")
        for email in (user.email, "onbekend@voorbeeld.test")
    ]
    assert pages[0] == pages[1]
    assert "passen niet bij elkaar" in pages[0]


def test_a_password_works_for_who_set_one(client):
    user = cast.person("Bea Smit").user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password("een lange zin die klopt")
    user.save()
    response = client.post(LOGIN, {"login": user.email, "password": "een lange zin die klopt"})
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_closed_account_gets_no_code(client, mailbox):
    user = cast.person("Bea Smit").user
    User.objects.filter(pk=user.pk).update(is_active=False)
    asked = ask_code(client, user.email)
    assert asked["Location"].startswith("/account/login/code/confirm/")
    mail = mailbox.wait_for(user.email)
    assert "geen account" in mail.get_body(("plain",)).get_content()


def test_three_wrong_codes_end_the_attempt(client, mailbox):
    asked = ask_code(client, "nieuw@voorbeeld.test")
    for _ in range(3):
        answer = client.post(asked["Location"], {"code": "0000-0000"})
    assert answer["Location"] == "/account/login/code/"
    right = code_in(mailbox.wait_for("nieuw@voorbeeld.test"))
    client.post(asked["Location"], {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client, mailbox):
    log_in(client, mailbox, "nieuw@voorbeeld.test")
    code = code_in(mailbox.wait_for("nieuw@voorbeeld.test"))
    other = Client()
    ask_code(other, "ander@voorbeeld.test")
    other.post("/account/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in other.session


def test_a_code_is_not_for_another_browser(client, mailbox):
    ask_code(client, "nieuw@voorbeeld.test")
    code = code_in(mailbox.wait_for("nieuw@voorbeeld.test"))
    assert Client().post("/account/login/code/confirm/", {"code": code}).status_code == 302
    assert Client().session.get("_auth_user_id") is None


def test_a_new_code_can_be_asked(client, mailbox):
    asked = ask_code(client, "nieuw@voorbeeld.test")
    first = code_in(mailbox.wait_for("nieuw@voorbeeld.test"))
    client.post(asked["Location"], {"action": "resend"})
    second = code_in(mailbox.messages[-1])
    assert first != second
    client.post(asked["Location"], {"code": first})
    assert "_auth_user_id" not in client.session
    client.post(asked["Location"], {"code": second})
    assert "_auth_user_id" in client.session


def test_coming_to_the_door_again_is_beginning_again(client, mailbox):
    ask_code(client, "verkeerd@voorbeeld.test")
    assert client.get(LOGIN).status_code == 200
    response = log_in(client, mailbox, "goed@voorbeeld.test", after="/voor-bedrijven/")
    assert response["Location"] == "/voor-bedrijven/"


def test_asking_many_codes_is_stopped(mailbox):
    answers = [ask_code(Client(), "nieuw@voorbeeld.test") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Te veel pogingen" in text(answers[-1])
    assert len(mailbox.to("nieuw@voorbeeld.test")) == 3


def test_too_many_attempts_from_one_place_get_a_page_in_dutch():
    answers = [Client().post(LOGIN, {"login": "geen adres"}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Even wachten" in text(answers[-1])


def test_logging_in_works_without_redis(client, mailbox, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0", "TIMEOUT": 60}}
    assert client.get(LOGIN).status_code == 200
    log_in(client, mailbox, "nieuw@voorbeeld.test")
    assert "_auth_user_id" in client.session


def test_the_mail_server_being_down_is_said(client, mailbox, settings):
    settings.EMAIL_PORT = 1
    answer = ask_code(client, "nieuw@voorbeeld.test")
    assert answer.status_code == 503
    assert "De mailserver antwoordt niet" in text(answer)
    settings.EMAIL_PORT = int(mailbox.url.rpartition(":")[2])
    log_in(client, mailbox, "nieuw@voorbeeld.test")
    assert "_auth_user_id" in client.session


def test_the_mail_server_refusing_is_said(client, mailbox):
    mailbox.refuse_with = "451 try again later"
    assert ask_code(client, "nieuw@voorbeeld.test").status_code == 503


@pytest.mark.parametrize("address", ["/account/signup/?email=a%40b.nl", "/account/login/code/?email=a%40b.nl"])
def test_there_is_one_door(client, address):
    assert client.get(address)["Location"] == "/account/login/?email=a%40b.nl"


def test_an_address_in_the_link_is_filled_in(client):
    assert 'value="bea@voorbeeld.test"' in text(client.get(f"{LOGIN}?email=bea%40voorbeeld.test"))


def test_logging_out_takes_a_post(client):
    client.force_login(cast.person("Bea Smit").user)
    assert "Wilt u uitloggen?" in text(client.get("/account/logout/"))
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_next_never_leads_away(client, mailbox):
    response = log_in(client, mailbox, "nieuw@voorbeeld.test", after="https://elders.example/")
    assert response["Location"] == "/"


def test_changing_the_address_needs_a_code_at_the_new_one(client, mailbox):
    user = cast.person("Bea Smit").user
    old = user.email
    client.force_login(user)
    asked = client.post("/account/email/", {"action_add": "ja", "email": "anders@voorbeeld.test"})
    assert asked["Location"] == "/account/confirm-email/"
    user.refresh_from_db()
    assert user.email == old
    client.post(asked["Location"], {"code": code_in(mailbox.wait_for("anders@voorbeeld.test"))})
    user.refresh_from_db()
    assert user.email == "anders@voorbeeld.test"


def test_another_persons_address_cannot_be_taken(client, mailbox):
    other = cast.person("Karel Bos").user
    user = cast.person("Bea Smit").user
    client.force_login(user)
    client.post("/account/email/", {"action_add": "ja", "email": other.email})
    answer = client.post("/account/confirm-email/", {"code": code_in(mailbox.wait_for(other.email))})
    assert "hoort al bij een ander account" in text(answer)
    user.refresh_from_db()
    assert user.email != other.email


def test_a_password_is_set_and_reset_by_code(client, mailbox):
    user = cast.person("Bea Smit").user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    passwords = {"password1": "eerste lange wachtzin"}
    assert client.post("/account/password/set/", passwords).status_code == 302
    client.logout()
    asked = client.post("/account/password/reset/", {"email": user.email})
    confirmed = client.post(asked["Location"], {"code": code_in(mailbox.wait_for(user.email, "wachtwoord"))})
    passwords = {"password1": "tweede lange wachtzin"}
    assert client.post(confirmed["Location"], passwords).status_code == 302
    user.refresh_from_db()
    assert user.check_password("tweede lange wachtzin")


def test_resetting_an_unknown_password_looks_the_same(client, mailbox):
    asked = client.post("/account/password/reset/", {"email": "onbekend@voorbeeld.test"})
    assert asked["Location"] == "/account/password/reset/confirm/"
    assert client.get(asked["Location"]).status_code == 200
    assert "geen account" in mailbox.wait_for("onbekend@voorbeeld.test").get_body(("plain",)).get_content()


def test_a_short_password_is_refused_in_dutch(client):
    client.force_login(cast.person("Bea Smit").user)
    answer = client.post("/account/password/set/", {"password1": "kort"})
    assert "te kort" in text(answer)


def test_a_common_password_is_refused_in_dutch(client):
    client.force_login(cast.person("Bea Smit").user)
    answer = client.post("/account/password/set/", {"password1": "123123123123"})
    assert "te algemeen" in text(answer)


def test_codes_are_hard_to_guess():
    assert settings.ALLAUTH_USER_CODE_FORMAT == {"numeric": True, "length": 8}
