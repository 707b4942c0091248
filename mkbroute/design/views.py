from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from . import gallery as examples
from .listing import paginate, sorted_columns

View = Callable[..., HttpResponse]


def theme_view(lookup: Callable[[str], str | None]) -> View:
    """A view (request, sha) that serves a stored house style for ever: the address names the content."""

    @login_not_required
    @require_safe
    def theme(request: HttpRequest, sha: str) -> HttpResponse:
        css = lookup(sha)
        if css is None:
            raise Http404
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)

    return theme


def combobox_options(request: HttpRequest, found: list[tuple[str, str]]) -> HttpResponse:
    """The list under a fields.ComboboxField: pairs (key, label)."""
    return HttpResponse(render_to_string("components/combobox_options.html", {"options": found}))


# -- the gallery: every component in every state, and the page on which their accessibility is tested -----------------


def awkward_css(sha: str) -> str | None:
    return next((theme.css for theme in examples.awkward_themes().values() if theme.sha == sha), None)


def _house_style(request: HttpRequest) -> dict[str, str]:
    theme = examples.awkward_themes().get(request.GET.get("huisstijl", ""))
    return {"theme_url": reverse("design:theme", args=[theme.sha])} if theme else {}


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    columns, order = sorted_columns(request, examples.COLUMNS, default="naam")
    context = {
        **_house_style(request),
        "awkward": examples.AWKWARD,
        "breadcrumb_items": [("Routes", reverse("design:gallery")), ("Ad Bouwkunde", "")],
        "columns": columns,
        "page": paginate(request, examples.sorted_routes(order), per_page=5),
        "filter_form": examples.ExampleFilter(request.GET if "sector" in request.GET else None),
        "form": examples.ExampleForm(url=reverse("design:companies")),
        "tones": ["neutral", "info", "success", "warning", "danger", "accent"],
        "facts": examples.FACTS,
        "events": examples.events(),
        "steps": examples.STEPS,
        "stopped": examples.STOPPED,
        "meter": examples.METER,
        "jobs": examples.jobs(reverse("design:progress")),
        "today": timezone.localdate(),
    }
    return render(request, "design/gallery.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest) -> HttpResponse:
    form = examples.ExampleForm(request.POST or None, request.FILES or None, url=reverse("design:companies"))
    if form.is_valid():
        messages.success(request, "Alles klopt. Er is niets opgeslagen: dit is een voorbeeld.")
        return redirect("design:form")
    context = {**_house_style(request), "form": form}
    return render(request, "design/form.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def confirm_page(request: HttpRequest) -> HttpResponse:
    return render(request, "design/confirm.html", _house_style(request))


@login_not_required
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    return combobox_options(request, examples.search_companies(request.GET.get("company_text", "")))


@login_not_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    job = examples.jobs(reverse("design:progress"))[1]
    return render(request, "design/progress.html", {"job": job})
