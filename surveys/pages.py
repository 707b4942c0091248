"""What the pages about questionnaires show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from matching.journey import Moment

from .asking.columns import columns
from .asking.comparison import Change, Weight
from .asking.describing import in_words, kind_in_words
from .asking.items import Content, Item, Kind, Origin, joined
from .asking.validity import Problem
from .enums import Audience, VersionEventKind, VersionState
from .models import QuestionnaireVersion
from .services.publishing import changes_of, problems_of, standard_before

HOME = "Vragenlijsten"
WEIGHTS = {
    Weight.BREAKS: ("Niet meer vergelijkbaar", "danger"),
    Weight.LOOK: ("Kijk na", "warning"),
    Weight.KEEPS: ("Blijft vergelijkbaar", "success"),
    Weight.BEGINS: ("Nieuwe reeks", "info"),
    Weight.ENDS: ("Reeks stopt", "neutral"),
}


def trail(*here: str) -> list[tuple[str, str]]:
    return [*_home(), *((name, "") for name in here)]


def trail_of(draft: QuestionnaireVersion, *here: str) -> list[tuple[str, str]]:
    label = f"Concept voor {Audience(draft.questionnaire.audience).label.lower()}"
    url = reverse("surveys:draft", args=[draft.public_id])
    return [*_home(), (label, url), *((name, "") for name in here)]


def _home() -> list[tuple[str, str]]:
    return [("Metingen", reverse("surveys:waves")), (HOME, reverse("surveys:list"))]


def eyebrow(version: QuestionnaireVersion) -> str:
    whose = "Standaard" if version.hogeschool_id is None else "Eigen vragen"
    return f"{whose}, {Audience(version.questionnaire.audience).label.lower()}"


# -- the list -------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """One audience: what it is asked."""

    audience: Audience
    standard: list[QuestionnaireVersion] = field(default_factory=list)  # newest first
    own: list[QuestionnaireVersion] = field(default_factory=list)
    draft: QuestionnaireVersion | None = None

    @property
    def newest(self) -> QuestionnaireVersion | None:
        return self.standard[0] if self.standard else None

    @property
    def newest_own(self) -> QuestionnaireVersion | None:
        return self.own[0] if self.own else None

    @property
    def start_url(self) -> str:
        return reverse("surveys:start", args=[self.audience])


def lines(owner: int | None) -> list[Line]:
    """`owner`: the hogeschool that looks; None: the programme team."""
    found = QuestionnaireVersion.objects.exclude(state=VersionState.DROPPED).select_related("questionnaire")
    by_audience = {audience: Line(audience) for audience in Audience}
    for version in found.order_by("-number", "-id"):
        line = by_audience[Audience(version.questionnaire.audience)]
        if version.state == VersionState.DRAFT:
            line.draft = version
        else:
            (line.standard if version.hogeschool_id is None else line.own).append(version)
    return list(by_audience.values())


# -- a version ------------------------------------------------------------------------------------------------------


def sections_of(content: Content, before: Content | None = None) -> list[dict[str, Any]]:
    """For a list: every item with what may be answered, and to whom it is asked."""
    whole = joined(before, content) if before else content
    last = len(content.sections) - 1
    return [
        {
            "key": section.key,
            "title": section.title.nl or "(zonder titel)",
            "intro": section.intro.nl,
            "when": in_words(section.when, whole),
            "items": [_item(item, whole) for item in section.items],
            "is_first": place == 0,
            "is_last": place == last,
        }
        for place, section in enumerate(content.sections)
    ]


def _item(item: Item, whole: Content) -> dict[str, Any]:
    return {
        "code": item.code,
        "text": item.text.nl or "(nog geen vraag)",
        "help": item.help.nl,
        "kind": kind_in_words(item),
        "options": [f"{option.code}. {option.text}" for option in item.options],
        "rows": [f"{row.code}. {row.text}" for row in item.rows],
        "when": in_words(item.when, whole),
        "is_mandatory": item.is_mandatory,
        "is_statement": item.kind == Kind.STATEMENT,
        "origin": "" if item.origin == Origin.OWN else item.origin.label,
        "place": item.place,
        "replaces": item.replaces,
        "reason": item.reason,
    }


def count_of(content: Content) -> str:
    asked = sum(item.kind != Kind.STATEMENT for item in content.items)
    return f"{asked} {'vraag' if asked == 1 else 'vragen'}, {len(columns(content))} kolommen in de gegevens"


def facts_of(version: QuestionnaireVersion) -> list[tuple[str, str]]:
    content = version.asked
    day = date_format(timezone.localtime(version.published_at), "j F Y") if version.published_at else ""
    return [
        ("Voor", Audience(version.questionnaire.audience).label),
        ("Omvang", count_of(content)),
        ("Talen", "Nederlands en Engels" if content.has_english else "Nederlands"),
        ("Bron", version.source),
        ("Gepubliceerd", f"{day}, {version.published_by}"),
        *([("Volgt op", str(version.follows))] if version.follows else []),
        *([("Wat er anders is", version.changes)] if version.changes else []),
    ]


def changes_in_words(found: Iterable[Change]) -> list[dict[str, str]]:
    return [
        {
            "code": change.code,
            "text": change.text,
            "label": WEIGHTS[change.weight][0],
            "tone": WEIGHTS[change.weight][1],
        }
        for change in found
    ]


# -- a draft --------------------------------------------------------------------------------------------------------


def draft_context(draft: QuestionnaireVersion) -> dict[str, Any]:
    content, before = draft.asked, standard_before(draft)
    return {
        "draft": draft,
        "content": content,
        "state": VersionState(draft.state),
        "is_open": draft.state == VersionState.DRAFT,
        "eyebrow": eyebrow(draft),
        "lead": _lead(draft),
        "count": count_of(content),
        "sections": sections_of(content, before.asked if before else None),
        **split_problems(draft),
        "based_on_number": str(draft.based_on.number) if draft.based_on else "",
        "changes": changes_in_words(changes_of(draft)),
        "events": events_of(draft),
        "trail": trail(f"Concept voor {Audience(draft.questionnaire.audience).label.lower()}"),
    }


def _lead(draft: QuestionnaireVersion) -> str:
    if draft.hogeschool_id:
        return "Uw eigen vragen staan straks na de standaardvragen. Er verandert niets tot u publiceert."
    if draft.based_on:
        return f"Begonnen als kopie van versie {draft.based_on.number}. Er verandert niets tot u publiceert."
    return "Er verandert niets tot u publiceert."


def split_problems(draft: QuestionnaireVersion) -> dict[str, list[dict[str, Any]]]:
    """Those that stand in the way, and those to look at; each with the page to mend it."""
    found: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for problem in problems_of(draft):
        found[problem.blocks].append({"problem": problem, "url": _mend_url(draft, problem)})
    return {"obstacles": found[True], "advice": found[False]}


def _mend_url(draft: QuestionnaireVersion, problem: Problem) -> str:
    content = draft.asked
    if problem.code and content.find(problem.code):
        return reverse("surveys:item", args=[draft.public_id, problem.code])
    if problem.section and any(section.key == problem.section for section in content.sections):
        return reverse("surveys:section", args=[draft.public_id, problem.section])
    return ""


def events_of(draft: QuestionnaireVersion) -> list[Moment]:
    return [
        Moment(event.at, event.who, event.text, "", VersionEventKind(event.kind).tone)
        for event in draft.events.all()[:30]
    ]


def depending_on(content: Content, codes: set[str]) -> list[str]:
    """Which items and sections ask after the answers to these."""
    conditions = [(f"onderdeel ‘{each.title}’", each.when) for each in content.sections]
    conditions += [(item.code, item.when) for item in content.items if item.code not in codes]
    return [name for name, when in conditions if when and any(_asked_by(code, codes) for code in when.codes)]


def _asked_by(code: str, codes: set[str]) -> bool:
    return code in codes or code[:-1] in codes
