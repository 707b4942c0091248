"""Somebody saves a search, confirms it, hears of what is new, and stops it."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from matching.models import Offer, OpenPlace, SavedSearch
from matching.open_places import Wanted, in_words
from matching.services import searches
from matching.services.refusal import Refusal
from matching.services.searches import addresses_to_tell, forget_searches, save_search, tell_of_new_places
from matching.tasks import tell_searchers
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests import cast, races
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)
ADDRESS = "noor@voorbeeld.test"


def searched(**wanted) -> SavedSearch:
    """Saved and confirmed an hour ago."""
    with acting_as(PUBLIC):
        save_search(ADDRESS, Wanted(**wanted))
    past = timezone.now() - timedelta(hours=1)
    with acting_as(SYSTEM):
        found = SavedSearch.objects.filter(email=ADDRESS).latest("created_at")
        SavedSearch.objects.filter(pk=found.pk).update(confirmed_at=timezone.now(), told_until=past)
    stage.forget_mails()
    return found


def published(tenant, minutes_ago: int = 30, **terms) -> str:
    position = stage.offered(tenant, **terms)
    with acting_as(SYSTEM):
        Offer.objects.filter(position=position).update(published_at=timezone.now() - timedelta(minutes=minutes_ago))
    return position.title


def mail() -> str:
    with acting_as(SYSTEM):
        return MessageBody.objects.filter(message__kind__startswith="search").latest("message__created_at").text


def link(text: str) -> str:
    return re.search(r"http\S+(/plekken/bewaard/\S+)", text)[1]


def test_a_visitor_saves_confirms_and_stops(tenant, client):
    page = f"{reverse('matching:save_search')}?zoek=lasser&provincie=utrecht"
    assert "‘lasser’ in Utrecht" in client.get(page).text
    assert client.post(page, {"email": "geen adres"}).status_code == 422
    assert "Kijk in je mail" in client.post(page, {"email": "Noor@Voorbeeld.test"}).text
    assert stage.mails("search_confirm") == [("search_confirm", ADDRESS)]
    address = link(mail())
    assert "Ja, mail mij" in client.get(address).text
    with acting_as(SYSTEM):
        assert addresses_to_tell() == [tenant.student.user.email]
    client.post(address, {"antwoord": "ja"})
    assert "Je krijgt een mail als" in client.get(address).text
    with acting_as(SYSTEM):
        assert ADDRESS in addresses_to_tell()
    client.post(address, {"antwoord": "uit"})
    assert "geen mail meer" in client.get(address).text
    with acting_as(SYSTEM):
        assert ADDRESS not in addresses_to_tell()


def test_nobody_hears_whether_an_address_was_known(client):
    page = reverse("matching:save_search")
    first, second = (client.post(page, {"email": ADDRESS}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Kijk in je mail" in second.text
    assert len(stage.mails("search_confirm")) == 1


def test_no_more_than_some_wait_at_one_address(tenant):
    with acting_as(PUBLIC):
        for number in range(5):
            save_search(ADDRESS, Wanted(text=f"plek {number}"))
        with pytest.raises(Refusal, match="al veel zoekopdrachten"):
            save_search(ADDRESS, Wanted(text="plek 6"))


def test_at_her_own_address_a_person_needs_no_confirmation(client):
    person = cast.person("Noor Visser")
    page = f"{reverse('matching:save_search')}?sector=ict"
    student = stage.logged_in(client, person)
    shown = student.post(page, follow=True)
    assert "in de sector ICT" in shown.text
    assert stage.mails() == []
    with acting_as(SYSTEM):
        found = SavedSearch.objects.get(email=person.user.email)
    assert (found.user_id, found.confirmed_at is not None) == (person.user.pk, True)
    other = stage.logged_in(client, cast.person("Ali Demir"))
    assert other.post(reverse("matching:stop_search", args=[found.pk])).status_code == 404
    stage.logged_in(client, person).post(reverse("matching:stop_search", args=[found.pk]))
    assert stage.now(found).stopped_at


def test_one_mail_a_day_about_all_that_is_new(tenant):
    searched(text="lasser")
    searched(province="utrecht")
    published(tenant, title="Lasser")
    published(tenant, title="Tekenaar")
    published(tenant, title="Net gepubliceerd", minutes_ago=1)
    published(tenant, title="Al gezien", minutes_ago=90)
    tell_searchers()
    tell_searchers()
    assert stage.mails("search_alert") == [("search_alert", ADDRESS)]
    assert mail().count("- Lasser bij") == 1
    assert "- Tekenaar bij" in mail()
    assert "Net gepubliceerd" not in mail()
    assert "Al gezien" not in mail()


def test_the_next_day_tells_what_came_since(tenant):
    searched(text="")
    published(tenant, title="Lasser")
    with acting_as(SYSTEM):
        assert tell_of_new_places(ADDRESS)
        tomorrow = timezone.now() + timedelta(days=1)
        assert not tell_of_new_places(ADDRESS, tomorrow)
    published(tenant, title="Tekenaar", minutes_ago=2)
    with acting_as(SYSTEM):
        assert not tell_of_new_places(ADDRESS)  # today she was told
        assert tell_of_new_places(ADDRESS, timezone.now() + timedelta(days=2)) is False
        SavedSearch.objects.update(told_until=timezone.now() - timedelta(hours=1))
        assert tell_of_new_places(ADDRESS, timezone.now() + timedelta(days=2))
    assert "Tekenaar" in mail()


def test_what_does_not_fit_in_the_mail_is_counted_with_a_link_to_the_list(tenant, monkeypatch):
    monkeypatch.setattr(searches, "AT_MOST", 2)
    searched(text="lasser", province="utrecht")
    for number in range(3):
        published(tenant, title=f"Lasser {number}")
    with acting_as(SYSTEM):
        assert tell_of_new_places(ADDRESS)
        subject = MessageBody.objects.select_related("message").get(message__kind="search_alert").message.subject
    assert "3 nieuwe leerwerkplekken" in subject
    assert mail().count("- Lasser") == 2
    assert "En nog 1: " in mail()
    assert "/plekken/?zoek=lasser&provincie=utrecht" in mail()


def test_a_place_that_was_checked_again_is_not_new_again(tenant):
    position = stage.offered(tenant, title="Lasser")
    with acting_as(SYSTEM):
        first = timezone.now() - timedelta(days=3)
        Offer.objects.filter(position=position).update(published_at=first)
        Offer.objects.filter(position=position).update(state="waiting")
    searched(text="lasser")
    stage.publish(position)
    with acting_as(SYSTEM):
        offer = Offer.objects.get(position=position)
        assert (offer.state, offer.published_at) == ("published", first)
        assert offer.reviewed_at > first
        assert OpenPlace.objects.get(public_id=position.public_id).published_at == first
        assert not tell_of_new_places(ADDRESS, now=timezone.now() + timedelta(hours=1))


def test_stopped_from_an_old_mail(tenant, client):
    first, second = searched(text="lasser"), searched(text="tekenaar")
    published(tenant, title="Lasser")
    tell_searchers()
    address = link(mail())
    client.post(address, {"antwoord": "uit"})
    assert stage.now(first).stopped_at
    assert not stage.now(second).stopped_at
    client.post(address, {"antwoord": "alles-uit"})
    assert stage.now(second).stopped_at
    assert client.post(reverse("matching:saved_search", args=["onzin"]), {"antwoord": "uit"}).status_code == 404


def test_what_nobody_confirmed_is_forgotten(tenant):
    with acting_as(PUBLIC):
        save_search(ADDRESS, Wanted(text="lasser"))
    with acting_as(SYSTEM):
        assert forget_searches() == 0
        assert forget_searches(timezone.now() + timedelta(days=8)) == 1
        assert SavedSearch.objects.count() == 1  # the one of the cast, which is confirmed


def test_visitors_and_others_read_nobodys_search(tenant):
    searched(text="lasser")
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(PUBLIC):
        list(SavedSearch.objects.all())
    with acting_as(cast.person("Ali Demir").actor):
        assert not SavedSearch.objects.exists()


def test_in_words(tenant):
    assert in_words(Wanted()) == "alle leerwerkplekken"
    with acting_as(PUBLIC):
        said = in_words(Wanted("lasser", "utrecht", "ict", tenant.route.pk))
    assert said == f"‘lasser’ in Utrecht, in de sector ICT, bij {tenant.route.title}"


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(tenant):
    searched(text="")
    published(tenant)

    def tell():
        with acting_as(SYSTEM):
            return tell_of_new_places(ADDRESS)

    assert sorted(races.at_once(tell, tell, tell)) == [False, False, True]
    assert len(stage.mails("search_alert")) == 1
