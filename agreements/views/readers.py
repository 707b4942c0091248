"""Who reads along with an agreement: chosen by the hogeschool."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import pages, queries
from ..enums import ReaderKind, Role
from ..forms import ReaderForm
from ..models import AgreementReader
from ..services import readers as services

TOO_LATE = "Dat kan niet meer: de stand van de overeenkomst is intussen veranderd."


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def index(request, public_id):
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    form = ReaderForm(request.POST or None)
    if form.is_valid():
        asked = {**form.cleaned_data, "kind": ReaderKind(form.cleaned_data["kind"])}
        try:
            reader = services.add_reader(agreement, who=signature(request), **asked)
        except services.TooLate:
            messages.warning(request, TOO_LATE)
            return redirect("agreements:detail", public_id)
        except services.TooMany:
            form.add_error(None, f"Er staan er al {services.MOST}. Haal eerst iemand weg.")
        except services.ThereAlready:
            form.add_error("email", "Wie dit adres heeft, tekent of leest al mee.")
        else:
            messages.success(request, f"{reader.name} staat erbij.")
            return redirect("agreements:readers", public_id)
    context = {
        "agreement": agreement,
        "readers": agreement.readers.all(),
        "form": form,
        "is_open": agreement.state in services.OPEN,
        "trail": pages.trail(agreement, "Meelezers"),
    }
    return render(request, "agreements/readers.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, reader_id):
    reader = get_object_or_404(AgreementReader.objects.select_related("agreement"), public_id=reader_id)
    public_id, name = reader.agreement.public_id, reader.name
    services.remove_reader(reader, who=signature(request))
    told = services.NO_MORE[ReaderKind(reader.kind)]
    link = " De link werkt niet meer." if reader.token_hash else ""
    messages.success(request, f"{name} {told[0].lower()}{told[1:]}.{link}")
    return redirect("agreements:readers", public_id)
