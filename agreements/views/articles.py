"""The articles of a draft template, one page each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mkbroute.design.merging import Clash
from mkbroute.organisations.access import acting_hat_required, signature

from .. import template_pages
from ..articles import new_article
from ..enums import TemplateState
from ..forms.templates import ArticleForm
from ..meter import current_provisions
from ..services import templates as services
from ..variables import GROUPS
from .editing import clash_of, gone
from .templates import EDITORS, draft_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TAKEN_OUT = "Een collega heeft dit artikel intussen weggehaald."


@page_with_form
@acting_hat_required(*EDITORS)
def add(request, draft_id):
    """Behind the article that `na` names, or at the end."""
    draft = draft_of(draft_id)
    after = request.GET.get("na", "")
    article = new_article(is_recital=any(each["key"] == after and not each["number"] for each in draft.articles))
    form = ArticleForm(request.POST or None, article=article, provisions=current_provisions())
    if draft.state != TemplateState.DRAFT:
        return gone(request, draft, form)
    if not _is_tried(request) and form.is_valid():
        try:
            services.add_article(draft, values=form.values, after=after, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(draft_id), form)
        except services.TooMany:
            form.add_error(None, "Er zijn al zoveel artikelen als er in een sjabloon kunnen staan. Voeg er samen.")
        else:
            messages.success(request, "Het artikel is toegevoegd.")
            return redirect("agreements:template_draft", draft.public_id)
    return _page(request, draft, form, theirs=[], is_new=True)


@page_with_form
@acting_hat_required(*EDITORS)
def edit(request, draft_id, key):
    draft = draft_of(draft_id)
    form = _form(draft, key, request.POST or None)
    if form is None or draft.state != TemplateState.DRAFT:
        return _lost(request, draft)
    theirs: list = []
    if not _is_tried(request) and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            done = services.edit_article(draft, key, values=form.values, seen=seen, who=signature(request))
        except (services.NotADraft, services.NoSuchArticle):
            return _lost(request, draft_of(draft_id))
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            form, theirs = clash_of(clash, form, _form(draft_of(draft_id), key, None, initial=mine))
        else:
            _tell(request, form, done)
            return redirect("agreements:template_draft", draft.public_id)
    return _page(request, draft, form, theirs=theirs, is_new=False)


@require_POST
@acting_hat_required(*EDITORS)
def move(request, draft_id, key):
    draft = draft_of(draft_id)
    try:
        services.move_article(draft, key, up=request.POST.get("naar") == "boven", who=signature(request))
    except services.NotADraft:
        return gone(request, draft_of(draft_id))
    except services.NoSuchArticle:
        messages.warning(request, TAKEN_OUT)
    return redirect(f"{reverse('agreements:template_draft', args=[draft.public_id])}#{key}")


@page_with_form
@acting_hat_required(*EDITORS)
def remove(request, draft_id, key):
    draft = draft_of(draft_id)
    if draft.state != TemplateState.DRAFT:
        return gone(request, draft)
    article = next((each for each in draft.articles if each["key"] == key), None)
    if article is None:
        messages.info(request, "Dit artikel is er niet meer.")
        return redirect("agreements:template_draft", draft.public_id)
    if request.method == "POST":
        try:
            services.remove_article(draft, key, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(draft_id))
        messages.success(request, f"‘{article['title']}’ is weggehaald.")
        return redirect("agreements:template_draft", draft.public_id)
    context = {"draft": draft, "article": article, "trail": template_pages.trail_of(draft, "Artikel weghalen")}
    return render(request, "agreements/templates/remove.html", context)


# -- the page -------------------------------------------------------------------------------------------------------


def _form(draft, key, data, **kwargs) -> ArticleForm | None:
    article = next((each for each in draft.articles if each["key"] == key), None)
    return ArticleForm(data, article=article, provisions=current_provisions(), **kwargs) if article else None


def _lost(request, draft):
    """The article or the whole draft is not there any more: what was typed is."""
    article = {**new_article(), "key": ""}
    form = ArticleForm(request.POST or None, article=article, provisions=current_provisions())
    what = TAKEN_OUT if draft.state == TemplateState.DRAFT else ""
    return gone(request, draft, form, what=what)


def _tell(request, form, done) -> None:
    messages.success(request, "Opgeslagen.")
    if done.theirs:
        labels = ", ".join(str(form.fields[name].label) for name in form.values if name in done.theirs)
        messages.info(request, f"Een collega wijzigde intussen iets anders, dat blijft zo staan: {labels}.")


def _is_tried(request) -> bool:
    """She only wants to see how it reads: nothing is saved."""
    return "voorbeeld" in request.POST or request.headers.get("HX-Target") == "voorbeeld"


def _page(request, draft, form, *, theirs, is_new):
    tried = template_pages.try_article(draft, form)
    context = {
        "draft": draft,
        "form": form,
        "theirs": theirs,
        "is_new": is_new,
        "tried": tried,
        "heading": "Nieuw artikel" if is_new else form.article["title"] or "Artikel zonder titel",
        "suggestion_names": " ".join(form.suggestions),
        "suggestions_open": not _is_tried(request) and any(name in form.errors for name in form.suggestions),
        "english_open": bool(form["title_en"].value() or form["text_en"].value()),
        "groups": GROUPS.items(),
        "trail": template_pages.trail_of(draft, "Nieuw artikel" if is_new else form.article["title"]),
    }
    if request.headers.get("HX-Target") == "voorbeeld":
        return render(request, "agreements/templates/_tried.html", context)
    wrong = theirs or (form.is_bound and not _is_tried(request))
    return render(request, "agreements/templates/article.html", context, status=422 if wrong else 200)
