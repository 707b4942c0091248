import pytest
from django.test import RequestFactory

from mkbroute.design.listing import Column, paginate, query_url, sorted_columns

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
