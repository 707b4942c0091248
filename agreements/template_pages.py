"""What the pages about templates show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from matching.journey import Moment
from routes.enums import Form

from .articles import in_language
from .conditions import applies, in_words
from .coverage import Coverage, Problem, problems
from .enums import Language, TemplateEventKind, TemplateState
from .models import AgreementTemplate, TemplateDraft, TemplateReturn, TemplateText
from .samples import sample
from .services.templates import versions
from .text import AgreementText, fill_in_article

HOME = "Sjablonen"


def trail(*here: str) -> list[tuple[str, str]]:
    return [(HOME, reverse("agreements:templates")), *((name, "") for name in here)]


def trail_of(draft: TemplateDraft, *here: str) -> list[tuple[str, str]]:
    label = f"Concept {draft.get_form_display().lower()}"
    url = reverse("agreements:template_draft", args=[draft.public_id])
    return [(HOME, reverse("agreements:templates")), (label, url), *((name, "") for name in here)]


# -- the list -------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """One form: what its new agreements are made of."""

    form: Form
    standing: AgreementTemplate
    newer_national: AgreementTemplate | None
    draft: TemplateDraft | None
    own: AgreementTemplate | None = None  # that a hogeschool may let go of
    returns: list[TemplateReturn] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def return_url(self) -> str:
        return reverse("agreements:template_return", args=[self.form])

    @property
    def start_url(self) -> str:
        return reverse("agreements:template_start", args=[self.form])


def line(form: Form, owner: int | None) -> Line:
    """`owner`: the hogeschool that looks; None: the programme team."""
    national = versions(form, None)
    own = versions(form, owner) if owner else national
    today = timezone.localdate()
    returns = list(_returns(form, owner)) if owner else []
    left = max((each.left.number for each in returns), default=0)
    kept = [each for each in own if each.is_national or each.number > left]
    standing = next((each for each in [*kept, *national] if each.valid_from <= today), national[-1])
    drafts = TemplateDraft.objects.filter(hogeschool=owner, form=form, state=TemplateState.DRAFT)
    return Line(
        form=form,
        standing=standing,
        newer_national=_newer(standing, national, today),
        draft=drafts.first(),
        own=next((each for each in kept if not each.is_national), None),
        returns=returns,
        versions=[
            _version(each, standing, today, is_left=each not in kept and not each.is_national)
            for each in (own if own is national else [*own, *national])
        ],
    )


def _returns(form: Form, owner: int) -> QuerySet[TemplateReturn]:
    return TemplateReturn.objects.filter(hogeschool=owner, left__form=form).select_related("left")


def _newer(standing: AgreementTemplate, national: list[AgreementTemplate], today: date) -> AgreementTemplate | None:
    """A national version that came after the one that a hogeschool's own goes back to."""
    if standing.is_national:
        return None
    root: AgreementTemplate | None = standing
    while root and not root.is_national:
        root = root.based_on
    newest = next((each for each in national if each.valid_from <= today), None)
    return newest if newest and root and root.form == newest.form and newest.number > root.number else None


def _version(template: AgreementTemplate, standing: AgreementTemplate, today: date, *, is_left: bool) -> dict[str, Any]:
    tones = {"Geldt": "success", "Geldt later": "info"}
    if template.pk == standing.pk:
        label = "Geldt"
    elif is_left:
        label = "Losgelaten"
    elif template.is_national and not standing.is_national:
        label = "Landelijk"
    else:
        label = "Geldt later" if template.valid_from > today else "Vervangen"
    return {
        "url": reverse("agreements:template_version", args=[template.code, template.number]),
        "name": f"{'Landelijk' if template.is_national else 'Eigen'}, versie {template.number}",
        "label": label,
        "tone": tones.get(label, "neutral"),
        "since": template.valid_from,
        "languages": ", ".join(language.label for language in template.languages),
    }


def sources(form: str, owner: int | None) -> list[AgreementTemplate]:
    """What a draft of this form may be a copy of, the likeliest first."""
    others = [each for each in Form.values if each != form]
    own = versions(form, owner)[:5] if owner else []
    elsewhere = [
        found for other in others for whose in dict.fromkeys((owner, None)) for found in versions(other, whose)[:1]
    ]
    return [*own, *versions(form, None)[:5], *elsewhere]


