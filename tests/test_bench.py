import pytest
from django.db import connection

from bench.cpu import cpu_seconds, ratio
from bench.registry import FIGURES, Result, chosen, figure

pytestmark = pytest.mark.django_db


def count(rows):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM generate_series(1, %s) n WHERE md5(n::text) < 'a'", [rows])


def test_ratio_of_the_same_is_one():
    assert ratio(lambda: sum(range(20_000)), lambda: sum(range(20_000))) == pytest.approx(
        1, abs=0.8
    )  # others may use the machine


def test_ratio_counts_the_work_of_the_database():
    assert ratio(lambda: count(100_000), lambda: count(10_000)) > 3


def test_cpu_seconds_are_of_one_call():
    assert 0 < cpu_seconds(lambda: count(1_000)) < 0.1


@pytest.mark.parametrize(
    ("goal", "ok"), [("<= 2.0", True), ("<= 1.9", False), (">= 2", True), ("== 2", True), ("", True)]
)
def test_result_is_held_against_its_goal(goal, ok):
    assert Result(2.0, goal, "").ok is ok


def test_figures_are_chosen_by_group_or_name(monkeypatch):
    for name in list(FIGURES):
        monkeypatch.delitem(FIGURES, name)
    for name in ("pages.list", "pages.form", "access.reads"):
        figure(name)(lambda: Result(1, "", ""))
    assert list(chosen("")) == ["access.reads", "pages.form", "pages.list"]
    assert list(chosen("pages")) == ["pages.form", "pages.list"]
    assert list(chosen("pages.form")) == ["pages.form"]
    assert not chosen("page")
