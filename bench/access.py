"""What row-level security costs: the reads of the main lists under it, against hand-written filters without it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod

from django.db import connections
from django.db.models import QuerySet

from agreements.models import Agreement
from bench import people
from bench.cpu import ratio
from bench.data import use_scale
from bench.registry import Result, figure
from matching.models import Application, Match
from mkbroute import environment
from mkbroute.access.actor import acting_as

UNGUARDED = "unguarded"  # a superuser: no policy is looked at


@figure("access.rls_vs_filter")
def rls_vs_filter() -> Result:
    use_scale("national")
    with _unguarded():
        means = [_mean_of(person) for person in people.cast()]
    value = prod(means) ** (1 / len(means))
    return Result(
        value, "<= 1.5", "lists and counts under policies / hand-written filters as superuser; mean over parts"
    )


def _mean_of(person: people.Person) -> float:
    with acting_as(person.actor):
        ratios = [
            ratio(_read(queryset), _read(queryset.using(UNGUARDED).filter(**{person.column: person.key})))
            for queryset in _lists()
        ]
        ratios += [
            ratio(model.objects.count, model.objects.using(UNGUARDED).filter(**{person.column: person.key}).count)
            for model in (Agreement, Application if person.column != "organisation_id" else Match)
        ]
    return prod(ratios) ** (1 / len(ratios))


def _lists() -> list[QuerySet]:
    related = ("route", "organisation")
    return [Agreement.objects.select_related(*related), Match.objects.select_related(*related)]


def _read(queryset: QuerySet) -> Callable[[], object]:
    return lambda: list(queryset.all()[:25])


@contextmanager
def _unguarded() -> Iterator[None]:
    name = connections["default"].settings_dict["NAME"]
    address = os.environ["ADMIN_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    connections.databases[UNGUARDED] = {
        **connections["default"].settings_dict,
        **environment.database_at(address),
    }
    yield
    connections[UNGUARDED].close()
    del connections.databases[UNGUARDED]
