"""The administration of the guidance: every talk that was held, with its minutes. Subsidieregeling praktijkleren,
art. 7 d."""

from collections.abc import Iterator
from typing import Any

from mkbroute.exports.delimited import write_csv
from mkbroute.exports.opendocument import write_ods
from mkbroute.exports.tables import Column, Kind, Row, Sheet
from mkbroute.exports.workbook import write_xlsx

from .enums import MomentState
from .models import Agreement, ContactMoment

COLUMNS = (
    Column("held_on", "Datum", "Wanneer het gesprek was", Kind.DATE),
    Column("kind", "Soort", "Wat voor gesprek"),
    Column("minutes", "Minuten", "Hoe lang het duurde", Kind.NUMBER),
    Column("present", "Aanwezig", "Wie erbij waren"),
    Column("report", "Verslag", "Kort verslag", wide=True),
    Column("arrangements", "Afspraken", "Wat is afgesproken", wide=True),
    Column("notes", "Aanvullingen", "Wat er later bij is geschreven", wide=True),
    Column("closed_by", "Vastgelegd door", "Wie het opschreef"),
    Column("closed_at", "Vastgelegd op", "Wanneer het is opgeschreven", Kind.MOMENT),
)
WRITERS = {"csv": write_csv, "xlsx": lambda sheet: write_xlsx([sheet]), "ods": write_ods}


def held(agreement: Agreement) -> list[ContactMoment]:
    """The first one first."""
    moments = ContactMoment.objects.filter(agreement=agreement, state=MomentState.CLOSED)
    return list(moments.prefetch_related("notes").order_by("held_on", "id"))


def sheet_of(agreement: Agreement) -> Sheet:
    return Sheet("Begeleiding", COLUMNS, map(_row, held(agreement)))


def _row(moment: ContactMoment) -> Row:
    values: dict[str, Any] = {column.key: getattr(moment, column.key) for column in COLUMNS if column.key != "notes"}
    values["kind"] = moment.get_kind_display()
    values["notes"] = "\n".join(f"{note.text} ({note.who})" for note in moment.notes.all())
    return [values[column.key] for column in COLUMNS]


def written(agreement: Agreement, file_format: str) -> Iterator[bytes]:
    return WRITERS[file_format](sheet_of(agreement))


def in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} uur" if hours else "", f"{rest} minuten" if rest or not hours else ""]
    return " en ".join(part for part in parts if part)
