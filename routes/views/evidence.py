"""What backs a criterion: files, links and figures, by the hogeschool."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes.enums import DOSSIER_OPEN, EvidenceKind
from routes.forms.evidence import EvidenceForm
from routes.models import Evidence
from routes.services import add_figure, add_file, add_link, remove_evidence

from .closed import closed
from .dossier import answered


@acting_hat_required(Kind.HOGESCHOOL)
def add(request, public_id, number):
    assessment = answered(public_id, number)
    if assessment.route.state not in DOSSIER_OPEN:
        return closed(request, assessment.route)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if form.is_valid() and _added(request, assessment, form):
        messages.success(request, f"Het bewijs staat bij criterium {number}.")
        return redirect("routes:criterion", public_id, number)
    context = {
        "route": assessment.route,
        "criterion": assessment.criterion,
        "form": form,
        "cancel": reverse("routes:criterion", args=[public_id, number]),
    }
    return render(request, "routes/add_evidence.html", context, status=422 if form.is_bound else 200)


def _added(request, assessment, form) -> bool:
    data, who = form.cleaned_data, signature(request)
    try:
        if data["kind"] == EvidenceKind.FILE:
            add_file(assessment, data["file"], title=data["title"], who=who)
        elif data["kind"] == EvidenceKind.LINK:
            add_link(assessment, data["url"], title=data["title"], who=who)
        else:
            add_figure(assessment, data["indicator"], who=who)
    except ValidationError as refusal:
        field = {"file": "file", "twice": "indicator"}.get(refusal.code or "")
        form.add_error(field, refusal.messages)
        return False
    return True


@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, proof_id):
    found = Evidence.objects.select_related("route", "criterion")
    proof = get_object_or_404(found, public_id=proof_id)
    if proof.route.state not in DOSSIER_OPEN:
        return closed(request, proof.route)
    if request.method == "POST":
        try:
            remove_evidence(proof, who=signature(request))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, f"{proof.title} staat niet meer in het dossier.")
        return redirect("routes:criterion", proof.route.public_id, proof.criterion.number)
    context = {
        "proof": proof,
        "question": f"{proof.title} verwijderen?",
        "cancel": reverse("routes:criterion", args=[proof.route.public_id, proof.criterion.number]),
    }
    return render(request, "routes/remove_evidence.html", context)
