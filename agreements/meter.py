"""The completeness meter: what WHW art. 7.7 lid 5 asks for, and what of it an agreement has."""

from dataclasses import dataclass

from django.utils import timezone

from .annex import learnt_at_work
from .models import Agreement, LegalProvision

# what makes each provision complete; the text of the law is in LegalProvision
FIELDS = {
    "a": {
        "starts_on": "begindatum",
        "ends_on": "einddatum",
        "practice_starts_on": "begin van het werken in het bedrijf",
        "practice_ends_on": "einde van het werken in het bedrijf",
        "hours_per_week": "werkuren per week",
    },
    "b": {
        "practice_supervisor": "praktijkbegeleider",
        "school_supervisor": "begeleider van de hogeschool",
        "guidance": "hoe de begeleiding gaat",
    },
    "c": {"learning_outcomes": "leeruitkomsten op de werkplek", "assessment": "wie beoordeelt, en hoe"},
    "d": {"termination_grounds": "de gevallen", "termination_manner": "de wijze"},
}
NAMES = {field: name for fields in FIELDS.values() for field, name in fields.items()}


@dataclass(frozen=True)
class Status:
    """How an agreement stands by one provision; the keys of the `meter` tag."""

    code: str
    label: str
    law: str  # citation
    missing: tuple[str, ...]  # fields
    url: str

    @property
    def ok(self) -> bool:
        return not self.missing

    @property
    def text(self) -> str:
        """What is still missing, in words."""
        return f"Vul nog in: {', '.join(NAMES[field] for field in self.missing)}." if self.missing else ""


def assess(agreement: Agreement, *, edit_url: str = "") -> list[Status]:
    """The four provisions as they stand; with `edit_url`, each links to the first field that it still needs."""
    return [
        Status(
            code=provision.code,
            label=f"{provision.code}. {provision.title}",
            law=provision.citation,
            missing=(missing := missing_fields(agreement, provision.code)),
            url=f"{edit_url}#id_{(missing or tuple(FIELDS[provision.code]))[0]}" if edit_url else "",
        )
        for provision in current_provisions()
    ]


def current_provisions() -> list[LegalProvision]:
    valid = LegalProvision.objects.filter(valid_from__lte=timezone.localdate())
    return list(valid.order_by("code", "-valid_from").distinct("code"))


def missing_fields(agreement: Agreement, code: str) -> tuple[str, ...]:
    return tuple(field for field in FIELDS[code] if not is_filled(agreement, field))


def is_filled(agreement: Agreement, field: str) -> bool:
    """What is learnt at work may stand in the opleidingsplan as well."""
    if getattr(agreement, field) not in (None, ""):
        return True
    return field == "learning_outcomes" and bool(learnt_at_work(agreement))


def label(field: str) -> str:
    """As the form calls it: "hoe vaak en hoe wordt begeleid"."""
    return next(str(each.verbose_name) for each in Agreement._meta.fields if each.name == field).removesuffix("?")
