"""What the pages and files of the interview log show."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from .enums import Mode, Speaker
from .masking import candidates
from .models import Interview, InterviewNote, Topic, Wave
from .services.interviews import topics_in_force
from .services.keeping import keeping_terms
from .wave_pages import trail

HOME = "Interviews"
__all__ = ["trail"]


def listed(wave: Wave) -> QuerySet[Interview]:
    found = Interview.objects.filter(wave=wave).select_related("route", "hogeschool")
    return found.annotate(noted=Count("notes")).order_by("hogeschool__name", "route__programme", "-held_on", "-id")


def topics_of(wave: Wave) -> list[Topic]:
    """That interviews of this wave were about, each once; before there are any: those in force."""
    lists = Interview.objects.filter(wave=wave).values("topic_list")
    found = Topic.objects.filter(topic_list__in=lists).order_by("topic_list__valid_from", "place")
    by_key = {topic.key: topic for topic in found}
    return list(by_key.values()) or list(topics_in_force().topics.all())


def interview_trail(found: Interview, *here: str) -> list[tuple[str, str]]:
    wave = found.wave
    begin = [*trail(wave, "x")[:-1], (HOME, reverse("surveys:interviews", args=[wave.public_id]))]
    name = found.route.title
    if not here:
        return [*begin, (name, "")]
    return [*begin, (name, reverse("surveys:interview", args=[found.public_id])), *((each, "") for each in here)]


def interview_context(found: Interview) -> dict[str, Any]:
    notes = {note.topic_id: note.text for note in found.notes.all()}
    topics = list(found.topic_list.topics.all())
    names = [each.text for text in notes.values() for each in candidates(text)]
    return {
        "found": found,
        "facts": facts_of(found),
        "notes": [(topic, notes.get(topic.pk, "")) for topic in topics],
        "lacking": sum(topic.pk not in notes for topic in topics),
        "names": list(dict.fromkeys(names))[:12] if found.state == "draft" else [],
        "terms": keeping_terms(),
        "trail": interview_trail(found),
    }


def facts_of(found: Interview) -> list[tuple[str, str]]:
    return [
        ("Route", f"{found.route.title}, {found.hogeschool.name}"),
        ("Datum", f"{found.held_on:%d-%m-%Y}"),
        ("Hoe", found.get_mode_display()),
        ("Met wie", found.with_whom),
        ("Gevoerd door", found.held_by),
        ("Hogeschool leest mee", "Ja, als het af is" if found.is_shared else "Nee"),
    ]


def in_words(value: object) -> object:
    """Of a field with choices their labels, as somebody reads them."""
    labels = {**dict(Speaker.choices), **dict(Mode.choices)}
    chosen = str(value).split(",")
    return ", ".join(str(labels[each]) for each in chosen) if set(chosen) <= labels.keys() else value


def topic_context(wave: Wave, key: str) -> dict[str, Any] | None:
    """What was said about one topic, route beside route. None: there is no such topic."""
    topics = topics_of(wave)
    topic = next((each for each in topics if each.key == key), None)
    if topic is None:
        return None
    notes = InterviewNote.objects.filter(interview__wave=wave, topic__key=key).select_related(
        "interview__route", "interview__hogeschool"
    )
    ordered = notes.order_by("interview__hogeschool__name", "interview__route__programme", "interview__held_on", "id")
    return {
        "wave": wave,
        "topic": topic,
        "topics": topics,
        "notes": list(ordered),
        "trail": [
            *trail(wave, "x")[:-1],
            (HOME, reverse("surveys:interviews", args=[wave.public_id])),
            (topic.title, ""),
        ],
    }
