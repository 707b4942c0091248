from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import etag, require_http_methods, require_safe

from mkbroute.design.theme import stylesheet
from mkbroute.design.views import theme_view

from .. import hosts, queries
from ..access import acting_hat_required
from ..enums import Kind
from ..forms.house_style import HouseStyleForm
from ..models import HouseStyle, Organisation
from ..services import house_style as services

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def _named_by_address(request, sha: str) -> str:
    return f'"{sha}"'


def _or_present(view):
    """A page that was made before the style changed names a former one: on to the present."""

    @wraps(view)
    def wrapped(request, sha):
        present = queries.present_style(sha)
        return redirect(request.resolver_match.view_name, present) if present else view(request, sha)

    return login_not_required(wrapped)


style = _or_present(etag(_named_by_address)(theme_view(queries.stylesheet_of)))


@_or_present
@require_safe
@etag(_named_by_address)
def logo(request, sha):
    """The logo of a house style; a style without one shows the portal's own mark."""
    content = queries.logo_of(sha)
    if content is None and queries.stylesheet_of(sha) is None:
        raise Http404
    if content is None:
        return redirect(static("img/mark.svg"))
    return HttpResponse(content, content_type="image/png", headers=FOREVER)


@acting_hat_required(Kind.HOGESCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def house_style(request):
    own = Organisation.objects.get(pk=request.hat.organisation_id)
    stored = HouseStyle.objects.filter(organisation=own).first()
    form = _form(request, stored)
    if form.is_valid() and _saved(own, form):
        messages.success(request, "De huisstijl is opgeslagen. U ziet hem op deze pagina.")
        return redirect("organisations:house_style")
    colours = _colours(stored) if stored else []
    context = {
        "form": form,
        "colours": colours,
        "has_changed": any(colour["changed"] for colour in colours),
        "organisation": own,
    }
    return render(request, "organisations/house_style.html", context, status=422 if form.is_bound else 200)


def _colours(stored) -> list[dict]:
    """Each colour as chosen, and as it is under text."""
    made = stylesheet(stored.brand, stored.accent, stored.radius_px).colours
    pairs = [("Hoofdkleur", stored.brand, made["brand"]), ("Steunkleur", stored.accent, made["accent"])]
    return [
        {"label": label, "chosen": chosen, "used": used, "changed": chosen != used} for label, chosen, used in pairs
    ]


def _form(request, stored) -> HouseStyleForm:
    initial = {"brand": stored.brand, "accent": stored.accent, "radius_px": stored.radius_px} if stored else None
    return HouseStyleForm(
        request.POST or None, request.FILES or None, initial=initial, has_logo=bool(stored and stored.logo)
    )


def _saved(own, form) -> bool:
    data = form.cleaned_data
    try:
        services.set_house_style(
            own, brand=data["brand"], accent=data["accent"], radius_px=int(data["radius_px"]), logo=data["logo"],
            keep_logo=not data["logo"] and not data.get("remove_logo"),
        )  # fmt: skip
    except services.LogoRefused as refused:
        form.add_error("logo", str(refused))
        return False
    hosts.forget()
    return True
