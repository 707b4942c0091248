"""What two opleidingsplannen, or two rotations, differ in: row by row, and of a row that stayed fact by fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mkbroute.design.merging import plain

from .addendum_wording import CHANGES
from .annex import days, line_of_period, line_of_row, place_of
from .enums import Language
from .models import Agreement, PlanRow, RotationPeriod, plan_of, rotation_of
from .wording import WORDINGS

Said = Mapping[str, str]  # the fields of a row, as merging.plain writes them
# the first is what a row is about
FIELDS = {
    "plan": ("outcome", "place", "place_name", "begins_on", "ends_on", "assessment"),
    "rotation": ("company_name", "begins_on", "ends_on", "workplace_address", "supervisor"),
}


def rows_of(agreement: Agreement) -> dict[str, list[dict[str, str]]]:
    """For AgreementVersion.content."""
    found: dict[str, Sequence[PlanRow] | Sequence[RotationPeriod]] = {
        "plan": plan_of(agreement),
        "rotation": rotation_of(agreement),
    }
    return {name: rows_as_said(name, rows) for name, rows in found.items()}


def rows_as_said(name: str, rows: Iterable[PlanRow | RotationPeriod]) -> list[dict[str, str]]:
    return [{field: plain(getattr(row, field)) for field in FIELDS[name]} for row in rows]


def changed_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], language: Language
) -> Iterator[tuple[str, str, str]]:
    """Label, before and after. A content from before rows were kept says nothing of them."""
    for name in FIELDS:
        if name in before and name in after:
            yield from _changed(name, _by_subject(name, before[name]), _by_subject(name, after[name]), language)


Rows = dict[tuple[str, int], Said]


def _changed(name: str, old: Rows, new: Rows, language: Language) -> Iterator[tuple[str, str, str]]:
    label = CHANGES[language].rows[name]
    for key in dict.fromkeys([*old, *new]):
        if key in old and key in new:
            was, becomes = _facts(name, old[key], language), _facts(name, new[key], language)
            for fact in was:
                yield f"{label} ‘{key[0]}’, {fact}", was[fact], becomes[fact]
        else:
            yield label, _line(name, old.get(key), language), _line(name, new.get(key), language)


def _by_subject(name: str, rows: Iterable[Said]) -> Rows:
    """The same company may come back in a rotation."""
    found: Rows = {}
    for row in rows:
        subject = row[FIELDS[name][0]]
        found[subject, sum(known == subject for known, _ in found)] = row
    return found


def _facts(name: str, said: Said, language: Language) -> dict[str, str]:
    """As the annex words them."""
    words = WORDINGS[language]
    if name == "plan":
        row = _row(PlanRow, said)
        facts = {"place": place_of(row, words), "assessed": row.assessment}
    else:
        row = _row(RotationPeriod, said)
        facts = {"workplace": row.workplace_address, "supervisor": row.supervisor}
    facts["period"] = days(row.begins_on, row.ends_on, words)
    return {words.annex_facts[fact]: facts[fact] for fact in words.annex_facts if fact in facts}


def _line(name: str, said: Said | None, language: Language) -> str:
    if said is None:
        return ""
    words = WORDINGS[language]
    is_plan = name == "plan"
    line = line_of_row(_row(PlanRow, said), words) if is_plan else line_of_period(_row(RotationPeriod, said), words)
    return line.removeprefix("- ")


def _row(model: type[Any], said: Said) -> Any:
    """Not saved."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    known = {name: text for name, text in said.items() if name in fields}
    return model(
        **{name: fields[name].to_python(text) if text else _empty(fields[name]) for name, text in known.items()}
    )


def _empty(field: Any) -> Any:
    return None if field.get_internal_type() == "DateField" else ""
