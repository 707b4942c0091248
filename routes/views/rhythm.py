"""The rhythm of the school year: kept by the hogeschool, read and subscribed to by praktijkbegeleiders."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.access.decorators import as_visitor
from mkbroute.mail.links import absolute
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import details, ics
from routes.forms.rhythm import PeriodForm
from routes.models import RhythmPeriod, Route
from routes.revisions import Overtaken
from routes.rhythm import bounds, by_month, in_words, name_of, week_sums
from routes.services import add_period, begin_rhythm, change_period, copy_rhythm, remove_period
from routes.services.register import EDITABLE
from routes.services.rhythm import period_revision

from .beside import beside, shown
from .closed import closed
from .gone import gone
from .posted import posted, seen


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def show(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    context = _year(route, request.GET.get("jaar", ""))
    year = int(context["year"])
    known = details.years_of(route)
    context |= {
        "trail": [(route.title, reverse("routes:detail", args=[public_id])), ("Ritme", "")],
        "may_edit": acts_for(request, Kind.HOGESCHOOL) and route.state in EDITABLE,
        "previous": str(year - 1) if year - 1 in known else "",
        "previous_label": f"Neem {name_of(year - 1)} over",
        "following": name_of(year + 1) if year + 1 not in known else "",
        "copy_label": f"Kopieer naar {name_of(year + 1)}",
        "feed_url": _feed_url(route) if route.has_page else "",
    }
    return render(request, "routes/rhythm.html", context)


def _year(route: Route, asked: str) -> dict:
    years = details.years_of(route)
    year = details.year_to_show(years, asked)
    rows = details.rhythm_of(route, year)
    periods = [details.period_of(row) for row in rows]
    return {
        "route": route,
        "year": str(year),
        "year_name": name_of(year),
        "years": details.choices_of_years(years, year),
        "rows": rows,
        "months": by_month(periods, year) if rows else [],
        "sums": [(kind, in_words(kind, weeks)) for kind, weeks in week_sums(periods, year)],
        "eyebrow": route.title,
        "empty_title": f"Nog geen ritme voor {name_of(year)}",
    }


def _feed_url(route: Route) -> str:
    return absolute(reverse("routes:rhythm_feed", args=[route.slug]))


@acting_hat_required(Kind.HOGESCHOOL)
def add(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    if route.state not in EDITABLE:
        return closed(request, route)
    form = PeriodForm(posted(request), initial=_likely(request.GET.get("jaar", "")))
    if form.is_valid() and _saved(form, lambda period: add_period(route, period, who=signature(request))):
        messages.success(request, f"{form.period.name} staat in het ritme.")
        return redirect(_place(route, form.period.year))
    return _form_page(request, route, form, title="Periode toevoegen", submit="Toevoegen")


def _likely(asked: str) -> dict:
    return {"first_day": bounds(details.year_to_show([], asked))[0]}


@acting_hat_required(Kind.HOGESCHOOL)
def change(request, public_id):
    row = get_object_or_404(RhythmPeriod.objects.select_related("route"), public_id=public_id)
    if row.route.state not in EDITABLE:
        return closed(request, row.route)
    before, who = seen(request, period_revision(row)), signature(request)
    form = PeriodForm(posted(request), initial=details.period_of(row)._asdict())
    more = {"seen": before, "shown": shown(request, form)}
    if form.is_valid():
        try:
            if _saved(form, lambda typed: change_period(row, typed, who=who, seen=before)):
                messages.success(request, "De wijziging is opgeslagen.")
                return redirect(_place(row.route, form.period.year))
        except Overtaken as overtaken:
            now = RhythmPeriod.objects.get(pk=row.pk)
            found = beside(request.POST, PeriodForm(initial=details.period_of(now)._asdict()))
            form, more = PeriodForm(found.data), found.context(period_revision(now))
            form.add_error(None, overtaken)
    return _form_page(request, row.route, form, title="Periode wijzigen", **more)


def _saved(form: PeriodForm, save) -> bool:
    try:
        save(form.period)
    except Overtaken:
        raise
    except ValidationError as refusal:
        form.add_error("last_day" if refusal.code in ("period", "year") else None, refusal)
        return False
    return True


@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, public_id):
    row = get_object_or_404(RhythmPeriod.objects.select_related("route"), public_id=public_id)
    if row.route.state not in EDITABLE:
        return closed(request, row.route)
    place = _place(row.route, row.year)
    if request.method == "POST":
        try:
            remove_period(row, who=signature(request))
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{row.name} staat niet meer in het ritme.")
        return redirect(place)
    context = {"route": row.route, "question": f"{row.name} verwijderen?", "cancel": place}
    return render(request, "routes/remove_period.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
@require_POST
def copy(request, public_id):
    """The shown year once more, a year later."""
    return _filled(request, public_id, copy_rhythm, later=1, told="{} is klaar om na te lopen.")


@acting_hat_required(Kind.HOGESCHOOL)
@require_POST
def begin(request, public_id):
    return _filled(request, public_id, begin_rhythm, later=0, told="Er staat een schets voor {}. Pas de data aan.")


def _filled(request, public_id, fill, *, later: int, told: str):
    route = get_object_or_404(Route, public_id=public_id)
    if route.state not in EDITABLE:
        return closed(request, route)
    year = details.year_to_show(details.years_of(route), request.POST.get("jaar", ""))
    try:
        fill(route, year, who=signature(request))
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(_place(route, year))
    messages.success(request, told.format(name_of(year + later)))
    return redirect(_place(route, year + later))


def _place(route: Route, year: int) -> str:
    return f"{reverse('routes:rhythm', args=[route.public_id])}?jaar={year}"


def _form_page(request, route: Route, form: PeriodForm, **more):
    context = {
        "submit": "Opslaan",
        "seen": "",
        "shown": "",
        "theirs": [],
        "route": route,
        "form": form,
        "lead": "Binnen één studiejaar: van 1 september tot en met 31 augustus.",
        "cancel": reverse("routes:rhythm", args=[route.public_id]),
        "eyebrow": f"Ritme van {route.title}",
        **more,
    }
    return render(request, "routes/detail_form.html", context, status=422 if form.is_bound else 200)


# -- for everyone -----------------------------------------------------------------------------------------------------


@login_not_required
@require_safe
@as_visitor
def page(request, slug):
    route = _recognised(request, slug)
    if not route.has_page:
        return gone(request, route)
    context = _year(route, request.GET.get("jaar", ""))
    context |= {
        "trail": [
            ("Opleidingen", reverse("routes:catalogue")),
            (route.title, reverse("routes:page", args=[slug])),
            ("Ritme", ""),
        ],
        "feed_url": _feed_url(route),
        "may_edit": False,
    }
    return render(request, "routes/rhythm_page.html", context)


@login_not_required
@require_safe
@as_visitor
def feed(request, slug):
    """What calendars fetch. The address of an event stays the same, so that a change replaces it."""
    route = _recognised(request, slug)
    if not route.has_page:
        return HttpResponse("Deze route is er niet meer.", content_type="text/plain; charset=utf-8", status=410)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    url = absolute(reverse("routes:rhythm_page", args=[slug]))
    text = ics.write(f"{route.title}, {route.hogeschool.name}", details.events_of(route, host=host, url=url))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ritme.ics"'
    response["Cache-Control"] = "max-age=3600"
    return response


def _recognised(request, slug) -> Route:
    host = getattr(request, "host", None)  # the web address of one hogeschool shows its own
    found = Route.objects.filter(hogeschool_id=host.organisation_id) if host else Route.objects.all()
    return get_object_or_404(found.select_related("hogeschool"), slug=slug)
