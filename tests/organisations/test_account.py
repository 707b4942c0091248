from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from mkbroute.organisations import tasks
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import User
from mkbroute.organisations.services.account import open_account

from .. import cast
from ..races import at_once
from .door import log_in

LONG_AGO = timezone.now() - timedelta(days=2)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_share_one_account():
    accounts = at_once(*[lambda: open_account("Nieuw@voorbeeld.test")] * 8)
    assert len(set(accounts)) == 1
    assert EmailAddress.objects.filter(email="nieuw@voorbeeld.test").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_never_came_in_is_forgotten(client, mailbox):
    open_account("getypt@voorbeeld.test")
    log_in(client, mailbox, "binnen@voorbeeld.test")
    member = cast.person("Bea Smit", cast.organisation(Kind.COMPANY, "Bakker"), Part.CONTACT).user
    open_account(member.email)
    User.objects.update(created_at=LONG_AGO)
    open_account("net@voorbeeld.test")
    tasks.forget()
    left = set(User.objects.values_list("email", flat=True))
    assert left == {"binnen@voorbeeld.test", "net@voorbeeld.test", member.email}
    assert not EmailAddress.objects.filter(email="getypt@voorbeeld.test").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["set", "change"])
def test_after_a_password_one_is_back_at_the_account(client, mailbox, way):
    log_in(client, mailbox, "bea@voorbeeld.test")
    typed = {"password1": "een lange zin die klopt", "password2": "een lange zin die klopt"}
    if way == "change":
        client.post("/account/password/set/", dict.fromkeys(typed, "de vorige lange zin"))
        typed["oldpassword"] = "de vorige lange zin"
    answer = client.post(f"/account/password/{way}/", typed)
    assert answer["Location"] == "/account/"


@pytest.mark.django_db
def test_a_closed_account_is_not_opened_again():
    user = cast.person("Bea Smit").user
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert open_account(user.email) is None
