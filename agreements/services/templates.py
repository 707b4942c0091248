"""Templates: a draft begins as a copy, is edited article by article, and becomes a version that never changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from mkbroute.design.merging import Clash, Merge, merge, plain
from mkbroute.organisations.models import Organisation

from ..articles import Article, chosen, copied, from_text, new_article, numbered, to_text, variables_of
from ..conditions import SUBJECTS
from ..coverage import MAX_ARTICLES, Problem, problems
from ..enums import Language, TemplateEventKind, TemplateState
from ..models import AgreementTemplate, TemplateDraft, TemplateEvent, TemplateReturn, TemplateText
from ..models.template import NATIONAL_CODE

# the fields of an agreement that are a text of their own
SUGGESTED = (
    "guidance", "contact_plan", "learning_outcomes", "assessment", "termination_grounds", "termination_manner", "tasks",
    "employment", "study_costs", "other_arrangements",
)  # fmt: skip
GENERAL = ("title", "legal_basis", "title_en", "legal_basis_en", "signing_order")
COPIED = (*GENERAL, "grounds")
SOURCE = "Gepubliceerd in dit portaal"


class NotADraft(Exception):
    """It was published or thrown away meanwhile."""


class NoSuchArticle(Exception):
    """It was taken out meanwhile."""


class NotPublishable(Exception):
    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in found))
        self.problems = found


class NotOwn(Exception):
    """The hogeschool has no version of its own, or a newer one than was looked at."""


class TooMany(Exception):
    """The template has as many articles as it can have."""


def standing_template(form: str, hogeschool_id: int) -> AgreementTemplate:
    """What a new agreement is made of: the hogeschool's own newest version in force, else the national one."""
    valid = AgreementTemplate.objects.filter(form=form, valid_from__lte=timezone.localdate())
    own = valid.filter(hogeschool=hogeschool_id, number__gt=_left(form, hogeschool_id)).order_by("-number").first()
    return own or national_template(form)


def national_template(form: str) -> AgreementTemplate:
    """The national version in force."""
    valid = AgreementTemplate.objects.filter(form=form, valid_from__lte=timezone.localdate())
    return valid.filter(hogeschool=None).latest()


def _left(form: str, hogeschool_id: int) -> Coalesce:
    """The number of its last version when a hogeschool took the national text again; 0: it never did."""
    found = TemplateReturn.objects.filter(hogeschool=hogeschool_id, left__form=form).order_by("-left__number")
    return Coalesce(Subquery(found.values("left__number")[:1]), 0)


def own_version(form: str, hogeschool_id: int) -> AgreementTemplate | None:
    """Its newest, in force or not yet; None where it has none, or took the national text again."""
    found = AgreementTemplate.objects.filter(form=form, hogeschool=hogeschool_id)
    return found.filter(number__gt=_left(form, hogeschool_id)).order_by("-number").first()


@transaction.atomic
def return_to_national(form: str, hogeschool_id: int, *, left: int, reason: str, who: str) -> TemplateReturn:
    """`left`: the number of the own version that was looked at. Agreements keep the version they were made of; for a
    draft the national one is offered (drafting.newer_template). A second call answers the first. Raises NotOwn."""
    own = versions(form, hogeschool_id)[:1]
    if not own or own[0].number != left:
        raise NotOwn
    made = {"hogeschool_id": hogeschool_id, "reason": reason[:300], "who": who}
    try:
        with transaction.atomic():
            return TemplateReturn.objects.create(left=own[0], **made)
    except IntegrityError:  # template_return_once
        return TemplateReturn.objects.get(left=own[0])


def versions(form: str, hogeschool_id: int | None) -> list[AgreementTemplate]:
    """Newest first."""
    return list(AgreementTemplate.objects.filter(form=form, hogeschool=hogeschool_id).order_by("-number"))


# -- a draft ------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_draft(source: AgreementTemplate, *, form: str, hogeschool: Organisation | None, who: str) -> TemplateDraft:
    """`hogeschool`: whose it will be; None: the whole country's. There is one at a time: a second call answers it."""
    mine = TemplateDraft.objects.filter(hogeschool=hogeschool, form=form, state=TemplateState.DRAFT)
    if running := mine.first():
        return running
    whole = _in_form(source, form)
    try:
        with transaction.atomic():
            draft = TemplateDraft.objects.create(
                hogeschool=hogeschool,
                form=form,
                based_on=source,
                articles=copied(source.articles),
                **{name: getattr(whole, name) for name in COPIED},
            )
    except IntegrityError:  # template_draft_one_at_a_time: a colleague was first
        return mine.get()
    _record(draft, TemplateEventKind.STARTED, who, f"Begonnen met een kopie van {source}")
    return draft


def _in_form(source: AgreementTemplate, form: str) -> AgreementTemplate:
    """Title and legal basis name the form: a template of the other form lends its articles only."""
    return source if source.form == form else versions(form, None)[0]


