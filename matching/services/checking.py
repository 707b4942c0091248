"""The certificate of a run, recomputed on demand from what was kept: by the checker, which shares no code with the
engine, and by the engine once more."""

import json
import time
import zlib

from django.db.models import F, Q
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.tasks import wake

from ..effects import closed_of, matches_of
from ..engine import VERSION, certify, fingerprint, read_instance, solve
from ..enums import RunState
from ..models import Run, RunInputs
from .refusal import Refusal

CHECKABLE = [RunState.DRAFT, RunState.PUBLISHED]


@atomic
def ask_check(run: Run, *, who: str) -> None:
    """Raises Refusal when what it was computed from was removed after its term."""
    run = Run.objects.select_related("round").select_for_update(of=("self",)).get(pk=run.pk)
    if run.round.cleared_at:
        raise Refusal("Waaruit dit werd berekend, is na de bewaartermijn verwijderd: narekenen kan niet meer.")
    run.check_asked_at, run.check_asked_by = timezone.now(), who
    run.save(update_fields=["check_asked_at", "check_asked_by"])
    wake("matching.check", run.pk)


def to_check() -> list[int]:
    asked = Q(check_asked_at__isnull=False) & (Q(checked_at=None) | Q(checked_at__lt=F("check_asked_at")))
    return list(Run.objects.filter(asked, state__in=CHECKABLE, round__cleared_at=None).values_list("pk", flat=True))


def check_run(run_id: int) -> None:
    """Enters by itself. Twice: the second finds the same."""
    started, now = time.perf_counter(), timezone.now()
    with acting_as(SYSTEM):
        run = Run.objects.get(pk=run_id)
        kept = RunInputs.objects.get(run=run)
        matches, closed, revision = matches_of(run), closed_of(run), run.revision
    instance = read_instance(zlib.decompress(kept.instance))
    found = json.loads(zlib.decompress(kept.result))
    certificate = certify(instance, matches, closed)
    facts = {
        "size": certificate.size,
        "blocking": len(certificate.blocking_pairs),
        "faults": [[str(fault), applicant, name] for fault, applicant, name in certificate.faults],
        "same_inputs": fingerprint(instance) == run.fingerprint,
        # of another version of the engine nothing is expected
        "same_result": solve(instance).matches == found["matches"] if run.engine_version == VERSION else None,
        "changed_by_hand": matches != found["matches"],
        "revision": revision,
        "seconds": round(time.perf_counter() - started, 2),
    }
    with acting_as(SYSTEM):
        Run.objects.filter(pk=run_id).update(certificate=facts, checked_at=now)
