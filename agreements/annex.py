"""The opleidingsplan and the rotation as the annex of the text that is hashed and signed."""

from django.utils.html import escape

from .models import Agreement, PlanRow, RotationPeriod
from .training import days, place_of


def annex(agreement: Agreement) -> str:
    """HTML; "" where nothing was planned."""
    plan, rotation = list(agreement.plan.all()), list(agreement.rotation.all())
    return "\n".join(part for part in (_plan(plan), _rotation(rotation)) if part)


def _plan(rows: list[PlanRow]) -> str:
    if not rows:
        return ""
    items = "\n".join(f"<li>{_lines(_of_row(row))}</li>" for row in rows)
    return (
        '<h2 id="bijlage-opleidingsplan">Bijlage: opleidingsplan</h2>\n'
        "<p>Deze bijlage hoort bij de overeenkomst. Per leeruitkomst staat waar en wanneer de student eraan werkt, "
        f"en hoe die wordt beoordeeld.</p>\n<ol>\n{items}\n</ol>"
    )


def _of_row(row: PlanRow) -> list[str]:
    facts = [("Plaats", place_of(row)), ("Periode", days(row.begins_on, row.ends_on)), ("Beoordeling", row.assessment)]
    return [row.outcome, *(f"{name}: {value}" for name, value in facts if value)]


def _rotation(periods: list[RotationPeriod]) -> str:
    if not periods:
        return ""
    items = "\n".join(f"<li>{_lines(_of_period(period))}</li>" for period in periods)
    return (
        '<h2 id="bijlage-rotatie">Bijlage: rotatie</h2>\n'
        "<p>Deze bijlage hoort bij de overeenkomst. De student werkt achtereenvolgens op deze plaatsen.</p>\n"
        f"<ol>\n{items}\n</ol>"
    )


def _of_period(period: RotationPeriod) -> list[str]:
    return [
        period.company_name,
        f"Periode: {days(period.begins_on, period.ends_on)}",
        f"Werkplek: {period.workplace_address}",
        f"Praktijkbegeleider: {period.supervisor}",
    ]


def _lines(lines: list[str]) -> str:
    first, *rest = map(escape, lines)
    return "<br>".join([f"<strong>{first}</strong>", *rest])
