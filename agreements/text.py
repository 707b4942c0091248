"""The text of an agreement as it is read, signed and printed: the template's articles with the values filled in.

A paragraph is a text, or {"text", "lead", "otherwise"}: `lead` introduces it, `otherwise` stands in its place when a
variable in it has no value; without that it is left out. `{{ name }}` is replaced by a value, and nothing else happens:
no template engine reads what people wrote. A text that is one variable shows its lines as paragraphs and lists.
Article 0 holds the recitals.

What has no ink, or cannot be printed, is settled here, before the text is hashed: screen and paper show the same words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import override

from mkbroute.documents.characters import printable, with_ink
from mkbroute.documents.render import without_glyph
from routes.models import Route

from . import meter
from .annex import annex
from .enums import Role
from .models import Agreement, Party
from .term import shown_number, study_year

VARIABLE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
BULLET = re.compile(r"[-•*–]\s+")
CALLED = {
    Role.HOGESCHOOL: "De hogeschool",
    Role.STUDENT: "De student",
    Role.COMPANY: "Het bedrijf",
    Role.EMPLOYER: "De formele werkgever",
}


@dataclass(frozen=True)
class AgreementText:
    title: str
    html: str
    gaps: tuple[str, ...]  # what the text cannot do without and was not filled in


class UnknownVariable(ValueError):
    """A template asks for something that an agreement does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"onbekende variabele: {{{{ {name} }}}}")
        self.name = name


@override("nl")
def compose(agreement: Agreement, parties: Iterable[Party]) -> AgreementText:
    """The same agreement gives the same text. Raises UnknownVariable."""
    by_role = {Role(party.role): party for party in parties}
    composer = _Composer(values(agreement, by_role))
    template = agreement.template
    parts = [
        f'<p class="agreement-basis">{escape(template.legal_basis)}</p>',
        _parties(by_role),
        *(composer.article(article) for article in template.articles),
        annex(agreement),
    ]
    title = Truncator(f"{template.title} – {agreement.student_name}").chars(200)
    html = with_ink("\n".join(filter(None, parts)))
    unknown = [ord(letter) for letter in without_glyph(f"{title}{html}")]
    return AgreementText(printable(title, unknown), printable(html, unknown), gaps=tuple(composer.gaps))


# -- values -------------------------------------------------------------------------------------------------------


def values(agreement: Agreement, parties: Mapping[Role, Party]) -> dict[str, str]:
    """Every variable that a template may use; "" where nothing was filled in."""
    fields = (*meter.NAMES, *OTHER_FIELDS)
    company, employer = _name(parties, Role.COMPANY), _name(parties, Role.EMPLOYER)
    return {
        **{field: _shown(getattr(agreement, field)) for field in fields},
        "student_name": _name(parties, Role.STUDENT) or agreement.student_name,
        "hogeschool_name": _name(parties, Role.HOGESCHOOL),
        "company_name": company,
        "employer_name": employer,
        "work_employer": employer or company,
        "programme": _programme(agreement.route),
        "cohort": study_year(agreement.starts_on or agreement.route.starts_on),
    }


OTHER_FIELDS = (
    "working_days",
    "school_days",
    "function_title",
    "tasks",
    "workplace_address",
    "employment",
    "study_costs",
    "other_arrangements",
)


def _shown(value) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return shown_number(value) if isinstance(value, Decimal | int) else value or ""


def _name(parties: Mapping[Role, Party], role: Role) -> str:
    return parties[role].legal_name if role in parties else ""


def _programme(route: Route) -> str:
    code = f" (opleidingscode {route.croho_code})" if route.croho_code else ""
    return f"{route.get_degree_display()} {route.programme}{code}"


# -- parties ------------------------------------------------------------------------------------------------------


def _parties(parties: Mapping[Role, Party]) -> str:
    rows = "\n".join(_party(role, parties[role]) for role in CALLED if role in parties)
    return f'<h2 id="partijen">Partijen</h2>\n<dl class="agreement-parties">\n{rows}\n</dl>'


def _party(role: Role, party: Party) -> str:
    lines = _student_lines(party) if role == Role.STUDENT else _organisation_lines(party)
    rest = "".join(f"<br>{escape(line)}" for line in lines if line)
    return f"<div><dt>{CALLED[role]}</dt><dd><strong>{escape(party.legal_name)}</strong>{rest}</dd></div>"


def _student_lines(party: Party) -> list[str]:
    return [
        f"geboren op {date_format(party.born_on, 'j F Y')}" if party.born_on else "",
        f"wonend in {party.address}" if party.address else "",
        f"studentnummer {party.student_number}" if party.student_number else "",
    ]


def _organisation_lines(party: Party) -> list[str]:
    numbers = [
        f"KvK-nummer {party.kvk_number}" if party.kvk_number else "",
        f"vestigingsnummer {party.vestigingsnummer}" if party.vestigingsnummer else "",
    ]
    function = f", {party.signer_function}" if party.signer_function else ""
    return [
        f"gevestigd: {party.address}" if party.address else "",
        ", ".join(filter(None, numbers)),
        f"rechtsgeldig vertegenwoordigd door {party.signer_name}{function}",
    ]


# -- articles -----------------------------------------------------------------------------------------------------


class _Composer:
    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.gaps: list[str] = []

    def article(self, article: dict) -> str:
        number, title = article["number"], escape(article["title"])
        heading = f'<h2 id="artikel-{number}">Artikel {number}. {title}</h2>' if number else f"<h2>{title}</h2>"
        code = article["provision"]
        law = f'\n<p class="agreement-law">WHW art. 7.7 lid 5 onder {escape(code)}</p>' if code else ""
        paragraphs = [blocks for blocks in map(self._paragraph, article["paragraphs"]) if blocks]
        return f"{heading}{law}\n{_listed(paragraphs, 'ol' if number else 'ul')}"

    def _paragraph(self, paragraph: str | dict) -> list[str]:
        parts = {"text": paragraph} if isinstance(paragraph, str) else paragraph
        text, lead = parts["text"], parts.get("lead", "")
        empty = [name for name in VARIABLE.findall(f"{lead} {text}") if not self._value(name)]
        if empty and "otherwise" not in parts:
            return self._gap(empty)
        if empty:
            text, lead = parts["otherwise"], ""
        alone = VARIABLE.fullmatch(text)
        return _blocks(self._inline(lead)) + _blocks(self._value(alone[1]) if alone else self._inline(text))

    def _gap(self, names: list[str]) -> list[str]:
        needed = [meter.NAMES[name] for name in names if name in meter.NAMES]
        self.gaps += needed
        return [f"<p><mark>Nog in te vullen: {escape(', '.join(needed))}</mark></p>"] if needed else []

    def _inline(self, text: str) -> str:
        return VARIABLE.sub(lambda found: " ".join(self._value(found[1]).split()), text)

    def _value(self, name: str) -> str:
        if name not in self.values:
            raise UnknownVariable(name)
        return self.values[name]


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
