"""What stands between a draft of a template and its publication: in every agreement that it can be for, the provisions
of WHW art. 7.7 lid 5 are there, and there is nothing in it that could not be filled in or printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from mkbroute.documents.render import unprintable
from routes.enums import Form

from . import meter
from .articles import Article, has_english, in_language, shows, standing, variables_of
from .conditions import about_in_words, applies, combinations, in_words
from .enums import Language
from .models import LegalProvision, TemplateText
from .readiness import refusal_of
from .samples import CASES, try_out
from .variables import BRACES, VARIABLES, called, loose_braces

MAX_ARTICLES = 60
MAX_ELEMENTS = 4_000  # of the text with sample data: people fill in long lists too
OFTEN = ("tasks", "function_title", "employment", "study_costs", "other_arrangements", "workplace_address")


@dataclass(frozen=True)
class Problem:
    """`blocks`: nothing is published while it stands. `article`: the key of the one to mend it in; "" is the whole."""

    text: str
    blocks: bool = True
    article: str = ""


@dataclass(frozen=True)
class Covering:
    """An article that covers a provision, and when."""

    number: int
    title: str
    key: str
    when: str  # "" always


@dataclass(frozen=True)
class Coverage:
    """How a template stands by one provision."""

    provision: LegalProvision
    articles: list[Covering]
    lacking: list[str]  # in which agreements, and what

    @property
    def ok(self) -> bool:
        return not self.lacking


def coverage(template: TemplateText) -> list[Coverage]:
    return [
        Coverage(
            provision,
            [
                Covering(article["number"], article["title"], article.get("key", ""), in_words(_conditions(article)))
                for article in template.articles
                if provision.code in article["provision"]
            ],
            _lacking(template, provision.code),
        )
        for provision in meter.current_provisions()
    ]


def _lacking(template: TemplateText, code: str) -> list[str]:
    """In words, once for all agreements or for those where it lacks."""
    found: dict[str, list[str]] = {}
    everywhere = list(combinations(template.form))
    for about in everywhere:
        there = [article for article in standing(template.articles, about) if code in article["provision"]]
        for what in _missing(there, code, template.languages):
            found.setdefault(what, []).append(about_in_words(about))
    return [
        f"{what}." if len(where) == len(everywhere) else f"{what}, bij: {'; '.join(where)}."
        for what, where in found.items()
    ]


def _missing(there: list[Article], code: str, languages: list[Language]) -> Iterator[str]:
    if not there:
        yield "Geen artikel regelt dit"
        return
    for field, name in meter.FIELDS[code].items():
        for language in languages:
            if not any(shows(article, field, language) for article in there):
                where = " in de Engelse tekst" if language == Language.EN else ""
                yield f"{name.capitalize()} komt er niet in voor{where}: {{{{ {called(field)} }}}}"


def problems(template: TemplateText) -> list[Problem]:
    """What blocks comes first."""
    found = [
        *_of_whole(template),
        *_of_articles(template),
        *_of_coverage(template),
        *_of_english(template),
        *_of_paper(template),
        *_of_values(template),
    ]
    return sorted(dict.fromkeys(found), key=lambda problem: not problem.blocks)


def _of_whole(template: TemplateText) -> Iterator[Problem]:
    bases = (template.legal_basis, template.legal_basis_en)
    if not template.title.strip():
        yield Problem("Het sjabloon heeft geen titel.")
    if not template.legal_basis.strip():
        yield Problem("Er staat geen grondslag.")
    if any(BRACES.search(text) for text in (template.title, template.title_en, *bases)):
        yield Problem("In de titel en de grondslag kan geen gegeven staan: haal de accolades weg.")
    if not any(article["number"] for article in template.articles):
        yield Problem("Er zijn nog geen artikelen.")
    if len(template.articles) > MAX_ARTICLES:
        yield Problem(f"Er zijn meer dan {MAX_ARTICLES} artikelen. Voeg er samen.")


def _of_articles(template: TemplateText) -> Iterator[Problem]:
    for article in template.articles:
        name, key = _name(article), article.get("key", "")
        if not article["title"].strip():
            yield Problem(f"{name} heeft geen titel.", article=key)
        if not article["paragraphs"]:
            yield Problem(f"{name} heeft geen tekst.", article=key)
        if not any(applies(_conditions(article), about) for about in combinations(template.form)):
            form = Form(template.form).label.lower()
            text = f"{name} komt nooit in een overeenkomst: het geldt niet bij {form}."
            yield Problem(text, blocks=False, article=key)
        for language in (Language.NL, Language.EN) if article.get("en") else (Language.NL,):
            yield from _of_text(article, language)


def _of_text(article: Article, language: Language) -> Iterator[Problem]:
    name, key = _name(article), article.get("key", "")
    where = f"{name}, Engelse tekst" if language == Language.EN else name
    for variable in dict.fromkeys(variables_of(article, language)):
        if variable not in VARIABLES:
            yield Problem(f"{where}: het gegeven {{{{ {variable} }}}} bestaat niet.", article=key)
    said = in_language(article, language)
    texts = [said["title"], *(str(text) for text in _texts(said))]
    if BRACES.search(said["title"]):
        yield Problem(f"{where}: in een titel kan geen gegeven staan.", article=key)
    if any(loose_braces(text) for text in texts[1:]):
        yield Problem(f"{where}: er staat {{{{ zonder }}}}, of andersom.", article=key)
    if letters := unprintable("".join(texts)):
        yield Problem(f"{where}: {refusal_of(letters)}", article=key)


def _texts(article: Article) -> Iterator[str]:
    for paragraph in article["paragraphs"]:
        yield from [paragraph] if isinstance(paragraph, str) else paragraph.values()


def _of_coverage(template: TemplateText) -> Iterator[Problem]:
    for covered in coverage(template):
        for lacking in covered.lacking:
            text = f"{covered.provision.code}. {covered.provision.title}: {lacking} ({covered.provision.citation})"
            yield Problem(text, blocks=template.form == Form.DUAAL)


def _of_english(template: TemplateText) -> Iterator[Problem]:
    if not template.has_english:
        yield Problem("Er is geen Engelse tekst: een overeenkomst kan dan alleen in het Nederlands.", blocks=False)
        return
    for text, called_ in ((template.title_en, "titel"), (template.legal_basis_en, "grondslag")):
        if not text.strip():
            yield Problem(f"De Engelse {called_} ontbreekt.")
    for article in template.articles:
        name, key = _name(article), article.get("key", "")
        if not has_english(article):
            yield Problem(f"{name}: de Engelse titel of tekst ontbreekt.", article=key)
            continue
        dutch, english = (set(variables_of(article, language)) for language in (Language.NL, Language.EN))
        if differing := sorted(map(called, dutch ^ english)):
            text = f"{name}: {', '.join(differing)} staat maar in één van de twee talen."
            yield Problem(text, blocks=False, article=key)


def _of_paper(template: TemplateText) -> Iterator[Problem]:
    letters = unprintable(f"{template.title}{template.title_en}{template.legal_basis}{template.legal_basis_en}")
    if letters:
        yield Problem(refusal_of(letters))
    for language in template.languages:
        if any(try_out(template, case, language).html.count("<") > MAX_ELEMENTS for case in CASES):
            yield Problem("Het sjabloon is te lang om af te drukken. Maak het korter.")


def _of_values(template: TemplateText) -> Iterator[Problem]:
    for variable in OFTEN:
        if not any(shows(article, variable) for article in template.articles):
            text = f"{{{{ {called(variable)} }}}} komt nergens voor: wat daar wordt ingevuld, staat niet op papier."
            yield Problem(text, blocks=False)


def _conditions(article: Article) -> dict[str, list[str]]:
    return article.get("conditions", {})


def _name(article: Article) -> str:
    title = f" ({article['title']})" if article["title"].strip() else ""
    return f"Artikel {article['number']}{title}" if article["number"] else f"Overweging{title}"
