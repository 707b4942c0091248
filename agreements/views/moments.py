"""Talks about the practice, for who has an account: planned by the hogeschool, spoken at by the three."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.documents.limits import DocumentRefused
from mkbroute.documents.render import render_pdf
from mkbroute.organisations.access import acting_hat_required, acts_for
from mkbroute.organisations.enums import Kind

from .. import pages, practice_pages, talks
from ..access import party_required, reader_of
from ..enums import MomentKind, MomentState, State
from ..forms.practice import (
    CloseForm,
    NoteForm,
    OpinionsForm,
    PlanForm,
    RecordForm,
    WhyForm,
    plan_initial,
)
from ..models import ContactMoment, OutcomeVoice
from ..own_days import OtherCompany, company_of, require_own_days
from ..practice_pages import VOICES, who_of
from ..services import moments as services
from ..services.moments import NotOpen, Plan
from ..services.practice import NotRunning, OutsideTerm
from ..talks import outcomes_of
from .practice import TOO_LATE, of_practice

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
OVER = "Dit gesprek is al afgerond of afgezegd."
NOTHING = "Kies bij ten minste één leeruitkomst hoe ver het is."
KEPT = "Bewaard als concept om {at:%H:%M} uur. De anderen zien het nog niet."
KEPT_GIVEN = "Bewaard om {at:%H:%M} uur. De anderen lezen het meteen: er was al ingeleverd."


def of_moment(view):
    """view(request, moment): who cannot see it finds nothing."""

    @wraps(view)
    def wrapped(request, moment_id):
        related = ("agreement__route", "agreement__hogeschool", "agreement__organisation")
        moment = get_object_or_404(ContactMoment.objects.select_related(*related), public_id=moment_id)
        try:
            return view(request, moment)
        except NotOpen:
            messages.warning(request, OVER)
        except NotRunning:
            messages.warning(request, TOO_LATE)
        except OtherCompany as refusal:
            messages.warning(request, str(refusal))
        return redirect("agreements:moment", moment.public_id)

    return wrapped


def speaker_required(view):
    """For a student, and for whoever acts for the hogeschool or the company; who looks on has no voice."""
    with_hat = acting_hat_required(Kind.HOGESCHOOL, Kind.COMPANY)(view)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return (with_hat if request.hat else view)(request, *args, **kwargs)

    wrapped.acting = True
    return wrapped


# -- planning -----------------------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
@of_practice
def plan(request, agreement):
    initial = plan_initial(None, practice_pages.invited_by(request, agreement))
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            moment = services.plan_moment(agreement, plan=form.plan, who=who_of(request, agreement))
        except OutsideTerm as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _planned(moment))
            return redirect("agreements:moment", moment.public_id)
    return _plan_page(request, agreement, form, "Gesprek plannen", pages.url_of("practice", agreement))


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
@of_moment
def move(request, moment):
    if moment.state != MomentState.PLANNED:
        raise NotOpen
    initial = {"kind": moment.kind, "place": moment.place, **plan_initial(moment.planned_at, moment.invited)}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.move_moment(moment, plan=form.plan, who=who_of(request, moment.agreement))
        except OutsideTerm as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Gewijzigd. Wie erbij is, krijgt een mail met de nieuwe afspraak.")
            return redirect("agreements:moment", moment.public_id)
    return _plan_page(request, moment.agreement, form, "Gesprek verzetten", _url(moment))


def _planned(moment):
    number = len(moment.invited)
    if not number:
        return "Gepland. Er is niemand uitgenodigd: er gaat geen mail uit."
    who = "Die krijgt een mail" if number == 1 else f"{number} mensen krijgen een mail"
    return f"Gepland. {who} met de afspraak voor in de agenda."


def _plan_page(request, agreement, form, title, cancel):
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "cancel": cancel,
        "trail": practice_pages.trail(agreement, (title, "")),
    }
    return render(request, "agreements/practice/plan.html", context, status=422 if form.is_bound else 200)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
@of_moment
def cancel(request, moment):
    if moment.state != MomentState.PLANNED:
        raise NotOpen
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.cancel_moment(moment, why=form.cleaned_data["why"], who=who_of(request, moment.agreement))
        messages.success(request, "Afgezegd. Wie was uitgenodigd, krijgt een mail.")
        return redirect("agreements:practice", moment.agreement.public_id)
    return _page(request, moment, "cancel", "Afzeggen", form=form)


# -- holding ------------------------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
@of_moment
def close(request, moment):
    if moment.state != MomentState.PLANNED:
        raise NotOpen
    present = ", ".join(person["name"] for person in moment.invited)
    day = timezone.localdate(moment.planned_at)
    initial = {"held_on": min(day, timezone.localdate()), "present": present}
    may_follow = moment.agreement.state == State.SEALED
    form = CloseForm(request.POST if request.method == "POST" else None, initial=initial, may_follow=may_follow)
    if form.is_valid():
        who, following = who_of(request, moment.agreement), _following(moment, form)
        try:
            services.close_moment(moment, report=form.written, who=who, following=following)
        except OutsideTerm as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "Vastgelegd. Het verslag is nu definitief; aanvullen kan altijd.")
            return redirect("agreements:moment", moment.public_id)
    return _page(request, moment, "close", "Afronden", form=form)


def _following(moment, form) -> Plan | None:
    if not form.next_planned_at:
        return None
    invited = services.invited_to(moment)
    return Plan(MomentKind(moment.kind), form.next_planned_at, moment.place, invited)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL, Kind.COMPANY)
@of_practice
def record(request, agreement):
    kinds = list(MomentKind) if acts_for(request, Kind.HOGESCHOOL) else [MomentKind.GUIDANCE]
    form = RecordForm(request.POST if request.method == "POST" else None, kinds=kinds)
    if form.is_valid():
        who = who_of(request, agreement)
        try:
            moment = services.record_moment(agreement, kind=form.kind_of, report=form.written, who=who)
        except OutsideTerm as refusal:
            form.add_error(refusal.field, str(refusal))
        except OtherCompany as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, "Vastgelegd.")
            return redirect("agreements:moment", moment.public_id)
    context = {
        "agreement": agreement,
        "form": form,
        "of_company": len(kinds) == 1,
        "cancel": pages.url_of("practice", agreement),
        "trail": practice_pages.trail(agreement, ("Gesprek vastleggen", "")),
    }
    return render(request, "agreements/practice/record.html", context, status=422 if form.is_bound else 200)


# -- reading ------------------------------------------------------------------------------------------------------


@page_with_form
@party_required
@of_moment
def show(request, moment):
    """With a note added by POST, once it is final."""
    rights = {
        **practice_pages.rights_of(request, moment.agreement),
        "may_speak": practice_pages.may_speak_at(request, moment),
    }
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not rights["may_speak"]:
        raise PermissionDenied
    if form.is_valid():
        services.add_note(moment, text=form.cleaned_data["text"], who=who_of(request, moment.agreement))
        messages.success(request, "Toegevoegd.")
        return redirect("agreements:moment", moment.public_id)
    return _page(request, moment, "moment", str(moment), form=form, **shown(moment), **rights)


def shown(moment) -> dict:
    """The three voices side by side, and how they changed."""
    given = practice_pages.voices_at(moment)
    return {
        "kind": MomentKind(moment.kind),
        "state": MomentState(moment.state),
        "sides": practice_pages.sides_at(moment) if given or moment.is_for_three else [],
        "spoken": practice_pages.spoken_at(moment, given),
        "history": practice_pages.history_of(moment) if given else [],
        "notes": moment.notes.all(),
        "is_late": practice_pages.is_late(moment),
    }


@require_safe
@party_required
@of_moment
def pdf(request, moment):
    try:
        content = moment_pdf(moment)
    except DocumentRefused as refusal:
        context = {"agreement": moment.agreement, "why": str(refusal)}
        return render(request, "agreements/refused.html", context, status=422)
    headers = {"Content-Disposition": f'inline; filename="gesprek-{moment.agreement.public_id}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def moment_pdf(moment) -> bytes:
    agreement = moment.agreement
    title = f"{moment} {agreement.student_name}"
    context = {"title": title, "agreement": agreement, "moment": moment, "now": timezone.now(), **shown(moment)}
    context["company"] = company_of(agreement, talks.day_of(moment))
    return render_pdf(render_to_string("pdf/moment.html", context), title=title)


# -- speaking -----------------------------------------------------------------------------------------------------


@page_with_form
@speaker_required
@of_moment
def speak(request, moment):
    form = _opinions(request, moment)
    if form.is_valid():
        give = "keep" not in request.POST
        if give and not form.says_something:
            form.add_error(None, NOTHING)
        else:
            given = _say(request, moment, form, give)
            messages.success(request, "Ingeleverd. Wijzigen kan tot het gesprek is afgerond." if give else kept(given))
            return redirect("agreements:moment", moment.public_id)
    return _page(request, moment, "speak", "Hoe ver is het?", form=form, outcomes=form.outcomes, **_voice(request))


@require_POST
@speaker_required
@of_moment
def keep(request, moment):
    """What is typed, while it is typed."""
    try:
        form = _opinions(request, moment)
        if not form.is_valid():
            return HttpResponse("Nog niet bewaard: er klopt iets niet.")
        return HttpResponse(kept(_say(request, moment, form, give=False)))
    except (NotOpen, NotRunning):
        return HttpResponse("Niet bewaard: dit gesprek is intussen afgerond of afgezegd.")
    except OtherCompany as refusal:
        return HttpResponse(f"Niet bewaard. {refusal}")


def kept(given: bool) -> str:
    return (KEPT_GIVEN if given else KEPT).format(at=timezone.localtime())


def _opinions(request, moment) -> OpinionsForm:
    if moment.agreement.state != State.SEALED:
        raise NotRunning
    if moment.state != MomentState.PLANNED or not moment.is_for_three:
        raise NotOpen
    require_own_days(moment.agreement, talks.day_of(moment) or timezone.localdate())
    mine = OutcomeVoice.objects.filter(moment=moment, voice=VOICES[reader_of(request)])
    data = request.POST if request.method == "POST" else None
    return OpinionsForm(data, outcomes=outcomes_of(moment.agreement), said=mine)


def _say(request, moment, form, give) -> bool:
    who = who_of(request, moment.agreement)
    return services.speak(moment, VOICES[reader_of(request)], form.opinions, who=who, give=give)


def _voice(request) -> dict:
    return {"voice": VOICES[reader_of(request)], "is_student": not request.hat}


def _page(request, moment, name, title, **context):
    steps = [(title, "")] if name == "moment" else [(str(moment), _url(moment)), (title, "")]
    form = context.get("form")
    context = {
        "agreement": moment.agreement,
        "moment": moment,
        "cancel": _url(moment),
        "trail": practice_pages.trail(moment.agreement, *steps),
        **context,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"agreements/practice/{name}.html", context, status=status)


def _url(moment):
    return reverse("agreements:moment", args=[moment.public_id])
