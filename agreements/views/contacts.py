"""Mending how to reach people, without a new version."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.design.merging import Clash
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import pages, queries
from ..enums import Role, State
from ..forms import ContactsForm
from ..services import contacts as services
from ..services.sending import Refused, SharedAddress

SAVED = (
    "Opgeslagen. Wie nu moet tekenen en een ander adres kreeg, krijgt daar een nieuwe link; wie later aan de beurt is, "
    "krijgt de link dan daar."
)
SHARED = "Met een van deze adressen tekent iemand anders al. Ieder tekent vanuit een eigen postvak."


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def mend(request, public_id):
    """A draft is edited with its parties; what was dropped is over."""
    agreement = _agreement(public_id)
    if agreement.state == State.DRAFT:
        return redirect("agreements:parties", public_id)
    if agreement.state == State.CANCELLED:
        return _too_late(request, public_id)
    form = ContactsForm(request.POST or None, parties=_parties(agreement))
    if not form.is_valid():
        return _page(request, agreement, form, [], 422 if form.is_bound else 200)
    try:
        seen = form.cleaned_data["seen"]
        services.mend_contacts(agreement, values=form.values, seen=seen, who=signature(request))
    except SharedAddress:
        form.add_error(None, SHARED)
        return _page(request, agreement, form, [], 422)
    except Refused:
        return _too_late(request, public_id)
    except Clash as clash:
        mine = {name: form.values[name] for name in clash.merge.mine}
        fresh = ContactsForm(parties=_parties(_agreement(public_id)), initial=mine)
        theirs = [(fresh.fields[name].label, fresh.now[name]) for name in form.values if name in clash.merge.clashes]
        return _page(request, agreement, fresh, theirs, 422)
    messages.success(request, SAVED)
    return redirect("agreements:detail", public_id)


def _page(request, agreement, form, theirs, status):
    context = {
        "agreement": agreement,
        "form": form,
        "theirs": theirs,
        "trail": pages.trail(agreement, "Contactgegevens herstellen"),
    }
    return render(request, "agreements/contacts.html", context, status=status)


def _parties(agreement):
    return queries.sorted_parties(services.current_parties(agreement))


def _too_late(request, public_id):
    messages.warning(request, "Dat kan niet meer: de stand van de overeenkomst is intussen veranderd.")
    return redirect("agreements:detail", public_id)


def _agreement(public_id):
    return get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
