"""A person corrects what she said of herself, and adds files."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import person_required

from ..forms import FileForm, PersonForm
from ..models import GIVEN, Application, ApplicationFile
from ..services.corrections import correct_application
from ..services.files import add_file, remove_file
from ..services.refusal import Refusal
from .answers import posted, told


@person_required
def correct(request, public_id):
    application = _application(public_id)
    if application.has_ended:
        messages.warning(request, "Deze aanmelding is afgesloten. Je gegevens veranderen niet meer.")
        return redirect("matching:mine", application.public_id)
    initial = {name: getattr(application, name) for name in GIVEN}
    form = PersonForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with told(request, "Je gegevens zijn bijgewerkt."):
            correct_application(application, form.details)
        return redirect("matching:mine", application.public_id)
    context = {"application": application, "form": form, "trail": _trail(application, "Je gegevens")}
    return render(request, "matching/correct.html", context, status=422 if form.is_bound else 200)


@person_required
def files(request, public_id):
    application = _application(public_id)
    form = FileForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            add_file(application, form.cleaned_data["upload"], form.cleaned_data["kind"])
        except Refusal as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, "Je bestand is toegevoegd.")
            return redirect("matching:files", application.public_id)
    context = {
        "application": application,
        "files": application.files.select_related("document"),
        "form": form,
        "trail": _trail(application, "Je bestanden"),
    }
    return render(request, "matching/files.html", context, status=422 if form.is_bound else 200)


@require_POST
@person_required
def remove(request, file_id):
    found = get_object_or_404(ApplicationFile.objects.select_related("application"), public_id=file_id)
    with told(request, "Je bestand is weggehaald."):
        remove_file(found)
    return redirect("matching:files", found.application.public_id)


def _application(public_id) -> Application:
    return get_object_or_404(Application.objects.select_related("route", "hogeschool"), public_id=public_id)


def _trail(application: Application, here: str) -> list[tuple[str, str]]:
    mine = reverse("matching:mine", args=[application.public_id])
    return [("Mijn route", reverse("home")), (application.route.title, mine), (here, "")]
