"""The files that someone asked for: how far they are, and fetching them. To nobody else they exist."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .enums import OPEN, State
from .models import Job

SHOWN_PER_PAGE = 25


@require_safe
@never_cache
def index(request):
    page = Paginator(Job.objects.all(), SHOWN_PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "exports/list.html", {"page": page, "informal": not request.hat})


@require_safe
@never_cache
def show(request, public_id):
    return _page(request, get_object_or_404(Job, public_id=public_id))


@require_safe
@never_cache
def progress(request, public_id):
    """The part of the page that htmx fetches anew."""
    job = get_object_or_404(Job, public_id=public_id)
    return render(request, "exports/_progress.html", {"shown": _shown(job, request)})


@require_safe
@never_cache
def download(request, public_id):
    job = get_object_or_404(Job, public_id=public_id)
    if job.state != State.FINISHED:
        return _page(request, job, status=410 if job.state == State.EXPIRED else 409)
    return StreamingHttpResponse(
        _chunks(job.place),
        headers={
            "Content-Type": "application/zip",
            "Content-Disposition": content_disposition_header(True, job.file_name),
            "Content-Length": str(job.size),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _chunks(place: str) -> Iterator[bytes]:
    with default_storage.open(place) as file:
        yield from file.chunks()


def _page(request, job: Job, status: int = 200) -> HttpResponse:
    informal = not request.hat
    context = {
        "job": job,
        "shown": _shown(job, request),
        "is_open": job.state in OPEN,
        "informal": informal,
        "trail": [("Mijn bestanden" if informal else "Uw bestanden", reverse("exports:list")), (job.title, "")],
    }
    return render(request, "exports/job.html", context, status=status)


def _shown(job: Job, request) -> dict:
    """As the component `progress` wants it."""
    args = [job.public_id]
    return {
        "label": job.doing or job.title,
        "done": job.done,
        "total": job.total,
        "state": job.state,
        "error": job.error,
        "poll_url": reverse("exports:progress", args=args),
        "result_url": reverse("exports:download", args=args),
        "result_label": "Download het bestand",
        "informal": not request.hat,
    }
