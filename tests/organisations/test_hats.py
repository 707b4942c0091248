import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Membership, Organisation

from .. import cast
from .door import wear

pytestmark = pytest.mark.django_db

SWITCH = "/organisatie/wissel/"


@pytest.fixture
def two_hats():
    """One person at a company and at a branche."""
    person = cast.person("Karim Bakker", cast.organisation(Kind.COMPANY, "Bakker Bouw"), Part.CONTACT)
    with acting_as(SYSTEM):
        second = Membership.objects.create(
            pk=1_234_567, user=person.user, organisation=cast.organisation(Kind.BRANCHE, "Bouwend"), part=Part.ADVISER,
            name="Karim Bakker", email=person.user.email,
        )  # fmt: skip
    return person, second


def text(response) -> str:
    return response.content.decode()


def test_another_hat_shows_another_organisation(client, two_hats):
    person, second = two_hats
    wear(client, person)
    page = text(client.get("/organisatie/"))
    assert "Bakker Bouw" in page
    assert f'value="{second.pk}"' in page
    assert client.post(SWITCH, {"membership": second.pk})["Location"] == "/"
    page = text(client.get("/organisatie/"))
    assert f'name="membership" value="{person.membership.pk}"' in page


def test_oneself_is_a_choice_too(client, two_hats):
    wear(client, two_hats[0])
    assert 'name="membership" value="0"' in text(client.get("/organisatie/"))
    client.post(SWITCH, {"membership": 0})
    assert client.get("/organisatie/").status_code == 403


@pytest.mark.parametrize("chosen", ["", "999999999", "x", "-1"])
def test_a_hat_that_is_not_there_is_not_found(client, two_hats, chosen):
    wear(client, two_hats[0])
    assert client.post(SWITCH, {"membership": chosen}).status_code == 404


def test_another_persons_hat_is_not_found(client, two_hats):
    stranger = cast.person("Eva Mol", cast.organisation(Kind.COMPANY, "Mol BV"), Part.CONTACT)
    wear(client, two_hats[0])
    assert client.post(SWITCH, {"membership": stranger.membership.pk}).status_code == 404
    assert "Bakker Bouw" in text(client.get("/organisatie/"))


def test_switching_takes_a_post_and_a_log_in(client, two_hats):
    assert client.post(SWITCH, {"membership": 0})["Location"].startswith("/account/login/")
    wear(client, two_hats[0])
    assert client.get(SWITCH).status_code == 405


def test_switching_goes_where_one_was_going(client, two_hats):
    person, second = two_hats
    wear(client, person)
    assert client.post(SWITCH, {"membership": second.pk, "next": "/organisatie/"})["Location"] == "/organisatie/"
    away = client.post(SWITCH, {"membership": second.pk, "next": "//elders.example/"})
    assert away["Location"] == "/"


def test_the_wrong_hat_is_offered_the_right_one(client, two_hats):
    person, second = two_hats
    wear(client, person)
    client.post(SWITCH, {"membership": second.pk})
    page = client.get(reverse("organisations:workplaces"))
    assert page.status_code == 403
    assert f'value="{person.membership.pk}"' in text(page)


def test_the_account_page_names_every_hat(client, two_hats):
    wear(client, two_hats[0])
    page = text(client.get(reverse("organisations:account")))
    assert "Bakker Bouw" in page
    assert "Bouwend" in page


# -- two tabs ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def form_of_the_first(client, two_hats):
    """A form that was opened in the first hat, while the second is worn by now."""
    person, second = two_hats
    wear(client, person)
    form = text(client.get(reverse("organisations:profile")))
    hidden = re.search(r'name="rol" value="(\d+)"', form)[1]
    client.post(SWITCH, {"membership": second.pk})
    return {"rol": hidden, "name": "Bakker en zonen"}


def test_a_form_made_in_another_hat_changes_nothing(client, two_hats, form_of_the_first):
    refused = client.post(reverse("organisations:profile"), form_of_the_first)
    assert refused.status_code == 409
    assert "Bakker en zonen" in text(refused)
    assert f'value="{two_hats[0].membership.pk}"' in text(refused)
    with acting_as(SYSTEM):
        names = set(Organisation.objects.values_list("name", flat=True))
    assert "Bakker en zonen" not in names


def test_back_in_the_first_hat_it_may_be_sent(client, two_hats, form_of_the_first):
    client.post(SWITCH, {"membership": two_hats[0].membership.pk, "rol": two_hats[1].pk})
    assert client.post(reverse("organisations:profile"), form_of_the_first).status_code != 409


def test_a_hat_that_ended_is_not_taken_for_another(client, two_hats):
    person = two_hats[0]
    cast.colleague(person)
    wear(client, person)
    with acting_as(SYSTEM):
        Membership.objects.filter(pk=person.membership.pk).update(ended_at=timezone.now())
    refused = client.post(reverse("organisations:profile"), {"rol": person.membership.pk, "name": "Iets"})
    assert refused.status_code == 409
    assert "een rol die u niet meer hebt" in text(refused)
