"""The funnel of a route, and the counts that a hogeschool enters for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.listing import paginate
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import funnel
from routes.forms.funnel import ChannelFilter, EntryForm, FunnelFilter, RemovalForm
from routes.models import FunnelCount, FunnelEntry, Route
from routes.revisions import Overtaken
from routes.services.funnel import EDITABLE, change_count, enter_count, entry_revision, remove_count

from .beside import beside, shown
from .closed import closed
from .posted import posted, seen

ENTRIES_PER_PAGE = 10


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def show_funnel(request, public_id):
    route = _route(public_id)
    if request.hat.kind == Kind.HOGESCHOOL:
        return _of_hogeschool(request, route)
    by_portal, by_hand = funnel.kept(route)
    form = ChannelFilter(request.GET, start=_starts(route, by_portal, by_hand))
    last = FunnelCount.objects.filter(route=route).order_by("-at").values_list("at", flat=True).first()
    context = {"ours": False, "form": form, "kept_at": last, "page": None, "branches": []}
    return _page(request, route, {**context, **_told(form, by_portal, by_hand)})


def _of_hogeschool(request, route):
    entries = list(funnel.entries_of(route))
    by_portal, by_hand = funnel.counted(route), funnel.entered(route, entries)
    branches = {str(entry.branche.public_id): entry.branche.name for entry in entries if entry.branche}
    starts = _starts(route, by_portal, by_hand)
    form = FunnelFilter(request.GET, start=starts, branche=sorted(branches.items(), key=lambda pair: pair[1]))
    chosen = [entry for entry in entries if _fits(route, entry, form)]
    context = {
        "ours": True,
        "form": form,
        "kept_at": None,
        "branches": funnel.by_branche(chosen),
        "page": paginate(request, chosen, per_page=ENTRIES_PER_PAGE),
        "may_edit": acts_for(request, Kind.HOGESCHOOL) and route.state in EDITABLE,
    }
    # of a branche the portal counts nothing
    found = ({}, funnel.entered(route, chosen)) if form.chosen_branche else (by_portal, by_hand)
    return _page(request, route, {**context, **_told(form, *found, of_branche=bool(form.chosen_branche))})


def _told(form, by_portal, by_hand, *, of_branche=False):
    channel, cohort = form.chosen_channel, form.chosen_start
    counts = None if of_branche else funnel.together(by_portal, channel)
    shown = {each: numbers for each, numbers in by_portal.items() if channel in ("", each)}
    typed = {each: numbers for each, numbers in by_hand.items() if channel in ("", each)}
    return {
        "rows": funnel.rows_of(counts, funnel.together(by_hand, channel), cohort),
        "channels": funnel.by_channel(shown, typed, cohort),
        "is_narrowed": bool(channel or of_branche),
        "of_branche": of_branche,
    }


def _page(request, route, context):
    rows = context["rows"]
    shared = {
        "route": route,
        "trail": [*_trail(request, route)[:-1], ("Trechter", "")],
        "is_empty": funnel.is_empty(rows),
        "comparison": "" if context["is_narrowed"] else funnel.comparison(rows, ours=context["ours"]),
        "example": funnel.NULMETING,
    }
    return render(request, "routes/funnel.html", {"may_edit": False, **shared, **context})


def _starts(route, *numbers) -> list[tuple[str, str]]:
    cohorts = sorted({cohort for found in numbers for cohort, _ in funnel.together(found)}, reverse=True)
    return [(str(cohort), funnel.start_label(route, cohort)) for cohort in cohorts]


def _fits(route, entry, form: FunnelFilter) -> bool:
    return (
        form.chosen_start in (None, funnel.cohort_of(route, entry.counted_on))
        and form.chosen_channel in ("", entry.channel)
        and (
            not form.chosen_branche
            or (entry.branche is not None and str(entry.branche.public_id) == form.chosen_branche)
        )
    )


@acting_hat_required(Kind.HOGESCHOOL)
def add_count(request, public_id):
    route = _route(public_id)
    if route.state not in EDITABLE:
        return closed(request, route)
    form = EntryForm(posted(request), route=route)
    if form.is_valid():
        try:
            enter_count(route, form.values, key=form.chosen_key, who=signature(request))
        except ValidationError as refusal:
            form.refused(refusal)
        else:
            messages.success(request, "De telling staat in de trechter.")
            return redirect("routes:funnel", public_id)
    nothing = {"seen": "", "shown": "", "theirs": []}
    context = {"route": route, "form": form, "entry": None, "trail": _trail(request, route), **nothing}
    return render(request, "routes/funnel_entry.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(Kind.HOGESCHOOL)
def edit_count(request, entry_id):
    entry = _entry(entry_id)
    if entry.route.state not in EDITABLE:
        return closed(request, entry.route)
    form = EntryForm(posted(request), route=entry.route, entry=entry)
    context = {"route": entry.route, "form": form, "entry": entry, "theirs": [], "trail": _trail(request, entry.route)}
    context |= {"seen": seen(request, entry_revision(entry)), "shown": shown(request, form)}
    if form.is_valid() and _saved(request, entry, context):
        messages.success(request, "De telling is gewijzigd.")
        return redirect("routes:funnel", entry.route.public_id)
    return render(request, "routes/funnel_entry.html", context, status=422 if form.is_bound else 200)


def _saved(request, entry, context) -> bool:
    form = context["form"]
    try:
        change_count(entry, form.values, who=signature(request), seen=context["seen"])
    except Overtaken as overtaken:
        now = FunnelEntry.objects.select_related("branche").get(pk=entry.pk)
        found = beside(request.POST, EntryForm(route=entry.route, entry=now))
        context |= found.context(entry_revision(now))
        context["form"] = EntryForm(found.data, route=entry.route, entry=now)
        context["form"].add_error(None, overtaken)
    except ValidationError as refusal:
        form.refused(refusal)
    else:
        return True
    return False


@acting_hat_required(Kind.HOGESCHOOL)
def remove_entry(request, entry_id):
    entry = FunnelEntry.objects.select_related("route__hogeschool", "branche").filter(public_id=entry_id).first()
    if entry is None:
        return _already_removed(request)
    if entry.route.state not in EDITABLE:
        return closed(request, entry.route)
    overtaken = request.method == "POST" and not _removed(request, entry)
    if request.method == "POST" and not overtaken:
        messages.success(request, "De telling is verwijderd.")
        return redirect("routes:funnel", entry.route.public_id)
    form = RemovalForm(initial={"seen": entry_revision(entry), "route": entry.route.public_id})
    context = {"entry": entry, "route": entry.route, "form": form, "overtaken": overtaken}
    return render(request, "routes/funnel_remove.html", context, status=409 if overtaken else 200)


def _removed(request, entry) -> bool:
    """Not when a colleague changed it since the page was opened: then the page shows it anew."""
    try:
        remove_count(entry, who=signature(request), seen=seen(request, ""))
    except Overtaken:
        return False
    return True


def _already_removed(request):
    """By a colleague, or by herself in another window. The page that was open knows where to go back to."""
    form = RemovalForm(posted(request))
    if not form.is_valid():
        raise Http404
    messages.info(request, "Deze telling was al verwijderd.")
    return redirect("routes:funnel", _route(form.cleaned_data["route"]).public_id)


def _entry(entry_id) -> FunnelEntry:
    return get_object_or_404(
        FunnelEntry.objects.select_related("route__hogeschool", "branche"), public_id=entry_id
    )  # fmt: skip


def _route(public_id) -> Route:
    return get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)


def _trail(request, route: Route) -> list[tuple[str, str]]:
    ours = request.hat.kind == Kind.HOGESCHOOL
    first = ("Routes", reverse("routes:list")) if ours else ("Beoordeling", reverse("routes:reviews"))
    at = [route.public_id]
    return [first, (route.title, reverse("routes:detail", args=at)), ("Trechter", reverse("routes:funnel", args=at))]
