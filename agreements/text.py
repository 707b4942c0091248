"""The text of an agreement as it is read, signed and printed: the template's articles with the values filled in.

A paragraph is a text, or {"text", "lead", "otherwise"}: `lead` introduces it, `otherwise` stands in its place when a
variable in it has no value; without that it is left out. `{{ name }}` is replaced by a value, and nothing else happens:
no template engine reads what people wrote. A line that is one variable shows the lines of its value as paragraphs and
lists. Article 0 holds the recitals. Articles whose conditions do not fit are left out, and the others numbered.
The opleidingsplan and the rotation follow as annexes where no article showed them.

What has no ink, or cannot be printed, is settled here, before the text is hashed: screen and paper show the same words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from re import compile as pattern

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import override

from mkbroute.documents.characters import printable, with_ink
from mkbroute.documents.render import without_glyph
from routes.models import Route

from . import meter
from .annex import learning_outcomes
from .articles import Article, in_language, standing
from .conditions import Circumstances
from .enums import Language, Placement, Role, Workplaces, YesNo
from .models import Agreement, Party, TemplateText
from .term import shown_number, study_year
from .variables import VARIABLE, called, variables_in
from .wording import WORDINGS, Wording

BULLET = pattern(r"[-•*–]\s+")
TITLE_LENGTH = 200
ANNEX_ID = {"training_plan": "bijlage-opleidingsplan", "rotation_schedule": "bijlage-rotatie"}


@dataclass(frozen=True)
class AgreementText:
    title: str
    html: str
    gaps: tuple[str, ...]  # what the text cannot do without and was not filled in
    unknown: tuple[str, ...] = ()  # variables that there are none of


@dataclass(frozen=True)
class Contents:
    """What a template is filled in with."""

    values: Mapping[str, str]
    parties: Mapping[Role, Party]
    about: Circumstances
    student_name: str
    language: Language = Language.NL


def compose(agreement: Agreement, parties: Iterable[Party]) -> AgreementText:
    """The same agreement gives the same text. Whatever the template says, there is a text: what a reader of it cannot
    do without stands in `gaps`, and what no agreement has in `unknown`."""
    return fill_in(agreement.template, contents(agreement, parties))


def contents(agreement: Agreement, parties: Iterable[Party]) -> Contents:
    by_role = {Role(party.role): party for party in parties}
    language = Language(agreement.language)
    with override(language):
        about = circumstances(agreement, is_posted=Role.EMPLOYER in by_role)
        return Contents(values(agreement, by_role), by_role, about, agreement.student_name, language)


def fill_in(template: TemplateText, filled: Contents) -> AgreementText:
    english = filled.language == Language.EN
    with override(filled.language):
        composer = _Composer(filled.values, WORDINGS[filled.language])
        basis = (english and template.legal_basis_en) or template.legal_basis
        articles = standing(template.articles, filled.about)
        parts = [
            f'<p class="agreement-basis">{escape(basis)}</p>',
            _parties(filled.parties, composer.words),
            *(composer.article(in_language(article, filled.language)) for article in articles),
            *composer.annexes(),
        ]
    name = (english and template.title_en) or template.title
    title = Truncator(f"{name} – {filled.student_name}").chars(TITLE_LENGTH)
    return composer.finished(title, "\n".join(parts))


def fill_in_article(article: Article, filled: Contents) -> AgreementText:
    """One article by itself, in the language it is given in."""
    with override(filled.language):
        composer = _Composer(filled.values, WORDINGS[filled.language])
        return composer.finished(article["title"], composer.article(article))


def settled(title: str, html: str, *, gaps: Iterable[str] = (), unknown: Iterable[str] = ()) -> AgreementText:
    """With ink, and printable."""
    html = with_ink(html)
    ugly = [ord(letter) for letter in without_glyph(f"{title}{html}")]
    return AgreementText(printable(title, ugly), printable(html, ugly), tuple(gaps), tuple(unknown))


# -- values -------------------------------------------------------------------------------------------------------


OTHER_FIELDS = (
    "working_days",
    "school_days",
    "function_title",
    "tasks",
    "workplace_address",
    "employment",
    "study_costs",
    "contact_plan",
    "praktijkleren",
    "other_arrangements",
)
# What stands beside an agreement, and not in a field of it. Nobody who tells of it: nothing to tell.
BESIDE = ("rotation_schedule", "training_plan")
_tellers: dict[str, Callable[[Agreement], str]] = {}


def tell_with(variable: str, tell: Callable[[Agreement], str]) -> None:
    """What stands beside an agreement is told by `tell`, as lines of text; "" where there is none."""
    if variable not in BESIDE:
        raise ValueError(variable)
    _tellers[variable] = tell


def beside(agreement: Agreement, variable: str) -> str:
    is_stored = agreement.pk is not None  # a sample is not
    return _tellers[variable](agreement) if is_stored and variable in _tellers else ""


def values(agreement: Agreement, parties: Mapping[Role, Party]) -> dict[str, str]:
    """Every variable that a template may use; "" where nothing was filled in."""
    fields = (*meter.NAMES, *OTHER_FIELDS)
    company, employer = _name(parties, Role.COMPANY), _name(parties, Role.EMPLOYER)
    words = WORDINGS[Language(agreement.language)]
    return {
        **{field: _shown(getattr(agreement, field)) for field in fields},
        **{variable: beside(agreement, variable) for variable in BESIDE},
        "learning_outcomes": learning_outcomes(agreement),
        "praktijkleren": words.praktijkleren if agreement.praktijkleren == YesNo.YES else "",
        "student_name": _name(parties, Role.STUDENT) or agreement.student_name,
        "hogeschool_name": _name(parties, Role.HOGESCHOOL),
        "company_name": company,
        "employer_name": employer,
        "work_employer": employer or company,
        "programme": _programme(agreement.route, words),
        "cohort": study_year(agreement.starts_on or agreement.route.starts_on),
        "language": words.itself,
    }


def circumstances(agreement: Agreement, *, is_posted: bool) -> Circumstances:
    return Circumstances(
        form=agreement.form or agreement.template.form,
        placement=Placement.POSTED if is_posted else Placement.DIRECT,
        degree=agreement.route.degree,
        workplaces=Workplaces.ROTATION if beside(agreement, "rotation_schedule") else Workplaces.ONE,
    )


def article_on(agreement: Agreement, variable: str) -> int:
    """The number of the article that shows this variable; 0 when there is none."""
    about = circumstances(agreement, is_posted=agreement.employer_id is not None)
    language = Language(agreement.language)
    for article in standing(agreement.template.articles, about):
        if article["number"] and _speaks_of(in_language(article, language), variable):
            return article["number"]
    return 0


def _speaks_of(article: Article, variable: str) -> bool:
    texts = (each if isinstance(each, str) else each["text"] for each in article["paragraphs"])
    return any(variable in variables_in(text) for text in texts)


def _shown(value) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return shown_number(value) if isinstance(value, Decimal | int) else value or ""


def _name(parties: Mapping[Role, Party], role: Role) -> str:
    return parties[role].legal_name if role in parties else ""


def _programme(route: Route, words: Wording) -> str:
    code = f" ({words.programme_code.format(route.croho_code)})" if route.croho_code else ""
    return f"{route.get_degree_display()} {route.programme}{code}"


# -- parties ------------------------------------------------------------------------------------------------------


def _parties(parties: Mapping[Role, Party], words: Wording) -> str:
    rows = "\n".join(_party(role, parties[role], words) for role in words.roles if role in parties)
    return f'<h2 id="partijen">{words.parties}</h2>\n<dl class="agreement-parties">\n{rows}\n</dl>'


def _party(role: Role, party: Party, words: Wording) -> str:
    lines = _student_lines(party, words) if role == Role.STUDENT else _organisation_lines(party, words)
    rest = "".join(f"<br>{escape(line)}" for line in lines if line)
    return f"<div><dt>{words.roles[role]}</dt><dd><strong>{escape(party.legal_name)}</strong>{rest}</dd></div>"


def _student_lines(party: Party, words: Wording) -> list[str]:
    return [
        words.born.format(date_format(party.born_on, "j F Y")) if party.born_on else "",
        words.living.format(party.address) if party.address else "",
        words.student_number.format(party.student_number) if party.student_number else "",
    ]


def _organisation_lines(party: Party, words: Wording) -> list[str]:
    numbers = [
        words.kvk.format(party.kvk_number) if party.kvk_number else "",
        words.vestiging.format(party.vestigingsnummer) if party.vestigingsnummer else "",
    ]
    function = f", {party.signer_function}" if party.signer_function else ""
    return [
        words.established.format(party.address) if party.address else "",
        ", ".join(filter(None, numbers)),
        words.represented.format(f"{party.signer_name}{function}"),
    ]


# -- articles -----------------------------------------------------------------------------------------------------


@dataclass
class _Composer:
    values: Mapping[str, str]
    words: Wording
    gaps: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def finished(self, title: str, html: str) -> AgreementText:
        return settled(title, html, gaps=self.gaps, unknown=self.unknown)

    def article(self, article: Article) -> str:
        number, title = article["number"], escape(article["title"])
        numbered = escape(self.words.article).format(number, title)
        heading = f'<h2 id="artikel-{number}">{numbered}</h2>' if number else f"<h2>{title}</h2>"
        codes = self.words.and_.join(article["provision"])
        law = f'\n<p class="agreement-law">{self.words.law.format(escape(codes))}</p>' if codes else ""
        paragraphs = [blocks for blocks in map(self._paragraph, article["paragraphs"]) if blocks]
        paragraphs = paragraphs or [[f"<p>{escape(self.words.nothing)}</p>"]]
        return f"{heading}{law}\n{_listed(paragraphs, 'ol' if number else 'ul')}"

    def annexes(self) -> list[str]:
        """Once the articles are there. What was planned is signed, whether or not the template speaks of it."""
        left = [name for name in self.words.annexes if self.values[name] and name not in self.shown]
        return [self._annex(name) for name in left]

    def _annex(self, name: str) -> str:
        heading = f'<h2 id="{ANNEX_ID[name]}">{escape(self.words.annexes[name])}</h2>'
        return f"{heading}\n<p>{escape(self.words.annex)}</p>\n{''.join(_blocks(self.values[name]))}"

    def _paragraph(self, paragraph: str | dict) -> list[str]:
        parts = {"text": paragraph} if isinstance(paragraph, str) else paragraph
        text, lead = parts["text"], parts.get("lead", "")
        names = variables_in(f"{lead} {text}")
        empty = [name for name in names if self.values.get(name) == ""]
        if empty and "otherwise" not in parts:
            return self._gap(empty)
        if empty:
            text, lead = parts["otherwise"], ""
        self.shown.update(variables_in(f"{lead} {text}"))
        return _blocks(self._inline(lead)) + self._lines(text) + self._strangers(f"{lead} {text}")

    def _lines(self, text: str) -> list[str]:
        blocks = []
        for alone, group in groupby(text.splitlines(), key=self._alone):
            lines = list(group)
            blocks += _blocks(self._inline("\n".join(lines)) if alone is None else self.values[alone])
        return blocks

    def _alone(self, line: str) -> str | None:
        """The variable that this line is, and nothing more."""
        found = VARIABLE.fullmatch(line.strip())
        name = found[1].strip() if found else ""
        return name if name in self.values else None

    def _gap(self, names: list[str]) -> list[str]:
        needed = [meter.NAMES[name] for name in names if name in meter.NAMES]
        self.gaps += needed
        return [self._mark(self.words.open, needed)] if needed else []

    def _strangers(self, text: str) -> list[str]:
        """What cannot be filled in stays as it was written, and is pointed out."""
        names = [name for name in variables_in(text) if name not in self.values]
        self.unknown += names
        return [self._mark(self.words.unknown, [called(name) for name in names])] if names else []

    def _mark(self, words: str, names: list[str]) -> str:
        return f"<p><mark>{escape(words.format(', '.join(names)))}</mark></p>"

    def _inline(self, text: str) -> str:
        return VARIABLE.sub(lambda found: " ".join(self.values.get(found[1].strip(), found[0]).split()), text)


def _listed(paragraphs: list[list[str]], tag: str) -> str:
    """The paragraphs of an article, numbered when there are several."""
    if len(paragraphs) == 1:
        return "".join(paragraphs[0])
    items = "\n".join(f"<li>{_bare(blocks)}</li>" for blocks in paragraphs)
    return f"<{tag}>\n{items}\n</{tag}>"


def _bare(blocks: list[str]) -> str:
    return "".join(blocks) if len(blocks) > 1 else blocks[0].removeprefix("<p>").removesuffix("</p>")


def _blocks(text: str) -> list[str]:
    """Lines as HTML: those that begin with a dash become a list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks = []
    for is_list, group in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        if is_list:
            items = "".join(f"<li>{escape(BULLET.sub('', line, count=1))}</li>" for line in group)
            blocks.append(f"<ul>{items}</ul>")
        else:
            blocks += [f"<p>{escape(line)}</p>" for line in group]
    return blocks
