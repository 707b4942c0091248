from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import queries
from ..access import acting_hat_required, hat_required, looks_on
from ..enums import Kind
from ..forms.people import InvitationForm, MemberForm
from ..models import Invitation, Organisation
from ..services import people as services

ONLY_ONE = "U bent de enige die hier iets kan wijzigen."


@hat_required(*Kind)
@require_safe
def people(request):
    own = request.hat.organisation_id
    context = {
        "members": queries.members(own),
        "former": queries.former_members(own),
        "invitations": queries.open_invitations(own),
        "may_manage": not looks_on(request.hat),
    }
    return render(request, "organisations/people.html", context)


@acting_hat_required(*Kind)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    hat = request.hat
    form = InvitationForm(request.POST or None, kind=hat.kind, organisation_id=hat.organisation_id)
    if form.is_valid():
        own = Organisation.objects.get(pk=hat.organisation_id)
        services.invite_person(own, invited_by=own, inviter_name=hat.name, **form.cleaned_data)
        messages.success(request, f"De uitnodiging voor {form.cleaned_data['name']} is onderweg.")
        return redirect("organisations:people")
    return render(request, "organisations/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@acting_hat_required(*Kind)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request, public_id):
    membership = get_object_or_404(queries.members(request.hat.organisation_id), public_id=public_id)
    initial = {"name": membership.name, "part": membership.part}
    form = MemberForm(request.POST or None, initial=initial, kind=request.hat.kind)
    if form.is_valid():
        try:
            services.change_member(membership, **form.cleaned_data)
        except services.LastMember:
            form.add_error("part", f"{ONLY_ONE} Nodig eerst iemand anders uit.")
        else:
            messages.success(request, "De gegevens zijn opgeslagen.")
            return redirect("organisations:people")
    context = {"form": form, "membership": membership}
    return render(request, "organisations/member.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(*Kind)
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request, public_id):
    membership = get_object_or_404(queries.members(request.hat.organisation_id), public_id=public_id)
    if request.method != "POST":
        return render(request, "organisations/end_membership.html", {"membership": membership})
    try:
        services.end_membership(membership)
    except services.LastMember:
        messages.error(request, f"{ONLY_ONE} Nodig eerst iemand anders uit.")
        return redirect("organisations:people")
    messages.success(request, f"{membership.name} handelt niet meer namens {request.hat.organisation_name}.")
    return redirect("home" if membership.pk == request.hat.id else "organisations:people")


@acting_hat_required(*Kind)
@require_POST
def resend(request, public_id):
    invitation = get_object_or_404(Invitation, public_id=public_id)
    try:
        services.resend_invitation(invitation)
    except services.InvitationClosed:
        messages.error(request, "Deze uitnodiging is al aangenomen of ingetrokken.")
    else:
        messages.success(
            request, f"Een nieuwe uitnodiging is onderweg naar {invitation.email}. De vorige link werkt niet meer."
        )
    return redirect(_page_of(invitation, request.hat))


@acting_hat_required(*Kind)
@require_POST
def revoke(request, public_id):
    invitation = get_object_or_404(Invitation, public_id=public_id)
    try:
        services.revoke_invitation(invitation)
    except services.InvitationClosed:
        messages.error(request, "Deze uitnodiging is al aangenomen of ingetrokken.")
    else:
        messages.success(request, f"De uitnodiging voor {invitation.name} is ingetrokken. De link werkt niet meer.")
    return redirect(_page_of(invitation, request.hat))


def _page_of(invitation, hat) -> str:
    if invitation.organisation_id == hat.organisation_id:
        return reverse("organisations:people")
    return reverse("organisations:other", args=[invitation.organisation.public_id])
