"""The facts of the subsidy per study year: written by the programmateam, read by who makes a package of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from agreements import praktijkleren
from agreements.models import SubsidyScheme
from agreements.services.praktijkleren import publish_scheme
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.races import at_once

from .signers import text_of

pytestmark = pytest.mark.django_db
LIST, ADD = "/praktijkleren/regeling/", "/praktijkleren/regeling/vastleggen/"
FACTS = {
    "study_year": 2028,
    "amount_eur": Decimal(2800),
    "weeks": 42,
    "sectors": ["building", "ict"],
    "sectors_to_check": ["other"],
    "opens_on": date(2029, 6, 4),
    "closes_at": datetime(2029, 9, 17, 15, tzinfo=UTC),
    "apply_url": "https://www.rvo.nl/praktijkleren",
    "source": "Staatscourant 2028, 1",
    "published_on": date(2026, 11, 1),
}


@pytest.fixture
def team() -> cast.Person:
    return cast.tenant().assessor


def typed(**changed) -> dict:
    return {
        "study_year": "2028", "amount_eur": "2.800,00", "weeks": "42", "sectors": ["building", "ict"],
        "sectors_to_check": ["other"], "opens_on": "2029-06-04", "closes_on": "2029-09-17", "closes_at": "17:00",
        "apply_url": "https://www.rvo.nl/praktijkleren", "source": "Staatscourant 2028, 1",
        "published_on": "2026-11-01", **changed,
    }  # fmt: skip


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def rows(year: int = 2028) -> list[SubsidyScheme]:
    with acting_as(SYSTEM):
        return list(SubsidyScheme.objects.filter(study_year=year).order_by("pk"))


def published(team, **changed) -> SubsidyScheme:
    with acting_as(team.actor):
        return publish_scheme(**{**FACTS, **changed}, who="Petra, Programmateam")


class TestService:
    def test_what_was_published_last_holds_and_the_rest_stays(self, team):
        first = published(team)
        later = published(team, amount_eur=Decimal(2500), published_on=date(2026, 11, 20))
        earlier = published(team, amount_eur=Decimal(2600), published_on=date(2026, 10, 1))
        with acting_as(SYSTEM):
            assert praktijkleren.scheme_of(2028) == later
        assert rows() == [first, later, earlier]
        assert first.recorded_by == "Petra, Programmateam"

    def test_a_mistake_is_mended_on_the_same_day(self, team):
        published(team)
        mended = published(team, amount_eur=Decimal(2801))
        with acting_as(SYSTEM):
            assert praktijkleren.scheme_of(2028) == mended

    def test_the_same_once_more_changes_nothing(self, team):
        assert published(team) == published(team)
        assert len(rows()) == 1

    @pytest.mark.parametrize(
        "wrong", [{"amount_eur": Decimal(0)}, {"closes_at": None}, {"closes_at": datetime(2029, 6, 1, tzinfo=UTC)}]
    )
    def test_the_database_refuses_what_cannot_be(self, team, wrong):
        with pytest.raises(DatabaseError, match="subsidy_scheme_"), transaction.atomic():
            published(team, **wrong)

    @pytest.mark.parametrize("part", ["coordinator", "contact", "student", "adviser"])
    def test_nobody_else_writes(self, part):
        mine = cast.tenant()
        with pytest.raises(DatabaseError, match=r"permission denied|row-level security"), transaction.atomic():
            published(getattr(mine, part))

    def test_nobody_changes_or_removes_what_was_written(self, team):
        row = published(team)
        for act in (lambda found: found.update(amount_eur=1), lambda found: found.delete()):
            for actor in (team.actor, SYSTEM):
                with pytest.raises(DatabaseError), transaction.atomic(), acting_as(actor):
                    act(SubsidyScheme.objects.filter(pk=row.pk))

    def test_nameless_it_is_not_written(self, team):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(team.actor):
            publish_scheme(**FACTS, who="")


@pytest.mark.django_db(transaction=True)
def test_a_double_click_writes_once(team):
    at_once(lambda: published(team), lambda: published(team))
    assert len(rows()) == 1


class TestPages:
    def test_a_year_is_added_and_shown(self, team):
        client = client_of(team)
        assert "Nieuw studiejaar" in text_of(client.get(LIST))
        assert client.post(ADD, typed()).url == LIST
        (row,) = rows()
        assert (row.amount_eur, row.closes_at, row.opens_on) == (2800, FACTS["closes_at"], date(2029, 6, 4))
        assert row.recorded_by
        page = text_of(client.get(LIST))
        assert "2028-2029" in page
        assert "17 september 2029, 17.00" in page

    def test_what_was_known_earlier_says_so(self, team):
        published(team)
        answer = client_of(team).post(ADD, typed(published_on="2026-10-01"), follow=True)
        assert "Wat later bekend werd, blijft gelden" in text_of(answer)

    def test_the_menu_leads_there(self, team):
        assert f'href="{LIST}"' in client_of(team).get("/").content.decode()

    def test_it_begins_with_what_stands(self, team):
        client = client_of(team)
        assert "2.700" in client.get(ADD).content.decode()
        published(team)
        page = client.get(f"{ADD}?jaar=2028").content.decode()
        assert 'value="2029-09-17"' in page
        assert "2.800" in page

    @pytest.mark.parametrize("asked", ["abc", "99999", "1066", ""])
    def test_a_year_that_is_none_is_passed_over(self, team, asked):
        assert client_of(team).get(f"{ADD}?jaar={asked}").status_code == 200

    def test_a_year_long_ago_is_the_one_that_is_chosen(self, team):
        year = timezone.localdate().year - 6
        page = client_of(team).get(f"{ADD}?jaar={year}").content.decode()
        assert f'<option value="{year}" selected>' in page

    def test_without_days_it_is_not_known_yet(self, team):
        client = client_of(team)
        client.post(ADD, typed(opens_on="", closes_on="", closes_at=""))
        (row,) = rows()
        assert (row.opens_on, row.closes_at) == (None, None)
        assert "nog niet bekendgemaakt" in text_of(client.get(LIST))

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"closes_on": ""}, "Vul beide dagen in"),
            ({"opens_on": ""}, "Vul beide dagen in"),
            ({"closes_on": "2029-06-04"}, "sluit na de dag"),
            ({"opens_on": "2027-06-04"}, "Klopt het jaartal"),
            ({"sectors_to_check": ["ict"]}, "Kies één van beide"),
            ({"amount_eur": "veel"}, "Vul een bedrag in"),
            ({"published_on": f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"}, "moet nog komen"),
            ({"study_year": "1999"}, "1999"),
        ],
    )
    def test_what_does_not_fit_comes_back_with_all_that_was_typed(self, team, changed, words):
        answer = client_of(team).post(ADD, typed(**changed))
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "Staatscourant 2028, 1" in answer.content.decode()
        assert rows() == []

    def test_a_package_goes_by_it(self, team):
        published(team, study_year=2027, amount_eur=Decimal(3000))
        with acting_as(SYSTEM):
            assert praktijkleren.scheme_of(2027).amount_eur == 3000

    def test_without_any_it_says_what_to_do(self, team, monkeypatch):
        monkeypatch.setattr(praktijkleren, "scheme_years", list)
        assert "Nog geen studiejaar" in text_of(client_of(team).get(LIST))
        assert client_of(team).get(ADD).status_code == 200
