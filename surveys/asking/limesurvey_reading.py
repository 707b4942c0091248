"""A questionnaire out of LimeSurvey's text with tabs: the part of it that we know, and nothing half.

Whatever is not known is told with the number of its row, all at once, and then nothing is read.
"""

import csv
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from io import StringIO

from .conditions import Condition
from .items import CHOICES, NOTHING, SCALES, Content, Item, Kind, Language, Option, Section, Wording
from .items import Row as TableRow
from .limesurvey import MARK
from .limesurvey_conditions import CODE, code_in, parsed
from .reading import MAX_BYTES, MAX_WORDING, UNPRINTABLE, Unreadable, read
from .writing import as_data

MAX_ROWS = 5000
MAX_TOLD = 50
HEAD = {"class", "type/scale", "name", "text", "language"}
KINDS = {
    "L": Kind.SINGLE, "!": Kind.SINGLE, "M": Kind.MULTIPLE, "N": Kind.NUMBER, "K": Kind.TABLE,
    "T": Kind.OPEN, "U": Kind.OPEN, "S": Kind.OPEN, "X": Kind.STATEMENT,
}  # fmt: skip
# what changes who is asked what, or what may be answered; layout is left out without a word
MEANINGFUL = (
    "validation", "default", "em_validation_q", "em_validation_sq", "equation", "array_filter", "array_filter_exclude",
    "exclude_all_others", "random_order", "answer_order", "hidden", "max_answers", "min_answers", "max_num_value",
    "min_num_value", "equals_num_value",
)  # fmt: skip
NOTHING_SAID = ("", "0", "N", "normal")
PLAIN_TAGS = re.compile(r"</?(?:p|div|span|strong|b|em|i|u|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
BREAKS = re.compile(r"<br\s*/?>|</p>\s*<p[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>?")
EXPRESSION = re.compile(r"\{[^{}]*\}")
LINE = Mapping[str, str]


@dataclass
class _Question:
    """A question row with what stands under it, in each language."""

    number: int
    lines: dict[str, LINE] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)  # by code: texts by language
    member_class: str = ""


@dataclass
class _Group:
    number: int
    lines: dict[str, LINE] = field(default_factory=dict)
    questions: list[_Question] = field(default_factory=list)


def read_tabs(content: bytes) -> Content:
    """Raises Unreadable, with a sentence per row."""
    return _Reader().content(_lines(content))


def _lines(content: bytes) -> list[tuple[int, LINE]]:
    if len(content) > MAX_BYTES:
        raise Unreadable(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text, newline=""), delimiter="\t", strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable("Dit bestand is niet te lezen. Exporteer uit LimeSurvey als ‘Tab Separated Values’.") from None
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if lacking := HEAD - set(head):
        named = ", ".join(sorted(lacking))
        raise Unreadable(f"Dit is geen vragenlijst uit LimeSurvey: in de eerste rij ontbreekt {named}.")
    if len(rows) > MAX_ROWS or UNPRINTABLE.search(text):
        raise Unreadable(f"Dit bestand heeft meer dan {MAX_ROWS} rijen, of tekens die niet te lezen zijn.")
    return [
        (number, dict(zip(head, (cell.strip() for cell in row), strict=False)))
        for number, row in enumerate(rows[1:], 2)
        if any(row)
    ]


