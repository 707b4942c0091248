"""Removing what is due. The database judges whether it is (policies.Kept): who asks too early is refused.

Rows go first, in one transaction with the row that says so (Removed); then the files that no other document needs. A
worker that dies between leaves files that the next round finds.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from math import inf
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as

from . import files
from .enums import DocumentClass
from .models import Document, Removed, RetentionRun

logger = logging.getLogger(__name__)
AT_ONCE = 500  # looked for in one round; a night has as many rounds as it needs


@dataclass
class Gone:
    """What one removal took away."""

    document_class: DocumentClass
    hogeschool_id: int | None
    counts: dict[str, int]
    hashes: list[str] = field(default_factory=list)
    codes: list[UUID] = field(default_factory=list)
    counted_from: date | None = None
    kept_until: date | None = None


class Remover(NamedTuple):
    """`due` answers keys, at most as many as it is asked for; `remove` takes one away, in its own transaction, and
    answers what went: nothing when it is not due (any more)."""

    name: str
    due: Callable[[int], Iterable[int]]
    remove: Callable[[int], Gone | None]


_REMOVERS: list[Remover] = []


def remove_with(remover: Remover) -> None:
    _REMOVERS.append(remover)


def remove_what_is_due(seconds: float = inf) -> RetentionRun:
    """Enters by itself, as the system. One that cannot be removed does not keep the others. Without `finished_at` it
    ran out of time: another run goes on."""
    stop_at = monotonic() + seconds
    with acting_as(SYSTEM):
        run = RetentionRun.objects.create()
    for remover in _REMOVERS:
        run.failed += _remove_all(remover, run, stop_at)
    clear_files()
    if monotonic() < stop_at:
        run.finished_at = timezone.now()
    with acting_as(SYSTEM):
        run.save(update_fields=["finished_at", "failed"])
    return run


def _remove_all(remover: Remover, run: RetentionRun, stop_at: float) -> int:
    """Answers how many could not. What another run removed meanwhile, or what is not due any more, is passed over."""
    tried: set[int] = set()
    failed = 0
    while monotonic() < stop_at:
        with acting_as(SYSTEM):
            keys = [key for key in remover.due(AT_ONCE + len(tried)) if key not in tried]
        if not keys:
            break
        for key in keys:
            again = _remove(remover, key, run)
            failed += again is None
            if not again:
                tried.add(key)
            if monotonic() >= stop_at:
                break
    return failed


def _remove(remover: Remover, key: int, run: RetentionRun) -> bool | None:
    """Whether something went; None: it could not."""
    try:
        with acting_as(SYSTEM):
            gone = remover.remove(key)
            if gone is not None:
                note(run, gone)
            return gone is not None
    except Exception:
        logger.exception("retention: %s %s cannot be removed; the next night tries again", remover.name, key)
        return None


def note(run: RetentionRun, gone: Gone) -> Removed:
    return Removed.objects.create(
        run=run,
        hogeschool_id=gone.hogeschool_id,
        document_class=gone.document_class,
        counts=gone.counts,
        hashes=sorted(set(gone.hashes)),
        codes=gone.codes,
        counted_from=gone.counted_from,
        kept_until=gone.kept_until,
        files_gone_at=None if gone.hashes else timezone.now(),
    )


def clear_files() -> None:
    """The files of what was removed, each unless another document holds the same."""
    with acting_as(SYSTEM):
        waiting = list(Removed.objects.filter(files_gone_at=None).order_by("id").values_list("pk", "hashes"))
    for pk, hashes in waiting:
        try:
            for digest in hashes:
                with acting_as(SYSTEM):
                    _drop(digest)
        except OSError:
            logger.exception("retention: the files of %s cannot be removed; the next night tries again", pk)
            continue
        with acting_as(SYSTEM):
            Removed.objects.filter(pk=pk, files_gone_at=None).update(files_gone_at=timezone.now())


@transaction.atomic
def _drop(digest: str) -> None:
    files.hold(digest)  # who stores the same meanwhile waits, and then finds it gone
    if not Document.objects.filter(sha256=digest, removed_file=None).exists():
        default_storage.delete(files.place_of(digest))
