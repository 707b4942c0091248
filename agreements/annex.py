"""The opleidingsplan and the rotation as lines of the text that is hashed and signed (text.tell_with)."""

from datetime import date

from django.utils.formats import date_format

from .enums import Language, Place
from .models import Agreement, PlanRow, RotationPeriod, plan_of, rotation_of
from .wording import WORDINGS, Wording

DAY = "j F Y"


def training_plan(agreement: Agreement) -> str:
    words = WORDINGS[Language(agreement.language)]
    return "\n".join(line_of_row(row, words) for row in plan_of(agreement))


def rotation_schedule(agreement: Agreement) -> str:
    words = WORDINGS[Language(agreement.language)]
    return "\n".join(line_of_period(period, words) for period in rotation_of(agreement))


def learnt_at_work(agreement: Agreement) -> list[str]:
    """The outcomes that its opleidingsplan places at the company."""
    return list(dict.fromkeys(row.outcome for row in plan_of(agreement) if row.place == Place.COMPANY))


def learning_outcomes(agreement: Agreement) -> str:
    """Those of the plan, and what was agreed beside it: article and annex say the same."""
    planned = learnt_at_work(agreement)
    known = {_bare(outcome) for outcome in planned}
    beside = [line for line in agreement.learning_outcomes.splitlines() if line.strip() and _bare(line) not in known]
    if not planned:
        return agreement.learning_outcomes
    lead = [WORDINGS[Language(agreement.language)].besides] if beside else []
    return "\n".join([*(f"- {outcome}" for outcome in planned), *lead, *beside])


def _bare(line: str) -> str:
    return line.strip(" \t-–•*;.").casefold()


def line_of_row(row: PlanRow, words: Wording) -> str:
    period = days(row.begins_on, row.ends_on, words)
    return _line(row.outcome, words, place=place_of(row, words), period=period, assessed=row.assessment)


def line_of_period(period: RotationPeriod, words: Wording) -> str:
    return _line(
        period.company_name,
        words,
        period=days(period.begins_on, period.ends_on, words),
        workplace=period.workplace_address,
        supervisor=period.supervisor,
    )


def _line(subject: str, words: Wording, **facts: str) -> str:
    told = [f"{words.annex_facts[name]}: {fact}" for name, fact in facts.items() if fact]
    text = f"{subject} – {'; '.join(told)}" if told else subject
    return f"- {' '.join(text.split())}"


def place_of(row: PlanRow, words: Wording) -> str:
    place = words.places[Place(row.place)] if row.place else ""
    return f"{place} ({row.place_name})" if place and row.place_name else place


def days(begins_on: date | None, ends_on: date | None, words: Wording) -> str:
    """The months in the language that stands, as in the other dates of the text."""
    first, last = (date_format(day, DAY) if day else "" for day in (begins_on, ends_on))
    if first and last:
        return words.days.format(first, last)
    return words.since.format(first) if first else words.until.format(last) if last else ""
