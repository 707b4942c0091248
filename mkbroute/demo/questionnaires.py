"""The programme team writes the next version of a questionnaire; a hogeschool asks something of its own."""

from decimal import Decimal

from mkbroute.design.merging import snapshot
from mkbroute.organisations.models import Organisation
from surveys.asking.conditions import Comparison, Condition, Join, Operator
from surveys.asking.items import Kind
from surveys.services import drafts, editing, publishing
from surveys.values import item_values

from .stage import Stage

CHANGED = {
    "S24": {"help": "Noem er gerust meer dan één."},
    "S09": {
        "options": "1. Ikzelf\n2. Mijn werkgever en ik samen\n3. Mijn werkgever\nDe hogeschool",
        "reason": "Hogescholen werven nu ook zelf, en dat antwoord ontbrak.",
    },
}
TRAVEL = {"text": "Hoeveel minuten reis je van je werk naar school?", "unit": "minuten", "decimals": "0"}


def write(stage: Stage, programme: str, coordinator: str, hogeschool: Organisation) -> None:
    with stage.as_(programme) as who:
        draft = drafts.start_draft("students", None, who=who)
        for code, fields in CHANGED.items():
            _change(draft, code, who=who, **fields)
        draft.refresh_from_db()
    with stage.as_(coordinator) as who:
        _own_questions(hogeschool, who)


def _change(draft, code: str, *, who: str, reason: str = "", **fields: str) -> None:
    now = item_values(draft.asked.find(code))
    editing.edit_item(draft, code, values={**now, **fields}, seen=snapshot(now), who=who, reason=reason)


def _own_questions(hogeschool: Organisation, who: str) -> None:
    draft = drafts.start_draft("students", hogeschool, who=who)
    key = editing.add_section(draft, values={"title": "Reizen en lesdagen"}, who=who)
    travel = editing.add_item(draft, key, Kind.NUMBER, values=TRAVEL, after="", who=who)
    values = {"text": "Wat zou het reizen makkelijker maken?"}
    more = editing.add_item(draft, key, Kind.OPEN, values=values, after=travel, who=who)
    still = Condition(Join.ALL, (Comparison("S05", Operator.IS, Decimal(1)),))
    editing.set_condition(draft, more, lambda _: still, who=who)
    draft.refresh_from_db()
    seen = drafts.revision(draft)
    publishing.publish_draft(draft, changed="Twee vragen over reizen.", seen=seen, who=who)
