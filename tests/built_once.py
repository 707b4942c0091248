"""A scene that many tests begin with is built once for all that follow each other.

`mine = built_once(scenes.matched)` is a fixture. The scene stands in a transaction below that of the test: what a test
changes is rolled back, and each gets copies of the objects. A test with real transactions builds its own.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction

Build = Callable[[], Any]
REAL_TRANSACTIONS = {"transactional_db", "live_server", "open_window"}


def built_once(build: Build) -> Any:
    def scene(request):
        request.getfixturevalue("transactional_db" if _is_transactional(request.node) else "db")
        return deepcopy(_standing.scene) if _standing.build is build else build()

    scene.build = build
    return pytest.fixture(scene)


class _Standing:
    """One scene at a time, in each process."""

    build: Build | None = None
    scene: Any = None
    blocker: Any = None  # None: there is no database yet

    def __init__(self) -> None:
        self._stack = ExitStack()

    def put_up(self, build: Build) -> None:
        self.scene = self._stack.enter_context(_rolled_back(self.blocker, build))
        self.build = build

    def take_down(self) -> None:
        self.build, self.scene = None, None
        self._stack.close()


_standing = _Standing()


@contextmanager
def _rolled_back(blocker: Any, build: Build) -> Iterator[Any]:
    with ExitStack() as stack:
        with blocker.unblock():
            stack.enter_context(transaction.atomic())
            scene = build()
        yield scene
        with blocker.unblock():
            transaction.set_rollback(True)
            stack.close()


def begin(blocker: Any) -> None:
    """There is a database from now on."""
    _standing.blocker = blocker


def end() -> None:
    _standing.take_down()
    _standing.blocker = None


def prepare(item: pytest.Item) -> None:
    """Before any fixture of the test."""
    build = None if _is_transactional(item) else _build_of(item)
    if build and build is _standing.build and not connection.closed_in_transaction:
        return
    _standing.take_down()
    if build and _standing.blocker:
        _standing.put_up(build)


def _build_of(item: pytest.Item) -> Build | None:
    """None also where a test asks for two."""
    found = {
        definitions[-1].func.build
        for definitions in item._fixtureinfo.name2fixturedefs.values()
        if hasattr(definitions[-1].func, "build")
    }
    return found.pop() if len(found) == 1 else None


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not REAL_TRANSACTIONS.isdisjoint(item.fixturenames)
