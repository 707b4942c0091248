from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.access.decorators import as_visitor

from .. import verification
from ..forms import MAX_MB, VerifyForm

AROUND_THE_FILE = 64 * 1024  # what a form adds to it


@login_not_required
@never_cache
@csrf_exempt  # only to look at the length before anything is read; _verify checks the token
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def verify(request):
    """Public: drop a PDF, hear whether it is a sealed agreement of this portal. The file is not kept."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > MAX_MB * 1024 * 1024 + AROUND_THE_FILE:
        return render(request, "agreements/verify.html", {"form": VerifyForm(), "too_large": MAX_MB}, status=413)
    return _verify(request)


@csrf_protect
def _verify(request):
    form = VerifyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        context = {"report": verification.verify(file.read()), "name": file.name, "form": VerifyForm()}
        return render(request, "agreements/verify_result.html", context)
    return render(
        request, "agreements/verify.html", {"form": form, "too_large": 0}, status=422 if form.is_bound else 200
    )


@login_not_required
@never_cache
@require_safe
@as_visitor
def paper(request, code):
    """What the code on a printed page leads to."""
    found = verification.paper_of(code)
    removed = None if found else verification.removed_paper(code)
    status = 200 if found else 410 if removed else 404
    context = {"found": found, "removed": removed, "form": VerifyForm()}
    return render(request, "agreements/verify_paper.html", context, status=status)
