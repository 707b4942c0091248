"""What two texts of an agreement differ in, field by field and in words: "Werkuren per week: was 24, wordt 28"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format

from .addendum_wording import CHANGES, ChangeWording
from .annex import days, line_of_period, line_of_row, place_of
from .enums import Language, Role
from .merging import plain
from .models import PARTY_CONTENT, TEXT_FIELDS, Agreement, AgreementVersion, Party, PlanRow, RotationPeriod
from .reading import changed_articles
from .term import shown_number
from .wording import WORDINGS

ROWS = {"plan": PlanRow, "rotation": RotationPeriod}
# the first is what a row is about
OF_ROW = {
    "plan": ("outcome", "place", "place_name", "begins_on", "ends_on", "assessment"),
    "rotation": ("company_name", "begins_on", "ends_on", "workplace_address", "supervisor"),
}
LONG = 80  # letters: of more, only the lines that differ are told


@dataclass(frozen=True)
class Difference:
    label: str
    before: str  # as a reader sees it
    after: str
    language: Language = Language.NL
    is_named: bool = False  # the label says what happens to it

    @property
    def in_words(self) -> str:
        return f"{self.label}: {self.change}"

    @property
    def change(self) -> str:
        words = CHANGES[self.language]
        if self.is_named and self.after:
            return self.after
        if not self.before:
            return words.new.format(self.after)
        if not self.after:
            return words.gone.format(self.before)
        if any("\n" in text or len(text) > LONG for text in (self.before, self.after)):
            return "; ".join(_changed_lines(self.before.splitlines(), self.after.splitlines(), words))
        return words.was_becomes.format(self.before, self.after)


def _changed_lines(before: list[str], after: list[str], words: ChangeWording) -> Iterator[str]:
    for what, first, last, new_first, new_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, new = " ".join(before[first:last]), " ".join(after[new_first:new_last])
        if what == "replace":
            yield words.line_replaced.format(gone, new)
        elif what == "delete":
            yield words.line_gone.format(gone)
        elif what == "insert":
            yield words.line_new.format(new)


# -- what a text was made of --------------------------------------------------------------------------------------


def content_of(agreement: Agreement, parties: Iterable[Party]) -> dict[str, Any]:
    """For AgreementVersion.content: JSON, and plain as merging has it. Without how to reach people."""
    return {
        "template": str(agreement.template),
        "language": Language(agreement.language).label,
        "fields": {name: plain(getattr(agreement, name)) for name in TEXT_FIELDS},
        "parties": {
            str(party.role): {name: plain(getattr(party, name)) for name in PARTY_CONTENT if name != "role"}
            for party in parties
        },
        **{name: _rows_of(agreement, name) for name in ROWS},
    }


def _rows_of(agreement: Agreement, name: str) -> list[dict[str, str]]:
    fields = OF_ROW[name]
    rows = getattr(agreement, name).all() if agreement.pk else []
    return [{field: plain(getattr(row, field)) for field in fields} for row in rows]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], language: Language = Language.NL
) -> list[Difference]:
    """Between two contents, in the order of the form. A field that one of them does not know was empty in it."""
    words = CHANGES[language]
    found = [(words.labels["template"], before.get("template", ""), after.get("template", ""))]
    if "language" in before and "language" in after:
        found.append((words.labels["language"], before["language"], after["language"]))
    old, new = before.get("fields", {}), after.get("fields", {})
    found += [
        (words.labels.get(name) or label_of(name), *(_told(name, each.get(name, ""), words) for each in (old, new)))
        for name in _known(Agreement, [*TEXT_FIELDS, *old, *new])
    ]
    old, new = before.get("parties", {}), after.get("parties", {})
    for role in [role for role in Role if role in old or role in new]:
        found += _of_party(role, old.get(role, {}), new.get(role, {}), words)
    for name in ROWS:
        if name in before and name in after:
            found += _of_rows(name, before[name], after[name], language)
    leaving = words.roles[Role.LEAVING]
    return [
        Difference(label, was, becomes, language, is_named=label == leaving)
        for label, was, becomes in found
        if was != becomes
    ]


def _of_party(
    role: Role, before: Mapping[str, str], after: Mapping[str, str], words: ChangeWording
) -> list[tuple[str, str, str]]:
    if not (before and after):
        return [(words.roles[role], before.get("legal_name", ""), after.get("legal_name", ""))]
    skipped = {"role", "signer_name"} if role == Role.STUDENT else {"role"}  # she signs for herself
    return [
        (
            f"{words.roles[role]}, {words.labels.get(name) or _in_sentence(name)}",
            shown(name, before.get(name, ""), Party),
            shown(name, after.get(name, ""), Party),
        )
        for name in _known(Party, [*PARTY_CONTENT, *before, *after])
        if name not in skipped
    ]


def _of_rows(
    name: str, before: list[Mapping[str, str]], after: list[Mapping[str, str]], language: Language
) -> Iterator[tuple[str, str, str]]:
    """A row is known by what it is about; of one that stayed, each fact by itself."""
    label, old, new = CHANGES[language].rows[name], _by_subject(name, before), _by_subject(name, after)
    for key in dict.fromkeys([*old, *new]):
        if key in old and key in new:
            was, becomes = (_facts(name, each[key], language) for each in (old, new))
            for fact in was:
                yield f"{label} ‘{key[0]}’, {fact}", was[fact], becomes[fact]
        else:
            yield label, *(_line(name, each.get(key), language) for each in (old, new))


def _by_subject(name: str, rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, int], Mapping[str, str]]:
    """The same company may come back in a rotation."""
    subject, found = OF_ROW[name][0], {}
    for row in rows:
        times = sum(known == row[subject] for known, _ in found)
        found[row[subject], times] = row
    return found


def _facts(name: str, said: Mapping[str, str], language: Language) -> dict[str, str]:
    """As the annex words them."""
    words, row = WORDINGS[language], _row(name, said)
    period = days(row.begins_on, row.ends_on, words)
    if isinstance(row, PlanRow):
        facts = {"place": place_of(row, words), "period": period, "assessed": row.assessment}
    else:
        facts = {"period": period, "workplace": row.workplace_address, "supervisor": row.supervisor}
    return {words.annex_facts[fact]: text for fact, text in facts.items()}


def _line(name: str, said: Mapping[str, str] | None, language: Language) -> str:
    if said is None:
        return ""
    row, words = _row(name, said), WORDINGS[language]
    line = line_of_row(row, words) if isinstance(row, PlanRow) else line_of_period(row, words)
    return line.removeprefix("- ")


def _row(name: str, said: Mapping[str, str]) -> PlanRow | RotationPeriod:
    """Not saved."""
    model = ROWS[name]
    fields = {field: model._meta.get_field(field).to_python(said.get(field, "") or None) for field in OF_ROW[name]}
    return model(
        **{field: "" if value is None and not field.endswith("_on") else value for field, value in fields.items()}
    )


def _told(name: str, value: str, words: ChangeWording) -> str:
    return words.answers[value] if value in words.answers and name == "praktijkleren" else shown(name, value)


def _in_sentence(name: str) -> str:
    return label_of(name, Party).lower() if name != "kvk_number" else "KvK-nummer"


def _known(model: Any, names: Iterable[str]) -> Iterator[str]:
    """Each once; what a later portal does not have any more is in the text of that version."""
    for name in dict.fromkeys(names):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        yield name


def label_of(name: str, model: Any = Agreement) -> str:
    label = str(model._meta.get_field(name).verbose_name).removesuffix("?")
    return label[:1].upper() + label[1:]


def shown(name: str, value: str, model: Any = Agreement) -> str:
    """A plain value as a reader sees it."""
    field = model._meta.get_field(name)
    if not value:
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    kind = field.get_internal_type()
    if kind == "DateField":
        return date_format(field.to_python(value), "j F Y")
    if kind == "DecimalField":
        return shown_number(field.to_python(value))
    return {"True": "ja", "False": "nee"}.get(value, value) if kind == "BooleanField" else value


# -- between versions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changes:
    """Since the version that was sent before: what differs, and which articles read otherwise because of it."""

    number: int  # of that version; 0: this is the first
    differences: list[Difference]
    articles: list[str]

    def __bool__(self) -> bool:
        return bool(self.differences or self.articles)


def changes_in(version: AgreementVersion) -> Changes:
    """Nothing for a first version. Of one from before contents were kept, the articles alone tell."""
    former = (
        AgreementVersion.objects.filter(
            agreement=version.agreement_id, addendum=version.addendum_id, number__lt=version.number
        )
        .only("number", "content")
        .first()
    )
    if former is None:
        return Changes(0, [], [])
    before, after = _reads(former), _reads(version)
    found = differences(before, after) if before and after else []
    return Changes(former.number, found, [article.plain_heading for article in changed_articles(version)])


def _reads(version: AgreementVersion) -> Mapping[str, Any]:
    """Of an addendum: as the agreement then is."""
    return version.content.get("becomes", version.content)


def changes_since_sent(agreement: Agreement, parties: Iterable[Party]) -> Changes:
    """Of a draft that was sent before: what is different by now."""
    latest = AgreementVersion.objects.filter(agreement=agreement, addendum=None).only("number", "content").first()
    if latest is None or not latest.content:
        return Changes(0, [], [])
    return Changes(latest.number, differences(latest.content, content_of(agreement, parties)), [])