@transaction.atomic
def edit_general(draft: TemplateDraft, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str) -> Merge:
    """Title and legal basis. Raises NotADraft or merging.Clash."""
    draft = _locked(draft)
    done, changed = _merged(values, seen, general_values(draft))
    for name in changed:
        setattr(draft, name, lines(values[name]) if name == "grounds" else values[name])
    if changed:
        _save(draft, *changed)
        _record(draft, TemplateEventKind.EDITED, who, "Titel, grondslag of gronden gewijzigd")
    return done


@transaction.atomic
def edit_article(
    draft: TemplateDraft, key: str, *, values: Mapping[str, Any], seen: Mapping[str, str], who: str
) -> Merge:
    """`values` as `article_values` gives them. Raises NotADraft, NoSuchArticle or merging.Clash."""
    draft = _locked(draft)
    article = find_article(draft, key)
    stored = {**dict.fromkeys(values, ""), **article_values(article)}  # a text may show other variables by now
    done, changed = _merged(values, seen, stored)
    if changed:
        now = {**stored, **{name: values[name] for name in changed}}
        _replace(draft, key, lambda old: [written(old, now)])
        _record(draft, TemplateEventKind.EDITED, who, f"{_name(article, now['title'])} gewijzigd")
    return done


@transaction.atomic
def add_article(draft: TemplateDraft, *, values: Mapping[str, Any], after: str, who: str) -> str:
    """Behind the article with the key `after`, or at the end. Answers its key. Raises NotADraft or TooMany."""
    draft = _locked(draft)
    if len(draft.articles) >= MAX_ARTICLES:
        raise TooMany
    at = next((index for index, old in enumerate(draft.articles, 1) if old["key"] == after), len(draft.articles))
    is_recital = at > 0 and after != "" and not draft.articles[at - 1]["number"]
    article = written(new_article(is_recital=is_recital), values)
    draft.articles = numbered([*draft.articles[:at], article, *draft.articles[at:]])
    _save(draft, "articles")
    _record(draft, TemplateEventKind.EDITED, who, f"{_name(find_article(draft, article['key']))} toegevoegd")
    return article["key"]


@transaction.atomic
def remove_article(draft: TemplateDraft, key: str, *, who: str) -> None:
    """Raises NotADraft. What is gone already stays gone."""
    draft = _locked(draft)
    article = next((article for article in draft.articles if article["key"] == key), None)
    if article:
        _replace(draft, key, lambda _: [])
        _record(draft, TemplateEventKind.EDITED, who, f"{_name(article)} weggehaald")


@transaction.atomic
def move_article(draft: TemplateDraft, key: str, *, up: bool, who: str) -> None:
    """One place; recitals among the recitals. Raises NotADraft or NoSuchArticle."""
    draft = _locked(draft)
    article = find_article(draft, key)
    at = draft.articles.index(article)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(draft.articles) or bool(draft.articles[other]["number"]) != bool(article["number"]):
        return
    articles = list(draft.articles)
    articles[at], articles[other] = articles[other], articles[at]
    draft.articles = numbered(articles)
    _save(draft, "articles")
    _record(draft, TemplateEventKind.EDITED, who, f"{_name(article)} {'omhoog' if up else 'omlaag'} verplaatst")


@transaction.atomic
def drop_draft(draft: TemplateDraft, *, who: str) -> None:
    """Raises NotADraft."""
    draft = _locked(draft)
    draft.state = TemplateState.DROPPED
    draft.save(update_fields=["state"])
    _record(draft, TemplateEventKind.DROPPED, who, "Concept weggegooid")


@transaction.atomic
def publish_draft(draft: TemplateDraft, *, valid_from: date, changes: str, seen: str, who: str) -> AgreementTemplate:
    """From then on it never changes, and new agreements are made of it from `valid_from` on.

    `seen`: the revision that was looked at. A second call answers the version that the first made. Raises NotADraft,
    NotPublishable or merging.Clash.
    """
    draft = _locked(draft, publishing=True)
    if draft.state == TemplateState.PUBLISHED:
        return AgreementTemplate.objects.get(code=code_of(draft), number=draft.number or 0)
    if seen != revision(draft):
        raise Clash(Merge(frozenset(), frozenset(["articles"]), frozenset(["articles"])))
    if blocking := [problem for problem in problems(draft) if problem.blocks]:
        raise NotPublishable(blocking)
    last = versions(draft.form, draft.hogeschool_id)[:1]
    template = AgreementTemplate.objects.create(
        code=code_of(draft),
        number=last[0].number + 1 if last else 1,
        source=SOURCE,
        valid_from=valid_from,
        based_on=draft.based_on,
        changes=changes,
        published_at=timezone.now(),
        published_by=who,
        **{name: getattr(draft, name) for name in ("hogeschool_id", "form", "articles", *COPIED)},
    )
    draft.state, draft.number = TemplateState.PUBLISHED, template.number
    draft.save(update_fields=["state", "number"])
    _record(draft, TemplateEventKind.PUBLISHED, who, f"Gepubliceerd als versie {template.number}")
    return template


