"""Does the log of an agreement hold, and do the rows beside it say the same? For the command and whoever doubts."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from mkbroute.documents.files import DocumentDamaged, read_file

from . import events
from .enums import EndingState, EventKind, SigningMethod, SigningState
from .models import Agreement, AgreementEvent, AgreementVersion, Signing, Weighing
from .weighed import is_bound

ANSWERS = (EventKind.SIGNED, EventKind.ELSEWHERE, EventKind.DECLINED)


def problems_of(agreement: Agreement, *, with_files: bool = False) -> list[str]:
    """In English; an empty list when all is well. A chain cut off at its end is still a chain: so what the rows say
    has happened must stand in it. `with_files`: the sealed documents are read from the store too."""
    log = list(agreement.events.order_by("sequence"))
    told = [(event, events.evidence_of(event)) for event in log]
    problems = [*events.verify_chain(agreement), *_of_answers(agreement, told), *_of_seals(agreement, told)]
    problems += [*_of_weighings(agreement, told), *_of_ending(agreement, told)]
    return [*problems, *(_of_files(agreement) if with_files else ())]


def _of_answers(agreement: Agreement, told: list[tuple[AgreementEvent, dict]]) -> Iterator[str]:
    recorded = [(event.kind, str(said.get("signing"))) for event, said in told if event.kind in ANSWERS]
    answered = [
        (_kind_of(signing), str(signing.public_id)) for signing in agreement.signings.all() if signing.answered_at
    ]
    for kind, signing in answered:
        if recorded.count((kind, signing)) != 1:
            yield f"signing {signing} is {kind}, and the log does not say so exactly once"
    for kind, signing in recorded:
        if (kind, signing) not in answered:
            yield f"the log says that signing {signing} is {kind}, and its row does not"


def _kind_of(signing: Signing) -> str:
    if signing.state == SigningState.DECLINED:
        return EventKind.DECLINED
    return EventKind.ELSEWHERE if signing.method == SigningMethod.ELSEWHERE else EventKind.SIGNED


def _of_seals(agreement: Agreement, told: list[tuple[AgreementEvent, dict]]) -> Iterator[str]:
    recorded = {said.get("document_sha256") for event, said in told if event.kind == EventKind.SEALED}
    kept = {version.document.sha256 for version in _sealed(agreement) if version.document}
    for sha256 in sorted(kept - recorded):
        yield f"document {sha256} is kept as sealed, and the log does not know it"
    for sha256 in sorted(map(str, recorded - kept)):
        yield f"the log says that document {sha256} was sealed, and no version keeps it"


def _of_weighings(agreement: Agreement, told: list[tuple[AgreementEvent, dict]]) -> Iterator[str]:
    """Why each version was sent all the same."""
    kept: defaultdict[int, list[Weighing]] = defaultdict(list)
    for weighing in agreement.weighings.select_related("version"):
        kept[weighing.version.number].append(weighing)
    recorded = {int(said["version"]): said["weighed"] for _, said in told if {"version", "weighed"} <= {*said}}
    for number, weighed in recorded.items():
        if not is_bound(weighed, kept[number]):
            yield f"the log and the reasons for sending version {number} do not tell the same"


def _of_ending(agreement: Agreement, told: list[tuple[AgreementEvent, dict]]) -> Iterator[str]:
    """Which ending is final, which was corrected, and their letters."""
    final = Q(state=EndingState.FINAL) | Q(corrected_at__isnull=False)
    ends = list(agreement.endings.filter(final).select_related("document", "correction").order_by("closed_at", "pk"))
    corrected = [each for each in ends if each.corrected_at]
    for kind, endings in ((EventKind.END_FINAL, ends), (EventKind.END_UNDONE, corrected)):
        if _said(told, kind, "ending") != [str(each.public_id) for each in endings]:
            yield "the log and the endings do not tell of the same end"
    letters = [letter.sha256 for each in ends for letter in (each.document, each.correction) if letter]
    if sorted(_said(told, EventKind.END_LETTER, "document_sha256")) != sorted(letters):
        yield "the log and the ending do not tell of the same letter"


def _said(told: list[tuple[AgreementEvent, dict]], kind: EventKind, name: str) -> list[str]:
    return [str(about.get(name)) for event, about in told if event.kind == kind]


def _of_files(agreement: Agreement) -> Iterator[str]:
    for version in _sealed(agreement):
        try:
            read_file(version.document.sha256 if version.document else "")
        except DocumentDamaged as error:
            yield f"version {version.number}: document {error}"


def _sealed(agreement: Agreement) -> QuerySet[AgreementVersion]:
    return agreement.versions.filter(document__isnull=False).select_related("document")
