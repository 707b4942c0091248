"""From a draft to a version that never changes, and questionnaires that come out of a file."""

from django.db import transaction
from django.utils import timezone

from ..asking.comparison import Change, Weight, changes
from ..asking.items import Content
from ..asking.limesurvey import completed
from ..asking.reading import Unreadable
from ..asking.validity import Problem, problems
from ..enums import VersionEventKind, VersionState
from ..models import QuestionnaireVersion
from .drafts import Overtaken, latest, locked, record, revision, rewrite

PUBLISHED_HERE = "Gepubliceerd in dit portaal"


class NotPublishable(Exception):
    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in found))
        self.problems = found


def problems_of(draft: QuestionnaireVersion) -> list[Problem]:
    """A hogeschool's own items are judged after the standard ones that are asked today."""
    before = standard_before(draft)
    return problems(draft.asked, before.asked if before else None)


def standard_before(draft: QuestionnaireVersion) -> QuestionnaireVersion | None:
    return None if draft.hogeschool_id is None else latest(draft.questionnaire.audience, None)


def changes_of(version: QuestionnaireVersion) -> list[Change]:
    """Since the version that it is a copy of."""
    return changes(version.based_on.asked, version.asked) if version.based_on else []


def to_look_at(draft: QuestionnaireVersion) -> list[Change]:
    """Items that keep their code, of which somebody must judge whether they still ask the same."""
    return [change for change in changes_of(draft) if change.weight == Weight.LOOK]


@transaction.atomic
def publish_draft(draft: QuestionnaireVersion, *, changed: str, seen: str, who: str) -> QuestionnaireVersion:
    """From then on it never changes; a measurement that begins later takes it. `changed`: what is different, in words.

    `seen`: the revision that was looked at. A second call answers what the first published. Raises NotADraft,
    NotPublishable or Overtaken.
    """
    draft = locked(draft, publishing=True)
    if draft.state == VersionState.PUBLISHED:
        return draft
    if seen != revision(draft):
        raise Overtaken
    if blocking := [problem for problem in problems_of(draft) if problem.blocks]:
        raise NotPublishable(blocking)
    last = latest(draft.questionnaire.audience, draft.hogeschool_id)
    draft.number = last.number + 1 if last and last.number else 1
    draft.state, draft.source, draft.changes = VersionState.PUBLISHED, PUBLISHED_HERE, changed
    draft.published_at, draft.published_by = timezone.now(), who
    draft.follows = standard_before(draft)
    draft.save(
        update_fields=["number", "state", "source", "changes", "published_at", "published_by", "follows"],
    )
    record(draft, VersionEventKind.PUBLISHED, who, f"Gepubliceerd als versie {draft.number}")
    return draft


def import_content(
    draft: QuestionnaireVersion, content: Content, *, file_name: str, is_whole: bool, who: str, reason: str = ""
) -> dict[str, str]:
    """In place of all that the draft holds. Answers new codes of what can no longer be compared. `is_whole`: the file
    says all there is to say; otherwise what it cannot carry stays as it was.

    Raises NotADraft, Breaks without a reason, or Unreadable of codes that begin otherwise.
    """

    def change(now: Content) -> tuple[Content, str]:
        if content.prefix != now.prefix:
            raise Unreadable(f"De codes in deze vragenlijst beginnen met {now.prefix}; die in het bestand niet.")
        return content if is_whole else completed(content, now), f"Ingelezen uit {file_name[:100]}"

    return rewrite(draft, change, who=who, reason=reason)
