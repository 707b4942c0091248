"""A long form that survives a lost connection. In a view:

    draft = Drafting(request, "route", route.public_id, form)    once the form is made
    draft.forget()                                               once it is saved

In its template, with `draft` in the context: {% include "routes/_draft_offer.html" %} above the form, and
{% include "routes/_draft.html" %} inside. On a POST what was typed is kept at once, until `forget()`.
"""

from functools import cached_property, wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import looks_on
from routes.models import Draft
from routes.services.drafts import find_draft, forget_draft, keep_draft

NOT_KEPT = ("csrfmiddlewaretoken", "rol", "next")
RESUME = "concept"


class Drafting:
    """What one person typed into one form about one object. `found`: kept earlier, None when there is nothing."""

    def __init__(self, request, form: str, about: UUID, *forms: BaseForm) -> None:
        self.request, self.form, self.about = request, form, about
        if request.method == "POST":
            self.found = keep_draft(request.user.pk, form, about, typed(request.POST))
        else:
            self.found = find_draft(request.user.pk, form, about)
        if self.is_resumed:
            self._fill(forms)

    @property
    def is_resumed(self) -> bool:
        """She chose to go on with it."""
        return bool(self.found) and self.request.method == "GET" and RESUME in self.request.GET

    @property
    def is_offered(self) -> bool:
        """She must still choose. Until then nothing is kept over what there is."""
        return bool(self.found) and self.request.method == "GET" and not self.is_resumed

    @cached_property
    def values(self) -> QueryDict:
        return as_posted(self.found)

    def _fill(self, forms: tuple[BaseForm, ...]) -> None:
        """What was typed takes the place of what is stored, mistakes included; it is checked when it is sent."""
        for form in forms:
            for name, field in form.fields.items():
                form.initial[name] = field.widget.value_from_datadict(self.values, {}, form.add_prefix(name))

    def resumed(self, name: str, otherwise: str) -> str:
        """A value beside the form, such as the revision that she had before her when she typed."""
        return self.values.get(name, otherwise) if self.is_resumed else otherwise

    def forget(self) -> None:
        forget_draft(self.request.user.pk, self.form, self.about)

    # -- for the templates

    @property
    def when(self) -> str:
        return moment(self.found) if self.found else ""

    @property
    def resume_url(self) -> str:
        return f"{self.request.path}?{RESUME}=verder"

    @property
    def save_url(self) -> str:
        return reverse("routes:keep_draft", args=[self.form, self.about])

    @property
    def drop_url(self) -> str:
        return reverse("routes:drop_draft", args=[self.form, self.about])


def typed(sent: QueryDict) -> dict[str, list[str]]:
    return {name: texts for name, texts in sent.lists() if name not in NOT_KEPT}


def as_posted(draft: Draft | None) -> QueryDict:
    values = QueryDict(mutable=True)
    for name, texts in (draft.values if draft else {}).items():
        values.setlist(name, texts)
    return values


def moment(draft: Draft) -> str:
    """ "vandaag 14.05" """
    at = timezone.localtime(draft.saved_at)
    days = (timezone.localdate() - at.date()).days
    day = {0: "vandaag", 1: "gisteren"}.get(days) or date_format(at, "j F")
    return f"{day} {at:%H.%M}"


def _acting(view):
    """An onlooker fills in nothing, so there is nothing to keep."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.hat and looks_on(request.hat):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@require_POST
@_acting
def keep(request, form, about):
    """While someone types, by htmx."""
    draft = keep_draft(request.user.pk, form, about, typed(request.POST))
    return render(request, "routes/_draft_kept.html", {"when": moment(draft) if draft else ""})


@require_POST
@_acting
def drop(request, form, about) -> HttpResponse:
    """She begins anew, on the page that she came from."""
    forget_draft(request.user.pk, form, about)
    messages.info(request, "Wat u eerder had ingevuld, is weggegooid.")
    back = request.POST.get("terug", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if safe else reverse("home"))