def code_of(text: TemplateText) -> str:
    """Of the row of versions it belongs to."""
    return f"{NATIONAL_CODE}{text.form}" if text.is_national else f"hogeschool-{text.hogeschool_id}-{text.form}"


def revision(draft: TemplateDraft) -> str:
    """Another one after every change."""
    return draft.changed_at.isoformat()


# -- an article as a form shows it ----------------------------------------------------------------------------------


def general_values(text: TemplateText) -> dict[str, str]:
    return {**{name: getattr(text, name) for name in GENERAL}, "grounds": "\n".join(text.grounds)}


def lines(text: str) -> list[str]:
    """Each ground once; a dash or full stop around it is how it was typed."""
    found = (line.strip().lstrip("-•").rstrip(".;").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def article_values(article: Article) -> dict[str, Any]:
    english, conditions = article.get("en", {}), article.get("conditions", {})
    suggestions = {
        f"{prefix}{field}": said.get("suggestions", {}).get(field, "")
        for prefix, said in (("suggestion_", article), ("suggestion_en_", english))
        for field in suggested_in(article)
    }
    return {
        "title": article["title"],
        "text": to_text(article["paragraphs"]),
        "title_en": english.get("title", ""),
        "text_en": to_text(english.get("paragraphs", []), Language.EN),
        "provision": list(article["provision"]),
        **{subject: list(conditions.get(subject, [])) for subject in SUBJECTS},
        **suggestions,
    }


def suggested_in(article: Article) -> list[str]:
    """The fields of an agreement with which this article may begin one."""
    shown = [*variables_of(article), *article.get("suggestions", {})]
    return [field for field in SUGGESTED if field in shown]


def written(article: Article, values: Mapping[str, Any]) -> Article:
    """The article as the form has it."""
    paragraphs = from_text(values["text"])
    fields = suggested_in({**article, "paragraphs": paragraphs})
    dutch = {"paragraphs": paragraphs, **_suggestions(values, "suggestion_", fields)}
    english = {
        "title": values["title_en"],
        "paragraphs": from_text(values["text_en"]),
        **_suggestions(values, "suggestion_en_", fields),
    }
    return {
        **{name: value for name, value in article.items() if name not in ("en", "suggestions")},
        **dutch,
        "title": values["title"],
        "provision": "".join(sorted(values["provision"])),
        "conditions": chosen({subject: values[subject] for subject in SUBJECTS}),
        **({"en": english} if any(english.values()) else {}),
    }


def _suggestions(values: Mapping[str, Any], prefix: str, fields: Sequence[str]) -> dict[str, dict[str, str]]:
    found = {field: values.get(f"{prefix}{field}", "") for field in fields}
    found = {field: text for field, text in found.items() if text}
    return {"suggestions": found} if found else {}


def find_article(draft: TemplateText, key: str) -> Article:
    """Raises NoSuchArticle."""
    found = next((article for article in draft.articles if article.get("key") == key), None)
    if found is None:
        raise NoSuchArticle(key)
    return found


# -- writing ------------------------------------------------------------------------------------------------------


def _locked(draft: TemplateDraft, *, publishing: bool = False) -> TemplateDraft:
    """Locked, so that two who save at once each see what the other wrote."""
    draft = TemplateDraft.objects.select_for_update(of=("self",)).select_related("based_on").get(pk=draft.pk)
    if draft.state != TemplateState.DRAFT and not (publishing and draft.state == TemplateState.PUBLISHED):
        raise NotADraft
    return draft


def _merged(values: Mapping[str, Any], seen: Mapping[str, str], now: Mapping[str, Any]) -> tuple[Merge, Sequence[str]]:
    done = merge(values, seen, now)
    if done.clashes:
        raise Clash(done)
    return done, [name for name in values if name in done.mine and plain(values[name]) != plain(now[name])]


def _replace(draft: TemplateDraft, key: str, make: Callable[[Article], list[Article]]) -> None:
    draft.articles = numbered(new for old in draft.articles for new in (make(old) if old["key"] == key else [old]))
    _save(draft, "articles")


def _save(draft: TemplateDraft, *fields: str) -> None:
    draft.changed_at = timezone.now()
    draft.save(update_fields=[*fields, "changed_at"])


def _record(draft: TemplateDraft, kind: TemplateEventKind, who: str, text: str) -> None:
    TemplateEvent.objects.create(draft=draft, hogeschool_id=draft.hogeschool_id, kind=kind, who=who, text=text[:300])


def _name(article: Article, title: str = "") -> str:
    called = title or article["title"]
    where = f"Artikel {article['number']}" if article["number"] else "Overweging"
    return f"{where} ({called})" if called else where
