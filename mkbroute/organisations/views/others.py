"""Other organisations: a coordinator brings in companies and branches, the programme team hogescholen and branches."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.design.listing import Column, counted, paginate, sorted_columns

from .. import queries
from ..access import acting_hat_required, hat_required, looks_on
from ..enums import PARTS_OF_KIND, Kind
from ..forms.organisations import WITH_KVK, FilterForm, IntroductionForm, RegisterCompanyForm
from ..forms.people import InvitationForm
from ..models import Organisation
from ..services import organisations as services
from ..services import people as people_services

WORKS_WITH_OTHERS = (Kind.HOGESCHOOL, Kind.PROGRAMME)
READ_AND_SEND = ["GET", "HEAD", "POST"]
COLUMNS = [
    Column("Naam", "naam", "name"),
    Column("Soort", "soort", "kind"),
    Column("Plaats", "plaats", "city"),
    Column("Stand"),
]


WORDS = {
    Kind.HOGESCHOOL: {
        "title": "Bedrijven en branches",
        "lead": "Met wie u routes maakt en leerwerkplekken vindt. Voeg toe wie er nog niet staat.",
        "add": "Bedrijf of branche toevoegen",
    },
    Kind.PROGRAMME: {
        "title": "Hogescholen en branches",
        "lead": "Wie er in het programma meedoen. Nodig bij elke hogeschool een route-coördinator uit.",
        "add": "Hogeschool of branche toevoegen",
    },
}


@hat_required(*WORKS_WITH_OTHERS)
@require_safe
def others(request):
    hat = request.hat
    form = FilterForm(request.GET or None, kinds=queries.IN_PORTAL_OF[Kind(hat.kind)])
    rows = form.narrow(queries.others(hat.kind, hat.organisation_id), own_id=hat.organisation_id)
    columns, order = sorted_columns(request, COLUMNS, default="naam")
    page = paginate(request, rows.order_by(order, "pk"))
    context = {
        "page": page,
        "columns": columns,
        "filter_form": form,
        "may_manage": not looks_on(hat),
        "words": WORDS[Kind(hat.kind)],
        "found": counted(page, "organisatie", "organisaties"),
    }
    return render(request, "organisations/others.html", context)


@hat_required(*WORKS_WITH_OTHERS)
@require_safe
def other(request, public_id):
    return render(request, "organisations/other.html", _context_of_other(request, public_id))


def _context_of_other(request, public_id) -> dict:
    hat = request.hat
    organisation = get_object_or_404(queries.others(hat.kind, hat.organisation_id), public_id=public_id)
    return {
        "organisation": organisation,
        "facts": _facts(organisation),
        "workplaces": organisation.workplaces.all(),
        "invitations": queries.open_invitations(organisation.pk),
        "may_manage": not looks_on(hat),
        "may_invite": not looks_on(hat) and queries.may_invite_to(organisation, hat.kind, hat.organisation_id),
    }


def _facts(organisation) -> list[tuple[str, str]]:
    number = [("BRIN-code", organisation.brin)] if organisation.kind == Kind.HOGESCHOOL else []
    if organisation.kind in WITH_KVK:
        number = [("KvK-nummer", organisation.kvk_number), ("Mkb", _size(organisation))]
    return [
        *number,
        ("Adres", organisation.address),
        ("Provincie", organisation.get_province_display()),
        ("E-mailadres", organisation.email),
        ("Telefoon", organisation.phone),
        ("Website", organisation.website),
    ]


def _size(organisation) -> str:
    if not organisation.mkb_outcome:
        return "nog niet verklaard"
    on = date_format(organisation.mkb_declared_on, "j F Y")
    return f"{organisation.get_mkb_outcome_display()}, verklaard op {on}"


@acting_hat_required(*WORKS_WITH_OTHERS)
@require_http_methods(READ_AND_SEND)
def introduce(request):
    hat = request.hat
    form = IntroductionForm(request.POST or None, kinds=queries.IN_PORTAL_OF[Kind(hat.kind)])
    if form.is_valid():
        organisation = _introduced(form, hat)
        if organisation:
            contact = form.cleaned_data["contact_name"]
            messages.success(request, f"{organisation.name} is toegevoegd. De uitnodiging voor {contact} is onderweg.")
            return redirect("organisations:other", organisation.public_id)
    context = {
        "form": form,
        "words": WORDS[Kind(hat.kind)],
        "back": reverse("organisations:companies"),
    }
    return render(request, "organisations/introduce.html", context, status=422 if form.is_bound else 200)


def _introduced(form, hat) -> Organisation | None:
    own = Organisation.objects.get(pk=hat.organisation_id)
    part = PARTS_OF_KIND[Kind(form.cleaned_data["kind"])][0]
    try:
        return services.introduce_organisation(
            introduced_by=own, inviter_name=hat.name, contact_part=part, **form.cleaned_data
        )
    except services.KvkNumberKnown:  # a colleague was a moment earlier
        form.say_known(queries.with_kvk_number(form.cleaned_data["kvk_number"]))
        return None


@acting_hat_required(*WORKS_WITH_OTHERS)
@require_http_methods(READ_AND_SEND)
def invite_to(request, public_id):
    context = _context_of_other(request, public_id)
    organisation, hat = context["organisation"], request.hat
    if not context["may_invite"]:
        messages.error(request, f"{organisation.name} nodigt zelf mensen uit.")
        return redirect("organisations:other", public_id)
    form = InvitationForm(request.POST or None, kind=organisation.kind, organisation_id=organisation.pk)
    if form.is_valid():
        own = Organisation.objects.get(pk=hat.organisation_id)
        people_services.invite_person(organisation, invited_by=own, inviter_name=hat.name, **form.cleaned_data)
        messages.success(request, f"De uitnodiging voor {form.cleaned_data['name']} is onderweg.")
        return redirect("organisations:other", public_id)
    context["form"] = form
    return render(request, "organisations/invite_to.html", context, status=422 if form.is_bound else 200)


@require_http_methods(READ_AND_SEND)
def register_company(request):
    """Whoever is logged in brings in her own company, and goes on as its contact."""
    form = RegisterCompanyForm(request.POST or None)
    if form.is_valid():
        try:
            membership_id = services.register_company(user_id=request.user.pk, **form.cleaned_data)
        except services.KvkNumberKnown:
            form.say_known()
        else:
            request.session["membership"] = membership_id
            messages.success(request, f"{form.cleaned_data['name']} is aangemeld. U handelt nu namens uw bedrijf.")
            return redirect("home")
    return render(request, "organisations/register_company.html", {"form": form}, status=422 if form.is_bound else 200)