class _Reader:
    def __init__(self) -> None:
        self.problems: list[str] = []
        self.base = Language.NL.value
        self.texts: dict[str, dict[str, str]] = {}
        self.groups: list[_Group] = []
        self.here: _Group | None = None
        self.question: _Question | None = None

    def content(self, lines: list[tuple[int, LINE]]) -> Content:
        for number, line in lines:
            self._take(number, line)
        self._require()
        content = self._made()
        self._require()
        try:
            return read(as_data(content))
        except Unreadable as refusal:
            raise Unreadable(*refusal.problems[:MAX_TOLD]) from None

    def _wrong(self, number: int, text: str) -> None:
        self.problems.append(f"Rij {number}: {text}")

    def _require(self) -> None:
        if self.problems:
            more = len(self.problems) - MAX_TOLD
            rest = [f"En nog {more} rijen met iets wat dit portaal niet kent."] if more > 0 else []
            raise Unreadable(*self.problems[:MAX_TOLD], *rest)

    # -- rows ---------------------------------------------------------------------------------------------------------

    def _take(self, number: int, line: LINE) -> None:
        match line.get("class"):
            case "S":
                if line.get("name") == "language":
                    self._set_base(number, line.get("text", ""))
            case "SL":
                self.texts.setdefault(line.get("name", ""), {})[line.get("language", "")] = self._text(number, line)
            case "G":
                self._group(number, line)
            case "Q":
                self._question(number, line)
            case "SQ" | "A" as kind:
                self._member(number, line, kind)
            case other:
                self._wrong(number, f"een regel van de soort “{(other or '')[:10]}” kent dit portaal niet.")

    def _set_base(self, number: int, language: str) -> None:
        if language not in list(Language):
            self._wrong(number, f"de taal “{language[:10]}” kan niet. De eerste taal is nl, de tweede mag en zijn.")
        self.base = language

    def _language(self, number: int, line: LINE) -> str | None:
        language = line.get("language") or self.base
        if language not in list(Language):
            self._wrong(number, f"de taal “{language[:10]}” kent dit portaal niet, alleen nl en en.")
            return None
        return language

    def _group(self, number: int, line: LINE) -> None:
        language = self._language(number, line)
        self.question = None
        if language is None or language == self.base:
            self.here = _Group(number)
            self.groups.append(self.here)
        else:
            place = sum(language in group.lines for group in self.groups)
            self.here = self.groups[place] if place < len(self.groups) else None
        if self.here is None:
            self._wrong(number, "dit onderdeel is er niet in de eerste taal.")
        elif language:
            self.here.lines[language] = line

    def _question(self, number: int, line: LINE) -> None:
        language, name = self._language(number, line), line.get("name", "")
        self.question = None
        if self.here is None or language is None:
            self._wrong(number, "deze vraag staat niet in een onderdeel.")
            return
        found = next((each for each in self.here.questions if self._name(each) == name), None)
        if language == self.base:
            found = _Question(number)
            self.here.questions.append(found)
            self._check(number, line)
        if found is None:
            self._wrong(number, f"de vraag {name[:20]} is er niet in de eerste taal.")
            return
        found.lines[language] = line
        self.question = found

    def _name(self, question: _Question) -> str:
        return question.lines.get(self.base, {}).get("name", "")

    def _check(self, number: int, line: LINE) -> None:
        kind, name = line.get("type/scale", ""), line.get("name", "")
        if kind not in KINDS:
            self._wrong(number, f"een vraag van de soort “{kind[:5]}” kent dit portaal niet.")
        if not CODE.fullmatch(name):
            self._wrong(number, f"“{name[:20]}” kan geen code zijn. Maak er een als B01 of B11p1 van.")
        for column in MEANINGFUL:
            if line.get(column, "") not in NOTHING_SAID:
                self._wrong(number, f"“{column}” kent dit portaal niet. Maak de cel leeg als het zonder kan.")

    def _member(self, number: int, line: LINE, kind: str) -> None:
        language = self._language(number, line)
        if self.question is None or language is None:
            self._wrong(number, "dit antwoord hoort bij geen vraag.")
            return
        if line.get("type/scale", "0") not in ("", "0"):
            self._wrong(number, "een tweede schaal kent dit portaal niet.")
        texts = self.question.members.setdefault(line.get("name", ""), {})
        if language in texts:
            self._wrong(number, f"het antwoord {line.get('name', '')[:10]} staat er twee keer.")
        texts[language] = self._text(number, line)
        self.question.member_class = kind

    # -- what they make -----------------------------------------------------------------------------------------------

    def _made(self) -> Content:
        sections = [self._section(group, place) for place, group in enumerate(self.groups, 1)]
        codes = [item.code for section in sections for item in section.items]
        content = Content(
            prefix=re.sub(r"[^A-Z].*", "", codes[0]) if codes else "",
            title=self._setting("surveyls_title"),
            intro=self._setting("surveyls_welcometext"),
            thanks=self._setting("surveyls_endtext"),
            sections=tuple(sections),
        )
        return self._with_conditions(content)

    def _setting(self, name: str) -> Wording:
        texts = self.texts.get(name, {})
        return Wording(texts.get("nl", ""), texts.get("en", ""))

    def _section(self, group: _Group, place: int) -> Section:
        titles = {language: self._text(group.number, line, "name") for language, line in group.lines.items()}
        intros = {language: self._text(group.number, line) for language, line in group.lines.items()}
        items = tuple(item for question in group.questions if (item := self._item(question)))
        return Section(f"onderdeel-{place}", _worded(titles), _worded(intros), items=items)

    def _item(self, question: _Question) -> Item | None:
        line, number = question.lines[self.base], question.number
        found = CODE.fullmatch(line.get("name", ""))
        kind = self._kind(line)
        if found is None or kind is None:
            return None
        item = Item(
            code=f"{found[1]}.{found[2]}" if found[2] else found[1],
            kind=kind,
            text=self._worded(question),
            help=self._worded(question, "help"),
            is_mandatory=line.get("mandatory", "") in ("Y", "S"),
        )
        return replace(item, **self._members(question, item), **self._measure(number, question, item))

    def _kind(self, line: LINE) -> Kind | None:
        marked = _marked(line, "")
        kind = KINDS.get(line.get("type/scale", ""))
        return Kind(marked) if marked in list(Kind) and kind in (Kind.SINGLE, Kind.NUMBER) else kind

    def _members(self, question: _Question, item: Item) -> dict:
        number, texts = question.number, question.members
        if item.kind in SCALES:
            return self._poles(number, item, texts)
        if item.kind == Kind.TABLE:
            return {"rows": tuple(TableRow(code, _worded(said)) for code, said in texts.items())}
        if item.kind not in CHOICES:
            return {}
        line = question.lines[self.base]
        if any(not code.isdigit() for code in texts):
            self._wrong(number, "geef elk antwoord een getal als code, zoals 1 of 2.")
            return {}
        options = [Option(int(code), _worded(said)) for code, said in texts.items()]
        if line.get("other") == "Y":
            options.append(self._other(question, options))
        return {"options": tuple(options), "fill": _marked(line, "list-")}

    def _other(self, question: _Question, options: list[Option]) -> Option:
        code = _marked(question.lines[self.base], "other-")
        fresh = max((option.code for option in options), default=0) + 1
        said = self._worded(question, "other_replace_text")
        return Option(int(code) if code.isdigit() else fresh, said or Wording("Anders, namelijk"), is_open=True)

    def _poles(self, number: int, item: Item, texts: dict[str, dict[str, str]]) -> dict:
        highest = str(SCALES[item.kind])
        if set(texts) != {str(value) for value in item.values}:
            self._wrong(number, f"geef antwoorden van 1 tot en met {highest}.")
            return {}
        return {"low": _worded(_meanings(texts["1"])), "high": _worded(_meanings(texts[highest]))}

    def _measure(self, number: int, question: _Question, item: Item) -> dict:
        if item.kind not in (Kind.NUMBER, Kind.YEAR, Kind.PERCENTAGE, Kind.TABLE):
            return {}
        line = question.lines[self.base]
        decimals = _marked(line, "decimals-")
        is_whole = line.get("num_value_int_only", "") == "1" or item.kind in (Kind.YEAR, Kind.TABLE)
        count = 0 if is_whole else int(decimals) if decimals in ("1", "2") else 0 if item.kind == Kind.PERCENTAGE else 1
        if item.kind == Kind.PERCENTAGE:
            return {"decimals": count}
        low = self._decimal(number, line, "min_num_value_n", Decimal(0))
        high = self._decimal(number, line, "max_num_value_n", Decimal(32000).scaleb(-count))
        unit = NOTHING if item.kind == Kind.YEAR else self._worded(question, "suffix")
        return {"decimals": count, "minimum": low, "maximum": high, "unit": unit}

    def _decimal(self, number: int, line: LINE, column: str, otherwise: Decimal) -> Decimal:
        try:
            return Decimal(line.get(column) or otherwise)
        except InvalidOperation:
            self._wrong(number, f"“{column}” is geen getal.")
            return otherwise

    # -- text ---------------------------------------------------------------------------------------------------------

    def _worded(self, question: _Question, column: str = "text") -> Wording:
        return _worded({each: self._text(question.number, line, column) for each, line in question.lines.items()})

    def _text(self, number: int, line: LINE, column: str = "text") -> str:
        """HTML there, plain here: emphasis goes, and what does more than emphasise is refused."""
        said = PLAIN_TAGS.sub("", BREAKS.sub("\n", line.get(column, "")))
        if tag := TAG.search(said):
            self._wrong(number, f"de opmaak “{tag[0][:20]}” kent dit portaal niet. Haal haar uit de tekst.")
        if found := EXPRESSION.search(said):
            self._wrong(number, f"“{found[0][:30]}” in een tekst rekent dit portaal niet uit.")
        said = html.unescape(said).replace("\u00a0", " ").strip()
        if len(said) > MAX_WORDING:
            self._wrong(number, f"deze tekst heeft {len(said)} tekens, en er passen er {MAX_WORDING}.")
        return said[:MAX_WORDING]

    # -- conditions ---------------------------------------------------------------------------------------------------

    def _with_conditions(self, content: Content) -> Content:
        sections = []
        for section, group in zip(content.sections, self.groups, strict=True):
            asked = {question.number: question.lines[self.base] for question in group.questions}
            numbers = {code_in(line.get("name", "")): (number, line) for number, line in asked.items()}
            items = tuple(replace(item, when=self._condition(*numbers[item.code], content)) for item in section.items)
            when = self._condition(group.number, group.lines.get(self.base, {}), content)
            sections.append(replace(section, items=items, when=when))
        return replace(content, sections=tuple(sections))

    def _condition(self, number: int, line: LINE, content: Content) -> Condition | None:
        text = line.get("relevance", "").strip()
        if text in ("", "1"):
            return None
        if found := parsed(text, content):
            return found
        self._wrong(number, f"de voorwaarde “{text[:60]}” kent dit portaal niet.")
        return None


def _marked(line: LINE, kind: str) -> str:
    """What one of our own classes says: mkb-list-programmes, or mkb-year."""
    marks = [word.removeprefix(MARK) for word in line.get("cssclass", "").split() if word.startswith(MARK)]
    if kind:
        return next((mark.removeprefix(kind) for mark in marks if mark.startswith(kind)), "")
    return next((mark for mark in marks if "-" not in mark), "")


def _meanings(texts: Mapping[str, str]) -> dict[str, str]:
    """Of "7 – helemaal eens"."""
    return {language: re.sub(r"^[0-9]+\s*[–-]?\s*", "", text) for language, text in texts.items()}


def _worded(texts: Mapping[str, str]) -> Wording:
    return Wording(texts.get("nl", ""), texts.get("en", ""))
