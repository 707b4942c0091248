"""The end of an agreement: recorded, withdrawn or carried through by the hogeschool, followed and confirmed by every
party with an account."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.organisations.access import acting_hat_required, looks_on, signature
from mkbroute.organisations.enums import Kind

from .. import endings, pages, queries
from ..access import party_required, reader_of
from ..cautions import overlapping
from ..consolidated import agreed_end, settled_end
from ..enums import Confirmation, EndingKind, EndingState, Role, State
from ..forms import ResendForm
from ..forms.endings import AnswerToEndingForm, EndingForm, EndingReasonForm
from ..models import Agreement, Ending, EndingConfirmation
from ..own_days import company_of
from ..services import endings as services
from ..services.correcting import correct_diploma, may_be_corrected
from ..services.following import FollowedAlready, Graduated, NotEnded, go_on_elsewhere, may_be_followed
from .sending import NEW_LINK, ON_ITS_WAY
from .visits import visit_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
REPLACED = "Er staat intussen een ander voorstel. Het antwoord is niet vastgelegd: lees eerst wat er nu staat."
TOO_LATE = "Dat kan niet meer: de stand van de beëindiging is intussen veranderd."


@require_safe
@party_required
def show(request, public_id):
    """How it ends, who answered what, and what can still be done."""
    reader = reader_of(request)
    agreement = get_object_or_404(queries.detailed(reader), public_id=public_id)
    ending = endings.standing_ending(agreement) or agreement.endings.first()
    ours = reader == Role.HOGESCHOOL
    if ending is None:
        return redirect("agreements:detail", public_id)
    confirmations = list(ending.confirmations.order_by("id"))
    own = next((each for each in confirmations if each.role == reader and each.has_account), None)
    next_one = _next_one(agreement)
    context = {
        "agreement": agreement,
        "ending": ending,
        "state": EndingState(ending.state),
        "facts": endings.facts_of(ending),
        "confirmations": [(each, Confirmation(each.state), _is_ours(each)) for each in confirmations],
        "own": own if own and _may_answer(request, ending, own) else None,
        "answer_form": AnswerToEndingForm(ending=ending),
        "ours": ours,
        "is_student": reader == Role.STUDENT,
        "may_go_on": endings.may_go_on_without(ending),
        "may_correct": ours and may_be_corrected(ending),
        "may_continue": ours and may_be_followed(agreement),
        "earlier": _earlier(agreement, ending),
        "over": endings.past_end(agreement),
        "letter_is_late": queries.is_letter_late(ending),
        "next_one": next_one,
        "next_company": company_of(next_one) if next_one else "",
        "trail": pages.trail(agreement, "Einde"),
    }
    return render(request, "agreements/ending.html", context)


def _earlier(agreement: Agreement, shown: Ending) -> list[tuple[Ending, EndingState, str]]:
    """What was recorded besides stays to be read: the last one first, with its state and what it says."""
    others = agreement.endings.exclude(pk=shown.pk).select_related("document", "correction")
    return [(each, EndingState(each.state), endings.in_words(each)) for each in others]


def _is_ours(confirmation: EndingConfirmation) -> bool:
    return confirmation.role == Role.HOGESCHOOL


def _may_answer(request, ending, own: EndingConfirmation) -> bool:
    acts = not (request.hat and looks_on(request.hat))
    return acts and ending.state == EndingState.OPEN and own.state != Confirmation.AGREED


def _next_one(agreement: Agreement) -> Agreement | None:
    return agreement.followed_by.exclude(state=State.CANCELLED).first()


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def propose(request, public_id):
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    if request.method != "POST" and endings.standing_ending(agreement):  # what was typed meanwhile is answered
        return redirect("agreements:ending", public_id)
    if agreement.state != State.SEALED:
        messages.warning(request, "Een einde leggen we vast bij een verzegelde overeenkomst die nog loopt.")
        return redirect("agreements:detail", public_id)
    form = EndingForm(request.POST if request.method == "POST" else None, agreement=agreement)
    if form.is_valid() and "terug" not in request.POST:
        if _asks_to_look_again(request, agreement, form.proposal):
            return _look_again(request, agreement, form)
        try:
            services.propose_ending(agreement, form.proposal, who=signature(request))
        except services.Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            told = "Het diploma is vastgelegd. Alle partijen krijgen een brief."
            asked = "Voorgesteld. Ieder krijgt een mail met een persoonlijke link om te antwoorden."
            messages.success(request, asked if form.proposal.kind.is_early else told)
            return redirect("agreements:ending", public_id)
    context = {"agreement": agreement, "form": form, "trail": pages.trail(agreement, "Beëindigen")}
    return render(request, "agreements/ending_propose.html", context, status=422 if form.errors else 200)


def _asks_to_look_again(request, agreement: Agreement, proposal: endings.Proposal) -> bool:
    """A diploma is final at once, and everybody is told."""
    is_new = "bevestigd" not in request.POST and not endings.standing_ending(agreement)
    return is_new and proposal.kind == EndingKind.GRADUATED and not endings.misfit(agreement, proposal)


def _look_again(request, agreement: Agreement, form: EndingForm):
    context = {
        "agreement": agreement,
        "form": form,
        "company": company_of(agreement),
        "last_day": form.proposal.last_day,
        "trail": pages.trail(agreement, "Diploma"),
    }
    return render(request, "agreements/ending_diploma.html", context)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def withdraw(request, public_id):
    told = "De beëindiging is ingetrokken. De overeenkomst loopt door."
    return _with_reason(request, public_id, "ending_withdraw", services.withdraw_ending, told)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def go_on(request, public_id):
    told = "De beëindiging is definitief. Alle partijen krijgen een brief met uw reden."
    return _with_reason(request, public_id, "ending_go_on", services.go_on_without, told)


def _with_reason(request, public_id, name, service, told):
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    ending = endings.standing_ending(agreement)
    if ending is None or ending.state != EndingState.OPEN:
        return _too_late(request, public_id)
    form = EndingReasonForm(request.POST if request.method == "POST" else None, ending=ending)
    if form.is_about_another:
        return _too_late(request, public_id)
    if form.is_valid():
        try:
            service(ending, reason=form.cleaned_data["reason"], who=signature(request))
        except services.NotOpen:
            return _too_late(request, public_id)
        except services.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return redirect("agreements:ending", public_id)
    answers = ending.confirmations.exclude(role=Role.HOGESCHOOL)
    context = {
        "agreement": agreement,
        "ending": ending,
        "form": form,
        "told": ", ".join(each.name for each in answers),
        "against": [each for each in answers if each.state != Confirmation.AGREED],
        "trail": pages.trail(agreement, "Einde"),
    }
    return render(request, f"agreements/{name}.html", context, status=422 if form.is_bound else 200)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def correct(request, public_id):
    """A diploma that was recorded by mistake."""
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    ending = endings.standing_ending(agreement)
    if ending is None and _is_corrected(request, agreement):  # a second click; the first one said so
        return redirect("agreements:ending", public_id)
    if ending is None or not may_be_corrected(ending):
        return _too_late(request, public_id)
    over = endings.past_end(agreement)
    form = EndingReasonForm(request.POST if request.method == "POST" else None, ending=ending)
    if form.is_about_another:
        return _too_late(request, public_id)
    if form.is_valid():
        try:
            is_done = correct_diploma(ending, reason=form.cleaned_data["reason"], who=signature(request))
        except services.NotOpen:
            return _too_late(request, public_id)
        if is_done:
            ran = "eindigde op haar einddatum" if over else "loopt weer"
            messages.success(request, f"Hersteld. De overeenkomst {ran}; alle partijen krijgen een nieuwe brief.")
        return redirect("agreements:ending", public_id)
    context = {
        "agreement": agreement,
        "ending": ending,
        "over": over,
        "others": overlapping(agreement, agreement.starts_on, agreed_end(agreement)),
        "form": form,
        "trail": pages.trail(agreement, "Diploma"),
    }
    return render(request, "agreements/ending_correct.html", context, status=422 if form.is_bound else 200)


def _is_corrected(request, agreement: Agreement) -> bool:
    shown = request.POST.get("einde", "")
    return any(str(each.public_id) == shown and each.corrected_at for each in agreement.endings.all())


def _too_late(request, public_id):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:ending", public_id)


@require_POST
@party_required
def answer(request, public_id):
    """By a party with an account. What does not fit comes back on the same page."""
    reader = reader_of(request)
    agreement = get_object_or_404(queries.detailed(reader), public_id=public_id)
    asked = EndingConfirmation.objects.filter(ending__agreement=agreement, role=reader, has_account=True)
    own = asked.select_related("ending").order_by("-pk").first()
    if own is None or (request.hat and looks_on(request.hat)):
        raise Http404
    form = AnswerToEndingForm(request.POST, ending=own.ending)
    if form.is_about_another:
        messages.warning(request, REPLACED)
        return redirect("agreements:ending", public_id)
    if not form.is_valid():
        return _answer_page(request, agreement, own, form)
    try:
        services.answer_ending(
            own, **form.cleaned_data, who=_name(request, own), visit=visit_of(request), by_link=False
        )
    except services.NotOpen:
        messages.warning(request, TOO_LATE)
    else:
        messages.success(request, "Dank voor het antwoord. Het is vastgelegd.")
    return redirect("agreements:ending", public_id)


def _name(request, own: EndingConfirmation) -> str:
    return signature(request) if request.hat else own.name


def _answer_page(request, agreement, own, form):
    context = {
        "agreement": agreement,
        "ending": own.ending,
        "facts": endings.facts_of(own.ending),
        "form": form,
        "action": reverse("agreements:ending_answer", args=[agreement.public_id]),
        "is_student": own.role == Role.STUDENT,
        "trail": pages.trail(agreement, "Antwoorden"),
    }
    return render(request, "agreements/ending_answer.html", context, status=422)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def resend(request, confirmation_id):
    related = ("ending", "agreement")
    confirmation = get_object_or_404(EndingConfirmation.objects.select_related(*related), public_id=confirmation_id)
    agreement = confirmation.agreement
    form = ResendForm(request.POST if request.method == "POST" else None, initial={"email": confirmation.email})
    if form.is_valid():
        try:
            services.mend_address(confirmation, email=form.cleaned_data["email"], who=signature(request))
        except services.NotOpen:
            return _too_late(request, agreement.public_id)
        messages.success(request, ON_ITS_WAY.format(confirmation.name))
        return redirect("agreements:ending", agreement.public_id)
    what, submit, lead = NEW_LINK
    context = {
        "signing": confirmation,
        "agreement": agreement,
        "form": form,
        "what": what,
        "submit": submit,
        "lead": lead.format(confirmation.name),
        "cancel": pages.url_of("ending", agreement),
        "reopen_url": "",
        "trail": pages.trail(agreement, what),
    }
    return render(request, "agreements/resend.html", context, status=422 if form.is_bound else 200)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def go_elsewhere(request, public_id):
    """The student goes on at another company: at one that is known already, or at a leerwerkplek that is proposed."""
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    if next_one := _next_one(agreement):
        return redirect("agreements:detail", next_one.public_id)
    if not may_be_followed(agreement):
        return _not_followed(request, public_id)
    if request.method == "POST":
        try:
            application = go_on_elsewhere(agreement, who=signature(request))
        except FollowedAlready as found:
            return redirect("agreements:detail", found.agreement.public_id)
        except (NotEnded, Graduated):
            return _not_followed(request, public_id)
        known = "bedrijf" in request.POST
        name = "agreements:draft_own" if known else "matching:application"
        return redirect(name, application.public_id)
    context = {
        "agreement": agreement,
        "last_day": settled_end(agreement),
        "company": company_of(agreement),
        "trail": pages.trail(agreement, "Verder bij een ander bedrijf"),
    }
    return render(request, "agreements/go_elsewhere.html", context)


def _not_followed(request, public_id):
    told = (
        "Verdergaan bij een ander bedrijf kan zodra het einde van deze overeenkomst vaststaat, en niet na het diploma."
    )
    messages.warning(request, told)
    return redirect("agreements:detail", public_id)
