import pytest
from django.test import RequestFactory

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.listing import MOST, Column, counted, paginate, query_url, sorted_columns
from mkbroute.organisations.models import Organisation
from tests import cast

COLUMNS = [Column("Naam", "naam", "name"), Column("Start", "start", "starts_on"), Column("Acties")]


def get(query: str):
    return RequestFactory().get(f"/routes/{query}")


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "name"),
        ("?volgorde=start", "starts_on"),
        ("?volgorde=-start", "-starts_on"),
        ("?volgorde=--start", "name"),
        ("?volgorde=password", "name"),
        ("?volgorde=Acties", "name"),
        ("?volgorde=", "name"),
        ("?volgorde=-", "name"),
    ],
)
def test_order_is_one_that_a_column_offers(query, order):
    assert sorted_columns(get(query), COLUMNS, default="naam")[1] == order


def test_default_may_run_down():
    assert sorted_columns(get(""), COLUMNS, default="-start")[1] == "-starts_on"


def test_only_the_deciding_column_has_a_direction():
    name, start, actions = sorted_columns(get("?volgorde=-start"), COLUMNS, default="naam")[0]
    assert (name.sort, start.sort, actions.sort) == ("", "descending", "")


def test_turning_keeps_the_filter_and_begins_at_the_first_page():
    name, start, actions = sorted_columns(get("?sector=ict&pagina=3&volgorde=start"), COLUMNS, default="naam")[0]
    assert start.url == "/routes/?sector=ict&volgorde=-start"
    assert name.url == "/routes/?sector=ict&volgorde=naam"
    assert actions.url == ""


def test_parameter_can_be_changed_and_dropped():
    assert query_url(get("?a=1&a=2&b=3"), a=4) == "/routes/?b=3&a=4"
    assert query_url(get("?a=1"), a=None) == "/routes/"


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("?pagina=2", 2), ("?pagina=99", 3), ("?pagina=-1", 3), ("?pagina=x'", 1)]
)
def test_nonsense_gives_a_page_that_is_there(asked, number):
    assert paginate(get(asked), list(range(60))).number == number


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, "0 aanmeldingen"),
        (1, "1 aanmelding"),
        (MOST, "1.000 aanmeldingen"),
        (MOST + 1, "Meer dan 1.000 aanmeldingen"),
    ],
)
def test_counts_as_far_as_anyone_turns(rows, said):
    page = paginate(get("?pagina=999"), list(range(rows)))
    assert counted(page, "aanmelding", "aanmeldingen") == said
    assert page.number == max(1, -(-min(rows, MOST) // 25))


@pytest.mark.django_db
def test_rows_of_the_database_are_counted_no_further(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("mkbroute.design.listing.MOST", 2)
    with acting_as(SYSTEM):
        for number in range(4):
            cast.organisation("company", f"Bedrijf {number}")
        with django_assert_num_queries(1):
            page = paginate(get(""), Organisation.objects.order_by("name"), per_page=1)
            assert counted(page, "bedrijf", "bedrijven") == "Meer dan 2 bedrijven"
    assert page.paginator.num_pages == 2
