"""The practice of a sealed agreement: its page, days that do not count, who was at work, what is realised."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.design.merging import Clash
from mkbroute.organisations.access import acting_hat_required, acts_for
from mkbroute.organisations.enums import Kind
from routes.views.files import download, require_format

from .. import pages, practice_pages, supervision
from ..access import party_required
from ..earlier import realised_earlier
from ..enums import WITH_SEAL, Role
from ..forms.practice import AskForm, InterruptionForm, RealiseForm, WeeksForm, WhyForm
from ..models import Agreement, Interruption, RealisedOutcome
from ..own_days import OtherCompany, own_mondays, own_weeks, require_own_days
from ..practice_pages import who_of
from ..services import practice as services
from ..services.practice import AlreadyRealised, AlreadyWithdrawn, NotRunning, OutsidePractice, OutsideTerm, Overlaps
from ..talks import outcomes_of
from ..weeks import agreed_hours, list_weeks, study_years

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TOO_LATE = "Dat kan niet meer: de overeenkomst loopt niet (meer)."
OUTSIDE = "Deze dagen vallen buiten de periode van het werken in het bedrijf."
CHANGED = "Niet bevestigd: een van deze weken is intussen veranderd. Bekijk de weken opnieuw en bevestig ze dan."
TAKEN = "Een deel van deze dagen staat al als onderbreking in het overzicht."


def of_practice(view):
    """view(request, agreement, …) of an agreement that was sealed; of another the page itself says how it stands."""

    @wraps(view)
    def wrapped(request, public_id, **kwargs):
        agreement = practice_pages.found(public_id)
        if not agreement:
            raise Http404
        if agreement.state not in WITH_SEAL:
            return redirect("agreements:detail", public_id)
        try:
            return view(request, agreement, **kwargs)
        except NotRunning:
            messages.warning(request, TOO_LATE)
            return redirect("agreements:detail", public_id)
        except OtherCompany as refusal:
            messages.warning(request, str(refusal))
            return redirect("agreements:practice", public_id)

    return wrapped


@require_safe
@party_required
@of_practice
def show(request, agreement):
    return render(request, "agreements/practice/show.html", practice_pages.overview(request, agreement))


# -- days that do not count ---------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL, Kind.COMPANY)
@of_practice
def add_interruption(request, agreement):
    form = InterruptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.record_interruption(agreement, **form.cleaned_data, who=who_of(request, agreement))
        except OutsidePractice:
            form.add_error(None, OUTSIDE)
        except OtherCompany as refusal:
            form.add_error(None, str(refusal))
        except Overlaps:
            form.add_error(None, TAKEN)
        else:
            messages.success(request, "Deze dagen tellen niet mee. De einddatum blijft zoals zij is.")
            return _back(agreement)
    return _form(request, agreement, "interruption", form, "Onderbreking vastleggen", **_period(agreement))


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL, Kind.COMPANY)
def withdraw_interruption(request, interruption_id):
    row = get_object_or_404(Interruption.objects.select_related("agreement__organisation"), public_id=interruption_id)
    if request.method == "POST":
        _done_once(request, services.withdraw_interruption, row, "Ingetrokken: deze dagen tellen weer mee.")
        return _back(row.agreement)
    context = {"row": row, "trail": practice_pages.trail(row.agreement, ("Onderbreking intrekken", ""))}
    return render(request, "agreements/practice/withdraw_interruption.html", context)


# -- attendance ---------------------------------------------------------------------------------------------------


@page_with_form
@party_required
@of_practice
def attendance(request, agreement, year):
    """To read for everybody; to fill in for hogeschool and company, a study year at a time."""
    if year not in study_years(agreement):
        raise Http404
    may_fill = acts_for(request, Kind.HOGESCHOOL, Kind.COMPANY)
    if request.method == "POST" and not may_fill:
        raise PermissionDenied
    form = weeks_form(agreement, year, request.POST if request.method == "POST" else None)
    if form.is_valid():
        by_company = acts_for(request, Kind.COMPANY)
        number, form = fill(agreement, year, form, who=who_of(request, agreement), by_company=by_company)
        if number is not None:
            messages.success(request, said(number))
            return redirect("agreements:attendance", agreement.public_id, year)
    context = {
        "agreement": agreement,
        "form": form,
        "rows": [(row, *practice_pages.IN_WORDS[row.week.standing]) for row in form.rows],
        "weeks": own_weeks(agreement, year),
        "year_name": f"{year}-{year + 1}",
        "years": practice_pages.years_of(agreement),
        "trail": practice_pages.trail(agreement, (f"Aanwezigheid {year}-{year + 1}", "")),
        **practice_pages.rights_of(request, agreement),
        "urls": practice_pages.urls_of(agreement),
        "waiting": practice_pages.to_confirm(row.week.attendance for row in form.rows),
        "confirm_url": pages.url_of("confirm_attendance", agreement),
    }
    return render(request, "agreements/practice/attendance.html", context, status=422 if form.is_bound else 200)


def weeks_form(agreement: Agreement, year: int, data) -> WeeksForm:
    """Of the weeks of which who fills it in may speak."""
    own = own_mondays(agreement)
    weeks = [week for week in list_weeks(agreement, year) if week.monday in own]
    return WeeksForm(data, weeks=weeks, usual=agreed_hours(agreement, [week.monday for week in weeks]))


def fill(
    agreement: Agreement, year: int, form: WeeksForm, *, who: str, by_company: bool
) -> tuple[int | None, WeeksForm]:
    """How many weeks were written, and the form. None: another changed the period or the same weeks meanwhile, as the
    form then says."""
    try:
        seen = form.cleaned_data["seen"]
        return services.record_weeks(agreement, form.said, who=who, by_company=by_company, seen=seen), form
    except OutsidePractice:
        form.add_error(None, OUTSIDE)
        return None, form
    except OtherCompany as refusal:
        form.add_error(None, str(refusal))
        return None, form
    except Clash as clash:
        return None, _beside(agreement, year, form, clash)


def _beside(agreement: Agreement, year: int, form: WeeksForm, clash: Clash) -> WeeksForm:
    """What was typed, with what another wrote meanwhile."""
    mine = clash.merge.mine - clash.merge.theirs
    fresh = weeks_form(agreement, year, form.data_beside(weeks_form(agreement, year, None), mine))
    fresh.tell_of(clash.merge.clashes)
    return fresh


def said(number: int) -> str:
    if not number:
        return "Er is niets veranderd."
    return "1 week vastgelegd." if number == 1 else f"{number} weken vastgelegd."


@require_POST
@acting_hat_required(Kind.COMPANY)
@of_practice
def confirm_attendance(request, agreement):
    try:
        shown = practice_pages.shown_in(request.POST.get("getoond", ""))
        number = services.confirm_weeks(agreement, who=who_of(request, agreement), shown=shown)
    except services.WeeksChanged:
        messages.warning(request, CHANGED)
    else:
        messages.success(request, "Bevestigd." if number else "Alles was al bevestigd.")
    return _back(agreement)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL, Kind.COMPANY)
@of_practice
def ask_attendance(request, agreement):
    """By mail, of who knows who is at work there now: a company that left asks nobody."""
    require_own_days(agreement, localdate())
    known = practice_pages.invited_by(request, agreement)
    guide = next((each for each in known if each["voice"] == "company"), {})
    form = AskForm(request.POST if request.method == "POST" else None, initial=guide)
    if form.is_valid():
        services.ask_for_attendance(agreement, **form.cleaned_data, who=who_of(request, agreement))
        messages.success(request, f"{form.cleaned_data['name']} krijgt een mail met een persoonlijke link.")
        return _back(agreement)
    return _form(request, agreement, "ask_attendance", form, "Aanwezigheid opvragen")


# -- what is realised ---------------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
@of_practice
def realise(request, agreement):
    done = set(agreement.realised.filter(withdrawn_at=None).values_list("outcome", flat=True))
    earlier = realised_earlier(agreement)
    done |= {row.outcome for row in earlier}
    open_ones = [outcome for outcome in outcomes_of(agreement) if outcome not in done]
    initial = {"assessed_by": who_of(request, agreement)}
    form = RealiseForm(request.POST if request.method == "POST" else None, outcomes=open_ones, initial=initial)
    if form.is_valid():
        try:
            services.realise_outcome(agreement, **form.cleaned_data, who=who_of(request, agreement))
        except AlreadyRealised:
            form.add_error("outcome", "Een collega legde deze leeruitkomst intussen al vast.")
        except OutsideTerm as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Vastgelegd als gerealiseerd.")
            return _back(agreement)
    context = {"open_ones": open_ones, "history": agreement.realised.order_by("-recorded_at"), "earlier": earlier}
    return _form(request, agreement, "realise", form, "Gerealiseerde leeruitkomsten", **context)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def withdraw_realised(request, realised_id):
    row = get_object_or_404(RealisedOutcome.objects.select_related("agreement__organisation"), public_id=realised_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        _done_once(request, services.withdraw_realised, row, "Ingetrokken. De reden blijft erbij staan.", why=why)
        return redirect("agreements:realise", row.agreement.public_id)
    context = {"row": row, "form": form, "trail": practice_pages.trail(row.agreement, ("Intrekken", ""))}
    return render(request, "agreements/practice/withdraw_realised.html", context, status=422 if form.is_bound else 200)


# -- the log of the guidance --------------------------------------------------------------------------------------


@require_safe
@party_required
@of_practice
def log(request, agreement):
    moments = supervision.held(agreement)
    context = {
        "agreement": agreement,
        "moments": moments,
        "total": supervision.in_words(sum(moment.minutes or 0 for moment in moments)),
        "urls": practice_pages.urls_of(agreement),
        **practice_pages.rights_of(request, agreement),
        "trail": practice_pages.trail(agreement, ("Begeleiding", "")),
    }
    return render(request, "agreements/practice/supervision.html", context)


@require_safe
@party_required
@of_practice
def export(request, agreement, file_format):
    require_format(file_format, among=tuple(supervision.WRITERS))
    return download(supervision.written(agreement, file_format), file_format, "begeleiding")


# -- in all of them -----------------------------------------------------------------------------------------------


def _form(request, agreement, name, form, title, **context):
    context = {
        "agreement": agreement,
        "form": form,
        "cancel": pages.url_of("practice", agreement),
        "trail": practice_pages.trail(agreement, (title, "")),
        "is_company": practice_pages.reader_of(request) == Role.COMPANY,
        **context,
    }
    return render(request, f"agreements/practice/{name}.html", context, status=422 if form.is_bound else 200)


def _done_once(request, service, row, success, **kwargs):
    try:
        service(row, who=who_of(request, row.agreement), **kwargs)
    except AlreadyWithdrawn:
        messages.info(request, "Dit was al ingetrokken.")
    except NotRunning:
        messages.warning(request, TOO_LATE)
    except OtherCompany as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, success)


def _period(agreement):
    first_day, last_day = services.practice_period(agreement)
    return {"first_day": first_day, "last_day": last_day}


def _back(agreement):
    return redirect("agreements:practice", agreement.public_id)