# -- one template ---------------------------------------------------------------------------------------------------


def articles_of(template: TemplateText) -> list[dict[str, Any]]:
    """For a list: what each is called, and when it stands."""
    rows: list[dict[str, Any]] = [
        {
            "key": article.get("key", ""),
            "label": f"Artikel {article['number']}" if article["number"] else "Overweging",
            "title": article["title"] or "(zonder titel)",
            "provision": " en ".join(article["provision"]),
            "when": in_words(article.get("conditions", {})),
            "is_recital": not article["number"],
            "is_first": False,
            "is_last": False,
        }
        for article in template.articles
    ]
    for is_recital in (True, False):
        same = [row for row in rows if row["is_recital"] == is_recital]
        if same:
            same[0]["is_first"] = same[-1]["is_last"] = True
    return rows


def meter_of(covered: Iterable[Coverage]) -> list[dict[str, Any]]:
    """For the meter: per provision the articles that cover it, or what lacks."""
    return [
        {
            "label": f"{each.provision.code}. {each.provision.title}",
            "ok": each.ok,
            "law": each.provision.citation,
            "text": " ".join(each.lacking) if each.lacking else _covered_by(each),
        }
        for each in covered
    ]


def _covered_by(covered: Coverage) -> str:
    names = [
        f"artikel {each.number} ({each.title}{', ' + each.when if each.when else ''})"
        if each.number
        else f"overweging ({each.title})"
        for each in covered.articles
    ]
    text = " en ".join(names)
    return f"{text[:1].upper()}{text[1:]}."


def problems_of(draft: TemplateDraft) -> dict[str, list[dict[str, str | Problem]]]:
    """Those that stand in the way, and those to look at; each with the page to mend it."""
    rows: dict[bool, list[dict[str, str | Problem]]] = {True: [], False: []}
    for problem in problems(draft):
        where = [draft.public_id, problem.article]
        url = reverse("agreements:template_article", args=where) if problem.article else ""
        rows[problem.blocks].append({"problem": problem, "url": url})
    return {"obstacles": rows[True], "advice": rows[False]}


def meter_lead(template: TemplateText) -> str:
    if template.form == Form.DUAAL:
        return "Bij duaal staan deze vier in elke overeenkomst die met dit sjabloon gemaakt kan worden."
    return "Bij deeltijd niet verplicht, wel aan te raden."


def lead_of(draft: TemplateDraft) -> str:
    whose = "landelijk" if draft.based_on.is_national else "eigen"
    return f"Begonnen als kopie van {whose}, versie {draft.based_on.number}. Er verandert niets tot u publiceert."


def facts_of(template: AgreementTemplate) -> list[tuple[str, str]]:
    published = (
        f"{date_format(timezone.localtime(template.published_at), 'j F Y')}, {template.published_by}"
        if template.published_at
        else ""
    )
    return [
        ("Van", template.hogeschool.name if template.hogeschool else "Landelijk"),
        ("Vorm", template.get_form_display()),
        ("Talen", ", ".join(language.label for language in template.languages)),
        ("Geldt vanaf", date_format(template.valid_from, "j F Y")),
        *([("Gemaakt uit", str(template.based_on))] if template.based_on else []),
        ("Bron", template.source),
        *([("Gepubliceerd", published)] if published else []),
        *([("Wat er anders is", template.changes)] if template.changes else []),
    ]


def events_of(draft: TemplateDraft) -> list[Moment]:
    return [
        Moment(event.at, event.who, event.text, "", TemplateEventKind(event.kind).tone)
        for event in draft.events.all()[:30]
    ]


# -- trying out -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """An article as it would read in a sample."""

    about: str
    stands: bool  # it applies there
    texts: list[tuple[Language, AgreementText]]

    @property
    def unknown(self) -> list[str]:
        return list(dict.fromkeys(name for _, text in self.texts for name in text.unknown))


def try_article(draft: TemplateDraft, form: Any) -> Tried:
    article, case = form.drafted, form.tried_with
    languages = [Language.NL, Language.EN] if article.get("en") else [Language.NL]
    return Tried(
        case.in_words(draft.form),
        applies(article["conditions"], case.about(draft.form)),
        [
            (language, fill_in_article(in_language(article, language), sample(draft.form, case, language)))
            for language in languages
        ],
    )
