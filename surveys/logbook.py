"""The interview log as files: a row per interview, and a document to read."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from mkbroute.documents.render import render_pdf
from mkbroute.exports.tables import Column, Kind, Row, Sheet

from .interview_pages import facts_of, topics_of
from .models import Interview, Topic, Wave

FACTS = (
    Column("route", "Route", "Waarover het gesprek ging"),
    Column("hogeschool", "Hogeschool", "Van de route"),
    Column("held_on", "Datum", "Van het gesprek", Kind.DATE),
    Column("mode", "Hoe", "Op locatie, online, telefonisch of schriftelijk"),
    Column("with_whom", "Met wie", "Als rol; namen staan er niet in"),
    Column("held_by", "Gevoerd door", "Wie het gesprek voerde"),
    Column("state", "Stand", "Concept of afgerond"),
)


def interviews_of(wave: Wave) -> list[Interview]:
    """As whoever acts: a hogeschool gets what it may read."""
    found = Interview.objects.filter(wave=wave).select_related("wave", "route", "hogeschool", "topic_list")
    return list(
        found.prefetch_related("notes__topic").order_by("hogeschool__name", "route__programme", "held_on", "id")
    )


def log_sheet(wave: Wave, found: list[Interview]) -> Sheet:
    topics = topics_of(wave)
    columns = [Column(topic.key, topic.title, topic.prompt, wide=True) for topic in topics]
    return Sheet("interviews", [*FACTS, *columns], _rows(found, topics))


def _rows(found: list[Interview], topics: list[Topic]) -> Iterator[Row]:
    for each in found:
        notes = {note.topic.key: note.text for note in each.notes.all()}
        yield [
            each.route.title,
            each.hogeschool.name,
            each.held_on,
            each.get_mode_display(),
            each.with_whom,
            each.held_by,
            each.get_state_display(),
            *(notes.get(topic.key, "") for topic in topics),
        ]


def log_pdf(wave: Wave, found: list[Interview]) -> bytes:
    title = f"Interviews: {wave.name}"
    chapters = [(each, facts_of(each)[1:], list(each.notes.all())) for each in found]
    html = render_to_string("pdf/interviews.html", {"title": title, "wave": wave, "chapters": chapters})
    return render_pdf(html, title=title, created_at=localtime())
