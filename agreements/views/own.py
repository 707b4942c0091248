"""Someone with an account who must sign, and cannot find the mail with her link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mkbroute.access.actor import Actor, acting_as

from ..access import party_required
from ..models import Signing
from ..services import signing as services
from .visits import from_when, visit_of


@require_POST
@party_required
def mail_my_link(request, signing_id):
    """It goes to the address that she logged in with, which is the one that the link is for: for others there is no
    such page. She acts as the holder of her link, who alone may renew it."""
    found = Signing.objects.select_related("agreement")
    signing = get_object_or_404(found, public_id=signing_id, email__iexact=request.user.email)
    try:
        with acting_as(Actor(link_hash=signing.token_hash)):
            later = services.mail_own_link(signing, visit=visit_of(request))
    except services.NotOpen:
        messages.warning(request, "Dat kan niet meer: de stand van de overeenkomst is intussen veranderd.")
    else:
        _tell(request, signing, later)
    return redirect("agreements:detail", signing.agreement.public_id)


def _tell(request, signing, later) -> None:
    if later:
        again = from_when(later)
        messages.warning(request, f"Kijk in de mailbox: er is net een link gestuurd. Een nieuwe kan weer {again}.")
    else:
        messages.success(request, f"Een nieuwe link is onderweg naar {signing.email}. De vorige werkt niet meer.")
