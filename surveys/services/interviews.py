"""The interview log of the programme team: notes per topic, written by several, finished and opened again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from matching.services.refusal import Refusal
from mkbroute.design.merging import Clash, Merge, merge

from ..enums import InterviewState, WaveState
from ..models import Interview, InterviewNote, Topic, TopicList, WaveRoute

FACTS = ("held_on", "held_by", "mode", "speakers", "other_speaker", "is_shared")
NOTE = "note_"
FINISHED = "Dit gesprek is intussen afgerond. Open het weer om er nog iets aan te veranderen."


def topics_in_force() -> TopicList:
    return TopicList.objects.filter(valid_from__lte=localdate()).latest()


@transaction.atomic
def start_interview(wave_route: WaveRoute, values: Mapping[str, Any], *, who: str) -> Interview:
    """`values`: FACTS, and notes by note_<key of the topic>. Raises Refusal while the measurement is a draft."""
    if wave_route.wave.state == WaveState.DRAFT:
        raise Refusal("Deze meting is nog in voorbereiding. Open haar eerst.")
    made = Interview.objects.create(
        wave=wave_route.wave,
        wave_route=wave_route,
        route_id=wave_route.route_id,
        hogeschool_id=wave_route.hogeschool_id,
        topic_list=topics_in_force(),
        changed_by=who[:300],
        **{name: _stored(name, values[name]) for name in FACTS},
    )
    _write_notes(made, {name: text for name, text in values.items() if name.startswith(NOTE)})
    return made


@transaction.atomic
def save_interview(interview: Interview, values: Mapping[str, Any], *, seen: Mapping[str, str], who: str) -> Merge:
    """`seen`: what stood on the page. What a colleague wrote meanwhile elsewhere stays. Raises Clash where both changed
    the same, and Refusal once it is finished."""
    found = _locked(interview)
    if found.state != InterviewState.DRAFT:
        raise Refusal(FINISHED)
    result = merge(values, seen, values_of(found))
    if result.clashes:
        raise Clash(result)
    mine = {name: values[name] for name in result.mine}
    for name in mine.keys() & set(FACTS):
        setattr(found, name, _stored(name, mine[name]))
    _changed(found, who, *(name for name in FACTS if name in mine))
    _write_notes(found, {name: text for name, text in mine.items() if name.startswith(NOTE)})
    return result


@transaction.atomic
def finish_interview(interview: Interview, *, who: str) -> None:
    """Raises Refusal where a topic has no note, naming it."""
    found = _locked(interview)
    if found.state != InterviewState.DRAFT:
        raise Refusal(FINISHED)
    noted = set(found.notes.values_list("topic_id", flat=True))
    lacking = [topic.title for topic in found.topic_list.topics.all() if topic.pk not in noted]
    if lacking:
        raise Refusal(f"Nog niets genoteerd bij: {'; '.join(lacking)}. Kwam het niet ter sprake? Schrijf dat op.")
    found.state = InterviewState.FINISHED
    _changed(found, who, "state")


@transaction.atomic
def reopen_interview(interview: Interview, *, who: str) -> None:
    found = _locked(interview)
    if found.state != InterviewState.FINISHED:
        raise Refusal("Dit gesprek is al een concept.")
    found.state = InterviewState.DRAFT
    _changed(found, who, "state")


@transaction.atomic
def drop_interview(interview: Interview) -> None:
    """Raises Refusal once it is finished."""
    found = _locked(interview)
    if found.state != InterviewState.DRAFT:
        raise Refusal(FINISHED)
    found.notes.all()._raw_delete("default")
    Interview.objects.filter(pk=found.pk)._raw_delete("default")


def values_of(interview: Interview) -> dict[str, Any]:
    """As the form has them."""
    notes = {note.topic_id: note.text for note in interview.notes.all()}
    facts: dict[str, Any] = {name: getattr(interview, name) for name in FACTS}
    facts["speakers"] = ",".join(sorted(interview.speakers))
    facts["is_shared"] = "ja" if interview.is_shared else ""
    return facts | {NOTE + topic.key: notes.get(topic.pk, "") for topic in topics_of(interview)}


def topics_of(interview: Interview) -> list[Topic]:
    return list(interview.topic_list.topics.all())


def _stored(name: str, value: Any) -> Any:
    if name == "speakers":
        return sorted(each for each in value.split(",") if each)
    return bool(value) if name == "is_shared" else value


def _write_notes(interview: Interview, texts: Mapping[str, str]) -> None:
    for topic in topics_of(interview):
        if (text := texts.get(NOTE + topic.key)) is None:
            continue
        if not text.strip():
            InterviewNote.objects.filter(interview=interview, topic=topic)._raw_delete("default")
        elif not InterviewNote.objects.filter(interview=interview, topic=topic).update(text=text.strip()):
            InterviewNote.objects.create(
                interview=interview, topic=topic, topic_list_id=interview.topic_list_id, text=text.strip()
            )


def _changed(interview: Interview, who: str, *fields: str) -> None:
    interview.changed_by, interview.changed_at = who[:300], timezone.now()
    interview.save(update_fields=[*fields, "changed_by", "changed_at"])


def _locked(interview: Interview) -> Interview:
    # locked: what somebody else wrote meanwhile is seen, not overwritten
    return Interview.objects.select_for_update(of=("self",)).select_related("topic_list").get(pk=interview.pk)
