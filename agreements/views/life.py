"""The life of agreements: the dossier of one student, the statuses, what is stuck, and how long it all takes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import Column
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.models import Route
from routes.views.files import download, require_format, written

from .. import chapters, lead_time_sheet, lead_times, pages, queries, states, waiting
from ..access import party_required, reader_of
from ..enums import Role
from ..forms.life import LeadTimeFilter, StuckFilter
from ..models import LifeTerms
from ..services.reminding import NothingWaits, RemindedAlready, remind_person

TIME_COLUMNS = [Column("Stap"), Column("Overeenkomsten", numeric=True), Column("Mediaan"), Column("90 %")]
OVERVIEW = ("Overeenkomsten", "agreements:list")


def _trail(here: str) -> list[tuple[str, str]]:
    return [(OVERVIEW[0], reverse(OVERVIEW[1])), (here, "")]


@require_safe
@party_required
def dossier(request, public_id):
    """All agreements of this student on this route, as far as the reader may see them."""
    reader = reader_of(request)
    agreement = get_object_or_404(queries.detailed(reader), public_id=public_id)
    context = {
        "agreement": agreement,
        "chapters": chapters.chapters_of(agreement),
        "ours": reader == Role.HOGESCHOOL,
        "is_student": reader == Role.STUDENT,
        "trail": pages.trail(agreement, "Dossier"),
    }
    return render(request, "agreements/dossier.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def statuses(request):
    context = {
        "rows": states.life(),
        "ending_steps": states.life_of_an_ending(),
        "terms": LifeTerms.objects.latest(),
        "trail": _trail("Statussen: wie doet wat"),
    }
    return render(request, "agreements/statuses.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def stuck(request):
    """Per person who must act: what waits, how long, and when she was reminded last."""
    form = StuckFilter(request.GET or None)
    everybody = waiting.people_waited_for(request.hat.organisation_id)
    shown = everybody if form.wants_all else [person for person in everybody if person.stuck]
    numbers = waiting.counted(everybody)
    context = {
        "people": shown,
        "others": len(everybody) - len(shown),
        "numbers": [(kind.label, numbers[kind]) for kind in waiting.Kind if numbers.get(kind)],
        "summary": _people_counted(len(shown), form.wants_all),
        "form": form,
        "today": timezone.localdate(),
        "terms": LifeTerms.objects.latest(),
        "trail": _trail("Wat ligt stil"),
    }
    return render(request, "agreements/stuck.html", context)


def _people_counted(number: int, wants_all: bool) -> str:
    people = "1 persoon" if number == 1 else f"{number} mensen"
    what = "heeft iets te doen" if wants_all else "laat te lang op zich wachten"
    return f"{people} {what if number == 1 else what.replace('heeft', 'hebben').replace('laat', 'laten')}"


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def remind(request):
    """One mail to one person about all that waits for her."""
    email = request.POST.get("email", "")
    try:
        validate_email(email)
        reminder = remind_person(request.hat.organisation_id, email, who=signature(request))
    except ValidationError as error:
        raise Http404 from error
    except RemindedAlready as found:
        at = date_format(timezone.localtime(found.reminder.at), "H:i")
        messages.info(
            request, f"{found.reminder.name} kreeg vandaag om {at} uur al een herinnering. Morgen kan het weer."
        )
    except NothingWaits:
        messages.info(request, "Er wacht niets meer op deze persoon.")
    else:
        number = len(reminder.about)
        things = "één ding" if number == 1 else f"{number} dingen"
        messages.success(request, f"{reminder.name} krijgt één mail over {things}, met links die werken.")
    return redirect("agreements:stuck")


@require_safe
@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def times(request):
    """The programme team reads numbers per route only, and none of few agreements."""
    ours = request.hat.kind == Kind.HOGESCHOOL
    form = LeadTimeFilter(request.GET or None, routes=ours)
    groups = _groups(form, ours)
    titles = lead_times.titles(groups)
    context = {
        "whole": next((group for group in groups if group.route_id is None), None) if len(titles) > 1 else None,
        "groups": [(titles[group.route_id], group) for group in groups if group.route_id in titles],
        "columns": TIME_COLUMNS,
        "form": form if ours else None,
        "ours": ours,
        "enough": lead_times.ENOUGH,
        "export_urls": [
            (label, f"{reverse('agreements:lead_times_file', args=[key])}?{request.GET.urlencode()}".rstrip("?"))
            for key, label in (("xlsx", "Excel"), ("ods", "OpenDocument"), ("csv", "CSV"))
        ],
        "trail": _trail("Doorlooptijden") if ours else [],
    }
    return render(request, "agreements/lead_times.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def times_file(request, file_format):
    require_format(file_format)
    ours = request.hat.kind == Kind.HOGESCHOOL
    groups = _groups(LeadTimeFilter(request.GET or None, routes=ours), ours)
    sheet = lead_time_sheet.sheet_of(groups, lead_times.titles(groups))
    head = {"title": "Doorlooptijden van overeenkomsten", "generated_at": timezone.now().isoformat(timespec="seconds")}
    return download(written(sheet, file_format, head), file_format, "doorlooptijden")


def _groups(form: LeadTimeFilter, ours: bool) -> list[lead_times.Group]:
    if not ours:
        return lead_times.lead_times_of_routes()
    asked = form.asked
    chosen = asked.get("route")
    routes = None if chosen is None else Route.objects.filter(public_id__in=chosen).values_list("pk", flat=True)
    return lead_times.lead_times(routes, asked.get("year") or None)
