"""The pages behind a personal link of who guides the student at work: to speak at a talk, and to say who was at work.
On a phone, in a few minutes, without an account."""

from contextlib import suppress
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mkbroute.access.decorators import UnknownLink, as_practice_holder, hash_token
from mkbroute.organisations.by_link import NO_MENU, page_by_link

from .. import practice_pages, talks
from ..enums import Voice
from ..forms.practice import OpinionsForm
from ..models import OutcomeVoice, PracticeLink
from ..own_days import company_of, own_weeks
from ..services import moments as services
from ..services.moments import NotOpen
from ..services.practice import NotRunning
from ..talks import Standing, outcomes_of
from ..weeks import begun_years
from .moments import NOTHING, kept, shown
from .practice import fill, weeks_form
from .signing import house_style
from .visits import visit_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def as_holder(view):
    """view(request, link, …) for whoever holds the link; `request.link` is its token. Else: UnknownLink."""

    @as_practice_holder
    @wraps(view)
    def wrapped(request, token, **kwargs):
        link = _links().filter(token_hash=hash_token(token)).first()
        if not link:
            raise UnknownLink
        if link.moment:
            link.moment.agreement = link.agreement
        request.link = token
        return view(request, link, **kwargs)

    return wrapped


def _links():
    """`moment`: None also of a talk that its holder no longer reads."""
    return PracticeLink.objects.select_related(
        "agreement__route", "agreement__hogeschool", "agreement__organisation", "moment"
    )


def link_page(view):
    """A page for whoever holds the link; for others, what to do when a link does not work."""
    return page_by_link("agreements/talks/unknown.html")(as_holder(view))


def _or_closed(view):
    """While it is open; else the page says how things stand."""

    @wraps(view)
    def wrapped(request, link, **kwargs):
        if talks.standing(link) == Standing.OPEN:
            with suppress(NotOpen, NotRunning):
                return view(request, link, **kwargs)
            link.refresh_from_db(from_queryset=_links())
        return _closed(request, link)

    return wrapped


def _closed(request, link):
    context = {"standing": talks.standing(link).name, **(shown(link.moment) if link.moment else {})}
    return _page(request, "closed", link, **context)


# -- a talk -------------------------------------------------------------------------------------------------------


@page_with_form
@link_page
@_or_closed
def talk(request, link):
    if not link.moment:
        raise Http404
    form = _opinions(request, link)
    if form.is_valid():
        give = "keep" not in request.POST
        if give and not form.says_something:
            form.add_error(None, NOTHING)
        else:
            given = _say(request, link, form, give)
            return _page(request, "given" if given else "kept", link, **_others(link))
    said = OutcomeVoice.objects.filter(moment=link.moment, voice=Voice.COMPANY).exclude(given_at=None).exists()
    context = {"form": form, "minutes": talks.MINUTES, "is_given": said, **_others(link)}
    return _page(request, "talk", link, status=422 if form.is_bound else 200, **context)


@require_POST
@link_page
def keep(request, link):
    if not link.moment or talks.standing(link) != Standing.OPEN:
        return HttpResponse("Niet bewaard: dit gesprek is afgerond of afgezegd.")
    form = _opinions(request, link)
    if not form.is_valid():
        return HttpResponse("Nog niet bewaard: er klopt iets niet.")
    try:
        return HttpResponse(kept(_say(request, link, form, give=False)))
    except NotOpen:
        return HttpResponse("Niet bewaard: dit gesprek is intussen afgerond.")


def _opinions(request, link) -> OpinionsForm:
    mine = OutcomeVoice.objects.filter(moment=link.moment, voice=Voice.COMPANY)
    data = request.POST if request.method == "POST" else None
    return OpinionsForm(data, outcomes=outcomes_of(link.agreement), said=mine)


def _say(request, link, form, give) -> bool:
    services.open_link(link)
    visit = visit_of(request)
    return services.speak(link.moment, Voice.COMPANY, form.opinions, who=_who(link), give=give, visit=visit)


def _others(link) -> dict:
    """What student and hogeschool said, for who wants to see it first."""
    return {"sides": practice_pages.sides_at(link.moment)}


def _who(link) -> str:
    return f"{link.name}, {company_of(link.agreement)}"[:200]


# -- attendance ---------------------------------------------------------------------------------------------------


@page_with_form
@link_page
@_or_closed
def attendance(request, link):
    """The study year that runs; a POST writes what stands on the page."""
    if link.moment:
        raise Http404
    years = begun_years(link.agreement)
    year = _year(request, years)
    form = weeks_form(link.agreement, year, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.open_link(link)
        number, form = fill(link.agreement, year, form, who=_who(link), by_company=True)
        if number is not None:
            context = {"number": number, "weeks": own_weeks(link.agreement, year)}
            return _page(request, "attendance_given", link, **context)
    context = {
        "form": form,
        "weeks": own_weeks(link.agreement, year),
        "year": year,
        "years": years,
        "year_name": f"{year}-{year + 1}",
    }
    return _page(request, "attendance", link, status=422 if form.is_bound else 200, **context)


def _year(request, years: list[int]) -> int:
    """The one that was chosen, or the last that began."""
    asked = request.GET.get("jaar", "")
    return int(asked) if asked.isdecimal() and int(asked) in years else years[-1]


# -- in both ------------------------------------------------------------------------------------------------------


@require_POST
@login_not_required
@never_cache
def renew(request, token):
    """Whether or not there was something to renew, the answer is the same: look in the mailbox."""
    with suppress(UnknownLink, NotOpen):
        _renew(request, token)
    return render(request, "agreements/talks/renewed.html", NO_MENU)


@as_holder
def _renew(request, link):
    services.renew_link(link)


def _page(request, name, link, *, status=200, **context):
    agreement = link.agreement
    context = {
        **NO_MENU,
        **house_style(agreement.hogeschool_id),
        "person": link,
        "moment": link.moment,
        "agreement": agreement,
        "route": agreement.route,
        "hogeschool": agreement.hogeschool,
        "company": {"name": company_of(agreement)},
        "link": request.link,
        **context,
    }
    return render(request, f"agreements/talks/{name}.html", context, status=status)
