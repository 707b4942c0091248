"""Somebody wants to hear of new leerwerkplekken: as a visitor, by mail; or with her account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.access.decorators import UnknownLink, as_visitor
from mkbroute.organisations.access import person_required

from .. import links
from ..forms.open_places import OpenPlaceFilter
from ..forms.searches import SaveSearchForm
from ..models import SavedSearch
from ..open_places import in_words
from ..services import searches as services
from ..services.refusal import Refusal
from .answers import posted


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request):
    """What is looked for stands in the address, as in the list."""
    is_person = request.user.is_authenticated and not request.hat
    return _save_own(request) if is_person else _save(request)


def _save_own(request):
    """At the address of her account, which she proved already."""
    wanted = OpenPlaceFilter(request.GET or None).wanted()
    if request.method == "POST":
        try:
            services.save_search(request.user.email, wanted)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "Bewaard. Je krijgt een mail zodra er iets nieuws bij komt.")
        return redirect("matching:my_searches")
    return render(request, "matching/save_search.html", {"search": in_words(wanted), "own": request.user.email})


@as_visitor
def _save(request):
    wanted = OpenPlaceFilter(request.GET or None).wanted()
    form = SaveSearchForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            services.save_search(form.cleaned_data["email"], wanted)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "matching/search_asked.html", {"email": form.cleaned_data["email"]})
    context = {"form": form, "search": in_words(wanted), "back": reverse("matching:open_places")}
    return render(request, "matching/save_search.html", context, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def saved_search(request, token):
    """Behind the link in each mail: to confirm, and to stop, without logging in."""
    try:
        found = links.found_search(token)
    except UnknownLink:
        return render(request, "matching/search_unknown.html", status=404)
    if request.method == "POST":
        _answer(request, token)
        return redirect(request.path)
    context = {"found": found, "search": in_words(found.wanted)}
    return render(request, "matching/saved_search.html", context)


def _answer(request, token: str) -> None:
    answer = request.POST.get("antwoord", "")
    if answer == "ja":
        links.confirm_search(token)
    elif answer in ("uit", "alles-uit"):
        links.stop_search(token, every=answer == "alles-uit")


@require_safe
@person_required
def my_searches(request):
    rows = SavedSearch.objects.filter(services.RUNS).select_related("route")
    searches = [
        (search, in_words(services.wanted_of(search), search.route)) for search in rows.order_by("-created_at")[:20]
    ]
    return render(request, "matching/my_searches.html", {"searches": searches})


@require_POST
@person_required
def stop(request, search_id):
    services.stop_own_search(get_object_or_404(SavedSearch, pk=search_id))
    messages.success(request, "Je krijgt hierover geen mail meer.")
    return redirect("matching:my_searches")
