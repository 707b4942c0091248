"""What two texts of an agreement differ in, field by field and in words: "Werkuren per week: was 24, wordt 28"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format

from mkbroute.design.merging import plain

from .addendum_wording import CHANGES, ChangeWording
from .enums import Language, Role
from .models import PARTY_CONTENT, TEXT_FIELDS, Agreement, AgreementVersion, Party
from .reading import changed_articles
from .row_differences import changed_rows, rows_of
from .term import shown_number

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
        **rows_of(agreement),
    }


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
        (words.labels.get(name) or label_of(name), _told(name, old, words), _told(name, new, words))
        for name in _known(Agreement, [*TEXT_FIELDS, *old, *new])
    ]
    old, new = before.get("parties", {}), after.get("parties", {})
    for role in [role for role in Role if role in old or role in new]:
        found += _of_party(role, old.get(role, {}), new.get(role, {}), words)
    found += changed_rows(before, after, language)
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


def _told(name: str, said: Mapping[str, str], words: ChangeWording) -> str:
    value = said.get(name, "")
    return words.answers[value] if name == "praktijkleren" and value in words.answers else shown(name, value)


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
