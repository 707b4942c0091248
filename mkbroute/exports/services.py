"""Asking for a file, making it, and clearing it away."""

import logging
import tempfile
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as, current_actor
from mkbroute.access.tasks import wake
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.retention import term_of

from .archive import Archive
from .enums import State
from .making import Gone, Part, plan_of
from .models import Job

logger = logging.getLogger(__name__)

DEAD_AFTER = timedelta(minutes=6)  # the worker's own limit on a task is five
MOST_ATTEMPTS = 3
KEPT_AFTER_EXPIRY = timedelta(days=30)  # the row, so that its page can say what became of the file
NOT_MADE = "Het bestand kon niet worden gemaakt. Probeer het later nog eens, of vraag de beheerder ernaar."


class Overtaken(Exception):
    """Another worker took the job over: this one was taken for dead."""


def ask_for(kind: str, subject: str, *, title: str, file_name: str, who: str) -> Job:
    """By whoever acts now, who is called `who`. While the same is being made for her already: that job."""
    actor = current_actor()
    if not (actor and actor.user_id):
        raise PermissionError("a file is made for someone")
    same = {"user_id": actor.user_id, "membership_id": actor.membership_id or None, "kind": kind, "subject": subject}
    try:
        with transaction.atomic():
            job = Job.objects.create(**same, title=title[:200], file_name=file_name[:120], asked_by=who)
    except IntegrityError:  # job_one_at_a_time; it may be finished by now
        return Job.objects.filter(**same).latest("asked_at")
    wake("exports.run", job.pk)
    return job


def run_job(job_id: int) -> None:
    """Enters by itself: for the job as the system, for its content as who asked. Twice: the second does nothing."""
    with acting_as(SYSTEM):
        job = _claim(job_id)
    if job is None:
        return
    try:
        _make(job)
    except Overtaken:
        logger.warning("job %s: another worker took it over", job.public_id)
    except Gone as error:
        _fail(job, str(error))
    except Exception:
        logger.exception("job %s: attempt %s failed", job.public_id, job.attempts)
        if job.attempts >= MOST_ATTEMPTS:
            _fail(job, NOT_MADE)
        else:
            _let_go(job)


def to_do() -> list[int]:
    """What waits, and what a worker died over; as the system."""
    return list(Job.objects.filter(_can_start()).order_by("asked_at").values_list("pk", flat=True)[:100])


def _can_start() -> Q:
    dead = Q(state=State.RUNNING) & (Q(beat_at=None) | Q(beat_at__lt=timezone.now() - DEAD_AFTER))
    return Q(state=State.WAITING) | dead


def _claim(job_id: int) -> Job | None:
    # locked: two workers that were woken for the same job do it once
    found = Job.objects.select_for_update(of=("self",), skip_locked=True).filter(_can_start(), pk=job_id).first()
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:  # its workers died, each time
        Job.objects.filter(pk=found.pk).update(state=State.FAILED, error=NOT_MADE)
        return None
    found.state, found.beat_at, found.attempts = State.RUNNING, timezone.now(), found.attempts + 1
    found.done = 0
    found.save(update_fields=["state", "beat_at", "attempts", "done"])
    return found


def asker(job: Job) -> Actor:
    return Actor(user_id=job.user_id, membership_id=job.membership_id or OWN_HAT)


def _make(job: Job) -> None:
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        work = Path(folder, "files")
        work.mkdir()
        with acting_as(asker(job)):
            parts = plan_of(job)
        archive = Archive(work, title=job.title, asked_by=job.asked_by, made_at=job.asked_at)
        for number, part in enumerate(parts):
            _tell(job, number, len(parts), part)
            with acting_as(asker(job)):
                part.write(archive)
        packed = Path(folder, "packed.zip")
        archive.pack(packed)
        _keep(job, packed)


def _tell(job: Job, done: int, total: int, part: Part) -> None:
    _update(job, done=done, total=total, doing=part.doing[:200], beat_at=timezone.now())


def _keep(job: Job, packed: Path) -> None:
    with packed.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        place = default_storage.save(f"exports/{job.public_id}-{job.attempts}.zip", File(file))
    now = timezone.now()
    with acting_as(SYSTEM):
        expires_at = term_of(DocumentClass.EXPORT).after(now)
    try:
        _update(
            job,
            state=State.FINISHED,
            done=max(job.total, 1),
            doing="",
            finished_at=now,
            expires_at=expires_at,
            place=place,
            sha256=digest,
            size=packed.stat().st_size,
        )
    except BaseException:
        default_storage.delete(place)
        raise


def _fail(job: Job, error: str) -> None:
    try:
        _update(job, state=State.FAILED, error=error[:300], doing="")
    except Overtaken:
        logger.warning("job %s: another worker took it over", job.public_id)


def _let_go(job: Job) -> None:
    """For the next sweep."""
    try:
        _update(job, beat_at=None)
    except Overtaken:
        logger.warning("job %s: another worker took it over", job.public_id)


def _update(job: Job, **values: object) -> None:
    """In a transaction of its own, so that the page can tell; only while it is still this worker's."""
    with acting_as(SYSTEM):
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        if not mine.update(**values):
            raise Overtaken
    for name, value in values.items():
        setattr(job, name, value)


def clear_expired() -> int:
    """As the system. First nobody can fetch the file any more, then it goes: a worker that dies between leaves a file
    that the next round finds."""
    now = timezone.now()
    with acting_as(SYSTEM):
        Job.objects.filter(state=State.FINISHED, expires_at__lte=now).update(state=State.EXPIRED)
        expired = list(Job.objects.filter(state=State.EXPIRED).exclude(place="").values_list("pk", "place"))
    for pk, place in expired:
        default_storage.delete(place)
        with acting_as(SYSTEM):
            Job.objects.filter(pk=pk).update(place="")
    with acting_as(SYSTEM):
        old = Q(state=State.EXPIRED, expires_at__lte=now - KEPT_AFTER_EXPIRY) | Q(
            state=State.FAILED, asked_at__lte=now - KEPT_AFTER_EXPIRY
        )
        Job.objects.filter(old, place="").delete()
    return len(expired)
