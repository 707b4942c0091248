"""A draft of a questionnaire: it begins as a copy, is edited, and is thrown away or published (publishing.py)."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone

from mkbroute.organisations.models import Organisation

from ..asking.comparison import broken, recoded
from ..asking.items import Content, Wording
from ..asking.reading import read
from ..asking.writing import as_data
from ..enums import Audience, VersionEventKind, VersionState
from ..models import Questionnaire, QuestionnaireVersion, VersionEvent

SOURCE = "Gemaakt in dit portaal"


class NotADraft(Exception):
    """It was published or thrown away meanwhile."""


class Gone(Exception):
    """The item or section was taken out meanwhile."""


class Overtaken(Exception):
    """A colleague changed the draft since it was looked at."""


class Breaks(Exception):
    """What can no longer be compared needs a reason. `why`: by code what changed; `names`: the code each would get."""

    def __init__(self, why: dict[str, list[str]], names: dict[str, str]) -> None:
        super().__init__(", ".join(names))
        self.why, self.names = why, names


def versions(questionnaire: Questionnaire) -> list[QuestionnaireVersion]:
    """The published ones, newest first."""
    return list(questionnaire.versions.filter(state=VersionState.PUBLISHED).order_by("-number"))


def latest(audience: str, hogeschool_id: int | None) -> QuestionnaireVersion | None:
    """What would be asked today: of the programme team (None), or of a hogeschool. None: nothing was published."""
    found = QuestionnaireVersion.objects.filter(state=VersionState.PUBLISHED, questionnaire__audience=audience)
    return found.filter(hogeschool=hogeschool_id).order_by("-number").first()


@transaction.atomic
def start_draft(audience: str, hogeschool: Organisation | None, *, who: str) -> QuestionnaireVersion:
    """A copy of the newest version; of a hogeschool's first own items: empty. A second call answers the first."""
    questionnaire = _questionnaire(audience, hogeschool)
    running = questionnaire.versions.filter(state=VersionState.DRAFT)
    if found := running.first():
        return found
    base = latest(audience, hogeschool.pk if hogeschool else None)
    try:
        with transaction.atomic():
            draft = QuestionnaireVersion.objects.create(
                questionnaire=questionnaire,
                hogeschool=hogeschool,
                based_on=base,
                content=base.content if base else as_data(_empty(Audience(audience))),
                source=SOURCE,
            )
    except IntegrityError:  # questionnaire_version_one_draft: a colleague was first
        return running.get()
    record(draft, VersionEventKind.STARTED, who, f"Begonnen met een kopie van {base}" if base else "Begonnen, leeg")
    return draft


def _questionnaire(audience: str, hogeschool: Organisation | None) -> Questionnaire:
    mine = Questionnaire.objects.filter(audience=audience, hogeschool=hogeschool)
    if found := mine.first():
        return found
    try:
        with transaction.atomic():
            return Questionnaire.objects.create(audience=audience, hogeschool=hogeschool)
    except IntegrityError:  # questionnaire_one_per_audience
        return mine.get()


def _empty(audience: Audience) -> Content:
    return Content(prefix=audience.own_prefix, title=Wording(f"Aanvullende vragen voor {audience.label.lower()}"))


@transaction.atomic
def drop_draft(draft: QuestionnaireVersion, *, who: str) -> None:
    """Raises NotADraft."""
    draft = locked(draft)
    draft.state = VersionState.DROPPED
    draft.save(update_fields=["state"])
    record(draft, VersionEventKind.DROPPED, who, "Concept weggegooid")


def revision(draft: QuestionnaireVersion) -> str:
    """Another one after every change."""
    return draft.changed_at.isoformat()


# -- writing ------------------------------------------------------------------------------------------------------


def locked(draft: QuestionnaireVersion, *, publishing: bool = False) -> QuestionnaireVersion:
    """So that two who save at once each see what the other wrote. Raises NotADraft."""
    found = QuestionnaireVersion.objects.select_for_update(of=("self",)).select_related("questionnaire", "based_on")
    draft = found.get(pk=draft.pk)
    if draft.state != VersionState.DRAFT and not (publishing and draft.state == VersionState.PUBLISHED):
        raise NotADraft
    return draft


@transaction.atomic
def rewrite(
    draft: QuestionnaireVersion, change: Callable[[Content], tuple[Content, str]], *, who: str, reason: str = ""
) -> dict[str, str]:
    """`change` answers the new content and what happened, in words; the same content: nothing did.

    What can no longer be compared with the version that this is a copy of gets a new code, and `reason` is kept with
    it. Answers those: old code -> new. Raises NotADraft, Breaks without a reason, Unreadable of what is too much.
    """
    draft = locked(draft)
    before = draft.asked
    after, said = change(before)
    if after == before:
        return {}
    after, names = _comparable(draft, after, reason)
    data = as_data(after)
    read(data)  # what is stored can be read again
    draft.content, draft.changed_at = data, timezone.now()
    draft.save(update_fields=["content", "changed_at"])
    record(draft, VersionEventKind.EDITED, who, said)
    for old, new in names.items():
        record(draft, VersionEventKind.RECODED, who, f"{old} heet nu {new}: niet meer te vergelijken. {reason}")
    return names


def _comparable(draft: QuestionnaireVersion, content: Content, reason: str) -> tuple[Content, dict[str, str]]:
    if draft.based_on is None:
        return content, {}
    base = draft.based_on.asked
    fresh, names = recoded(content, base, reason=reason, used=used_codes(draft.questionnaire))
    if names and not reason:
        raise Breaks(broken(base, content), names)
    return fresh, names


def used_codes(questionnaire: Questionnaire) -> set[str]:
    """By any version ever: a code never comes to mean something else."""
    contents = questionnaire.versions.values_list("content", flat=True)
    return {item["code"] for content in contents for section in content["sections"] for item in section["items"]}


def record(draft: QuestionnaireVersion, kind: VersionEventKind, who: str, text: str) -> None:
    VersionEvent.objects.create(version=draft, hogeschool_id=draft.hogeschool_id, kind=kind, who=who, text=text[:400])
