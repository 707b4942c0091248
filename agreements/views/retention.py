"""How long what is kept: the terms, what goes soon, and keeping one agreement longer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.design.listing import paginate
from mkbroute.documents import retention as terms
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import due, pages
from ..forms import HoldForm, OwnTermForm
from ..models import Agreement, Hold
from ..services import holds as services

TITLE = "Bewaartermijnen"


@require_safe
@hat_required(Kind.HOGESCHOOL)
def index(request):
    standing = terms.standing(request.hat.organisation_id)
    context = {
        "standing": standing,
        "page": paginate(request, due.due_soon(standing)),
        "holds": due.holds(),
        "went": due.went(),
    }
    return render(request, "agreements/retention/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def choose(request, code):
    stands = next((each for each in terms.standing(request.hat.organisation_id) if each.document_class == code), None)
    if not stands or not stands.term.may_be_chosen:
        raise Http404
    form = OwnTermForm(request.POST or None, standing=stands)
    if form.is_valid():
        own = terms.choose_own_term(
            stands.document_class,
            hogeschool_id=request.hat.organisation_id,
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            who=signature(request),
        )
        messages.success(request, f"Opgeslagen. De termijn gaat in op {own.valid_from:%d-%m-%Y}.")
        return redirect("agreements:retention")
    context = {"form": form, "stands": stands, "trail": _trail("Eigen termijn")}
    return render(request, "agreements/retention/choose.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def hold(request, public_id):
    agreement = get_object_or_404(Agreement, public_id=public_id)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            services.place_hold(agreement, **form.cleaned_data, who=signature(request))
        except services.HeldAlready:
            messages.warning(request, "Deze overeenkomst wordt al langer bewaard.")
        else:
            until = form.cleaned_data["until"]
            messages.success(request, f"De overeenkomst blijft in elk geval tot en met {until:%d-%m-%Y}.")
        return redirect("agreements:retention")
    context = {"form": form, "agreement": agreement, "trail": pages.trail(agreement, "Langer bewaren")}
    return render(request, "agreements/retention/hold.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def lift(request, hold_id):
    held = get_object_or_404(Hold.objects.select_related("agreement"), public_id=hold_id)
    services.lift_hold(held, who=signature(request))
    messages.success(request, f"Voor de overeenkomst van {held.agreement.student_name} geldt de gewone termijn weer.")
    return redirect("agreements:retention")


def _trail(*here: str) -> list[tuple[str, str]]:
    return [(TITLE, reverse("agreements:retention")), *((name, "") for name in here)]
